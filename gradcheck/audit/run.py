"""The audit of exercises: every gate, and what came of it, as plain data."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any

from gradcheck.audit.evidence import Evidence
from gradcheck.audit.gates import GATES
from gradcheck.course import Course, Exercise
from gradcheck.jobs import pool
from gradcheck.words import _, language, use_language


@dataclass(frozen=True)
class Miss:
    """What one gate found wanting, and the shortest thing to do about it."""

    gate: str
    what: str
    mend: str


@dataclass(frozen=True)
class Audited:
    """What an audit found in one exercise.

    Attributes
    ----------
    id : str
        The exercise.
    mark : str
        What was audited: changes with the solution, the grader, the words or the variants.
    misses : tuple of Miss
        All that is wrong; none if it passed.
    killed, total : int
        Mutants of the solution that a check rejected, and all that there are.
    equivalent : dict of str to str
        Mutants that are no mistakes, and why.
    seconds : float
        How long it took.
    """

    id: str
    mark: str
    misses: tuple[Miss, ...] = ()
    killed: int = 0
    total: int = 0
    equivalent: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every gate is passed."""
        return not self.misses

    def failed(self, gate: str) -> bool:
        """Whether `gate` found something wanting."""
        return any(miss.gate == gate for miss in self.misses)

    def to_json(self) -> dict[str, Any]:
        """Return it as ``gradcheck audit --json`` prints it."""
        return {
            "id": self.id,
            "passed": self.passed,
            "gates": {gate: not self.failed(gate) for gate in GATES},
            "mutants": {"killed": self.killed, "total": self.total, "equivalent": len(self.equivalent)},
            "misses": [{"gate": m.gate, "what": m.what, "mend": m.mend} for m in self.misses],
            "seconds": round(self.seconds, 1),
        }


def mark_of(exercise: Exercise) -> str:
    """Return a digest of everything that the audit of `exercise` is about."""
    total = hashlib.sha256()
    for path in exercise.files:
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()[:12]


def audit(exercise: Exercise, seeds: int = 20) -> Audited:
    """Lead `exercise` through every gate.

    A gate that breaks, because what it looks at is not even there, is not passed either.
    """
    started = time.perf_counter()
    evidence = Evidence(exercise, seeds)
    misses: list[Miss] = []
    try:
        for name, gate in GATES.items():
            try:
                misses += [Miss(name, what, mend) for what, mend in gate(evidence)]
            except Exception as error:
                if os.environ.get("GRADCHECK_DEBUG"):
                    raise
                what = _("this gate could not be tried: {error}")
                said = what.format(error=f"{type(error).__name__}: {error}")
                misses.append(Miss(name, said, _("Mend that first; --debug shows where.")))
    finally:
        evidence.close()
    fates = vars(evidence).get("fates", ())  # none if they could not even be made
    return Audited(
        id=exercise.id,
        mark=mark_of(exercise),
        misses=tuple(misses),
        killed=sum(bool(fate.killed_by) for fate in fates),
        total=len(fates),
        equivalent=evidence.equivalents,
        seconds=time.perf_counter() - started,
    )


def audit_all(exercises: Sequence[Exercise], jobs: int = 1, seeds: int = 20) -> Iterator[Audited]:
    """Yield the audit of each exercise, as many at a time as there are jobs."""
    if jobs == 1:
        yield from (audit(exercise, seeds) for exercise in exercises)
        return
    with pool(jobs) as processes:
        root = str(exercises[0].course.root) if exercises else ""
        ids = [exercise.id for exercise in exercises]
        yield from processes.map(_audit_one, repeat(root), ids, repeat(seeds), repeat(language()))


def _audit_one(root: str, id: str, seeds: int, lang: str) -> Audited:
    use_language(lang)
    return audit(Course(Path(root)).one(id), seeds)
