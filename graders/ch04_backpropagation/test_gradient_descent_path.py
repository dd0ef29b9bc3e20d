"""What the right path of a gradient descent is.

Functions are bowls and saddles, of degree two: their gradients are linear, and every point of the path is
known without walking it.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, quarters, same, unchanged


@dataclass(frozen=True, eq=False)
class Bowl:
    """The gradient of ½ (x - lowest)ᵀ curve (x - lowest), to be called with a point."""

    curve: np.ndarray
    lowest: np.ndarray

    @property
    def label(self):
        """How it is written, and called in messages."""
        curve, lowest = (
            np.array2string(array, separator=", ", formatter={"float_kind": "{:g}".format}).replace("\n", "")
            for array in (self.curve, self.lowest)
        )
        return f"lambda x: np.array({curve}) @ (x - np.array({lowest}))"

    def __call__(self, x):
        """Return the gradient at `x`."""
        return self.curve @ (np.asarray(x, float) - self.lowest)

    def height(self, x):
        """Return the function itself at `x`."""
        away = x - self.lowest
        return float(away @ self.curve @ away) / 2


@dataclass(frozen=True)
class Descent:
    """What a descent begins with."""

    gradient: Bowl
    start: np.ndarray
    learning_rate: float
    steps: int

    @property
    def right(self):
        """The right path, point by point."""
        path = [self.start]
        for _ in range(self.steps):
            path.append(path[-1] - self.learning_rate * self.gradient(path[-1]))
        return np.array(path)

    def walk(self, impl):
        """Return the path that `impl` gives, an array of its shape."""
        answer = impl.gradient_descent_path(
            self.gradient, self.start, learning_rate=float(self.learning_rate), steps=self.steps
        )
        return numbers(answer, (self.steps + 1, len(self.start)), part="path")


def small(curve, lowest, start, learning_rate, steps):
    """Return a descent written in plain lists."""
    curve, lowest, start = (np.array(numbers, float) for numbers in (curve, lowest, start))
    return Descent(Bowl(curve, lowest), start, learning_rate, steps)


TWO_STEPS = small([[2, 0], [0, 4]], [0, 0], [4, 1], 0.25, 2)
ASIDE = small([[2, 1], [1, 1]], [1, 0], [3, 1], 0.5, 2)
ONE_AXIS = small([[2]], [1], [3], 0.25, 3)


def symmetric(draw, size):
    """Draw a symmetric matrix of whole numbers."""
    half = draw(arrays((size, size), range(-2, 3)))
    return np.triu(half) + np.triu(half, 1).T


@st.composite
def descents(draw, curves=symmetric, dimensions=(1, 2, 3), shortest=1):
    """Descents of up to four steps; bowls and saddles, with as many coordinates as points, or not."""
    size = draw(st.sampled_from(dimensions))
    bowl = Bowl(curves(draw, size), draw(arrays((size,), [0.0, 1.0, -0.5])))
    return Descent(
        bowl,
        start=draw(arrays((size,), quarters(-3, 3))),
        learning_rate=draw(st.sampled_from([0.5, 0.25, 0.125, 1.0])),
        steps=draw(st.integers(shortest, 4)),
    )


def along_the_axes(draw, size):
    """Draw a curve of its own for each axis."""
    return np.diag(draw(arrays((size,), [1.0, 2.0, 4.0, 0.5, 0.0])))


def upward(draw, size):
    """Draw a matrix that curves upward in all directions."""
    half = draw(arrays((size, size), range(-1, 2)))
    return half @ half.T + np.eye(size)


@check("contract", points=1, cases=15)
@given(descent=descents())
@example(descent=TWO_STEPS)
@example(descent=replace(ASIDE, steps=1))
def test_the_start_and_a_point_for_each_step_come_back(impl, descent):
    """The start comes back, then a point for each step; the array that was given stays."""
    found = descent.walk(impl)
    unchanged(impl)
    same(found[0], descent.start, part="first point")
    holds(np.isfinite(found).all(), path=found.tolist())
    if np.any(descent.gradient(descent.start)):
        holds(np.any(found[1] != found[0]), first=found[0].tolist(), second=found[1].tolist())


@check("values", points=3, cases=40)
@given(descent=descents())
@example(descent=TWO_STEPS)
@example(descent=ASIDE)
@example(descent=replace(ASIDE, steps=1))
def test_each_step_goes_against_the_gradient(impl, descent):
    """Each point is the one before, less the learning rate times the gradient there."""
    same(descent.walk(impl), descent.right, part="path", rows="point")


@check("values", points=1, cases=20)
@given(descent=descents(along_the_axes))
@example(descent=ONE_AXIS)
@example(descent=small([[1, 0], [0, 2]], [0, 0], [4, 4], 0.25, 3))
def test_each_step_shortens_the_distance_by_the_same_factor(impl, descent):
    """Along each axis of a bowl, every step multiplies the distance from the lowest point alike."""
    bowl = descent.gradient
    factor = 1 - descent.learning_rate * np.diag(bowl.curve)
    right = [bowl.lowest + factor**k * (descent.start - bowl.lowest) for k in range(descent.steps + 1)]
    same(descent.walk(impl), right, part="path", rows="point")


@check("values", points=1, cases=20)
@given(descent=descents(shortest=2), first=st.integers(1, 3))
@example(descent=TWO_STEPS, first=1)
def test_a_descent_may_rest_and_go_on(impl, descent, first):
    """A descent that rests on the way and goes on from there passes the same points."""
    first = min(first, descent.steps - 1)
    before = replace(descent, steps=first).walk(impl)
    after = replace(descent, start=before[-1].astype(float), steps=descent.steps - first).walk(impl)
    found, whole = np.concatenate([before, after[1:]]), descent.walk(impl)
    same(found, descent.right, part="path, with a rest", rows="point")
    same(whole, descent.right, part="path, without", rows="point")


@check("values", points=1, cases=20)
@given(
    descent=descents(dimensions=(2,)),
    turn=st.sampled_from([[[0.0, -1.0], [1.0, 0.0]], [[0.6, -0.8], [0.8, 0.6]], [[0.0, 1.0], [1.0, 0.0]]]),
)
@example(descent=ASIDE, turn=[[0.0, -1.0], [1.0, 0.0]])
def test_where_the_bowl_is_turned_the_path_turns_with_it(impl, descent, turn):
    """Where the bowl and the start are turned or mirrored, so is the path."""
    turn, bowl = np.array(turn), descent.gradient
    turned = replace(
        descent, gradient=Bowl(turn @ bowl.curve @ turn.T, turn @ bowl.lowest), start=turn @ descent.start
    )
    same(turned.walk(impl), descent.right @ turn.T, part="path, turned", rows="point")


@check("edges", points=0.5, cases=10)
@given(descent=descents())
@example(descent=replace(ASIDE, start=ASIDE.gradient.lowest))
def test_where_it_is_flat_the_path_stays(impl, descent):
    """Who starts where the gradient is 0, stays there."""
    flat = replace(descent, start=descent.gradient.lowest)
    same(flat.walk(impl), np.tile(flat.start, (flat.steps + 1, 1)), part="path", rows="point")


@check("edges", points=0.5, cases=10)
@given(descent=descents())
@example(descent=TWO_STEPS)
def test_without_a_step_the_path_is_the_start(impl, descent):
    """With 0 steps the path is the start alone."""
    same(replace(descent, steps=0).walk(impl), [descent.start], part="path")


@check("edges", points=1, cases=15)
@given(
    start=quarters(1, 3),
    curve=st.sampled_from([1.0, 2.0, 4.0, 0.5]),
    times=st.sampled_from([1.0, 2.0, 3.0, 0.5]),
    steps=st.integers(2, 4),
)
@example(start=1.0, curve=2.0, times=1.0, steps=3)
@example(start=1.0, curve=2.0, times=2.0, steps=3)
@example(start=1.0, curve=2.0, times=3.0, steps=3)
def test_a_learning_rate_may_arrive_or_swing_or_lead_away(impl, start, curve, times, steps):
    """A learning rate of 1 / curve arrives at once, of 2 / curve swings, a larger one leads away."""
    descent = small([[curve]], [0], [start], times / curve, steps)
    right = [[start * (1 - times) ** k] for k in range(steps + 1)]
    same(descent.walk(impl), right, part="path", rows="point")


@check("use", points=1, cases=15)
@given(descent=descents(upward, dimensions=(2, 3), shortest=3))
@example(descent=replace(ASIDE, steps=3))
def test_with_a_small_learning_rate_it_goes_down_at_every_step(impl, descent):
    """With a learning rate below 2 / curve, every step goes down, and down to where it should."""
    bowl = descent.gradient
    slow = replace(descent, learning_rate=1 / np.trace(bowl.curve))
    found = slow.walk(impl)
    heights = [bowl.height(point) for point in found.astype(float)]
    if np.any(bowl(slow.start)):
        holds(heights == sorted(heights, reverse=True) and heights[-1] < heights[0], heights=heights)
    same(found, slow.right, part="path", rows="point")
