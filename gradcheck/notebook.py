"""The notebook's door: check a function that stands in a cell, without leaving the notebook.

::

    from gradcheck.notebook import check, hint, progress

    check(adam_step)
"""

from __future__ import annotations

import contextlib
import inspect
import logging
import os
import sys
import types
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gradcheck import programs, running
from gradcheck.answers import Lost, Raised
from gradcheck.cli.console import MARKS
from gradcheck.cli.programs import figures_of
from gradcheck.course import HINTS, Course, CourseError, Exercise
from gradcheck.grade import MOST_LOST, Examiner
from gradcheck.local import LocalImplementation
from gradcheck.report import html
from gradcheck.report.message import without_place
from gradcheck.report.summary import line_of, problem_of
from gradcheck.report.wrap import wrapped
from gradcheck.room import Room
from gradcheck.words import _, use_language

__all__ = ["check", "hint", "laboratory", "progress", "verify"]

Function = Callable[..., Any]


@dataclass(frozen=True)
class Shown:
    """Text that a notebook shows as HTML, and a terminal as it stands."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return html.styled(html.message(self.text))


def check(function: Function, exercise: str | None = None) -> Shown:
    """Check a function, and the others of its exercise that stand in the notebook.

    Parameters
    ----------
    function : callable
        Yours.
    exercise : str, optional
        The exercise's id, where the function's name does not tell it.

    Returns
    -------
    Shown
        The first thing to mend, or what to read now that it is right.
    """
    room = _room()
    of = _exercise(room.course, function, exercise)
    result = _examiner(of, 0).examine(_InNotebook(function, of), first_failure=True)
    room.remember(of, _source(function).encode(), result.status, result.score)
    if result.status == "passed":
        return Shown("\n".join([line_of(result), "", *wrapped(of.afterwards(), "  ")]))
    todo = result.first_failure
    if result.status == "not_started" and todo is not None:
        said = "\n".join([line_of(result), "", *wrapped(todo.message, "  ")])
    else:
        said = without_place(problem_of(of, result))
    heading = _("Next")
    step = _("hint({name}) gives the next of {total} hints.").format(name=function.__name__, total=HINTS)
    return Shown("\n".join([said, "", f"  {heading}", f"    {step}"]))


def verify(function: Function, check: str, *, seed: int = 0) -> None:
    """Hold a function to one check: for cells that are worth points.

    Parameters
    ----------
    function : callable
        The student's.
    check : str
        The check's name, as in the results.
    seed : int
        What its inputs are drawn from.

    Raises
    ------
    AssertionError
        If it does not pass; with what the student is told.
    """
    of = _exercise(_room().course, function, None)
    last, lost = _lost.get(of.id, (function, 0))
    if last is function and lost >= MOST_LOST:
        raise AssertionError(_("Not run: the checks before it brought no answer."))
    examiner = _examiner(of, seed)
    (wanted,) = [found for found in examiner.checks if found.name == check]
    with _silenced():
        result = examiner.examine_one(wanted, _InNotebook(function, of), {})
    if result.status != "passed":
        more = result.cause in ("timed_out", "out_of_memory")
        _lost[of.id] = (function, (lost if last is function else 0) + more)
        raise AssertionError(without_place(result.message))


def hint(function: Function, number: int | None = None) -> Shown:
    """Show the next hint of a function's exercise, or hint `number`."""
    room = _room()
    of = _exercise(room.course, function, None)
    wanted = number or min(room.hints_seen(of) + 1, HINTS)
    room.remember_hint(of, wanted)
    heading = _("Hint {number} of {total}").format(number=wanted, total=HINTS)
    return Shown("\n".join([heading, "", *wrapped(of.hints()[wanted - 1])]))


def progress() -> Shown:
    """Show the map: which exercises were passed when they were checked last."""
    room = _room()
    lines = []
    for chapter in room.course.chapters:
        marks = [MARKS["passed" if room.was_passed(e) else "open"] for e in chapter.exercises]
        lines.append(f"{chapter.folder.partition('_')[0]}  {''.join(marks)}  {chapter.title}")
    total = sum(1 for _exercise in room.course.exercises)
    passed = sum(room.was_passed(exercise) for exercise in room.course.exercises)
    told = _("{passed} of {total} passed").format(passed=passed, total=total)
    return Shown("\n".join([told, "", *(f"    {line}" for line in lines)]))


