"""``grades.csv``: a row a student, a column an exercise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradcheck.export.graded import GradedClass
from gradcheck.export.table import heading, row
from gradcheck.report.numbers import number
from gradcheck.result import SubmissionResult


def rows(exercises: Iterable[str], submissions: Iterable[SubmissionResult]) -> Iterator[str]:
    """Yield the table's rows, with the columns of `exercises`."""
    ids = list(exercises)
    yield heading("student", *ids, "score", "max_score", "status")
    for submission in submissions:
        scores = {exercise.id: number(exercise.score) for exercise in submission.exercises}
        total = (number(submission.score), number(submission.max_score), submission.status)
        yield row(submission.student, *(scores.get(id, 0) for id in ids), *total)


def pieces(graded: GradedClass) -> Iterator[str]:
    """Yield the file, piece by piece."""
    return rows(graded.outline(), graded.submissions())
