"""The one result that every page, file and message is made from; plain data, schema ``gradcheck/1``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

SCHEMA: Final = "gradcheck/1"

ExerciseStatus = Literal[
    "passed", "failed", "not_started", "missing", "crashed", "timed_out", "out_of_memory", "forbidden"
]
CheckStatus = Literal["passed", "failed", "crashed", "timed_out", "not_run"]
Cause = Literal["", "not_started", "library", "timed_out", "out_of_memory", "exited", "malformed"]


@dataclass(frozen=True)
class Failure:
    """Why a check did not pass, in the parts that a message is made of.

    Attributes
    ----------
    headline : str
        One sentence where there is no table: an error raised, a time limit met.
    case : tuple of (str, str)
        The smallest failing case: names and values.
    table : tuple of (str, str)
        The two values that should be the same: labels and values.
    part : str
        Which part of the answer the table shows.
    facts : tuple of str
        How the two relate.
    call : str
        The failing call as Python; empty if there was none.
    line : int or None
        Line in the student's file, where one is to blame.
    """

    headline: str = ""
    case: tuple[tuple[str, str], ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    part: str = ""
    facts: tuple[str, ...] = ()
    call: str = ""
    line: int | None = None


@dataclass(frozen=True)
class CheckResult:
    """What one check found.

    `message` is the whole text for the student, empty if it passed; `cause` says more exactly than the
    status why no answer came.
    """

    name: str
    title: str
    rung: str
    status: CheckStatus
    points: float
    max_points: float
    seconds: float = 0.0
    failure: Failure | None = None
    message: str = ""
    cause: Cause = ""

    @property
    def not_started(self) -> bool:
        """Whether the function that it calls is still to be written."""
        return self.cause == "not_started"

    def to_json(self) -> dict[str, Any]:
        """Return it as the schema has it."""
        return {
            "name": self.name,
            "title": self.title,
            "status": self.status,
            "points": self.points,
            "max_points": self.max_points,
            "message": self.message,
            "counterexample": (self.failure and self.failure.call) or None,
        }

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> CheckResult:
        """Return what `to_json` wrote, less what it leaves out."""
        names = ("name", "title", "status", "points", "max_points", "message")
        failure = Failure(call=found["counterexample"]) if found["counterexample"] else None
        return cls(rung="", failure=failure, **{name: found[name] for name in names})


@dataclass(frozen=True)
class Diagnosis:
    """The misconception that gives exactly these numbers, and in how many cases it was told apart."""

    id: str
    says: str
    agrees_on: int

    def to_json(self) -> dict[str, Any]:
        """Return it as the schema has it."""
        return {"id": self.id, "says": self.says, "agrees_on": self.agrees_on}


@dataclass(frozen=True)
class ExerciseResult:
    """What an exercise's checks found. `message` says what kept them from running, if something did."""

    id: str
    status: ExerciseStatus
    checks: tuple[CheckResult, ...]
    diagnosis: Diagnosis | None = None
    message: str = ""
    line: int | None = None
    seconds: float = 0.0

    @property
    def max_score(self) -> float:
        """Points of all its checks."""
        return sum(check.max_points for check in self.checks)

    @property
    def score(self) -> float:
        """Points earned, between 0 and `max_score`."""
        return min(max(sum(check.points for check in self.checks), 0.0), self.max_score)

    @property
    def first_failure(self) -> CheckResult | None:
        """The first check that failed or, if none did, the first whose function is still to be written."""
        failed = (check for check in self.checks if check.status in ("failed", "crashed", "timed_out"))
        return next(failed, None) or next((check for check in self.checks if check.not_started), None)

    def to_json(self) -> dict[str, Any]:
        """Return it as the schema has it."""
        return {
            "id": self.id,
            "status": self.status,
            "score": self.score,
            "max_score": self.max_score,
            "message": self.message or None,
            "checks": [check.to_json() for check in self.checks],
            "diagnosis": self.diagnosis and self.diagnosis.to_json(),
        }

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> ExerciseResult:
        """Return what `to_json` wrote, less what it leaves out."""
        return cls(
            found["id"],
            found["status"],
            tuple(map(CheckResult.from_json, found["checks"])),
            Diagnosis(**found["diagnosis"]) if found["diagnosis"] else None,
            found["message"] or "",
        )


@dataclass(frozen=True)
class SubmissionResult:
    """One student's results."""

    student: str
    source: str | None
    status: Literal["graded", "unreadable"]
    max_score: float
    message: str | None = None
    exercises: tuple[ExerciseResult, ...] = ()
    seconds: float = 0.0

    @property
    def score(self) -> float:
        """Points earned over all exercises."""
        return sum(exercise.score for exercise in self.exercises)

    def to_json(self) -> dict[str, Any]:
        """Return it as the schema has it."""
        return {
            "student": self.student,
            "source": self.source,
            "status": self.status,
            "message": self.message,
            "score": self.score,
            "max_score": self.max_score,
            "seconds": round(self.seconds, 3),
            "exercises": [exercise.to_json() for exercise in self.exercises],
        }

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> SubmissionResult:
        """Return what `to_json` wrote."""
        names = ("student", "source", "status", "max_score", "message", "seconds")
        exercises = tuple(map(ExerciseResult.from_json, found["exercises"]))
        return cls(exercises=exercises, **{name: found[name] for name in names})


@dataclass(frozen=True)
class Run:
    """How a class was graded; its submissions' results are too many to hold, and come one by one."""

    seed: int
    course: str
    graders: str
    exercises: tuple[str, ...]
    isolation: dict[str, Any]
    started: str
    seconds: float
    versions: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        """Return it as the schema has it."""
        return {
            "seed": self.seed,
            "course": self.course,
            "graders": self.graders,
            "isolation": self.isolation,
            "started": self.started,
            "seconds": round(self.seconds, 3),
            "versions": self.versions,
        }
