"""What the right gradients of softmax regression are."""

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

PARTS = ("weight gradient", "bias gradient")
LOSSES = ("mse", "cross_entropy")

SIZES = [(2, 1, 3), (3, 2, 4), (1, 3, 2), (4, 2, 3), (2, 3, 4), (3, 4, 2), (2, 3, 1)]
ALIKE = [(2, 2, 2), (3, 3, 3), (2, 3, 2), (3, 2, 3), (2, 3, 3), (2, 2, 2)]
"""Sizes with which the wrong axis, or a transposed array, has an answer too."""


@dataclass(frozen=True)
class Batch:
    """A batch, its classes in one-hot code, the layer, and the loss that counts."""

    inputs: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    biases: np.ndarray
    loss: str

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return dict(zip("NK", self.targets.shape, strict=True))

    @property
    def logarithms(self):
        """The logarithms of the outputs."""
        logits = self.inputs @ self.weights + self.biases
        above = logits - np.max(logits, axis=1)[:, np.newaxis]
        return above - np.log(np.sum(np.exp(above), axis=1))[:, np.newaxis]

    @property
    def value(self):
        """The loss."""
        if self.loss == "mse":
            return np.mean((np.exp(self.logarithms) - self.targets) ** 2)
        return -np.mean(self.logarithms[self.targets == 1])

    @property
    def delta(self):
        """The gradient by the logits, each row's by its whole Jacobian."""
        outputs = np.exp(self.logarithms)
        errors = outputs - self.targets
        if self.loss == "cross_entropy":
            return errors / len(errors)
        jacobians = [np.diag(row) - np.outer(row, row) for row in outputs]
        return (
            np.array([2 * row @ matrix for row, matrix in zip(errors, jacobians, strict=True)]) / errors.size
        )

    @property
    def right(self):
        """Both gradients."""
        return np.einsum("nd,nk->dk", self.inputs, self.delta), self.delta.sum(axis=0)

    @property
    def scales(self):
        """What rounding is measured by: outputs are as exact as their logits, which may be large."""
        logits = np.abs(self.inputs) @ np.abs(self.weights) + np.abs(self.biases)
        size = 2.0 + float(np.max(logits))
        return size * float(np.max(np.abs(self.inputs))), size

    @property
    def both(self):
        """The batch with one loss, then with the other."""
        return [replace(self, loss=loss) for loss in LOSSES]

    def row(self, number):
        """Return one example of the batch by itself."""
        chosen = slice(number, number + 1)
        return replace(self, inputs=self.inputs[chosen], targets=self.targets[chosen])

    def ask(self, model):
        """Both gradients, as `model` has them, each in its shape."""
        answer = model.softmax_regression_gradients(
            self.inputs, self.targets, self.weights, self.biases, loss=self.loss
        )
        shapes = self.weights.shape, self.biases.shape
        return [
            numbers(found, shape, part=self.named(name))
            for found, shape, name in zip(parts(answer, *PARTS), shapes, PARTS, strict=True)
        ]

    def named(self, name):
        """Return what a gradient is called, with the loss that it is of."""
        return f"{name} of {self.loss}"

    def same(self, found, right=None, **said):
        """Hold gradients to the right ones."""
        right = self.right if right is None else right
        for mine, theirs, name, scale in zip(found, right, PARTS, self.scales, strict=True):
            same(mine, theirs, part=self.named(name), sizes=self.sizes, scale=scale, **said)


def small(inputs, classes, weights, biases, loss="cross_entropy"):
    """Return a batch written in plain lists, with the number of each row's class."""
    inputs, weights, biases = (np.array(each, float) for each in (inputs, weights, biases))
    return Batch(inputs, np.eye(len(biases))[classes], weights, biases, loss)


@st.composite
def batches(draw, losses=LOSSES, some=tuple(SIZES + ALIKE)):
    """Batches of a few rows, inputs and classes."""
    rows, features, classes = draw(st.sampled_from(some))
    numbers_of = np.random.default_rng(draw(st.integers(0, 999))).integers(classes, size=rows)
    return Batch(
        inputs=draw(arrays((rows, features), quarters(-2, 2))),
        targets=np.eye(classes)[numbers_of],
        weights=draw(arrays((features, classes), [0.3, -0.7, 1.1, -0.4, 0.6, -1.3, 0.0])),
        biases=draw(arrays((classes,), [0.2, -0.5, 0.9, 0.0])),
        loss=draw(st.sampled_from(losses)),
    )


ONE = small([[1]], [0], [[1, -1]], [0, 0.5])
ROWS = small([[1], [2], [-1]], [0, 1, 1], [[0.5, -0.5]], [0, 0])
WIDE = small([[1, 2]], [1], [[1, 0, -1], [0, 0.5, 1]], [0.5, 0, 0])
SQUARE = small([[1, 2], [0, -1]], [1, 0], [[1, -1], [0, 0.5]], [0.5, 0])


def more_than_nothing(found, batch):
    """Hold gradients to being more than zeros, where they have to be."""
    for gradient, right, name in zip(found, batch.right, PARTS, strict=True):
        holds(np.isfinite(gradient).all(), **{batch.named(name): gradient.tolist()})
        holds(gradient.any() or np.max(np.abs(right)) < 1e-6, **{batch.named(name): "all zero"})


