"""What GitHub's workflows show: annotations at a line, and a step's summary.

A workflow command is a line that begins with ``::``; whatever stands in one is escaped, and what is printed
besides stands between `quoted`'s lines, where GitHub takes nothing for a command.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gradcheck.course import Course, Exercise
from gradcheck.ipynb.loader import CELL
from gradcheck.report.escape import markdown, printable
from gradcheck.report.feedback import findings
from gradcheck.report.message import without_place
from gradcheck.report.numbers import digits
from gradcheck.report.summary import line_of
from gradcheck.result import ExerciseResult, SubmissionResult
from gradcheck.words import _

MOST_ANNOTATIONS: Final = 10
"""GitHub shows no more of a step."""

MOST_BYTES: Final = 1_000_000
"""Of a step's summary; GitHub refuses one of more than a mebibyte."""

_LONGEST: Final = 4_000
_STATE_SYMBOLS: Final = {"passed": "●", "not_started": "○", "missing": "○"}


@dataclass(frozen=True)
class Annotation:
    """A message at a line of a file, which is empty where there is none."""

    title: str
    message: str
    file: str = ""
    line: int = 1

    def command(self) -> str:
        """Return the workflow command that shows it."""
        where = {"file": self.file, "line": str(self.line)} if self.file else {}
        properties = ",".join(f"{k}={_property(v)}" for k, v in {**where, "title": self.title}.items())
        return f"::error {properties}::{_data(printable(self.message)[:_LONGEST])}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


@contextmanager
def quoted(tell: Callable[[str], None]) -> Iterator[None]:
    """Have GitHub take nothing that is printed in this context for a command."""
    token = secrets.token_hex(16)
    tell(f"::stop-commands::{token}")
    try:
        yield
    finally:
        tell(f"::{token}::")


def is_open(result: ExerciseResult) -> bool:
    """Return whether nobody has begun it."""
    return result.status in ("not_started", "missing")


def worst_first(results: Sequence[ExerciseResult]) -> list[ExerciseResult]:
    """Return what failed, the most useful to be told of first.

    That is what a name can be put to; then, nearest to being right, what most of the points are earned in.
    """
    failed = [result for result in results if result.status != "passed" and not is_open(result)]

    def use(result: ExerciseResult) -> tuple[bool, float]:
        return result.diagnosis is None, -result.score / (result.max_score or 1.0)

    return sorted(failed, key=use)


def annotation(exercise: Exercise, result: ExerciseResult, content: bytes, file: str) -> Annotation:
    """Return what to say of an exercise that failed.

    Parameters
    ----------
    exercise : Exercise
        Which.
    result : ExerciseResult
        What was found.
    content : bytes
        What was handed in.
    file : str
        Where that is in the repository; empty if it is in a notebook.
    """
    first = result.first_failure
    failure = first.failure if first is not None else None
    said = result.message or (without_place(first.message) if first is not None else "") or line_of(result)
    line = result.line or (failure.line if failure is not None else None) or 0
    if not 0 < line < CELL:
        called = failure.call.partition("(")[0] if failure is not None else ""
        line = _line_of(content, [called, *exercise.functions])
    return Annotation(f"{exercise.id}: {exercise.title}", said, file, line)


def _line_of(content: bytes, functions: Sequence[str]) -> int:
    # Not parsed: a hostile file could take the parser down, and with it the grader.
    text = content.decode("utf-8", "replace")
    for name in filter(str.isidentifier, functions):
        if found := re.search(rf"^(?:async[ ]+)?def[ ]+{re.escape(name)}\b", text, re.MULTILINE):
            return text.count("\n", 0, found.start()) + 1
    return 1


def file_of(folder: Path, repository: Path, exercise: Exercise, content: bytes) -> str:
    """Return where `content` is in the repository, as a path; empty if in no file by itself."""
    for below in (exercise.path, Path("exercises", exercise.path), Path(exercise.path.name)):
        path = folder / below
        if path.is_file() and not path.is_symlink() and _begins(path, content):
            return path.relative_to(repository).as_posix()
    return ""


def _begins(path: Path, content: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(content)) == content


def summary(course: Course, submission: SubmissionResult) -> str:
    """Return a step's summary: the map, then what was found wherever something failed."""
    results = {result.id: result for result in submission.exercises}
    states = Counter(result.status for result in submission.exercises)
    text = _("{passed} of {total} passed · {score} / {most} points")
    said = text.format(
        passed=states["passed"],
        total=len(results),
        score=digits(submission.score),
        most=digits(submission.max_score),
    )
    lines = [f"## {said}", "", _("| chapter | exercises |"), "| --- | --- |"]
    exercises: dict[str, Exercise] = {}
    for chapter in course.chapters:
        shown = [exercise for exercise in chapter.exercises if exercise.id in results]
        exercises |= {exercise.id: exercise for exercise in shown}
        if shown:
            names = (f"{symbol(results[e.id])} {markdown(e.name)}" for e in shown)
            number = chapter.folder.partition("_")[0]
            lines.append(f"| {number} {markdown(chapter.title)} | {', '.join(names)} |")
    lines += ["", _("● passed   ✗ to mend   ○ not started"), ""]
    failed = ((exercises[result.id], result) for result in worst_first(submission.exercises))
    sections = ([f"### {e.id}: {markdown(e.title)}", "", *findings(e, result)] for e, result in failed)
    return _fitting("\n".join(lines), ("\n".join(section) for section in sections))


def symbol(result: ExerciseResult) -> str:
    """Return the sign of an exercise on the map."""
    return _STATE_SYMBOLS.get(result.status, "✗")


def _fitting(head: str, sections: Iterator[str]) -> str:
    text = head + "\n"
    size = len(text.encode())
    for section in sections:
        size += len(section.encode()) + 1
        if size > MOST_BYTES:
            return text + _("There is more: see the log.") + "\n"
        text += section + "\n"
    return text
