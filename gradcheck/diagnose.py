"""Which known misconception gives exactly these numbers.

The calls that the checks make of the solution are the probes. A misconception is named only if its variant
of the solution gives the submission's answer to every probe, and if at least `ENOUGH` of those answers, or
of the numbers in them, differ from the right ones. A submission that is right, or wrong in a way of its
own, gets no name. Where a variant breaks down, it has no answer: any wrong one will do, and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gradcheck.answers import Answer, Implementation, Lost, Raised, Returned
from gradcheck.calling import identical
from gradcheck.compare import close, relative_tolerance
from gradcheck.course import Misconception
from gradcheck.local import LocalImplementation
from gradcheck.result import Diagnosis
from gradcheck.sandbox.host import decoded
from gradcheck.sandbox.replay import encoded
from gradcheck.source import patched
from gradcheck.subject import Call

ENOUGH: Final = 3
_MOST_NAMED: Final = 4096


@dataclass
class _Variant:
    """A misconception's answers to the probes, worked out in order and only as far as they are asked for."""

    misconception: Misconception
    implementation: LocalImplementation
    answers: list[Answer] = field(default_factory=list)

    def answer(self, probes: Sequence[Call], at: int) -> Answer:
        while len(self.answers) <= at:
            if self.answers and isinstance(self.answers[-1], Lost):
                return self.answers[-1]  # as it would be again, after as long a wait
            probe = probes[len(self.answers)]
            self.answers.append(self.implementation.call(probe.function, probe.arguments, probe.keywords))
        return self.answers[at]


class Diagnostician:
    """Knows an exercise's misconceptions, and recognises them in answers to its probes.

    Parameters
    ----------
    solution : str
        Source of the solution.
    misconceptions : iterable of Misconception
        What to recognise; the first of several that agree is named.
    probes : sequence of Call
        Calls with the right answers to them.
    known_as : str
        What workers that know the probes know them by.
    """

    def __init__(
        self,
        solution: str,
        misconceptions: Iterable[Misconception],
        probes: Sequence[Call],
        known_as: str = "",
    ) -> None:
        self._probes = probes
        self._known_as = known_as
        self._named: dict[bytes, Diagnosis | None] = {}
        self._variants = [
            _Variant(m, LocalImplementation(patched(solution, m.edits).encode(), f"<{m.id}>"))
            for m in misconceptions
        ]

    def name(self, implementation: Implementation) -> Diagnosis | None:
        """Return the misconception that `implementation` shows, or None."""
        replay = implementation.replay(self._known_as)
        if replay is None:
            if implementation.start() is not None:
                return None
            return self._recognised(
                implementation.call(probe.function, probe.arguments, probe.keywords) for probe in self._probes
            )
        places = replay.places(len(self._probes))
        if len(places) <= len(self._probes):
            return None
        key = replay.digest()
        if key not in self._named:
            if len(self._named) >= _MOST_NAMED:
                self._named.clear()
            answers = (replay.content[start + 4 : end] for start, end in pairwise(places))
            self._named[key] = self._recognised(
                probe.answer if answer == right else decoded(answer)
                for answer, right, probe in zip(answers, self._right, self._probes, strict=True)
            )
        return self._named[key]

    @cached_property
    def _right(self) -> list[bytes]:
        return [encoded(probe.answer) for probe in self._probes]

    def _recognised(self, answers: Iterable[Answer]) -> Diagnosis | None:
        candidates = [_Candidate(variant) for variant in self._variants]
        right: list[tuple[int, Answer]] = []
        for at, found in enumerate(answers):
            if isinstance(found, Lost):
                return None
            if isinstance(found, Raised) and found.type == "NotImplementedError":
                continue  # of several functions, one may be wrong while another is still to be written
            if alike(found, self._probes[at].answer):
                # Left for later: few variants agree on what is wrong, and only those need be asked.
                right.append((at, found))
            elif not (candidates := self._agreeing(candidates, at, found, is_right=False)):
                return None
        for at, found in right:
            candidates = self._agreeing(candidates, at, found, is_right=True)
        for candidate in candidates:
            if (agrees_on := candidate.agrees_on()) >= ENOUGH:
                named = candidate.variant.misconception
                return Diagnosis(named.id, named.says, agrees_on)
        return None

    def _agreeing(
        self, candidates: list[_Candidate], at: int, found: Answer, *, is_right: bool
    ) -> list[_Candidate]:
        right = self._probes[at].answer
        return [c for c in candidates if c.agrees(found, c.variant.answer(self._probes, at), right, is_right)]


