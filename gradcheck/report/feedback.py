"""A student's feedback page, in Markdown."""

from __future__ import annotations

from typing import Final

from gradcheck.course import Course, Exercise
from gradcheck.report.escape import fenced, markdown
from gradcheck.report.numbers import digits
from gradcheck.result import ExerciseResult, SubmissionResult
from gradcheck.words import _

_MARKS: Final = {"passed": "✓", "not_started": "○", "missing": "○"}


def page(course: Course, submission: SubmissionResult) -> str:
    """Return the page of one submission: a table of what was reached, then what to mend first in each."""
    exercises = {exercise.id: exercise for exercise in course.exercises}
    lines = [
        f"# {markdown(submission.student)}: {digits(submission.score)} / {digits(submission.max_score)}",
        "",
    ]
    if submission.status == "unreadable":
        return "\n".join(
            [*lines, _("This submission could not be read."), "", fenced(submission.message or ""), ""]
        )
    lines += [_("| | exercise | points | result |"), "| --- | --- | --- | --- |"]
    for result in submission.exercises:
        title = markdown(exercises[result.id].title)
        mark = _MARKS.get(result.status, "✗")
        points = f"{digits(result.score)} / {digits(result.max_score)}"
        lines.append(f"| {mark} | {result.id} {title} | {points} | {status_words(result.status)} |")
    lines.append("")
    for result in submission.exercises:
        lines += _section(exercises[result.id], result)
    return "\n".join(lines)


def status_words(status: str) -> str:
    """Return a status as people say it."""
    return {
        "passed": _("passed"),
        "failed": _("failed"),
        "not_started": _("not started"),
        "missing": _("missing"),
        "crashed": _("crashed"),
        "timed_out": _("timed out"),
        "out_of_memory": _("out of memory"),
        "forbidden": _("forbidden"),
    }.get(status, _("failed"))


def _section(exercise: Exercise, result: ExerciseResult) -> list[str]:
    return [f"## {result.id}: {markdown(exercise.title)}", "", *findings(exercise, result)]


def findings(exercise: Exercise, result: ExerciseResult) -> list[str]:
    """Return the lines of what was found of one exercise."""
    lines = []
    if result.status == "passed":
        return [markdown(exercise.afterwards()), ""]
    if result.status == "not_started":
        return [_("Not started yet."), ""]
    if result.message:
        lines += [fenced(result.message), ""]
    for check in result.checks:
        mark = {"passed": "✓", "not_run": "–"}.get(check.status, "✗")
        lines.append(
            f"- {mark} {markdown(check.title)} ({digits(check.points)} / {digits(check.max_points)})"
        )
    lines.append("")
    if (first := result.first_failure) is not None:
        lines += [fenced(first.message), ""]
    return lines
