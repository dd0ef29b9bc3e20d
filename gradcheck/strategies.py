"""What deep-learning data is drawn from: hard on purpose, and short enough to be read.

Numbers are quarters or have one digit; sizes are small and, unless asked otherwise, pairwise distinct, so
that swapped axes cannot hide. Zeros, negatives, ties and axes of size 1 come up often.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

Array = NDArray[Any]


def quarters(low: float = -4, high: float = 4) -> SearchStrategy[float]:
    """Multiples of 1/4 from `low` to `high`: exact in every float dtype, short in print."""
    return st.integers(math.ceil(4 * low), math.floor(4 * high)).map(lambda n: n / 4)


def magnitudes(smallest: int = -9, largest: int = 2) -> SearchStrategy[float]:
    """Numbers of every size from 10**`smallest` to 10**`largest`, of either sign, and zero."""

    def number(sign: int, digit: int, power: int) -> float:
        return sign * float(f"{digit}e{power}") or 0.0  # a zero without a sign

    return st.builds(number, st.sampled_from([1, -1]), st.integers(0, 9), st.integers(smallest, largest))


def sizes(count: int, low: int = 1, high: int = 5) -> SearchStrategy[tuple[int, ...]]:
    """Draw `count` pairwise distinct sizes from `low` to `high`."""
    if count > high - low + 1:
        raise ValueError(f"there are no {count} distinct sizes from {low} to {high}")
    return st.permutations(range(low, high + 1)).map(lambda order: tuple(order[:count]))


def shapes(most_axes: int = 3, high: int = 4) -> SearchStrategy[tuple[int, ...]]:
    """Shapes of up to `most_axes` axes with pairwise distinct sizes up to `high`, ``()`` among them."""
    return st.integers(0, most_axes).flatmap(lambda count: sizes(count, 1, high))


@st.composite
def arrays(
    draw: st.DrawFn,
    shape: Sequence[int] | SearchStrategy[tuple[int, ...]],
    elements: SearchStrategy[float] | None = None,
) -> Array:
    """Float64 arrays of `shape`, of quarters unless `elements` are given; some are Fortran-ordered."""
    sides = tuple(draw(shape)) if isinstance(shape, SearchStrategy) else tuple(shape)
    count = int(np.prod(sides, dtype=int))
    numbers = draw(st.lists(elements if elements is not None else quarters(), min_size=count, max_size=count))
    array = np.array(numbers, dtype=float).reshape(sides)
    if len(sides) > 1 and draw(st.booleans()):
        array = np.asfortranarray(array)
    return array


@st.composite
def probability_rows(draw: st.DrawFn, rows: int, classes: int) -> Array:
    """Array of shape ``(rows, classes)``: each row sums to one and has no two probabilities alike."""
    orders = [draw(st.permutations(range(1, classes + 1))) for _ in range(rows)]
    weights = np.array(orders, dtype=float).reshape(rows, classes)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


@st.composite
def log_probability_rows(draw: st.DrawFn, rows: int, classes: int, impossible: bool = True) -> Array:
    """Array of shape ``(rows, classes)``: logarithms of rows that sum to one; −∞ too if `impossible`."""
    weights = np.array(
        [
            draw(
                st.lists(st.integers(0 if impossible else 1, 9), min_size=classes, max_size=classes).filter(
                    any
                )
            )
            for _ in range(rows)
        ],
        dtype=float,
    ).reshape(rows, classes)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(weights / weights.sum(axis=1, keepdims=True)))
