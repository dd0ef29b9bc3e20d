"""Classes that nobody has taught: results with every status, misconception and kind of name, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from gradcheck.course import Exercise
from gradcheck.result import CheckResult, Diagnosis, ExerciseResult, Failure, Run, SubmissionResult

STATUSES = ["passed"] * 12 + ["failed"] * 5 + ["not_started", "missing", "crashed", "timed_out"]


def run_of(exercises: Sequence[Exercise]) -> Run:
    """Return how such a class was graded."""
    isolation = {
        "level": "isolated",
        "mechanisms": ["namespaces", "landlock"],
        "missing": [],
        "selftest": "10/10",
    }
    ids = tuple(exercise.id for exercise in exercises)
    return Run(
        7, "deep-learning", "sha256:0", ids, isolation, "2026-11-23T12:00:00+00:00", 12.5, {"python": "3.11"}
    )


def a_class(exercises: Sequence[Exercise], students: int, seed: int = 0) -> Iterator[SubmissionResult]:
    """Yield the results of a class."""
    rng = random.Random(seed)
    shapes = [
        (e, [(c.name, c.title, c.rung, c.points) for c in e.checks], e.misconceptions) for e in exercises
    ]
    for number in range(students):
        results = tuple(_exercise(rng, *shape) for shape in shapes)
        total = sum(result.max_score for result in results)
        name = f"student {number:04d}"
        yield SubmissionResult(name, "sha256:1", "graded", total, None, results, rng.random())


def _exercise(rng, exercise, checks, misconceptions) -> ExerciseResult:
    status = rng.choice(STATUSES)
    wrong = rng.randrange(1, len(checks)) if status == "failed" else len(checks)
    made = []
    for place, (name, title, rung, points) in enumerate(checks):
        if status in ("passed", "failed"):
            right = place < wrong
            failure = None if right else Failure(call=f"{exercise.name}(…)")
            said = (
                ""
                if right
                else f"✗ {exercise.id}   check {place + 1}: {title}\n  started ✓\n\n  Smallest case\n      x  [1, 2]\n"
            )
            made.append(
                CheckResult(
                    name,
                    title,
                    rung,
                    "passed" if right else "failed",
                    points if right else 0.0,
                    points,
                    0.0,
                    failure,
                    said,
                )
            )
        else:
            made.append(CheckResult(name, title, rung, "not_run", 0.0, points))
    held = None
    if status == "failed" and misconceptions and rng.random() < 0.7:
        chosen = misconceptions[int(len(misconceptions) * rng.random() ** 3)]
        held = Diagnosis(chosen.id, chosen.says, rng.randrange(3, 40))
    message = f"It stopped: {status}." if status in ("crashed", "timed_out", "missing") else ""
    return ExerciseResult(exercise.id, status, tuple(made), held, message)
