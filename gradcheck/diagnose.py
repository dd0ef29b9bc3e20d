"""Which known misconception gives exactly these numbers.

The calls that the checks make of the solution are the probes. A misconception is named only if its variant
of the solution gives the submission's answer to every probe, and if at least `ENOUGH` of those answers, or
of the numbers in them, differ from the right ones. A submission that is right, or wrong in a way of its
own, gets no name. Where a variant breaks down, it has no answer: any wrong one will do, and proves nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gradcheck.answers import Answer, Implementation, Lost, Raised, Replay, Returned
from gradcheck.calling import identical
from gradcheck.compare import close, relative_tolerance
from gradcheck.course import Misconception
from gradcheck.known import Known
from gradcheck.local import LocalImplementation
from gradcheck.result import Diagnosis
from gradcheck.sandbox.host import decoded
from gradcheck.sandbox.replay import ERROR, VALUE, encoded
from gradcheck.sandbox.wire import WireError, framed
from gradcheck.source import patched
from gradcheck.subject import Call

ENOUGH: Final = 3
_MOST_NAMED: Final = 4096
_NOTHING: Final[Mapping[str, Replay]] = MappingProxyType({})

Probes = Mapping[str, Sequence[Call]]
"""Calls with the right answers to them, by the name of those that the source is loaded afresh for."""

_Place = tuple[str, int]
"""The name of a probe, and its number among those of that name."""


class _Said:
    """An answer, known by its bytes: most are compared without being read."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @classmethod
    def of(cls, answer: Answer) -> _Said:
        said = cls(encoded(answer))
        said.answer = answer
        return said

    @cached_property
    def answer(self) -> Answer:
        return decoded(self.content)

    @property
    def is_value(self) -> bool:
        return self.content.startswith(VALUE)

    @property
    def is_error(self) -> bool:
        return self.content.startswith(ERROR)

    def is_like(self, other: _Said) -> bool:
        return self.content == other.content or alike(self.answer, other.answer)


class _Variant:
    """A misconception's answers to the probes, worked out only as far as they are asked for."""

    def __init__(
        self,
        misconception: Misconception,
        implementation: Implementation,
        probes: Probes,
        heard: dict[str, Replay],
    ) -> None:
        self.misconception = misconception
        self._heard = heard
        self._implementation = implementation
        self._probes = probes
        self._said: dict[str, list[_Said]] = {}
        self._lost: _Said | None = None

    def answer(self, name: str, at: int) -> _Said:
        """Return the answer to the probe at the place `at` of those called `name`."""
        self.hear(name)
        said = self._said.get(name, ())
        return said[at] if at < len(said) or self._lost is None else self._lost

    def hear(self, name: str) -> None:
        """Have it answer the probes called `name`, unless it has, or is lost."""
        if name not in self._said and self._lost is None:
            self._said[name] = self._answers(name)
            if self._said[name] and isinstance(self._said[name][-1].answer, Lost):
                self._lost = self._said[name][-1]  # as it would be again, after as long a wait

    def _answers(self, name: str) -> list[_Said]:
        if name not in self._heard and (replay := self._implementation.replay(name)) is not None:
            self._heard[name] = replay
        return list(_asked(self._implementation, self._probes[name], self._heard.get(name)))


def _asked(implementation: Implementation, calls: Sequence[Call], replay: Replay | None) -> Iterator[_Said]:
    """Yield the answers to `calls`; the last is `Lost`, if there are fewer."""
    if replay is not None:
        answers = replay.answers(len(calls))
        yield from map(_Said, answers)
        if len(answers) < len(calls):
            yield _Said.of(replay.lost or Lost("malformed"))
        return
    implementation.start()
    for call in calls:
        said = _Said.of(implementation.call(call.function, call.arguments, call.keywords))
        yield said
        if isinstance(said.answer, Lost):
            return


def _known(probes: Probes) -> dict[str, list[Known]]:
    """Return the probes as calls that can be made of many; those that are passed functions are left out."""
    known = {}
    for name, calls in probes.items():
        with contextlib.suppress(WireError):
            known[name] = [Known.of(call.function, call.arguments, call.keywords) for call in calls]
    return known


