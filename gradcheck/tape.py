"""A check's inputs, drawn once and replayed against every implementation."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import hypothesis
import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from gradcheck.checks import Check


class Draws(providers.HypothesisProvider):
    """Hypothesis' own draws, less the constants that it picks up from modules that happen to be loaded.

    With those, the cases of a seed would depend on what else the process has imported.
    """

    @property
    def _local_constants(self) -> Constants:
        return Constants()


providers.AVAILABLE_PROVIDERS["gradcheck"] = f"{__name__}.{Draws.__name__}"


_PATIENCE: Final = 3
"""How many draws to make for a case, where a strategy has few values and repeats them."""


@dataclass(frozen=True)
class Case:
    """The arguments of one run of a check; `written` if its author chose them to be read."""

    arguments: dict[str, Any]
    written: bool = False


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
    with contextlib.suppress(_Enough):
        search(
            check,
            lambda **arguments: _keep(drawn, arguments, most),
            own_seed(check, seed, exercise),
            _PATIENCE * wanted,
            phases=(Phase.generate,),
        )
    return tuple(drawn.values())


class _Enough(BaseException):
    """Past everything that Hypothesis takes for a failure of the test."""


def _keep(drawn: dict[object, Case], arguments: dict[str, Any], most: int) -> None:
    drawn.setdefault(_fingerprint(arguments), Case(arguments))
    if len(drawn) >= most:
        raise _Enough


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
    return repr(thing)


def own_seed(check: Check, seed: int, exercise: str) -> int:
    """Return the seed of one check within a run of `seed`."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{exercise}:{check.name}".encode()).digest()[:8])


def search(check: Check, body: Callable[..., None], seed: int, cases: int, phases: tuple[Phase, ...]) -> None:
    """Let Hypothesis run `body` on draws from the strategies of `check`."""

    def draw(**arguments: Any) -> None:
        body(**arguments)

    test = given(**check.strategies)(draw)
    test = settings(
        max_examples=cases,
        phases=phases,
        backend="gradcheck",
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )(test)
    hypothesis.seed(seed)(test)()
