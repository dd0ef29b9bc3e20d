"""Derivatives without a formula, to check those with one.

Differences in float64, with a step scaled to the point. A gradient is judged by what it predicts: for a
random upstream gradient (cotangent) `c` and a random direction `v`, its product with `v` is the slope of
``sum(c * f)`` along `v`. An all-ones cotangent would hide wrong backward passes: those of softmax and layer
normalisation vanish under it.

At a kink the slopes to the two sides differ; any value between them is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradcheck.compare import ROUNDINGS, Difference, Mismatch, numbers, rounding_unit

RELATIVE: Final = {"float64": 1e-6, "float32": 1e-3, "float16": 3e-2}
"""Relative tolerance of a gradient by its dtype."""

GROUPS: Final = 8
"""Into how many directions the elements of a gradient are dealt out, for a first look."""

STEP: Final = 2.0**-17
"""Step, relative to the point, at which truncation and rounding of a central difference balance."""

WIDEST: Final = 2.0**-12
"""The same for the estimate of higher order that `slope` makes from four values."""

FINEST: Final = 2.0**-22
"""The smallest step: a kink that is nearer is one that the point is on."""

NEGLIGIBLE: Final = 1e-10
"""What is so small beside the rest of a gradient is not told from zero: rounding may hide it."""

_SMOOTH: Final = 1e-6
_ROUNDING: Final = 20 * float(np.finfo(float).eps)
_MOST_STEPS: Final = 16

Function = Callable[[NDArray[np.float64]], ArrayLike]


@dataclass(frozen=True)
class Slope:
    """A derivative along one direction: any value from `low` to `high` is right.

    The two are equal but at a kink. `noise` is how far the estimate itself may be off.
    """

    low: float
    high: float
    noise: float

    def accepts(self, value: float, relative: float, allowed: float = 0.0) -> bool:
        """Return whether `value` is this slope, up to `relative` of its size, the noise and `allowed`."""
        if not np.isfinite(value):
            return False
        off = relative * max(abs(value), abs(self.low), abs(self.high)) + self.noise + allowed
        return self.low - off <= value <= self.high + off

    def nearest(self, value: float) -> float:
        """Return the right value that is nearest to `value`."""
        if not np.isfinite(value):
            value = (self.low + self.high) / 2
        right = min(max(value, self.low), self.high)
        return right if abs(right) > self.noise else 0.0


def slope(f: Function, x: ArrayLike, direction: ArrayLike, cotangent: ArrayLike = 1.0) -> Slope:
    """Return the derivative of ``sum(cotangent * f(x + s * direction))`` by ``s`` at 0.

    Two values to each side give the slope to that side. Where the sides agree, the function is smooth and
    Richardson's rule gives its derivative. Where they don't, there is a kink within the step, and a smaller
    step passes it by, unless the point is on it: then everything between the slopes to both sides is right.

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

    Raises
    ------
    ValueError
        If the cotangent has another shape than ``f(x)``, or `f` is not finite at and around `x`.
    """
    point, along = np.asarray(x, float), np.asarray(direction, float)
    weight = np.asarray(cotangent, float)
    here = _weighted(f, point, weight)
    length = float(np.max(np.abs(along), initial=0.0))
    if length == 0.0:
        return Slope(0.0, 0.0, 0.0)
    step, finest = WIDEST * _size(point) / length, FINEST * (_largest(point[along != 0]) or 1.0) / length
    rounding, width = _rounding(here, weight, point), 0.0
    for _ in range(_MOST_STEPS):
        noise = rounding / step
        places = step * np.array([-1.0, -0.5, 0.5, 1.0])
        with np.errstate(all="ignore"):
            # Term by term, so that what does not move cancels exactly.
            rises = [np.sum(weight * np.asarray(f(point + s * along), float) - here) for s in places]
            far_left, left, right, far_right = (
                float(rise / s) for rise, s in zip(rises, places, strict=True)
            )
        derivative = (4 * (left + right) - (far_left + far_right)) / 6
        estimates = np.array([derivative, 2 * left - far_left, 2 * right - far_right])
        before, width = width, float(np.ptp(estimates))
        if width <= _SMOOTH * np.max(np.abs(estimates)) + noise:
            return Slope(derivative, derivative, noise + width)
        # Where it is smooth, the sides come together; where they don't, noise would soon hide a kink.
        if before and width > before / 4 and (step / 16 < finest or 320 * noise > width):
            break
        step /= 32
    if not np.isfinite(width):
        raise ValueError(f"the function is not finite around {point}")
    # Of second order, since the function may bend by more than it kinks.
    sides = 2 * left - far_left, 2 * right - far_right
    bend = 4 * max(abs(left - far_left), abs(right - far_right))
    return Slope(min(sides), max(sides), 3 * noise + min(bend, width / 100))


def _weighted(f: Function, point: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    value = np.asarray(f(point.copy()), float)
    if value.shape != weight.shape and not value.size == weight.size == 1:
        raise ValueError(f"the cotangent has shape {weight.shape}, the function's value {value.shape}")
    if not np.isfinite(value).all():
        raise ValueError(f"the function is not finite at {point}")
    return np.asarray(weight * value)


def _rounding(value: NDArray[np.float64], weight: NDArray[np.float64], point: NDArray[np.float64]) -> float:
    # A value that is all but zero may be what is left of numbers of the size of the point.
    return _ROUNDING * max(float(np.sum(np.abs(value))), _largest(weight) * _size(point))


def _size(values: NDArray[np.float64]) -> float:
    # A power of two, so that most points a step away are exact.
    return float(2.0 ** np.round(np.log2(max(1.0, np.max(np.abs(values), initial=0.0)))))


def same_gradient(
    gradient: object,
    of: Function,
    at: ArrayLike,
    *,
    cotangent: ArrayLike = 1.0,
    part: str = "",
    seed: int = 0,
) -> None:
    """Hold `gradient` to being the derivative of ``sum(cotangent * of(x))`` by ``x`` at `at`.

    Its elements, sorted by size, are dealt out to a few random directions, which take the same calls of
    `of` whatever the size. Only where one of them fails, or meets a kink, are its elements looked at one by
    one. At a kink each is judged by itself: of a tie for the maximum, each may have from none to all. Where
    moving one element meets several kinks at once, no rule holds for each of them: draw other points.

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

    Raises
    ------
    Mismatch
        If it has another shape, or is not the derivative.
    ValueError
        If the grader's own `of`, `at` and `cotangent` don't fit together.
    """
    point, weight = np.asarray(at, float), np.asarray(cotangent, float)
    here = _weighted(of, point, weight)
    found = numbers(gradient, point.shape, part=part)
    flat = found.astype(float).ravel()
    relative = RELATIVE.get(found.dtype.name, RELATIVE["float64"])
    scale = max(_largest(flat), _largest(here) / _size(point))
    rounding = max(ROUNDINGS * rounding_unit(found), NEGLIGIBLE) * scale
    right = flat.copy()
    for direction in _directions(flat, np.random.default_rng(seed)):
        if not _predicts(flat, direction, of, point, weight, relative):
            for index in np.flatnonzero(direction):
                derivative = slope(of, point, _unit(int(index), point.shape), weight)
                if not derivative.accepts(flat[index], relative, rounding):
                    right[index] = derivative.nearest(flat[index])
    if not np.array_equal(flat, right):
        raise Mismatch(Difference(found, right.reshape(point.shape), part, relative=relative, scale=scale))


def _directions(gradient: NDArray[np.float64], rng: np.random.Generator) -> Iterator[NDArray[np.float64]]:
    # Elements of like size together: a small one that is wrong must not drown in the rounding of a large one.
    if gradient.size == 0:
        return
    for group in np.array_split(np.argsort(np.abs(gradient)), min(GROUPS, gradient.size)):
        direction = np.zeros(gradient.shape)
        direction[group] = rng.uniform(0.5, 1.5, group.size) * rng.choice([-1.0, 1.0], group.size)
        yield direction


def _predicts(
    gradient: NDArray[np.float64],
    direction: NDArray[np.float64],
    f: Function,
    point: NDArray[np.float64],
    weight: NDArray[np.float64],
    relative: float,
) -> bool:
    """Return whether the gradient gives, beyond doubt, how `f` changes along `direction`."""
    along = direction.reshape(point.shape)
    step = STEP * _size(point[along != 0])
    with np.errstate(all="ignore"):
        ahead, back = (weight * np.asarray(f(point + s * along), float) for s in (step, -step))
        change = ahead - back
        noise = _rounding(ahead, weight, point) / step
        size = float(np.linalg.norm(gradient * direction))  # not finite where the gradient isn't
        gap = abs(float(np.sum(change)) / (2 * step) - float(gradient @ direction))
    return np.isfinite(size) and gap <= relative * size + noise and noise <= 1e-4 * size


def _unit(index: int, shape: tuple[int, ...]) -> NDArray[np.float64]:
    unit = np.zeros(shape)
    unit.flat[index] = 1.0
    return unit


def _largest(values: NDArray[np.float64]) -> float:
    return float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))
