"""A CSV for the gradebook of Canvas: the total as one assignment, named by the course.

Canvas makes a new assignment of a column whose name has no number in brackets. Students are found by their
login, which is what a submission's folder is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gradcheck.export.graded import GradedClass
from gradcheck.export.table import heading, row
from gradcheck.report.numbers import number

HEADER: Final = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE: Final = "    Points Possible"


def pieces(graded: GradedClass) -> Iterator[str]:
    """Yield the file, piece by piece."""
    yield heading(*HEADER, str(graded.run["course"]))
    yield f"{heading(POINTS_POSSIBLE, *[''] * len(HEADER[1:])).rstrip()},{_points(graded.max_score())}\n"
    for submission in graded.submissions():
        student = submission.student
        yield row(student, "", "", student, "", float(_points(submission.score)))


def _points(points: float) -> str:
    exact = number(points)
    return f"{exact:.2f}" if round(exact, 2) == exact else str(exact)
