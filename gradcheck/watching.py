"""The loop: check on save, show the first thing to mend, move on when asked."""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from gradcheck.checking import check_exercise
from gradcheck.cli.console import (
    MARKS,
    console,
    print_message,
    print_passed,
    print_prose,
    state_words,
)
from gradcheck.course import HINTS, Exercise
from gradcheck.report.summary import problem_of
from gradcheck.room import Room
from gradcheck.words import _

Event = tuple[Literal["saved", "key"], str]


class Watcher:
    """Watches one exercise of a room at a time.

    Parameters
    ----------
    room : Room
        Whose files are watched.
    exercise : Exercise
        The one to begin with.
    """

    def __init__(self, room: Room, exercise: Exercise) -> None:
        self.room = room
        self.exercise = exercise
        self._events: queue.Queue[Event] = queue.Queue()
        self._stop = threading.Event()

    def run(self) -> None:
        """Watch until asked to quit."""
        threading.Thread(target=self._watch_files, daemon=True).start()
        with _single_keys():
            threading.Thread(target=self._read_keys, daemon=True).start()
            self._check()
            while True:
                kind, what = self._events.get()
                if kind == "saved":
                    self._on_save(Path(what))
                elif not self._on_key(what):
                    break
        self._stop.set()

    def _watch_files(self) -> None:
        from watchfiles import watch

        for changes in watch(
            self.room.path, debounce=60, step=20, stop_event=self._stop, raise_interrupt=False
        ):
            for path in sorted({path for _change, path in changes if path.endswith(".py")}):
                self._events.put(("saved", path))

    def _read_keys(self) -> None:
        while character := sys.stdin.read(1):
            if not character.isspace():
                self._events.put(("key", character.lower()))
        if not sys.stdin.isatty():
            return  # nobody to type: go on until interrupted
        self._events.put(("key", "q"))

    def _on_save(self, path: Path) -> None:
        for exercise in self.room.course.exercises:
            if path == self.room.file(exercise).resolve():
                self.exercise = exercise
                self._check()

    def _on_key(self, key: str) -> bool:
        if key == "q":
            return False
        if key == "n":
            self.exercise = self.room.next_after(self.exercise) or self.exercise
            self._check()
        elif key == "r":
            self._check()
        elif key == "h":
            self._hint()
        elif key == "l":
            self._list()
        return True

    def _check(self) -> None:
        out = console()
        if out.is_terminal:
            out.clear()
        out.print(_("Checking {id} …").format(id=self.exercise.id), style="dim")
        result = check_exercise(self.room, self.exercise)
        if result.status == "passed":
            print_passed(self.room, self.exercise, result)
        else:
            print_message(problem_of(self.exercise, result))
        self._prompt()

    def _hint(self) -> None:
        number = min(self.room.hints_seen(self.exercise) + 1, HINTS)
        self.room.remember_hint(self.exercise, number)
        out = console()
        out.print()
        out.print(_("Hint {number} of {total}").format(number=number, total=HINTS), style="bold")
        print_prose(self.exercise.hints()[number - 1])
        self._prompt()

    def _list(self) -> None:
        out = console()
        out.print()
        for exercise in self.room.course.exercises:
            state = self.room.state(exercise)
            out.print(f"{MARKS[state]} {exercise.id}   {exercise.title} · {state_words(state)}")
        self._prompt()

    def _prompt(self) -> None:
        out = console()
        states = [self.room.state(exercise) for exercise in self.room.course.exercises]
        passed = states.count("passed")
        out.print()
        bar = "".join(MARKS[state] for state in states)
        out.print(
            _("{bar}  {passed} of {total} passed").format(bar=bar, passed=passed, total=len(states)),
            style="dim",
        )
        out.print(f"{self.room.file(self.exercise)}", style="dim")
        out.print(_("save to check   n next   h hint   l list   r again   q quit"), style="bold")


@contextlib.contextmanager
def _single_keys() -> Iterator[None]:
    """Read keys as they are pressed, where the terminal can."""
    if not sys.stdin.isatty():
        yield
        return
    try:
        import termios
        import tty
    except ImportError:
        yield
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
