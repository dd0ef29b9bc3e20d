"""What deep-learning data is drawn from: hard on purpose, and short enough to be read.

Numbers are quarters or have one digit; sizes are small and, unless asked otherwise, pairwise distinct, so
that swapped axes cannot hide. Zeros, negatives, ties and axes of size 1 come up often.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

Array = NDArray[Any]

_GRIDS: Final = WeakKeyDictionary[SearchStrategy[float], Array]()
"""The numbers of a strategy that has finitely many, the simplest first: an array of them is drawn as one."""

_SEEDS: Final = st.integers(0, 2**32 - 1)
_FEW: Final = 3
_IMPOSSIBLE: Final = 0.2


@cache
def quarters(low: float = -4, high: float = 4) -> SearchStrategy[float]:
    """Multiples of 1/4 from `low` to `high`: exact in every float dtype, short in print."""
    first, last = math.ceil(4 * low), math.floor(4 * high)
    numbers = st.integers(first, last).map(lambda n: n / 4)
    _GRIDS[numbers] = _quarters(first, last)
    return numbers


@cache
def _quarters(first: int, last: int) -> Array:
    return _simplest_first(np.arange(first, last + 1) / 4)


@cache
def magnitudes(smallest: int = -9, largest: int = 2) -> SearchStrategy[float]:
    """Numbers of every size from 10**`smallest` to 10**`largest`, of either sign, and zero."""
    numbers = st.builds(
        _magnitude, st.sampled_from([1, -1]), st.integers(0, 9), st.integers(smallest, largest)
    )
    _GRIDS[numbers] = _magnitudes(smallest, largest)
    return numbers


def _magnitude(sign: int, digit: int, power: int) -> float:
    return sign * float(f"{digit}e{power}") or 0.0  # a zero without a sign


@cache
def _magnitudes(smallest: int, largest: int) -> Array:
    places = itertools.product(range(10), range(smallest, largest + 1), (1, -1))
    return _simplest_first(np.array([_magnitude(sign, digit, power) for digit, power, sign in places]))


def _simplest_first(numbers: Array) -> Array:
    size = np.abs(numbers)
    return numbers[
        np.lexsort((numbers < 0, size, np.abs(np.log10(size, where=size > 0, out=size * 0)), size > 0))
    ]


@cache
def sizes(count: int, low: int = 1, high: int = 5) -> SearchStrategy[tuple[int, ...]]:
    """Draw `count` pairwise distinct sizes from `low` to `high`."""
    if count > high - low + 1:
        raise ValueError(f"there are no {count} distinct sizes from {low} to {high}")
    return st.sampled_from(list(itertools.permutations(range(low, high + 1), count)))


@cache
def shapes(most_axes: int = 3, high: int = 4) -> SearchStrategy[tuple[int, ...]]:
    """Shapes of up to `most_axes` axes with pairwise distinct sizes up to `high`, ``()`` among them."""
    return st.integers(0, most_axes).flatmap(lambda count: sizes(count, 1, high))


def arrays(
    shape: Sequence[int] | SearchStrategy[tuple[int, ...]],
    elements: SearchStrategy[float] | Sequence[float] | None = None,
) -> SearchStrategy[Array]:
    """Float64 arrays of `shape`, of quarters unless `elements` are given; some are Fortran-ordered.

    Elements that are a list, quarters or magnitudes are drawn all at once, which is many times faster; one
    array in three then has but a few different numbers.
    """
    sides = shape if isinstance(shape, SearchStrategy) else st.just(tuple(shape))
    if elements is None:
        elements = _QUARTERS
    if not isinstance(elements, SearchStrategy):
        return _arrays(sides, np.asarray(elements, dtype=float), st.nothing())
    return _arrays(sides, _GRIDS.get(elements), elements)


@st.composite
def _arrays(
    draw: st.DrawFn,
    shape: SearchStrategy[tuple[int, ...]],
    grid: Array | None,
    elements: SearchStrategy[float],
) -> Array:
    sides = draw(shape)
    count = int(np.prod(sides, dtype=int))
    if grid is None:
        numbers = np.array(draw(st.lists(elements, min_size=count, max_size=count)), dtype=float)
    else:
        numbers = _from_grid(grid, draw(_SEEDS), count)
    array = numbers.reshape(sides)
    if len(sides) > 1 and draw(st.booleans()):
        array = np.asfortranarray(array)
    return array


_QUARTERS: Final = quarters()


def _from_grid(grid: Array, seed: int, count: int) -> Array:
    if seed < len(grid):
        return np.full(count, grid[seed])  # what a failing case shrinks to
    rng = np.random.default_rng(seed)
    if rng.integers(_FEW) == 0:
        grid = grid[rng.integers(len(grid), size=_FEW)]
    return grid[rng.integers(len(grid), size=count)]


@st.composite
def probability_rows(draw: st.DrawFn, rows: int, classes: int) -> Array:
    """Array of shape ``(rows, classes)``: each row sums to one and has no two probabilities alike."""
    orders = np.tile(np.arange(1.0, classes + 1), (rows, 1))
    weights = np.random.default_rng(draw(_SEEDS)).permuted(orders, axis=1)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


@st.composite
def log_probability_rows(draw: st.DrawFn, rows: int, classes: int, impossible: bool = True) -> Array:
    """Array of shape ``(rows, classes)``: logarithms of rows that sum to one; −∞ too if `impossible`."""
    rng = np.random.default_rng(draw(_SEEDS))
    weights = rng.integers(0 if impossible else 1, 10, size=(rows, classes)).astype(float)
    if impossible:
        weights[rng.random((rows, classes)) < _IMPOSSIBLE] = 0.0
    certain = rng.integers(classes, size=rows)
    weights[np.arange(rows), certain] = np.maximum(weights[np.arange(rows), certain], 1.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(weights / weights.sum(axis=1, keepdims=True)))
