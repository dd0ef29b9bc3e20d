"""A check's inputs, drawn once and replayed against every implementation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import hypothesis
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
    drawn: list[Case] = []
    search(
        check,
        lambda **arguments: drawn.append(Case(arguments)),
        own_seed(check, seed, exercise),
        max(check.cases, at_least),
        phases=(Phase.generate,),
    )
    return (*cases, *drawn)


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
