"""What a right cross-entropy of many classes is, and its gradient.

Logits are quarters, and far ones powers of ten, so that shifting a row by a quarter is exact.
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

UNLIKE = [(1, 2), (1, 3), (2, 3), (3, 2), (4, 2), (2, 4), (4, 3)]
ALIKE = [(2, 2), (3, 3), (2, 2)]
"""Shapes in which N and K are one number, and the wrong axis has an answer too."""


def logarithms(logits):
    """Return the logarithms of the softmax of each row."""
    above = logits - np.max(logits, axis=1)[:, np.newaxis]
    return above - np.log(np.sum(np.exp(above), axis=1))[:, np.newaxis]


@dataclass(frozen=True)
class Batch:
    """The logits that a network gave some examples, and their classes in one-hot code."""

    logits: np.ndarray
    targets: np.ndarray

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return dict(zip("NK", self.logits.shape, strict=True))

    @property
    def scale(self):
        """The largest number that a loss is added up from."""
        return 1.0 + float(np.max(np.abs(self.logits)))

    @property
    def loss(self):
        """The right loss."""
        return self.loss_of(self.logits)

    @property
    def gradient(self):
        """The right gradient."""
        return (np.exp(logarithms(self.logits)) - self.targets) / len(self.logits)

    def loss_of(self, logits):
        """Return the loss with other logits: what the right class of each row costs."""
        return -np.mean(logarithms(logits)[self.targets == 1])

    def ask(self, impl):
        """The loss and its gradient, as `impl` has them."""
        loss, gradient = parts(impl.softmax_cross_entropy(self.logits, self.targets), "loss", "gradient")
        return numbers(loss, (), part="loss"), numbers(gradient, self.logits.shape, part="gradient")

    def same_loss(self, loss, right=None, part="loss"):
        """Hold a loss to the right one."""
        same(loss, self.loss if right is None else right, part=part, sizes=self.sizes, scale=self.scale)

    def same_slope(self, gradient, right=None, part="gradient"):
        """Hold a gradient to the right one."""
        right = self.gradient if right is None else right
        same(gradient, right, part=part, sizes=self.sizes, scale=1.0 / len(self.logits))


def small(logits, classes):
    """Return a batch written in plain lists, of logits and the number of each row's class."""
    logits = np.array(logits, float)
    return Batch(logits, np.eye(logits.shape[1])[classes])


@st.composite
def batches(draw, logits=QUARTERS):
    """Batches of a few rows and classes, with logits of quarters."""
    shape = draw(st.sampled_from(UNLIKE + ALIKE))
    classes = np.random.default_rng(draw(st.integers(0, 999))).integers(shape[1], size=shape[0])
    return Batch(draw(arrays(shape, logits)), np.eye(shape[1])[classes])


ONE = small([[2, 0, 1]], [1])
TWO = small([[1, 0, -1], [0, 2, 0]], [0, 2])
SQUARE = small([[2, -1], [1, 0]], [0, 1])


@check("contract", points=1, cases=12)
@given(batch=batches())
@example(batch=ONE)
@example(batch=TWO)
@example(batch=SQUARE)
def test_a_loss_and_a_gradient_come_back_and_the_inputs_stay(impl, batch):
    """A loss comes back, larger for worse logits, with a slope for each logit; the inputs stay."""
    loss, gradient = batch.ask(impl)
    worse, _ = replace(batch, logits=batch.logits - batch.targets).ask(impl)
    unchanged(impl)
    holds(0 < loss < worse, loss=float(loss), loss_with_the_right_logits_lower_by_1=float(worse))
    downhill = (gradient < 0) == (batch.targets > 0)
    short = np.round(gradient, 6).tolist()
    holds((downhill & (gradient != 0)).all(), targets=batch.targets.tolist(), gradient=short)


@check("values", points=2)
@given(batch=batches())
@example(batch=ONE)
@example(batch=TWO)
@example(batch=SQUARE)
def test_the_loss_is_the_mean_cost_of_the_right_class(impl, batch):
    """The loss is minus the logarithm of the right class's probability, mean over the rows."""
    batch.same_loss(batch.ask(impl)[0])


@check("values", points=1)
@given(batch=batches())
@example(batch=ONE)
@example(batch=TWO)
@example(batch=SQUARE)
def test_the_gradient_is_output_less_target_over_n(impl, batch):
    """The gradient is output less target, divided by the number of rows."""
    batch.same_slope(batch.ask(impl)[1])


