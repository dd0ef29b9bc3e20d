"""Derivatives without a formula, to check those with one.

Central differences in float64, with a step scaled to the point and divided by the step actually taken. A
gradient is judged by what it predicts: for a random upstream gradient (cotangent) `c` and a random
direction `v`, the product of the returned gradient with `v` is the slope of ``sum(c * f)`` along `v`. An
all-ones cotangent would hide wrong backward passes: those of softmax and layer normalisation vanish under it.

At a kink the two one-sided slopes differ; any gradient between them is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradcheck.compare import Difference, Mismatch, numbers

STEP: Final = float(np.finfo(float).eps) ** (1 / 3)
"""Relative step at which truncation and rounding of a central difference balance in float64."""

RELATIVE: Final = {"float64": 1e-6, "float32": 1e-3, "float16": 3e-2}
"""Relative tolerance of a gradient by its dtype."""

Function = Callable[[NDArray[np.float64]], ArrayLike]


@dataclass(frozen=True)
class Slope:
    """A derivative along one direction: any value from `low` to `high` is right.

    The two are equal but at a kink. `noise` is how far the estimate itself may be off.
    """

    low: float
    high: float
    noise: float

    def accepts(self, value: float, relative: float) -> bool:
        """Return whether `value` is this slope, up to `relative` of its size and the noise."""
        allowed = relative * max(abs(value), abs(self.low), abs(self.high)) + self.noise
        return self.low - allowed <= value <= self.high + allowed


def slope(f: Function, x: ArrayLike, direction: ArrayLike, cotangent: ArrayLike = 1.0) -> Slope:
    """Return the derivative of ``sum(cotangent * f(x + s * direction))`` by ``s`` at 0.

    Parameters
    ----------
    f : callable
        Function of one float64 array, returning an array or a number.
    x : array_like
        The point, any shape.
    direction : array_like
        Same shape as `x`.
    cotangent : array_like
        Same shape as ``f(x)``.
    """
    point, along, weight = np.asarray(x, float), np.asarray(direction, float), np.asarray(cotangent, float)
    length = float(np.max(np.abs(along), initial=0.0))
    if length == 0.0:
        return Slope(0.0, 0.0, 0.0)
    step = STEP * max(1.0, float(np.max(np.abs(point), initial=0.0))) / length

    def value(s: float) -> tuple[float, float]:
        terms = weight * np.asarray(f(point + s * along), float)
        return float(np.sum(terms)), float(np.sum(np.abs(terms)))

    here, size = value(0.0)

    def central(h: float) -> float:
        return (value(h)[0] - value(-h)[0]) / (2 * h)

    wide, narrow = central(step), central(step / 2)
    best = (4 * narrow - wide) / 3
    rounding = 20 * float(np.finfo(float).eps) * max(size, abs(here)) / step
    if abs(wide - narrow) <= 1e-5 * max(abs(wide), abs(narrow)) + rounding:
        sides = _one_sided(value, here, step)
        # Exactly at a symmetric kink both central differences agree; only the two sides tell.
        if abs(sides[0] - sides[1]) <= 1e-3 * max(map(abs, sides)) + 1e3 * rounding:
            return Slope(best, best, rounding)
        return Slope(min(sides), max(sides), rounding + 1e-3 * abs(sides[0] - sides[1]))
    sides = _one_sided(value, here, step)
    return Slope(min(*sides, best), max(*sides, best), rounding + abs(wide - narrow) * 1e-3)


def _one_sided(value: Callable[[float], tuple[float, float]], here: float, step: float) -> tuple[float, float]:
    def side(h: float) -> float:
        wide, narrow = (value(h)[0] - here) / h, (value(h / 2)[0] - here) / (h / 2)
        return 2 * narrow - wide

    return side(-step), side(step)


def same_gradient(
    gradient: object,
    of: Function,
    at: ArrayLike,
    *,
    cotangent: ArrayLike = 1.0,
    part: str = "",
    seed: int = 0,
    directions: int = 2,
) -> None:
    """Hold `gradient` to being the derivative of ``sum(cotangent * of(x))`` by ``x`` at `at`.

    A few random directions decide, which takes the same calls of `of` whatever the size. Only when one of
    them fails is the derivative taken by every element, for the message.

    Parameters
    ----------
    gradient : array_like
        The answer; it must have the shape of `at`.
    of : callable
        The function differentiated, in float64; a correct one, never the student's.
    at : array_like
        The point.
    cotangent : array_like
        Upstream gradient, same shape as ``of(at)``; random, unless the function is the loss itself.
    part : str
        Which part of the answer this is.
    seed : int
        Decides the directions.
    directions : int
        How many to try.

    Raises
    ------
    Mismatch
        If it has another shape, or is not the derivative.
    """
    point = np.asarray(at, float)
    found = numbers(gradient, point.shape, part=part)
    relative = RELATIVE.get(found.dtype.name, RELATIVE["float64"])
    rng = np.random.default_rng(seed)
    for _ in range(directions):
        direction = rng.uniform(0.5, 1.5, point.shape) * rng.choice([-1.0, 1.0], point.shape)
        predicted = float(np.sum(found.astype(float) * direction))
        if not slope(of, point, direction, cotangent).accepts(predicted, _cancelled(found, direction, relative)):
            break
    else:
        return
    slopes = numerical_slopes(of, point, cotangent)
    right = np.reshape([s.low for s in slopes], point.shape)
    accepted = [s.accepts(float(g), relative) for s, g in zip(slopes, found.ravel(), strict=True)]
    if all(accepted) and np.isfinite(found).all():
        return  # a kink along the direction that no single element meets
    nearest = [min(max(float(g), s.low), s.high) for s, g in zip(slopes, found.ravel(), strict=True)]
    shown = np.where(np.isfinite(found), np.reshape(nearest, point.shape), right)
    raise Mismatch(Difference(found, _clean(shown), part))


def _cancelled(gradient: NDArray[np.float64], direction: NDArray[np.float64], relative: float) -> float:
    # Terms of opposite sign cancel in the product; their rounding does not.
    total = abs(float(np.sum(gradient * direction)))
    size = float(np.sum(np.abs(gradient * direction)))
    return relative * min(size / total, 1e3) if total else relative


def _clean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    # Estimates carry about nine digits: what is below that is noise that would only distract.
    scale = float(np.max(np.abs(values), initial=0.0))
    return np.where(np.abs(values) < 1e-9 * scale, 0.0, values)


def numerical_slopes(f: Function, x: ArrayLike, cotangent: ArrayLike = 1.0) -> Sequence[Slope]:
    """Return the derivative of ``sum(cotangent * f(x))`` by each element of `x`, in C order."""
    point = np.asarray(x, float)
    units = np.eye(point.size).reshape(-1, *point.shape)
    return [slope(f, point, unit, cotangent) for unit in units]
