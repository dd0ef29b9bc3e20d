"""The ``results.json`` that Gradescope reads: a file a student, a test a check."""

from __future__ import annotations

import json
from typing import Any

from gradcheck.report.escape import printable
from gradcheck.report.numbers import number
from gradcheck.result import ExerciseResult, SubmissionResult
from gradcheck.words import _


def gradescope(submission: SubmissionResult) -> dict[str, Any]:
    """Return one student's results as Gradescope has them.

    The score is said outright, so that none is lost where an exercise has no checks; the tests add up to it
    all the same.
    """
    if submission.status == "unreadable":
        title = _("This submission could not be read.")
        tests = [_test(title, "1", 0.0, submission.max_score, "failed", submission.message or "")]
    else:
        numbered = enumerate(submission.exercises, 1)
        tests = [test for place, exercise in numbered for test in _tests(exercise, place)]
    return {
        "score": number(submission.score),
        "execution_time": round(submission.seconds, 3),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "tests": tests,
    }


def text(submission: SubmissionResult) -> str:
    """Return the file of one student."""
    return json.dumps(gradescope(submission), ensure_ascii=False) + "\n"


def _tests(exercise: ExerciseResult, place: int) -> list[dict[str, Any]]:
    tests = []
    for within, check in enumerate(exercise.checks, 1):
        # What kept all of them from running is said once.
        output = "\n\n".join(
            part for part in (exercise.message if within == 1 else "", check.message) if part
        )
        name = f"{exercise.id}: {check.title or check.name}"
        points = (check.points, check.max_points)
        status = "passed" if check.status == "passed" else "failed"
        tests.append(_test(name, f"{place}.{within}", *points, status, output, exercise.id))
    if exercise.status != "passed" and all(test["status"] == "passed" for test in tests):
        tests.append(_test(exercise.id, f"{place}", 0.0, 0.0, "failed", exercise.message, exercise.id))
    return tests


def _test(
    name: str, place: str, points: float, most: float, status: str, output: str, *tags: str
) -> dict[str, Any]:
    return {
        "name": printable(name).replace("\n", " "),
        "number": place,
        "score": number(points),
        "max_score": number(most),
        "status": status,
        "output": printable(output),
        "tags": list(tags),
        "visibility": "visible",
    }
