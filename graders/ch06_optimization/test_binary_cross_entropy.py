"""What a right cross-entropy of two classes is, and its gradient.

The stable form takes target times logit away, so rounding of the loss is forgiven at the scale of the logits.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
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

QUARTERS = quarters()
CLASSES = (0.0, 1.0)
SHARES = (0.0, 1.0, 0.25, 0.5)


@dataclass(frozen=True)
class Batch:
    """The classes of some examples, and the logits that a network gave them."""

    targets: np.ndarray
    logits: np.ndarray

    @property
    def sizes(self):
        """The size by which a sum is told from a mean."""
        return {"N": len(self.logits)}

    @property
    def scale(self):
        """The largest number that a loss is added up from."""
        return 1.0 + float(np.max(np.abs(self.logits)))

    @property
    def y(self):
        """The outputs."""
        return np.exp(-np.logaddexp(0.0, -self.logits))

    @property
    def loss(self):
        """The right loss: what each class's share of each example costs."""
        return self.loss_of(self.logits)

    @property
    def gradient(self):
        """The right gradient."""
        return (self.y - self.targets) / len(self.logits)

    def loss_of(self, logits):
        """Return the loss with other logits."""
        costs = self.targets * np.logaddexp(0.0, -logits) + (1 - self.targets) * np.logaddexp(0.0, logits)
        return np.mean(costs)

    def ask(self, impl):
        """The loss and its gradient, as `impl` has them."""
        answer = impl.binary_cross_entropy(self.targets, self.logits)
        loss, gradient = parts(answer, "loss", "gradient")
        return numbers(loss, (), part="loss"), numbers(gradient, self.logits.shape, part="gradient")

    def same_loss(self, loss, right=None, part="loss"):
        """Hold a loss to the right one."""
        same(loss, self.loss if right is None else right, part=part, sizes=self.sizes, scale=self.scale)

    def same_slope(self, gradient, right=None, part="gradient"):
        """Hold a gradient to the right one."""
        right = self.gradient if right is None else right
        same(gradient, right, part=part, sizes=self.sizes, scale=1.0 / len(self.logits))


def small(targets, logits):
    """Return a batch written in plain lists."""
    return Batch(np.array(targets, float), np.array(logits, float))


@st.composite
def batches(draw, targets=SHARES, logits=QUARTERS):
    """Batches of a few examples, with logits of quarters."""
    shape = (draw(st.integers(1, 5)),)
    return Batch(draw(arrays(shape, targets)), draw(arrays(shape, logits)))


RIGHT = small([1], [2])
WRONG = small([0], [2])
TWO = small([1, 0], [2, 1])
THREE = small([1, 0, 0], [-1, 2, -3])


@check("contract", points=1, cases=12)
@given(batch=batches(targets=CLASSES))
@example(batch=RIGHT)
@example(batch=THREE)
def test_a_loss_and_a_gradient_come_back_and_the_inputs_stay(impl, batch):
    """A loss comes back, larger for worse logits, with a slope for each logit; the inputs stay."""
    loss, gradient = batch.ask(impl)
    worse, _ = replace(batch, logits=batch.logits + np.where(batch.targets > 0, -1.0, 1.0)).ask(impl)
    unchanged(impl)
    holds(0 < loss < worse, loss=float(loss), loss_with_every_logit_worse_by_1=float(worse))
    downhill = (gradient < 0) == (batch.targets > 0)
    holds((downhill & (gradient != 0)).all(), targets=batch.targets, gradient=np.round(gradient, 6).tolist())


@check("values", points=2)
@given(batch=batches())
@example(batch=RIGHT)
@example(batch=WRONG)
@example(batch=TWO)
def test_the_loss_is_the_mean_cost_of_the_right_class(impl, batch):
    """The loss is minus the logarithm of the right class's probability, mean over the examples."""
    batch.same_loss(batch.ask(impl)[0])


@check("values", points=1)
@given(batch=batches())
@example(batch=WRONG)
@example(batch=TWO)
def test_the_gradient_is_output_less_target_over_n(impl, batch):
    """The gradient is output less target, divided by the number of examples."""
    batch.same_slope(batch.ask(impl)[1])


