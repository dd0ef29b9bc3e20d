"""An exercise's result in a line, and what to mend first in it."""

from __future__ import annotations

from gradcheck.course import HINTS, Exercise
from gradcheck.report.feedback import status_words
from gradcheck.report.place import place
from gradcheck.report.wrap import wrapped
from gradcheck.result import ExerciseResult
from gradcheck.words import _


def line_of(result: ExerciseResult) -> str:
    """Return one line: the verdict, the exercise, and how many of its checks pass."""
    mark = {"passed": "✓", "not_started": "○", "missing": "·"}.get(result.status, "✗")
    if result.status == "passed":
        counted = _("{count} checks").format(count=len(result.checks))
        return f"{mark} {result.id}   {counted}   {result.seconds:.1f} s"
    return f"{mark} {result.id}   {status_words(result.status)}"


def problem_of(exercise: Exercise, result: ExerciseResult) -> str:
    """Return the first thing to mend: the message of a check, or what kept all of them from running."""
    first = result.first_failure
    if first is not None and first.failure is not None:
        return first.message
    if result.status == "missing":
        mend = _("To have its stub again: gradcheck reset {name}").format(name=exercise.name)
        return "\n".join([line_of(result), "", *wrapped(result.message, "  "), "", *wrapped(mend, "  ")])
    if result.message:
        lines = [line_of(result), "", *wrapped(result.message, "  ")]
        where = place(exercise, result.line) if result.line else exercise.path.as_posix()
        return "\n".join([*lines, "", _("  Where   {where}").format(where=where)])
    todo = first.message if first is not None else ""
    hint = _("Open {path} and begin; gradcheck hint {name} gives the first of {total} hints.")
    step = hint.format(path=exercise.path.as_posix(), name=exercise.name, total=HINTS)
    return "\n".join([line_of(result), "", *wrapped(todo, "  "), "", *wrapped(step, "  ")])
