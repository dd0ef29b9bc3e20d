"""A smaller case for a check that failed, looked for by Hypothesis for as long as there is time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any, Final

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.errors import Flaky, HypothesisException

from gradcheck import show
from gradcheck.checks import Check
from gradcheck.tape import Case

_MOST_DRAWN: Final = 500


def smallest(check: Check, fails: Callable[[Case], bool], seed: int, seconds: float) -> Case | None:
    """Return the case of least to read that `fails`, of those met within `seconds`; None if there is none.

    Parameters
    ----------
    check : Check
        What the cases are drawn for.
    fails : callable
        Whether the check fails on a case.
    seed : int
        Where to begin.
    seconds : float
        How long to look.
    """
    deadline = time.monotonic() + seconds
    found: list[Case] = []

    def body(**arguments: Any) -> None:
        case = Case(arguments)
        if time.monotonic() < deadline and fails(case):
            found.append(case)
            raise AssertionError

    test = settings(
        max_examples=_MOST_DRAWN,
        phases=(Phase.generate, Phase.shrink),
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )(given(**check.strategies)(body))
    # Out of time, what failed fails no more; Hypothesis calls that flaky.
    with contextlib.suppress(AssertionError, Flaky, HypothesisException):
        hypothesis.seed(seed)(test)()
    return min(found, key=lambda case: show.weight(case.arguments), default=None)