@dataclass
class _Candidate:
    """A variant that agrees so far, and the wrong answers that it agrees on, each with the right one."""

    variant: _Variant
    wrong: list[tuple[Returned, Answer]] = field(default_factory=list)

    def agrees_on(self) -> int:
        """Return in how many cases it agrees, or on how many values where the cases are few."""
        if len(self.wrong) >= ENOUGH:
            return len(self.wrong)
        return sum(
            _different_values(found.value, right.value)
            for found, right in self.wrong
            if isinstance(right, Returned)
        )

    def agrees(self, found: Answer, said: Answer, right: Answer, is_right: bool) -> bool:
        """Return whether `found` may come of the same mistake as what the variant `said`."""
        if not isinstance(said, Returned):
            # Where the variant breaks down, other code with the same mistake may break down otherwise; and
            # where it refuses what is to be refused, other code may have forgotten that besides.
            unguarded = isinstance(right, Raised) and isinstance(found, Returned)
            return unguarded or is_right == alike(said, right)
        if not (isinstance(found, Returned) and alike(found, said)):
            return False
        if not is_right:
            self.wrong.append((found, right))
        return True


def alike(one: Answer, other: Answer) -> bool:
    """Return whether two answers are the same, at the tolerance that the dtype of the first deserves."""
    if isinstance(one, Raised) and isinstance(other, Raised):
        return one.type == other.type
    if not (isinstance(one, Returned) and isinstance(other, Returned)):
        return False
    return len(one.changed) == len(other.changed) and _same(one.value, other.value)


def _same(one: Any, other: Any) -> bool:
    if identical(one, other):
        return True
    first, second = _numbers(one), _numbers(other)
    if first is not None and second is not None:
        return first.shape == second.shape and bool(_near(first, second).all())
    if _is_sequence(one) and _is_sequence(other):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return type(one) is type(other) and bool(one == other)


def _is_sequence(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _numbers(value: Any) -> NDArray[Any] | None:
    """Return `value` as one array of numbers, or None if it isn't one; parts of several dtypes are not."""
    if isinstance(value, (np.ndarray, bool, int, float, complex)):
        array = np.asarray(value)
        return array if array.dtype.kind in "biufc" else None
    if not isinstance(value, (list, tuple)):
        return None
    items = [_numbers(item) for item in value]
    arrays = [item for item in items if item is not None]
    if len(arrays) < len(items) or len({(a.dtype, a.shape) for a in arrays}) > 1:
        return None
    return np.array(arrays)


def _near(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    # Another order of the same operations is the same mistake: ten times a right answer's tolerance.
    if one.dtype.kind == "c" or other.dtype.kind == "c":
        return np.asarray(_near(one.real, other.real) & _near(one.imag, other.imag))
    both_nan = (one != one) & (other != other)
    return np.asarray(close(one, other.astype(float), relative=10 * relative_tolerance(one)) | both_nan)


def _different_values(one: Any, other: Any) -> int:
    first, second = _numbers(one), _numbers(other)
    if first is not None and second is not None and first.shape == second.shape:
        return int((~_near(first, second)).sum())
    if _is_sequence(one) and _is_sequence(other) and len(one) == len(other):
        return sum(map(_different_values, one, other))
    return int(not _same(one, other))