def laboratory(
    program: str,
    run: Callable[[running.Settings], dict[str, Any]] | None = None,
    *,
    epochs: int | None = None,
    data: str | None = None,
    seed: int = 0,
    implementation: str = "exercises",
) -> Shown:
    """Run a program on the functions that stand in the notebooks around; show its figures and pictures.

    Parameters
    ----------
    program : str
        The book's number, such as ``4-3``.
    run : callable, optional
        What to run, if the program was changed in the notebook.
    epochs, data, seed, implementation
        As `gradcheck run` takes them.
    """
    room = _room()
    try:
        (chosen,) = programs.select(room.course, program, None)
        outcome = running.run(
            chosen,
            running.Implementation.named(room.course, implementation),
            out=room.path / "out",
            epochs=epochs,
            data=data,
            seed=seed,
            do=run,
        )
    except CourseError as error:
        return Shown(str(error))
    return _Laboratory(figures_of(outcome), tuple(outcome.pictures))


@dataclass(frozen=True)
class _Laboratory(Shown):
    """A run's figures, and its pictures below them."""

    pictures: tuple[Path, ...] = ()

    def _repr_html_(self) -> str:
        images = (
            f'<img alt="{path.stem}" src="data:image/png;base64,{b64encode(path.read_bytes()).decode()}">'
            for path in self.pictures
        )
        return html.styled(html.message(self.text) + "".join(images))


_lost: dict[str, tuple[Function, int]] = {}
"""The function that each exercise was verified with last, and in how many checks it brought no answer."""


@contextlib.contextmanager
def _silenced() -> Iterator[None]:
    """Keep standard error as it is, for nbgrader gives nothing for a cell that a warning came from."""
    before, kept, nothing = logging.root.manager.disable, os.dup(2), os.open(os.devnull, os.O_WRONLY)
    logging.disable(logging.CRITICAL)  # a handler may have a stream of its own
    os.dup2(nothing, 2)  # where libraries write that are not in Python
    try:
        yield
    finally:
        os.dup2(kept, 2)
        logging.disable(before)
        os.close(kept)
        os.close(nothing)


class _InNotebook(LocalImplementation):
    """An exercise's functions as they stand in a notebook now."""

    def __init__(self, function: Function, exercise: Exercise) -> None:
        super().__init__(b"", exercise.path.with_suffix(".ipynb"))
        around = _around(function)
        self._functions = {name: around.get(name) for name in exercise.functions}
        if (name := getattr(function, "__name__", "")) in self._functions:
            self._functions[name] = function

    def start(self) -> Raised | Lost | None:
        self._module = types.ModuleType("notebook")
        vars(self._module).update({n: f for n, f in self._functions.items() if f is not None})
        return None


def _room() -> Room:
    room = Room.find()
    use_language(room.language)
    return room


@cache
def _examiner(exercise: Exercise, seed: int) -> Examiner:
    return Examiner(exercise, seed)


def _exercise(course: Course, function: Function, id: str | None) -> Exercise:
    if id is not None:
        return course.one(id)
    name = getattr(function, "__name__", str(function))
    names = {name, *(other for other, value in _around(function).items() if value is function)}
    found = [exercise for exercise in course.exercises if names & exercise.functions.keys()]
    if len(found) != 1:
        ids = ", ".join(exercise.id for exercise in found)
        text = (
            _("“{name}” is in several exercises: {ids}. Say which: check({name}, {first!r}).")
            if found
            else _("No exercise asks for a function “{name}”. Is its name as in the exercise?")
        )
        raise CourseError(text.format(name=name, ids=ids, first=found[0].id if found else ""))
    return found[0]


def _around(function: Function) -> dict[str, Any]:
    """Return what stands in the notebook that `function` is of."""
    return vars(sys.modules["__main__"]) | getattr(function, "__globals__", {})


def _source(function: Function) -> str:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return ""
