"""What a right fit of a line by gradient descent is.

Points are quarters, their number and the learning rates powers of two, so that a slope of zero is one, and
never all but one by rounding.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    numbers,
    parts,
    quarters,
    same,
    same_gradient,
    unchanged,
)

PARTS = ("slope", "intercept", "losses")


@dataclass(frozen=True)
class Fit:
    """Points, a line to start from, and how to go."""

    x: np.ndarray
    y: np.ndarray
    learning_rate: float
    steps: int
    slope: float = 0.0
    intercept: float = 0.0

    @property
    def design(self):
        """The points' x beside ones: slope and intercept are the two weights of its columns."""
        return np.stack([self.x, np.ones_like(self.x)], axis=1)

    @property
    def line(self):
        """Slope and intercept, in one array."""
        return np.array([self.slope, self.intercept])

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return {"N": len(self.x)}

    def loss(self, line):
        """Return the mean squared error of a line."""
        return np.mean((self.design @ line - self.y) ** 2)

    @property
    def lines(self):
        """The line before the first step and after each, by normal equations."""
        found, design = [self.line], self.design
        bend, pull = 2 * design.T @ design / len(design), 2 * design.T @ self.y / len(design)
        for _ in range(self.steps):
            found.append(found[-1] - self.learning_rate * (bend @ found[-1] - pull))
        return np.array(found)

    @property
    def scale(self):
        """The largest magnitude that a slope or an intercept is added up from."""
        reach = 1.0 + float(np.max(np.abs(self.x)))
        ends = float(np.max(np.abs(self.lines)))
        far = (ends + float(np.max(np.abs(self.y)))) * reach**2
        return ends + 4 * self.learning_rate * far

    @property
    def loss_scale(self):
        """The largest square that a loss is summed from, were nothing to cancel."""
        reach = 1.0 + float(np.max(np.abs(self.x)))
        return float(np.max(np.abs(self.lines)) * reach + np.max(np.abs(self.y))) ** 2

    def ask(self, model):
        """Slope, intercept and losses, as `model` has them."""
        answer = model.fit_line(
            self.x,
            self.y,
            self.learning_rate,
            steps=self.steps,
            slope=self.slope,
            intercept=self.intercept,
        )
        slope, intercept, losses = parts(answer, *PARTS)
        return (
            numbers(slope, (), part="slope"),
            numbers(intercept, (), part="intercept"),
            numbers(losses, (self.steps,), part="losses"),
        )

    def same_line(self, slope, intercept, right=None, **said):
        """Hold slope and intercept to those after the last step, or to others."""
        right = self.lines[-1] if right is None else right
        for name, found, expected in zip(PARTS, (slope, intercept), right, strict=False):
            same(found, expected, part=name, sizes=self.sizes, scale=self.scale, **said)

    def same_losses(self, losses, right=None, **said):
        """Hold losses to those before each step, or to others."""
        right = [self.loss(line) for line in self.lines[:-1]] if right is None else right
        same(losses, right, part="losses", sizes=self.sizes, rows="step", scale=self.loss_scale, **said)


def small(x, y, learning_rate, steps=1, **start):
    """Return a fit written in plain lists."""
    return Fit(np.array(x, float), np.array(y, float), learning_rate, steps, **start)


@st.composite
def fits(draw, fewest=1, most=4):
    """One to four points and a few steps; now and then with so large a rate that the loss grows."""
    shape = (draw(st.sampled_from([2, 4, 1, 2])),)
    return Fit(
        x=draw(arrays(shape, quarters(-2, 2))),
        y=draw(arrays(shape, quarters(-3, 3))),
        learning_rate=draw(st.sampled_from([0.25, 0.125, 0.0625, 0.5, 1.0])),
        steps=draw(st.integers(fewest, most)),
        slope=draw(st.sampled_from([0.0, 1.0, -0.5, 0.75])),
        intercept=draw(st.sampled_from([0.0, 0.5, -1.0, 0.25])),
    )


POINT = small([2], [1], 0.25)
TWO = small([0, 1], [1, 3], 0.25)
THREE = small([1, 2, 3], [2, 0, 1], 0.25, slope=1.0)
WALK = small([0, 1, 3], [1, 2, 2], 0.125, steps=3, slope=0.5)
EVEN = small([-1, 1], [0, 4], 0.25, steps=2)
"""Slope and intercept don't meddle with each other here."""


@check("contract", points=1)
@given(fit=fits())
@example(fit=TWO)
@example(fit=WALK)
def test_a_line_and_a_loss_for_each_step_and_the_points_stay(impl, fit):
    """A slope, an intercept and a loss for each step come back, finite; the points stay."""
    slope, intercept, losses = fit.ask(impl)
    unchanged(impl)
    shown = {"slope": slope, "intercept": intercept, "losses": losses.tolist()}
    holds(np.isfinite(slope) and np.isfinite(intercept) and np.isfinite(losses).all(), **shown)
    holds((losses >= 0).all(), **shown)
    wrong = np.abs(fit.lines[-1] - fit.line) > 1e-6
    holds(not wrong.any() or (losses > 0).any(), **shown)
    holds(all(np.array([slope != fit.slope, intercept != fit.intercept])[wrong]), **shown)


@check("values", points=2, cases=40)
@given(fit=fits(most=1))
@example(fit=TWO)
@example(fit=POINT)
@example(fit=THREE)
def test_one_step_moves_both_by_their_gradients(impl, fit):
    """One step moves slope and intercept, each by the learning rate times its gradient."""
    slope, intercept, _ = fit.ask(impl)
    fit.same_line(slope, intercept)


