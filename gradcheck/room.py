"""A student's room: the folder of exercises that is worked in, and what is remembered about it.

What is remembered stands in ``.gradcheck/progress.json`` in the folder, small and readable: for each
exercise the digest of the file that was checked last and what came of it, and how many hints were seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from gradcheck.course import POINTER, Course, CourseError, Exercise
from gradcheck.source import digest
from gradcheck.words import LANGUAGES, _

_MEMORY: Final = Path(".gradcheck", "progress.json")
_BACKUPS: Final = Path(".gradcheck", "backups")

State = Literal["passed", "started", "changed", "open", "missing"]


@dataclass(frozen=True)
class Room:
    """A folder laid out as ``exercises/`` is, of one course."""

    path: Path
    course: Course

    @classmethod
    def find(cls, start: Path | None = None) -> Room:
        """Return the room at `start` (by default the working directory) or above it."""
        here = (start or Path.cwd()).resolve()
        course = Course.find(here)
        for folder in (here, *here.parents):
            if (folder / POINTER).is_file():
                return cls(folder, course)
        return cls(course.exercises_room, course)

    @classmethod
    def create(cls, path: Path, course: Course, lang: str) -> Room:
        """Make a new room at `path` with a stub of every exercise.

        Raises
        ------
        CourseError
            If there is something at `path` already.
        """
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            text = _("{path} is not empty. Name a new folder; nothing was changed.")
            raise CourseError(text.format(path=path))
        room = cls(path, course)
        for exercise in course.exercises:
            room._write(exercise, exercise.stub(lang))
        root, graders = json.dumps(str(course.root)), course.root / "graders"
        (path / POINTER).write_text(f'course = {root}\nlang = "{lang}"\n', encoding="utf-8")
        (path / "pytest.ini").write_text(
            f'[pytest]\ntestpaths = "{graders}"\naddopts = --submission .\n', encoding="utf-8"
        )
        return room

    @property
    def language(self) -> str | None:
        """The language that the room was made in, if it says one."""
        pointer = self.path / POINTER
        if not pointer.is_file():
            return None
        import tomllib

        lang = tomllib.loads(pointer.read_text(encoding="utf-8")).get("lang")
        return lang if lang in LANGUAGES else None

    def file(self, exercise: Exercise) -> Path:
        """Return where the exercise's file is, or would be."""
        return self.path / exercise.path

    def content(self, exercise: Exercise) -> bytes | None:
        """Return the content of the exercise's file; None if there is none."""
        try:
            return self.file(exercise).read_bytes()
        except FileNotFoundError:
            return None

    def state(self, exercise: Exercise) -> State:
        """Return how far the exercise is, as of its last check; nothing is run."""
        content = self.content(exercise)
        if content is None:
            return "missing"
        remembered = self._of(exercise)
        checked = remembered.get("source") == digest(content)
        if checked and remembered.get("status") == "passed":
            return "passed"
        if content in exercise.stubs:
            return "open"
        return "changed" if "source" in remembered and not checked else "started"

    def next_after(self, exercise: Exercise | None) -> Exercise | None:
        """Return the first exercise not passed after `exercise`, or else from the beginning.

        One whose needs are passed comes before any that needs another first; from the beginning, the one that
        the course begins with before all.
        """
        everything = list(self.course.exercises)
        start = everything.index(exercise) + 1 if exercise in everything else 0
        waiting = [
            e for e in everything[start:] + everything[:start] if self.state(e) != "passed" and e != exercise
        ]
        ready = [e for e in waiting if all(self._passed(need) for need in e.needs)]
        if exercise is None:
            ready.sort(key=lambda e: e.id != self.course.words.get("first"))
        return next(iter(ready or waiting), None)

    def _passed(self, need: str) -> bool:
        return self.state(self.course.one(need)) == "passed"

    def was_passed(self, exercise: Exercise) -> bool:
        """Return whether the exercise's last check passed, whatever its file has become."""
        return bool(self._of(exercise).get("status") == "passed")

    def remember(self, exercise: Exercise, content: bytes, status: str, score: float) -> None:
        """Remember what a check of `content` found."""
        found = {"source": digest(content), "status": status, "score": score}
        self._update(exercise, found | {"checked": datetime.now(UTC).isoformat(timespec="seconds")})

    def hints_seen(self, exercise: Exercise) -> int:
        """Return how many of the exercise's hints were shown."""
        return int(self._of(exercise).get("hints", 0))

    def remember_hint(self, exercise: Exercise, number: int) -> None:
        """Remember that hint `number` was shown."""
        self._update(exercise, {"hints": max(number, self.hints_seen(exercise))})

    def reset(self, exercise: Exercise) -> Path | None:
        """Put the stub in the exercise's place; return where what stood there is kept, if it was changed."""
        content = self.content(exercise)
        stub = exercise.stub(self.language or "en")
        kept = None
        if content is not None and content != stub.encode():
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            kept = self.path / _BACKUPS / f"{exercise.chapter}-{exercise.name}-{stamp}.py"
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
        self._write(exercise, stub)
        return kept

    def _write(self, exercise: Exercise, text: str) -> None:
        file = self.file(exercise)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def _of(self, exercise: Exercise) -> dict[str, Any]:
        return dict(self._memory.get(exercise.id, {}))

    @cached_property
    def _memory(self) -> dict[str, Any]:
        try:
            memory = json.loads((self.path / _MEMORY).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return memory if isinstance(memory, dict) else {}

    def _update(self, exercise: Exercise, found: dict[str, Any]) -> None:
        self._memory[exercise.id] = self._of(exercise) | found
        file = self.path / _MEMORY
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(self._memory, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        part.replace(file)