@check("values", points=1)
@given(targets=st.integers(1, 5).flatmap(lambda n: arrays((n,), SHARES)))
@example(targets=np.array([1.0]))
@example(targets=np.array([1.0, 0.0, 0.25]))
def test_to_know_nothing_costs_the_logarithm_of_two(impl, targets):
    """Logits of 0, which give both classes one half, cost ln 2, whatever the targets are."""
    batch = Batch(targets, np.zeros(targets.shape))
    loss, gradient = batch.ask(impl)
    batch.same_loss(loss, math.log(2), "loss of logits of 0")
    batch.same_slope(gradient, (0.5 - targets) / len(targets), "gradient at logits of 0")


@check("values", points=1)
@given(batch=batches())
@example(batch=WRONG)
@example(batch=TWO)
def test_neither_class_is_preferred(impl, batch):
    """With -logits and 1 - targets, the loss is the same and the gradient changes its sign."""
    loss, gradient = Batch(1 - batch.targets, -batch.logits).ask(impl)
    batch.same_loss(loss, part="loss of 1 - targets and -logits")
    batch.same_slope(gradient, -batch.gradient, "gradient for 1 - targets and -logits")


@check("values", points=1)
@given(batch=batches(), times=st.integers(2, 4))
@example(batch=WRONG, times=2)
@example(batch=TWO, times=3)
def test_a_batch_repeated_costs_the_same(impl, batch, times):
    """A batch repeated costs the same, and each example's slope is divided among its copies."""
    repeated = Batch(np.tile(batch.targets, times), np.tile(batch.logits, times))
    loss, gradient = repeated.ask(impl)
    repeated.same_loss(loss, batch.loss, "loss of the batch repeated")
    right = np.tile(batch.gradient, times) / times
    repeated.same_slope(gradient, right, "gradient for the batch repeated")


@check("gradients", points=1)
@given(batch=batches(), seed=st.integers(0, 999))
@example(batch=WRONG, seed=0)
@example(batch=TWO, seed=0)
def test_the_gradient_is_the_slope_of_the_loss(impl, batch, seed):
    """The gradient is the slope of the loss by each logit."""
    same_gradient(batch.ask(impl)[1], batch.loss_of, batch.logits, part="gradient", seed=seed)


FAR = (1e4, -1e4, 1000.0, -1000.0, 0.0)


@check("edges", points=1)
@given(batch=batches(logits=FAR))
@example(batch=small([0], [1000]))
@example(batch=small([1], [-10000]))
@example(batch=small([1, 0, 1, 0], [10000, -10000, 1000, -1000]))
def test_far_from_zero_the_loss_is_finite_and_right(impl, batch):
    """As far from 0 as 10000 the loss is right: a wrong logit costs its own size, a right one nothing."""
    batch.same_loss(batch.ask(impl)[0])


@check("edges", points=0.5)
@given(batch=batches(targets=CLASSES, logits=FAR))
@example(batch=small([1], [-10000]))
@example(batch=small([0, 1, 1], [1000, 1000, -1000]))
def test_however_wrong_an_output_is_it_can_learn(impl, batch):
    """However far a logit is on the wrong side, its slope is 1/N or -1/N: it can still learn."""
    batch.same_slope(batch.ask(impl)[1])


@dataclass(frozen=True)
class Points:
    """Points on a line, and their classes."""

    x: np.ndarray
    targets: np.ndarray
    learning_rate: float

    def step(self, weights, gradient_of):
        """Return weight and bias after one step; `gradient_of` takes a batch."""
        gradient = gradient_of(Batch(self.targets, weights[0] * self.x + weights[1]))
        moved = weights - self.learning_rate * np.array([sum(gradient * self.x), sum(gradient)])
        return moved, np.result_type(gradient, np.float16)


@st.composite
def points(draw):
    """Points on a line, their classes, and a learning rate."""
    shape = (draw(st.integers(1, 5)),)
    return Points(draw(arrays(shape)), draw(arrays(shape, CLASSES)), draw(st.sampled_from([0.5, 1.0, 0.25])))


@check("use", points=0.5, cases=12)
@given(data=points())
@example(data=Points(np.array([-1.0, 2.0, 1.0]), np.array([0.0, 1.0, 0.0]), 0.5))
def test_logistic_regression_goes_the_right_way_step_for_step(impl, data):
    """A neuron with a weight and a bias, trained by the gradient, goes the right way, step for step."""
    mine = right = np.zeros(2)
    for step in range(1, 5):
        mine, precision = data.step(mine, lambda batch: batch.ask(impl)[1])
        right, _ = data.step(right, lambda batch: batch.gradient)
        same(mine.astype(precision), right, part=f"weight and bias after step {step}", scale=10.0)