@check("values", points=2)
@given(fit=fits())
@example(fit=TWO)
@example(fit=WALK)
def test_each_loss_is_that_of_the_line_before_the_step(impl, fit):
    """Each loss is the mean squared error of the line before the step."""
    fit.same_losses(fit.ask(impl)[2])


@check("values", points=1)
@given(fit=fits(fewest=2))
@example(fit=EVEN)
@example(fit=WALK)
def test_after_any_number_of_steps_the_line_is_right(impl, fit):
    """After any number of steps, slope and intercept are right."""
    slope, intercept, _ = fit.ask(impl)
    fit.same_line(slope, intercept)


@check("values", points=0.5, cases=20)
@given(fit=fits(fewest=2), first=st.integers(1, 3))
@example(fit=WALK, first=1)
def test_a_fit_can_be_taken_up_where_it_ended(impl, fit, first):
    """A few steps, and the rest from where these ended, give the line and the losses of all."""
    first = min(first, fit.steps - 1)
    begun = replace(fit, steps=first)
    slope, intercept, losses = begun.ask(impl)
    rest = replace(fit, steps=fit.steps - first, slope=slope.item(), intercept=intercept.item())
    slope, intercept, more = rest.ask(impl)
    labels = ("in two parts", "in one go")
    fit.same_line(slope, intercept, labels=labels)
    fit.same_losses(np.concatenate([losses, more]), labels=labels)


@check("values", points=0.5, cases=20)
@given(fit=fits(), times=st.integers(2, 4))
@example(fit=TWO, times=3)
def test_repeating_all_points_changes_nothing(impl, fit, times):
    """With every point there several times, the line and the losses are the same."""
    repeated = replace(fit, x=np.tile(fit.x, times), y=np.tile(fit.y, times))
    slope, intercept, losses = repeated.ask(impl)
    labels = ("points repeated", "points once")
    repeated.same_line(slope, intercept, labels=labels)
    repeated.same_losses(losses, labels=labels)


@check("gradients", points=1)
@given(fit=fits(most=1), seed=st.integers(0, 999))
@example(fit=replace(TWO, learning_rate=1.0), seed=0)
@example(fit=replace(THREE, learning_rate=1.0), seed=0)
def test_the_move_is_the_slope_of_the_loss(impl, fit, seed):
    """With a learning rate of 1, a step moves both by the slopes of the loss, downhill."""
    fit = replace(fit, learning_rate=1.0)
    slope, intercept, _ = fit.ask(impl)
    moves = np.array([fit.slope - slope, fit.intercept - intercept])
    if slope.dtype.kind == intercept.dtype.kind == "f":
        moves = moves.astype(np.result_type(slope, intercept))  # the tolerance is the answer's
    same_gradient(moves, fit.loss, fit.line, part="old less new slope and intercept", seed=seed)


@check("edges", points=1)
@given(fit=fits(), start=st.sampled_from([1.0, -0.5]))
@example(fit=small([1, 2], [0, 3], 0.5), start=1.0)
def test_no_steps_leave_the_line_and_a_right_line_stays(impl, fit, start):
    """After no steps there is no loss and the line is as it was; a line through all points stays."""
    none = replace(fit, steps=0, slope=start, intercept=-start)
    slope, intercept, losses = none.ask(impl)
    none.same_line(slope, intercept)
    none.same_losses(losses)
    through = replace(none, steps=3, y=start * none.x - start)
    slope, intercept, losses = through.ask(impl)
    through.same_line(slope, intercept, none.line)
    through.same_losses(losses, np.zeros(3))


SPREAD = [
    (-1, 1),
    (-1, 0.5, 1),
    (1, -1, 1, -0.5),
    (0, -1, 1, -1, 1),
    (-1, -0.5, 1, 1),
    (1, 0, -1, 1, -1, 0.5),
]
"""Where both slopes of the loss are about as steep, so that a few dozen steps are many."""


@st.composite
def scattered(draw):
    """Points that decide upon a line, and steps enough to come to it."""
    x = np.array(draw(st.sampled_from(SPREAD)), float)
    y = draw(arrays(x.shape, quarters(-2, 2)))
    assume((np.abs(np.polyfit(x, y, 1)) > 0.01).all())
    return Fit(x, y, 0.5, 60, draw(st.sampled_from([0.0, 1.0])), draw(st.sampled_from([0.0, -1.0])))


@check("use", points=1, cases=5)
@given(fit=scattered())
@example(fit=small([-1, 0, 1], [0, 1, 0.5], 0.5, steps=60))
def test_in_the_end_it_is_the_line_of_least_squares(impl, fit):
    """After many steps it is the line of least squares, and the loss what its errors leave."""
    slope, intercept, losses = fit.ask(impl)
    best = np.polyfit(fit.x, fit.y, 1)
    fit.same_line(slope, intercept, best, labels=("after 60 steps", "least squares"))
    same(losses[-1], fit.loss(best), part="last loss", sizes=fit.sizes, scale=fit.loss_scale)
    rises = np.diff(losses.astype(float))
    slack = 1e-12 if losses.dtype == float else 1e-6
    holds((rises <= slack * fit.loss_scale).all(), largest_rise_of_the_loss=float(np.max(rises)))
