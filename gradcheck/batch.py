"""A class: every submission against the same tape, each in a worker of its own."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from gradcheck import submission
from gradcheck.course import MARK, Course, Exercise
from gradcheck.grade import Examiner
from gradcheck.report.escape import printable
from gradcheck.result import Run, SubmissionResult
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import launcher
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.selftest import Isolation, probe


class Batch:
    """Grades submissions of one course from one seed.

    Parameters
    ----------
    course : Course
        The course.
    exercises : sequence of Exercise
        What is graded.
    seed : int
        What the checks' inputs are drawn from: the same for every submission.
    limits : Limits
        What each worker may use.

    Attributes
    ----------
    isolation : Isolation
        What stands between the submissions and this machine: attacked, not assumed.
    """

    def __init__(self, course: Course, exercises: Sequence[Exercise], seed: int, limits: Limits) -> None:
        self.course = course
        self.seed = seed
        self.limits = limits
        self._launcher = launcher()
        self.isolation: Isolation = probe(self._launcher, limits, (course.root / MARK,))
        self._examiners = [Examiner(exercise, seed) for exercise in exercises]
        self._started = datetime.now(UTC)
        self._clock = time.perf_counter()

    def grade(self, paths: Sequence[Path]) -> Iterator[SubmissionResult]:
        """Grade the submissions at `paths`, yielding each result as it is reached."""
        return map(self.grade_one, paths)

    def grade_one(self, path: Path) -> SubmissionResult:
        """Grade one submission; whatever is in it, a result comes back."""
        started = time.perf_counter()
        read = submission.read(path, [examiner.exercise for examiner in self._examiners])
        if read.problem:
            most = sum(check.points for examiner in self._examiners for check in examiner.checks)
            return SubmissionResult(read.student, None, "unreadable", most, printable(read.problem))
        results = []
        with Worker(self._launcher, self.limits) as worker:
            for examiner in self._examiners:
                content = read.files.get(examiner.exercise.id)
                filename = examiner.exercise.path.as_posix()
                results.append(
                    examiner.examine(
                        content if content is None else RemoteImplementation(worker, content, filename)
                    )
                )
        return SubmissionResult(
            read.student,
            read.digest(),
            "graded",
            sum(result.max_score for result in results),
            exercises=tuple(results),
            seconds=time.perf_counter() - started,
        )

    def run_of(self, submissions: Sequence[SubmissionResult]) -> Run:
        """Return the results of the whole run, with how they came about."""
        return Run(
            seed=self.seed,
            course=self.course.name,
            graders=self.course.digest(),
            isolation=self.isolation.to_json(),
            started=self._started.isoformat(timespec="seconds"),
            seconds=time.perf_counter() - self._clock,
            versions={"python": platform.python_version()}
            | {name: version(name) for name in ("gradcheck", "numpy", "hypothesis")},
            submissions=tuple(submissions),
        )