class Diagnostician:
    """Knows an exercise's misconceptions, and recognises them in answers to its probes.

    Parameters
    ----------
    solution : str
        Source of the solution.
    misconceptions : iterable of Misconception
        What to recognise; the first of several that agree is named.
    probes : mapping of str to sequence of Call
        What is asked; the answers that are heard elsewhere go by the same names, and may go on.
    heard : dict of str to dict of str to Replay, optional
        What the misconceptions' variants have answered already, by their ids; it grows.
    """

    def __init__(
        self,
        solution: str,
        misconceptions: Iterable[Misconception],
        probes: Probes,
        heard: dict[str, dict[str, Replay]] | None = None,
    ) -> None:
        self._probes = probes
        self._named: dict[bytes, Diagnosis | None] = {}
        heard, known = {} if heard is None else heard, _known(probes)
        self._variants = [
            _Variant(
                m,
                LocalImplementation(patched(solution, m.edits).encode(), f"<{m.id}>", known),
                probes,
                heard.setdefault(m.id, {}),
            )
            for m in misconceptions
        ]

    def hear(self) -> None:
        """Have every variant answer every probe, rather than when it is asked for."""
        for variant in self._variants:
            for name in self._probes:
                variant.hear(name)

    def name(
        self, implementation: Implementation, heard: Mapping[str, Replay] = _NOTHING
    ) -> Diagnosis | None:
        """Return the misconception that `implementation` shows, or None.

        Parameters
        ----------
        implementation : Implementation
            What is asked.
        heard : mapping of str to Replay
            What it has answered already.
        """
        replays = {name: heard.get(name) or implementation.replay(name) for name in self._probes}
        said = chain.from_iterable(
            _asked(implementation, calls, replays[name]) for name, calls in self._probes.items()
        )
        if None in replays.values():
            return self._recognised(said)
        answers = list(said)
        key = Replay(b"".join(framed(answer.content) for answer in answers)).digest()
        if key not in self._named:
            if len(self._named) >= _MOST_NAMED:
                self._named.clear()
            self._named[key] = self._recognised(answers)
        return self._named[key]

    @cached_property
    def _right(self) -> dict[_Place, _Said]:
        """The right answers by their places, in the order of the probes."""
        return {
            (name, at): _Said.of(call.answer)
            for name, calls in self._probes.items()
            for at, call in enumerate(calls)
        }

    def _recognised(self, answers: Iterable[_Said]) -> Diagnosis | None:
        candidates = [_Candidate(variant) for variant in self._variants]
        for_later: list[tuple[_Place, _Said]] = []
        for (place, right), found in zip(self._right.items(), answers, strict=False):
            if found.content == right.content:
                for_later.append((place, found))
                continue
            if not (found.is_value or found.is_error):
                return None
            if found.is_error and getattr(found.answer, "type", "") == "NotImplementedError":
                continue  # of several functions, one may be wrong while another is still to be written
            if found.is_like(right):
                # Few variants agree on what is wrong, and only those need be asked what is right.
                for_later.append((place, found))
            elif not (candidates := self._agreeing(candidates, place, found, is_right=False)):
                return None
        for place, found in for_later:
            candidates = self._agreeing(candidates, place, found, is_right=True)
        for candidate in candidates:
            if (agrees_on := candidate.agrees_on()) >= ENOUGH:
                named = candidate.variant.misconception
                return Diagnosis(named.id, named.says, agrees_on)
        return None

    def _agreeing(
        self, candidates: list[_Candidate], place: _Place, found: _Said, *, is_right: bool
    ) -> list[_Candidate]:
        right = self._right[place]
        return [c for c in candidates if c.agrees(found, c.variant.answer(*place), right, is_right)]


@dataclass
class _Candidate:
    """A variant that agrees so far, and the wrong answers that it agrees on, each with the right one."""

    variant: _Variant
    wrong: list[tuple[_Said, _Said]] = field(default_factory=list)

    def agrees_on(self) -> int:
        """Return in how many cases it agrees, or on how many values where the cases are few."""
        if len(self.wrong) >= ENOUGH:
            return len(self.wrong)
        return sum(
            _different_values(found.answer.value, right.answer.value)
            for found, right in self.wrong
            if isinstance(found.answer, Returned) and isinstance(right.answer, Returned)
        )

    def agrees(self, found: _Said, said: _Said, right: _Said, is_right: bool) -> bool:
        """Return whether `found` may come of the same mistake as what the variant `said`."""
        if not said.is_value:
            # Where the variant breaks down, other code with the same mistake may break down otherwise; and
            # where it refuses what is to be refused, other code may have forgotten that besides.
            unguarded = right.is_error and found.is_value
            return unguarded or is_right == said.is_like(right)
        if not found.is_like(said):
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
