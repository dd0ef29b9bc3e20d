"""A check's inputs, drawn once and replayed against every implementation."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, Final, NoReturn

import numpy as np
from hypothesis.control import BuildContext
from hypothesis.errors import StopTest, UnsatisfiedAssumption
from hypothesis.internal.conjecture import providers
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.internal.constants_ast import Constants
from hypothesis.strategies import SearchStrategy
from hypothesis.strategies._internal.lazy import unwrap_strategies

from gradcheck.checks import Check


class Draws(providers.HypothesisProvider):
    """Hypothesis' own draws, less the constants that it picks up from modules that happen to be loaded.

    With those, the cases of a seed would depend on what else the process has imported.
    """

    @property
    def _local_constants(self) -> Constants:
        return Constants()


_FEW: Final = 128
_OF_ANY_SIZE: Final = 0.5


class _Quick(ConjectureData):
    """Draws without the notes that Hypothesis takes to mutate and shrink a case: in half the time."""

    def __init__(self, random: Random) -> None:
        super().__init__(random=random, provider=Draws)
        self._fraction = random.random
        self._among = random.randint

    def draw(
        self, strategy: SearchStrategy[Any], label: int | None = None, observe_as: str | None = None
    ) -> Any:
        if self.depth == 0:
            strategy.validate()  # and all that it is made of; what is made while drawing fails as it is drawn
        self.depth += 1
        try:
            return unwrap_strategies(strategy).do_draw(self)  # type: ignore[no-untyped-call]
        finally:
            self.depth -= 1

    def draw_integer(
        self,
        min_value: int | None = None,
        max_value: int | None = None,
        *,
        weights: dict[int, float] | None = None,
        shrink_towards: int = 0,
        forced: int | None = None,
        observe: bool = True,
    ) -> int:
        if forced is not None:
            return forced
        if min_value is not None and max_value is not None:
            return self._between(min_value, max_value, weights or {})
        return self.provider.draw_integer(
            min_value, max_value, weights=weights, shrink_towards=shrink_towards
        )

    def _between(self, low: int, high: int, preferred: dict[int, float]) -> int:
        """Draw an integer: of few, each as likely as any other; of many, half of them of any size."""
        width = high - low + 1
        if width <= _FEW:
            return low + int(self._fraction() * width)
        left = self._fraction()
        for value, share in preferred.items():
            left -= share
            if left < 0:
                return value
        if self._fraction() < _OF_ANY_SIZE:
            size = 2 ** int(self._fraction() * width.bit_length())
            value = min(max(0, low), high) + self._among(-size, size)
            if low <= value <= high:
                return value
        return self._among(low, high)

    def _draw(self, choice_type: str, constraints: Any, *, observe: bool, forced: Any) -> Any:
        return forced if forced is not None else getattr(self.provider, f"draw_{choice_type}")(**constraints)

    def start_span(self, label: int) -> None:
        self.depth += 1

    def stop_span(self, *, discard: bool = False) -> None:
        self.depth -= 1

    def conclude_test(self, *_: Any, **__: Any) -> NoReturn:
        raise StopTest(self.testcounter)


_REPEATS: Final = 3
"""How many draws to make for a case, where a strategy has few values and repeats them."""

_REJECTED: Final = 10
"""How many draws to make for a case, where a strategy rejects most of them."""


@dataclass(frozen=True)
class Case:
    """The arguments of one run of a check; `written` if its author chose them to be read."""

    arguments: dict[str, Any]
    written: bool = False

    def fresh(self) -> dict[str, Any]:
        """Return the arguments, with generators that draw as on the first run, whoever has drawn since."""
        return copy.deepcopy(self.arguments) if self._draws else self.arguments

    @cached_property
    def _draws(self) -> bool:
        return _holds_a_generator(self.arguments)


def _holds_a_generator(thing: Any) -> bool:
    if isinstance(thing, dict):
        return any(map(_holds_a_generator, thing.values()))
    if isinstance(thing, (list, tuple)):
        return any(map(_holds_a_generator, thing))
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return any(_holds_a_generator(getattr(thing, field.name)) for field in dataclasses.fields(thing))
    return isinstance(thing, np.random.Generator)


def record(check: Check, seed: int, exercise: str, at_least: int = 0) -> tuple[Case, ...]:
    """Return the cases of `check` for `seed`: the written ones first, then as many drawn as it asks for.

    The same seed gives the same cases. Each check's are drawn from a seed of its own, derived from the
    exercise and the check, so that no check's cases depend on which others are run.
    """
    cases = [Case(dict(example), written=True) for example in check.examples]
    if not check.strategies:
        return (*cases, Case({}))
    drawn: dict[object, Case] = {_fingerprint(case.arguments): case for case in cases}
    wanted = max(check.cases, at_least)
    most = len(drawn) + wanted
    random = Random(own_seed(check, seed, exercise))
    repeated = rejected = 0
    while len(drawn) < most and repeated < _REPEATS * wanted and rejected < _REJECTED * wanted:
        data = _Quick(random)
        try:
            with BuildContext(data, is_final=False, wrapped_test=check.body):
                arguments = {name: data.draw(strategy) for name, strategy in check.strategies.items()}
        except (StopTest, UnsatisfiedAssumption):
            rejected += 1
            continue
        before = len(drawn)
        drawn.setdefault(_fingerprint(arguments), Case(arguments))
        repeated += len(drawn) == before
    return tuple(drawn.values())


def _fingerprint(thing: Any) -> object:
    """Return what two cases have in common only if they are the same."""
    if isinstance(thing, np.ndarray):
        return thing.dtype.str, thing.shape, thing.flags.f_contiguous, thing.tobytes()
    if isinstance(thing, dict):
        return tuple((key, _fingerprint(value)) for key, value in thing.items())
    if isinstance(thing, (list, tuple)):
        return type(thing), tuple(map(_fingerprint, thing))
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return tuple(_fingerprint(getattr(thing, field.name)) for field in dataclasses.fields(thing))
    return repr(thing.bit_generator.state if isinstance(thing, np.random.Generator) else thing)


def own_seed(check: Check, seed: int, exercise: str) -> int:
    """Return the seed of one check within a run of `seed`."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{exercise}:{check.name}".encode()).digest()[:8])
