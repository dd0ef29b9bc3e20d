"""Where a check fails on cases that were drawn, a smaller one is looked for if there is time."""

from __future__ import annotations

import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gradcheck import show
from gradcheck.checks import check
from gradcheck.shrink import smallest
from gradcheck.strategies import arrays, sizes
from gradcheck.tape import Case


def made():
    @check("values", points=1)
    @given(x=arrays(sizes(2, 1, 5)), number=st.integers(0, 1000))
    def test_something(impl, x, number):
        """Something holds."""

    return test_something.__gradcheck__


CHECK = made()


def wide_and_large(case: Case) -> bool:
    return case.arguments["x"].shape[1] >= 3 and case.arguments["number"] > 10


def test_the_smallest_case_is_found():
    found = smallest(CHECK, wide_and_large, seed=0, seconds=20)
    assert found is not None
    assert found.arguments["x"].shape == (1, 3)
    assert not np.any(found.arguments["x"])
    assert found.arguments["number"] == 11


def test_nothing_is_found_where_nothing_fails_or_there_is_no_time():
    assert smallest(CHECK, lambda case: False, seed=0, seconds=5) is None
    assert smallest(CHECK, wide_and_large, seed=0, seconds=0) is None


def test_no_more_time_is_taken_than_there_is():
    def slowly(case):
        time.sleep(0.02)
        return wide_and_large(case)

    began = time.monotonic()
    found = smallest(CHECK, slowly, seed=1, seconds=1)
    assert time.monotonic() - began < 3
    assert found is None or show.weight(found.arguments) > 0
