"""A class in numbers: what the class report is made of, taken from one result after another."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from gradcheck.course import Course
from gradcheck.result import ExerciseResult, SubmissionResult

SYMBOLS: Final = {
    "passed": "✓",
    "failed": "✗",
    "not_started": "○",
    "missing": "–",
    "crashed": "!",
    "timed_out": "T",
    "out_of_memory": "M",
    "forbidden": "F",
}
"""A letter for each status of an exercise: what a cell of the map shows."""

BINS: Final = 10
_STOPPED: Final = ("crashed", "timed_out", "out_of_memory", "forbidden")


@dataclass(frozen=True)
class Held:
    """A misconception that some of the class hold."""

    id: str
    says: str
    students: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CheckCount:
    """How often one check was passed, of those who started its exercise."""

    title: str
    passed: int
    tried: int


@dataclass
class ExerciseSummary:
    """How a class did in one exercise."""

    id: str
    title: str
    max_score: float = 0.0
    points: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)
    held: dict[str, Held] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)

    def add(self, student: str, result: ExerciseResult) -> None:
        """Take one student's result."""
        self.statuses[result.status] += 1
        self.points += result.score
        self.max_score = max(self.max_score, result.max_score)
        if (found := result.diagnosis) is not None:
            self.held.setdefault(found.id, Held(found.id, found.says)).students.append(student)
        if result.status in ("not_started", "missing"):
            return
        for check in result.checks:
            self.titles[check.name] = check.title
            self.tried[check.name] += 1
            self.passed[check.name] += check.status == "passed"

    @property
    def checks(self) -> list[CheckCount]:
        """Its checks, those that fewest pass first."""
        counted = [CheckCount(self.titles[n], self.passed[n], self.tried[n]) for n in self.titles]
        return sorted(counted, key=lambda check: check.passed / check.tried)

    @property
    def misconceptions(self) -> list[Held]:
        """What is misunderstood in it, by most first."""
        return sorted(self.held.values(), key=lambda held: -len(held.students))

    def mean(self, students: int) -> float:
        """Return the mean share of its points, from 0 to 1."""
        return self.points / (self.max_score * students) if self.max_score and students else 0.0


@dataclass(frozen=True)
class Row:
    """One student in the map: the marks, and a letter for each exercise."""

    student: str
    score: float
    max_score: float
    letters: str
    seconds: float


class ClassSummary:
    """Taken from results one by one, so that none has to be held.

    Parameters
    ----------
    course : Course
        Where titles are looked up.
    results : iterable of SubmissionResult
        The class.
    """

    def __init__(self, course: Course, results: Iterable[SubmissionResult]) -> None:
        titles = {exercise.id: exercise.title for exercise in course.exercises}
        self.exercises: dict[str, ExerciseSummary] = {}
        self.rows: list[Row] = []
        self.unreadable: list[tuple[str, str]] = []
        self.stopped: dict[str, list[str]] = defaultdict(list)
        for result in results:
            if result.status == "unreadable":
                self.unreadable.append((result.student, result.message or ""))
            letters = {}
            for found in result.exercises:
                if found.id not in self.exercises:
                    self.exercises[found.id] = ExerciseSummary(found.id, titles.get(found.id, found.id))
                self.exercises[found.id].add(result.student, found)
                letters[found.id] = SYMBOLS.get(found.status, SYMBOLS["failed"])
                if found.status in _STOPPED:
                    self.stopped[found.status].append(f"{result.student}: {found.id}")
            row = "".join(letters.get(id, SYMBOLS["missing"]) for id in self.exercises)
            self.rows.append(Row(result.student, result.score, result.max_score, row, result.seconds))
        missing, count = SYMBOLS["missing"], len(self.exercises)
        self.rows = [replace(row, letters=row.letters.ljust(count, missing)) for row in self.rows]

    @property
    def shares(self) -> list[float]:
        """Each student's share of all points, from 0 to 1."""
        return [row.score / row.max_score if row.max_score else 0.0 for row in self.rows]

    @property
    def mean(self) -> float:
        """Mean of the shares."""
        return statistics.fmean(self.shares) if self.rows else 0.0

    @property
    def median(self) -> float:
        """Median of the shares."""
        return statistics.median(self.shares) if self.rows else 0.0

    @property
    def distribution(self) -> list[int]:
        """How many students are in each tenth of the points; full marks are in the last."""
        counted = Counter(min(int(share * BINS), BINS - 1) for share in self.shares)
        return [counted[place] for place in range(BINS)]

    @property
    def misconceptions(self) -> list[tuple[ExerciseSummary, Held]]:
        """What the class misunderstands, by most students first."""
        found = [(e, held) for e in self.exercises.values() for held in e.misconceptions]
        return sorted(found, key=lambda pair: -len(pair[1].students))

    @property
    def never_passed(self) -> list[tuple[ExerciseSummary, CheckCount]]:
        """Checks that nobody passes who started the exercise."""
        return [(e, c) for e in self.exercises.values() for c in e.checks if not c.passed]

    @property
    def always_passed(self) -> list[tuple[ExerciseSummary, CheckCount]]:
        """Checks that all pass who started the exercise."""
        return [(e, c) for e in self.exercises.values() for c in e.checks if c.passed == c.tried]

    @property
    def slowest(self) -> list[Row]:
        """Those whose code took longest."""
        return sorted(self.rows, key=lambda row: -row.seconds)[:5]
