"""The unit of work of a class: one submission, graded by a plan that any process can carry out."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import pickle
import time
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

from gradcheck import submission
from gradcheck.course import MARK, Course, CourseError, Exercise
from gradcheck.grade import Examiner
from gradcheck.report.escape import printable
from gradcheck.result import SubmissionResult
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import launcher
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.selftest import Isolation, Level, probe, weakest
from gradcheck.words import _, language, use_language


@dataclass(frozen=True)
class Plan:
    """Everything that decides a mark but the submission; plain data, to be sent to other processes.

    Attributes
    ----------
    root : str
        Where the course is, on every machine that grades.
    exercises : tuple of str
        Ids of what is graded.
    seed : int
        What the checks' inputs are drawn from: the same for every submission.
    graders : str
        Digest of the course's graders and solutions.
    cases : int
        How many cases to draw for each check, where that is more than the check asks for.
    shrink : float
        For how many seconds to look for a smaller case where a check fails.
    limits : Limits
        What each worker may use.
    language : str
        What the messages are written in.
    least : {"isolated", "confined", "limited", "unprotected"}
        The lowest level of isolation that is good enough, on whichever machine grades.
    recordings : str
        A folder on this machine for what processes need not all record; none if empty.
    """

    root: str
    exercises: tuple[str, ...]
    seed: int
    graders: str
    cases: int = 0
    shrink: float = 0.0
    limits: Limits = field(default_factory=Limits)
    language: str = field(default_factory=language)
    least: Level = "confined"
    recordings: str = ""

    def key(self, source: str) -> str:
        """Return the key of a submission with the digest `source`: the same key, the same result."""
        decisive = asdict(self) | {
            "source": source,
            "gradcheck": version("gradcheck"),
            "root": "",
            "recordings": "",
        }
        return f"sha256:{hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()}"


class Bench:
    """Where submissions are graded by one plan: the tape is recorded once, the zygotes started once.

    There is a zygote for each set of libraries that exercises import, so that none waits for what it does
    not use.

    Attributes
    ----------
    isolation : Isolation
        What stands between submissions and this machine, at the weakest: attacked, not assumed.

    Raises
    ------
    CourseError
        If that is less than the plan asks for, or a library is missing.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.course = course(plan)
        self.exercises = self.course.select(plan.exercises)
        self._launchers = {needed: launcher(needed) for needed in self._library_sets()}
        secrets = (self.course.root / MARK,)
        self.isolation: Isolation = weakest(
            probe(started, plan.limits, secrets) for started in self._launchers.values()
        )
        if not self.isolation.at_least(plan.least):
            text = _(
                "Submissions cannot be confined here ({level}; attacks that succeeded: {attacks}; missing: "
                "{missing}). Grade on Linux 5.13 or newer; for code you trust, add --trust-submissions."
            )
            succeeded, missing = ", ".join(self.isolation.succeeded), ", ".join(self.isolation.missing)
            raise CourseError(text.format(level=self.isolation.level, attacks=succeeded, missing=missing))

    def _library_sets(self) -> list[tuple[str, ...]]:
        """Return what is to be imported together: plain numpy, and what exercises need besides."""
        found: dict[tuple[str, ...], list[str]] = {}
        for exercise in self.exercises:
            found.setdefault(_libraries(exercise), []).append(exercise.id)
        for needed, ids in found.items():
            if missing := [name for name in needed if importlib.util.find_spec(name) is None]:
                text = _("{names} is not installed, which {ids} cannot be graded without: see --only.")
                raise CourseError(text.format(ids=", ".join(ids), names=", ".join(missing)))
        return sorted(found, key=len)

    @cached_property
    def _examiners(self) -> list[Examiner]:
        examiners = [self._examiner(exercise) for exercise in self.exercises]
        for examiner in examiners:
            if (path := self._recording(examiner.exercise)) is not None and path.is_file():
                examiner.play(pickle.loads(path.read_bytes()))
            examiner.teach(self._launchers[_libraries(examiner.exercise)])
        return examiners

    def _examiner(self, exercise: Exercise) -> Examiner:
        return Examiner(exercise, self.plan.seed, cases=self.plan.cases, shrink=self.plan.shrink)

    def _recording(self, exercise: Exercise) -> Path | None:
        name = f"{exercise.chapter}-{exercise.name}.pickle"
        return Path(self.plan.recordings, name) if self.plan.recordings else None

    def record(self, id: str) -> None:
        """Record the tape of one exercise for the other processes of the plan."""
        exercise = self.course.one(id)
        path = self._recording(exercise)
        assert path is not None
        recording = self._examiner(exercise).record()
        try:
            path.write_bytes(pickle.dumps(recording))
        except (pickle.PicklingError, AttributeError, TypeError):
            return  # it holds functions that a check made up: each process records its own

    def grade(self, path: Path) -> SubmissionResult:
        """Grade the submission at `path`; whatever is in it, a result comes back."""
        started = time.perf_counter()
        read = submission.read(path, self.exercises)
        if read.problem:
            most = sum(check.points for examiner in self._examiners for check in examiner.checks)
            return SubmissionResult(read.student, None, "unreadable", most, printable(read.problem))
        results = []
        with contextlib.ExitStack() as stack:
            # A process is made only once it is asked.
            workers = {
                needed: stack.enter_context(Worker(started, self.plan.limits))
                for needed, started in self._launchers.items()
            }
            for examiner in self._examiners:
                worker = workers[_libraries(examiner.exercise)]
                content = read.files.get(examiner.exercise.id)
                name = examiner.exercise.path.as_posix()
                handed_in = None if content is None else RemoteImplementation(worker, content, name)
                results.append(examiner.examine(handed_in))
        return SubmissionResult(
            read.student,
            read.digest(),
            "graded",
            sum(result.max_score for result in results),
            exercises=tuple(results),
            seconds=time.perf_counter() - started,
        )

    def close(self) -> None:
        """End the zygotes."""
        for started in self._launchers.values():
            started.close()


def _libraries(exercise: Exercise) -> tuple[str, ...]:
    return tuple(sorted({"numpy", *exercise.libraries}))


@lru_cache(maxsize=1)
def course(plan: Plan) -> Course:
    """Return the course of `plan`, whose words are read once."""
    return Course(Path(plan.root))


@lru_cache(maxsize=1)
def bench(plan: Plan) -> Bench:
    """Return this process' bench for `plan`."""
    use_language(plan.language)
    return Bench(plan)


def record(plan: Plan, id: str) -> None:
    """Record the tape of the exercise `id` for the other processes of `plan`."""
    bench(plan).record(id)


def grade(plan: Plan, path: str) -> tuple[SubmissionResult, Isolation]:
    """Grade one submission by `plan`, and say how it was isolated: what is handed to another process."""
    return bench(plan).grade(Path(path)), bench(plan).isolation
