"""The CSV of ``nbgrader export``: a row for each assignment of each student; a chapter is an assignment.

nbgrader does not quote; here text is quoted, so that a comma in a name breaks nothing. What gradcheck does
not know, such as a time or an address, is empty, as it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gradcheck.export.graded import GradedClass
from gradcheck.export.table import heading, row
from gradcheck.report.numbers import number

COLUMNS: Final = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def pieces(graded: GradedClass) -> Iterator[str]:
    """Yield the file, piece by piece."""
    worth: dict[str, float] = {}
    for id, points in graded.outline().items():
        worth[_chapter(id)] = worth.get(_chapter(id), 0.0) + points
    if not worth:  # nobody's could be read
        worth = {str(graded.run["course"]): graded.max_score()}
    yield heading(*COLUMNS)
    for submission in graded.submissions():
        scores = dict.fromkeys(worth, 0.0)
        for exercise in submission.exercises:
            scores[_chapter(exercise.id)] += exercise.score
        for chapter, points in scores.items():
            name = graded.chapters.get(chapter, chapter)
            mark = float(number(points))
            most = float(number(worth[chapter]))
            yield row(name, "", "", submission.student, "", "", "", mark, 0.0, mark, most)


def _chapter(id: str) -> str:
    return id.partition("/")[0]
