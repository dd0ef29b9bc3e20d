"""Which known misconception gives exactly these numbers.

The calls that the checks make of the solution are the probes. A misconception is named only if its variant
of the solution gives the submission's answer to every probe, and if at least `ENOUGH` of those answers
differ from the right ones. A submission that is right, or wrong in a way of its own, gets no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from gradcheck.answers import Answer, Implementation, Lost, Raised, Returned
from gradcheck.compare import RELATIVE, close
from gradcheck.course import Misconception
from gradcheck.local import LocalImplementation
from gradcheck.result import Diagnosis
from gradcheck.source import patched
from gradcheck.subject import Call

ENOUGH: Final = 3


@dataclass
class _Variant:
    """A misconception's answers to the probes, worked out in order and only as far as they are asked for."""

    misconception: Misconception
    implementation: LocalImplementation
    answers: list[Answer] = field(default_factory=list)

    def answer(self, probes: Sequence[Call], at: int) -> Answer:
        while len(self.answers) <= at:
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
    """

    def __init__(
        self, solution: str, misconceptions: Iterable[Misconception], probes: Sequence[Call]
    ) -> None:
        self._probes = probes
        self._variants = [
            _Variant(m, LocalImplementation(patched(solution, m.edits).encode(), f"<{m.id}>"))
            for m in misconceptions
        ]

    def name(self, implementation: Implementation) -> Diagnosis | None:
        """Return the misconception that `implementation` shows, or None."""
        if implementation.start() is not None:
            return None
        candidates = list(self._variants)
        cases = values = 0
        for at, probe in enumerate(self._probes):
            if not candidates:
                return None
            found = implementation.call(probe.function, probe.arguments, probe.keywords)
            if isinstance(found, Lost):
                return None
            if isinstance(found, Raised) and found.type == "NotImplementedError":
                continue  # one function may be wrong while another is still to be written
            is_right = alike(found, probe.answer)
            candidates = [v for v in candidates if _agrees(found, v.answer(self._probes, at), is_right)]
            if isinstance(found, Returned) and not is_right:
                cases += 1
                values += _different_values(found, probe.answer)
        if not candidates or max(cases, values) < ENOUGH:
            return None
        chosen = candidates[0].misconception
        return Diagnosis(chosen.id, chosen.says, cases if cases >= ENOUGH else values)


def _agrees(found: Answer, variant: Answer, is_right: bool) -> bool:
    if isinstance(variant, Returned):
        return alike(found, variant)
    # Where the variant breaks down, other code with the same mistake may break down otherwise.
    return not is_right


def alike(one: Answer, other: Answer) -> bool:
    """Return whether two answers are the same, at the tolerance that the dtype of the first deserves."""
    if isinstance(one, Raised) and isinstance(other, Raised):
        return one.type == other.type
    if not (isinstance(one, Returned) and isinstance(other, Returned)):
        return False
    return set(one.changed) == set(other.changed) and _same(one.value, other.value)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, (str, bytes, type(None))) or isinstance(other, (str, bytes, type(None))):
        return type(one) is type(other) and bool(one == other)
    if isinstance(one, dict) or isinstance(other, dict):
        return (
            isinstance(one, dict)
            and isinstance(other, dict)
            and one.keys() == other.keys()
            and all(_same(one[key], other[key]) for key in one)
        )
    if _has_parts(one) or _has_parts(other):
        return (
            _is_sequence(one)
            and _is_sequence(other)
            and len(one) == len(other)
            and all(_same(a, b) for a, b in zip(one, other, strict=True))
        )
    first, second = np.asarray(one), np.asarray(other)
    return first.shape == second.shape and bool(_near(first, second).all())


def _is_sequence(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _has_parts(value: Any) -> bool:
    # A list of plain numbers is compared as an array is; any other, item by item.
    return isinstance(value, (list, tuple)) and not all(
        isinstance(item, (bool, int, float, complex)) or (isinstance(item, np.ndarray) and not item.ndim)
        for item in value
    )


def _near(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    # Another order of the same operations is the same mistake: ten times a right answer's tolerance.
    relative = 10 * RELATIVE.get(one.dtype.name, RELATIVE["float64"])
    both_nan = (one != one) & (other != other)
    return np.asarray(close(one, other.astype(float), relative=relative) | both_nan)


def _different_values(found: Returned, right: Answer) -> int:
    if not isinstance(right, Returned):
        return 0
    pairs = [(found.value, right.value)]
    count = 0
    while pairs:
        one, other = pairs.pop()
        if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)) and len(one) == len(other):
            pairs += zip(one, other, strict=True)
        elif isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and one.shape == other.shape:
            count += int((~_near(one, other)).sum())
        else:
            count += not _same(one, other)
    return count
