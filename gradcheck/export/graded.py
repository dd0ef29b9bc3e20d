"""A graded class, as every export takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gradcheck.result import SubmissionResult


@dataclass(frozen=True)
class GradedClass:
    """How a class was graded, and its results, which are too many to hold.

    Attributes
    ----------
    run : mapping
        As ``results.json`` has it.
    submissions : callable
        Returns the results anew each time.
    chapters : mapping of str to str
        The folder of each chapter, such as ``ch06_optimization`` for ``ch06``; those not in it go by their
        number.
    """

    run: Mapping[str, Any]
    submissions: Callable[[], Iterable[SubmissionResult]]
    chapters: Mapping[str, str] = field(default_factory=dict)

    def outline(self) -> dict[str, float]:
        """Return the exercises, in order, and what each is worth."""
        worth: dict[str, float] = {}
        for submission in self.submissions():
            for exercise in submission.exercises:
                worth[exercise.id] = max(worth.get(exercise.id, 0.0), exercise.max_score)
        return worth

    def max_score(self) -> float:
        """Return what the whole is worth."""
        return max((submission.max_score for submission in self.submissions()), default=0.0)