@check("contract", points=1, cases=15)
@given(batch=batches())
@example(batch=WIDE)
@example(batch=SQUARE)
def test_weights_and_biases_get_gradients_in_their_shapes(impl, batch):
    """Weights and biases get gradients in their shapes, others by either loss; the inputs stay."""
    mse, cross_entropy = batch.both
    found, other = mse.ask(impl), cross_entropy.ask(impl)
    unchanged(impl)
    more_than_nothing(found, mse)
    more_than_nothing(other, cross_entropy)
    if np.max(np.abs(mse.right[1] - cross_entropy.right[1])) > 1e-3:
        short = [np.round(gradients[1], 6).tolist() for gradients in (found, other)]
        holds((found[1] != other[1]).any(), **dict(zip(("by mse", "by cross-entropy"), short, strict=True)))


@check("values", points=1.5)
@given(batch=batches(losses=["cross_entropy"]))
@example(batch=ONE)
@example(batch=ROWS)
@example(batch=SQUARE)
def test_with_the_cross_entropy_delta_is_output_less_target(impl, batch):
    """With the cross-entropy, delta is output less target over N, and the gradients follow."""
    batch.same(batch.ask(impl))


@check("values", points=2, cases=40)
@given(batch=batches(losses=["mse"]))
@example(batch=ONE.both[0])
@example(batch=WIDE.both[0])
@example(batch=ROWS.both[0])
@example(batch=SQUARE.both[0])
def test_with_mse_the_errors_pass_the_whole_jacobian(impl, batch):
    """With mse, the errors pass the whole Jacobian of softmax, and the gradients follow."""
    batch.same(batch.ask(impl))


@check("values", points=1)
@given(batch=batches())
@example(batch=WIDE)
@example(batch=WIDE.both[0])
def test_the_gradients_of_all_classes_cancel(impl, batch):
    """With either loss, the gradients of all classes add up to zero, input by input."""
    found = batch.ask(impl)
    for gradient, name, scale in zip(found, PARTS, batch.scales, strict=True):
        sums = gradient.sum(axis=-1)
        part = f"{batch.named(name)}, added up over the classes"
        same(sums, np.zeros(sums.shape), part=part, scale=scale * batch.biases.size)
    more_than_nothing(found, batch)


@check("values", points=1, cases=15)
@given(batch=batches())
@example(batch=ROWS)
@example(batch=ROWS.both[0])
def test_a_batch_has_the_mean_of_its_rows_gradients(impl, batch):
    """The gradients of a batch are the means of its rows' gradients."""
    alone = [batch.row(number).ask(impl) for number in range(len(batch.inputs))]
    mean = [np.mean(gradients, axis=0) for gradients in zip(*alone, strict=True)]
    found = batch.ask(impl)
    batch.same(found, mean, labels=("the batch", "mean of rows"))
    more_than_nothing(found, batch)


@check("gradients", points=1.5, cases=20)
@given(batch=batches(), seed=st.integers(0, 999))
@example(batch=ONE, seed=0)
@example(batch=WIDE.both[0], seed=0)
def test_each_gradient_is_the_slope_of_the_loss(impl, batch, seed):
    """Each gradient is the slope of the loss by its weights or biases."""
    by_weights, by_biases = batch.ask(impl)
    names = [batch.named(name) for name in PARTS]
    same_gradient(
        by_weights, lambda w: replace(batch, weights=w).value, batch.weights, part=names[0], seed=seed
    )
    same_gradient(by_biases, lambda b: replace(batch, biases=b).value, batch.biases, part=names[1], seed=seed)


@st.composite
def batches_far_out(draw):
    """Batches whose logits are all but equal, or thousands apart; they are quarters, and so exact."""
    near = draw(batches())
    return replace(
        near,
        inputs=draw(arrays(near.inputs.shape, [1.0, -1.0, 2.0])),
        # With four inputs of 2 a logit is 9600.5 at most: no farther from 0 than was promised.
        weights=draw(arrays(near.weights.shape, [1000.0, -1000.0, 0.0, -1200.0])),
        biases=draw(arrays(near.biases.shape, [0.0, 0.25, -0.5])),
    )


FAR = small([[1], [-1]], [1, 1], [[1000, 0]], [0, 0])


@check("edges", points=1)
@given(batch=batches_far_out())
@example(batch=FAR)
@example(batch=small([[1]], [0], [[-2000, -2000]], [0, 1], "mse"))
def test_far_from_zero_the_gradients_are_right(impl, batch):
    """With logits thousands from zero, in rows near and far, the gradients are right."""
    batch.same(batch.ask(impl))


def moved(batch, gradients, learning_rate):
    """Return the batch after one step, in the gradients' own precision, by which it is judged."""
    weights, biases = (
        before.astype(np.result_type(gradient, np.float16)) - learning_rate * gradient
        for before, gradient in zip((batch.weights, batch.biases), gradients, strict=True)
    )
    return replace(batch, weights=weights, biases=biases)


CLASSES = small([[1, 0], [0, 1], [-1, -1]], [0, 1, 2], [[0.5, -1, 0], [0.25, 0, -0.5]], [0, 0.5, 1])


@check("use", points=1, cases=10)
@given(batch=batches(), learning_rate=st.sampled_from([0.5, 1.0]))
@example(batch=CLASSES, learning_rate=1.0)
@example(batch=CLASSES.both[0], learning_rate=1.0)
def test_softmax_regression_learns_step_for_step(impl, batch, learning_rate):
    """Softmax regression learns with them, step for step, by either loss."""
    mine = right = batch
    for step in range(1, 4):
        mine = moved(mine, mine.ask(impl), learning_rate)
        right = moved(right, right.right, learning_rate)
        same(mine.weights, right.weights, part=f"weights after step {step}", scale=8.0)
        same(mine.biases, right.biases, part=f"biases after step {step}", scale=8.0)
