"""The result of GitHub Classroom's graders, which its reporter adds up: base64 of JSON, a file a student.

Classroom counts whole points, and its total is the sum of the tests'. A test is an exercise. What a student
has after each exercise is rounded, half a point up, and an exercise is given what that total grew by: so the
tests add up to the rounded mark, no total is off by more than half a point, and an exercise of whole points
has just those.
"""

from __future__ import annotations

import base64
import json
import math
import re
from itertools import accumulate, pairwise
from typing import Any, Final

from gradcheck.report.escape import printable
from gradcheck.report.numbers import number
from gradcheck.result import ExerciseResult, SubmissionResult
from gradcheck.words import _

_MOST_BYTES: Final = 40_000
"""Of all messages: the result goes through a variable of the environment, and Linux takes 128 KiB of one."""

_COMMAND: Final = re.compile(r"^(\s*):(?=:)|##(?=\[)", re.MULTILINE)
_STATUSES: Final = {"passed": "pass", "failed": "fail", "not_started": "fail", "missing": "fail"}


def classroom(submission: SubmissionResult) -> dict[str, Any]:
    """Return one student's results as Classroom's graders put them."""
    room = _MOST_BYTES // max(len(submission.exercises), 1)
    totals = [whole(total) for total in accumulate((e.score for e in submission.exercises), initial=0.0)]
    earned = (after - before for before, after in pairwise(totals))
    tests = [
        _test(exercise.id, _STATUSES.get(exercise.status, "error"), points, _said(exercise), room)
        for exercise, points in zip(submission.exercises, earned, strict=True)
    ]
    if submission.status == "unreadable":
        said = "\n".join([_("This submission could not be read."), submission.message or ""])
        tests = [_test("submission", "error", 0, said, room)]
    found = {test["status"] for test in tests}
    status = "error" if submission.status == "unreadable" else "pass" if found <= {"pass"} else "fail"
    return {"version": 1, "status": status, "max_score": whole(submission.max_score), "tests": tests}


def text(submission: SubmissionResult) -> str:
    """Return the file of one student: what a grader's step has as its output ``result``."""
    return _encoded(classroom(submission))


def broken() -> str:
    """Return the file of a student whose grader broke: an error, of no points."""
    return _encoded({"version": 1, "status": "error", "max_score": 0, "tests": []})


def _encoded(result: dict[str, Any]) -> str:
    return base64.b64encode(json.dumps(result, ensure_ascii=False).encode()).decode() + "\n"


def whole(points: float) -> int:
    """Return the nearest whole number, the upper one of two that are as near."""
    return math.floor(number(points) + 0.5)


def for_log(said: str) -> str:
    """Return text that a workflow's log may show: no line of it is a workflow command."""
    return _COMMAND.sub(lambda found: f"{found[0]} ", printable(said))


def _said(exercise: ExerciseResult) -> str:
    first = exercise.first_failure
    return exercise.message or (first.message if first is not None else "")


def _test(name: str, status: str, points: int, said: str, room: int) -> dict[str, Any]:
    shown = for_log(said).encode()[:room].decode(errors="ignore")
    return {
        "name": name,
        "status": status,
        "score": points,
        "message": None if status == "pass" else shown,
        "test_code": f"gradcheck check {name}",
        "filename": "",
        "line_no": 0,
        "duration": 0,
    }