@check("values", points=1)
@given(batch=batches(), shift=st.sampled_from([1.0, -2.5, 10.0]))
@example(batch=ONE, shift=10.0)
@example(batch=TWO, shift=1.0)
def test_adding_a_number_to_a_row_changes_nothing(impl, batch, shift):
    """A number added to all logits of a row, another to each row, changes nothing."""
    shifts = shift * np.arange(1, len(batch.logits) + 1)[:, np.newaxis]
    shifted = replace(batch, logits=batch.logits + shifts)
    loss, gradient = shifted.ask(impl)
    shifted.same_loss(loss, batch.loss, "loss of the shifted rows")
    shifted.same_slope(gradient, batch.gradient, "gradient for the shifted rows")


@check("values", points=1)
@given(targets=batches().map(lambda batch: batch.targets), value=st.sampled_from([0.0, 3.0, -1.0]))
@example(targets=ONE.targets, value=0.0)
@example(targets=TWO.targets, value=3.0)
def test_to_know_nothing_costs_the_logarithm_of_k(impl, targets, value):
    """Equal logits, which give each of K classes 1/K, cost ln K, whichever class is right."""
    rows, classes = targets.shape
    equal = Batch(np.full(targets.shape, value), targets)
    loss, gradient = equal.ask(impl)
    equal.same_loss(loss, math.log(classes), f"loss where all logits are {value:g}")
    equal.same_slope(gradient, (1 / classes - targets) / rows, f"gradient where all logits are {value:g}")


@check("values", points=1, cases=15)
@given(batch=batches())
@example(batch=SQUARE)
@example(batch=TWO)
def test_each_row_is_judged_by_itself(impl, batch):
    """A batch costs the mean of what its rows cost alone; each row's slopes are 1/N of those alone."""
    losses, slopes = [], []
    for n in range(len(batch.logits)):
        loss, gradient = Batch(batch.logits[n : n + 1], batch.targets[n : n + 1]).ask(impl)
        losses.append(loss)
        slopes.append(gradient[0] / len(batch.logits))
    loss, gradient = batch.ask(impl)
    of_rows = ("the batch", "by its rows")
    same(loss, np.mean(losses), part="loss", labels=of_rows, sizes=batch.sizes, scale=batch.scale)
    same(gradient, slopes, part="gradient", labels=of_rows, sizes=batch.sizes, scale=1.0)


@check("gradients", points=1)
@given(batch=batches(), seed=st.integers(0, 999))
@example(batch=ONE, seed=0)
@example(batch=TWO, seed=0)
def test_the_gradient_is_the_slope_of_the_loss(impl, batch, seed):
    """The gradient is the slope of the loss by each logit."""
    same_gradient(batch.ask(impl)[1], batch.loss_of, batch.logits, part="gradient", seed=seed)


@check("edges", points=1)
@given(batch=batches(logits=[1e4, -1e4, 1000.0, -1000.0, 0.0]))
@example(batch=small([[1000, 0]], [1]))
@example(batch=small([[-10000, -10000]], [0]))
@example(batch=small([[0, 1, 0], [10000, 9999, 10000]], [1, 1]))
def test_far_from_zero_loss_and_gradient_are_right(impl, batch):
    """With logits as far from 0 as 10000, in rows near and far, loss and gradient are right."""
    loss, gradient = batch.ask(impl)
    batch.same_loss(loss)
    batch.same_slope(gradient)


@dataclass(frozen=True)
class Task:
    """Inputs, their classes in one-hot code, and a learning rate."""

    inputs: np.ndarray
    targets: np.ndarray
    learning_rate: float

    def step(self, weights, gradient_of):
        """Return the weights of a layer after one step; `gradient_of` takes a batch."""
        gradient = gradient_of(Batch(self.inputs @ weights, self.targets))
        return weights - self.learning_rate * self.inputs.T @ gradient, np.result_type(gradient, np.float16)


@st.composite
def tasks(draw):
    """A few inputs of two features."""
    batch = draw(batches())
    inputs = draw(arrays((len(batch.logits), 2), quarters(-2, 2)))
    return Task(inputs, batch.targets, draw(st.sampled_from([0.5, 1.0, 0.25])))


@check("use", points=1, cases=12)
@given(task=tasks())
@example(task=Task(np.array([[1.0, 0.0], [1.0, 2.0], [0.0, -1.0]]), np.eye(3), 0.5))
def test_a_softmax_layer_goes_the_right_way_step_for_step(impl, task):
    """A softmax layer, trained by the gradient, goes the right way, step for step."""
    mine = right = np.zeros((2, task.targets.shape[1]))
    for step in range(1, 5):
        mine, precision = task.step(mine, lambda batch: batch.ask(impl)[1])
        right, _ = task.step(right, lambda batch: batch.gradient)
        same(mine.astype(precision), right, part=f"weights after step {step}", scale=10.0)
