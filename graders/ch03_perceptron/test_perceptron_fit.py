"""What the right training of a perceptron is.

Inputs are whole numbers or halves, weights quarters, and learning rates and numbers of rows powers of two
where more than one epoch is compared, so that every net input is exact: zero by arithmetic, and never by
rounding. Sometimes weights and learning rate are tiny, by one power of two; that changes no output.
"""

import itertools
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, parts, quarters, same, unchanged

PARTS = ("weights", "epochs", "converged")
SHAPES = [(1, 2), (2, 1), (2, 2), (2, 3), (4, 2), (4, 3), (4, 4), (8, 3)]


@dataclass(frozen=True)
class Training:
    """What a training begins with, and how long it may take."""

    inputs: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    learning_rate: float = 1.0
    max_epochs: int = 10

    @cached_property
    def path(self):
        """The weights after each epoch, from the definition."""
        weights, path = self.weights, []
        while len(path) < self.max_epochs and not (path and self.answers(weights)):
            errors = self.targets - np.sign(self.inputs @ weights)
            step = np.mean(errors * self.inputs, axis=0)
            weights = weights + self.learning_rate * step[:, np.newaxis]
            path.append(weights)
        return path

    def answers(self, weights):
        """Whether `weights` answer every row rightly."""
        return bool((self.targets * (self.inputs @ weights) > 0).all())

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return {"N": len(self.inputs), "D": len(self.weights)}

    @property
    def scale(self):
        """The largest magnitude that is added up: what rounding is measured by."""
        return float(np.max(np.abs(self.weights)) + 2 * self.learning_rate * np.max(np.abs(self.inputs)))


def small(inputs, targets, weights, learning_rate=1.0, max_epochs=10):
    """Return a training written in plain lists, the columns lying down."""
    targets, weights = (np.array([column], float).T for column in (targets, weights))
    return Training(np.array(inputs, float), targets, weights, learning_rate, max_epochs)


TWO_ROWS = small([[1, 2], [1, -1]], [1, -1], [2, -2])
"""At first both rows are wrong, after one epoch the second still is, after two none is."""

THROUGH_ZERO = small([[1, 2], [1, -1]], [1, -1], [2, 0])
"""After one epoch the second row is exactly on the boundary, after two it is right."""

ONE_ROW_THROUGH_ZERO = small([[1, 1]], [1], [-2, -2])
XOR = small([[1, -1, -1], [1, -1, 1], [1, 1, -1], [1, 1, 1]], [-1, 1, 1, -1], [0, 0, 0])
BOOK = small(
    [[1, 3, 3], [1, 4, 3], [1, 1, 1], [1, 2, 1]],
    [1, 1, -1, -1],
    [0.93669451, 0.73052698, 0.35564497],
    learning_rate=0.1,
    max_epochs=100,
)
"""Program 3-3, from the weights that its published run drew."""


def drawn(rng, shapes):
    """Return a training of classes that a line parts or not; in half of them a column is the bias's."""
    rows, columns = shapes[rng.integers(len(shapes))]
    inputs = rng.integers(-3, 4, (rows, columns)) / rng.choice([1, 2])
    if rng.integers(2):
        inputs[:, 0] = 1.0
    targets = rng.choice([1.0, -1.0], (rows, 1))
    if rng.integers(2):
        targets = np.where(inputs @ rng.integers(-4, 5, (columns, 1)) > 0, 1.0, -1.0)
    unit = rng.choice([1.0, 1.0, 1.0, 1.0, 2.0**-20])
    return Training(
        inputs,
        targets,
        weights=unit * rng.integers(-12, 13, (columns, 1)) / 4,
        learning_rate=float(unit * rng.choice([1.0, 0.5, 0.25, 2.0])),
        max_epochs=int(rng.integers(1, 13)),
    )


def trainings(suit=lambda training: True, shapes=SHAPES):
    """Trainings that `suit`: of those that a generator draws, the first."""

    def first(seed):
        rng = np.random.default_rng(seed)
        return next(filter(suit, (drawn(rng, shapes) for _ in itertools.count())))

    return st.integers(0, 2**32 - 1).map(first)


def right_at_first(training):
    """Whether the weights that a training begins with answer every row rightly."""
    return training.answers(training.weights)


def wrong_at_first(training):
    """Whether they don't."""
    return not right_at_first(training)


def takes_several_epochs(training):
    """Whether a training converges, but not in its first epoch."""
    return len(training.path) > 1 and training.answers(training.path[-1])


def passes_zero(training):
    """Whether some epoch leaves rows on the boundary, and none on the wrong side."""
    nets = [training.targets * (training.inputs @ weights) for weights in training.path]
    return any((net >= 0).all() and (net == 0).any() for net in nets)


def trained(impl, training):
    """Return weights, epochs and converged, each of its kind."""
    answer = impl.perceptron_fit(
        training.inputs,
        training.targets,
        training.weights,
        learning_rate=training.learning_rate,
        max_epochs=training.max_epochs,
    )
    weights, epochs, converged = parts(answer, *PARTS)
    weights = numbers(weights, training.weights.shape, part="weights")
    epochs = numbers(epochs, (), part="epochs")
    if isinstance(converged, np.ndarray) and converged.ndim == 0:
        converged = converged.item()
    holds(isinstance(converged, (bool, int)) and converged in (0, 1), converged=converged)
    return weights, epochs, bool(converged)


def same_training(impl, training, right=None):
    """Hold what comes back for `training` to its path, or to that of another."""
    right = right or training
    path = right.path
    weights, epochs, converged = trained(impl, training)
    same(epochs, len(path), part="epochs")
    expected = right.answers(path[-1])
    holds(converged == expected, epochs=int(epochs), converged=converged, expected=expected)
    same(weights, path[-1], part="weights", sizes=training.sizes, scale=training.scale)


@check("contract", points=1)
@given(training=trainings(wrong_at_first))
@example(training=TWO_ROWS)
def test_weights_epochs_and_converged_come_back_and_the_inputs_stay(impl, training):
    """A column of weights, a count of epochs, and True or False come back; the inputs stay."""
    weights, epochs, _ = trained(impl, training)
    unchanged(impl)
    holds(1 <= epochs <= training.max_epochs and epochs % 1 == 0, epochs=epochs)
    holds(np.isfinite(weights).all(), weights=weights.tolist())
    if np.any(training.path[-1] != training.weights):
        shown = {"weights before": training.weights.tolist(), "weights after": weights.tolist()}
        holds(np.any(weights != training.weights), **shown)


@check("values", points=1)
@given(training=trainings(shapes=[*SHAPES, (3, 2), (5, 3), (3, 3)]))
@example(training=replace(TWO_ROWS, max_epochs=1))
@example(training=small([[1, 1], [1, -1], [1, -2], [1, 3]], [1, 1, 1, -1], [0.25, 1], 2.0, 1))
def test_one_epoch_takes_one_step_for_all_rows(impl, training):
    """One epoch takes the mean of the steps of all rows."""
    only = replace(training, max_epochs=1)
    weights, _, _ = trained(impl, only)
    same(weights, only.path[0], part="weights after one epoch", sizes=only.sizes, scale=only.scale)


@check("values", points=2, cases=50)
@given(training=st.one_of(trainings(takes_several_epochs), trainings(wrong_at_first)))
@example(training=TWO_ROWS)
@example(training=replace(TWO_ROWS, max_epochs=2))
@example(training=replace(TWO_ROWS, max_epochs=1))
def test_epoch_after_epoch_until_every_row_is_right(impl, training):
    """Epoch follows epoch until every row is right."""
    same_training(impl, training)


@check("values", points=1)
@given(training=st.one_of(trainings(passes_zero), trainings()))
@example(training=ONE_ROW_THROUGH_ZERO)
@example(training=THROUGH_ZERO)
def test_converged_means_that_the_weights_returned_answer_every_row(impl, training):
    """Converged means that every row is right, and none is on the boundary."""
    weights, _, converged = trained(impl, training)
    expected = training.answers(weights)
    nets = (training.inputs @ weights).ravel().tolist()
    holds(
        converged == expected,
        converged=converged,
        **{"net inputs": nets, "targets": training.targets.ravel().tolist()},
    )


@check("values", points=1)
@given(training=trainings(takes_several_epochs), times=st.sampled_from([1, 2, 4]), start=st.integers(0, 7))
@example(training=TWO_ROWS, times=1, start=1)
@example(training=TWO_ROWS, times=2, start=0)
def test_rows_may_come_in_any_order_or_several_times(impl, training, times, start):
    """With the rows in another order, or all of them several times, training goes the same way."""
    order = np.roll(np.arange(len(training.inputs)), start)
    others = np.tile(order, times)
    changed = replace(training, inputs=training.inputs[others], targets=training.targets[others])
    same_training(impl, changed, right=training)


@check("edges", points=1)
@given(training=trainings(right_at_first))
@example(training=replace(TWO_ROWS, weights=np.array([[0.0], [1.0]])))
def test_weights_that_are_right_from_the_start_take_one_epoch(impl, training):
    """Weights that are right from the start take one epoch, and stay as they are."""
    same_training(impl, training)


@check("edges", points=1)
@given(training=trainings(takes_several_epochs))
@example(training=TWO_ROWS)
def test_the_last_epoch_is_tested_like_the_others(impl, training):
    """Training that converges in its last epoch has converged; with one epoch fewer, it has not."""
    needed = len(training.path)
    same_training(impl, replace(training, max_epochs=needed))
    same_training(impl, replace(training, max_epochs=needed - 1))


@check("edges", points=1)
@given(
    weights=st.one_of(arrays((3, 1), [0.0]), arrays((3, 1), quarters(-2, 2))),
    learning_rate=st.sampled_from([1.0, 0.5, 0.25]),
    max_epochs=st.integers(1, 12),
    low=st.sampled_from([-1.0, 0.0]),
)
@example(weights=np.array([[0.0], [1.0], [1.0]]), learning_rate=1.0, max_epochs=5, low=-1.0)
@example(weights=XOR.weights, learning_rate=1.0, max_epochs=5, low=-1.0)
def test_xor_never_converges(impl, weights, learning_rate, max_epochs, low):
    """On XOR training never converges, not even where the errors cancel and the weights rest."""
    inputs = np.where(XOR.inputs < 0, low, XOR.inputs)
    same_training(impl, Training(inputs, XOR.targets, weights, learning_rate, max_epochs))


@check("use", points=1, cases=12)
@given(start=arrays((3, 1), quarters(0, 1)), learning_rate=st.sampled_from([0.125, 0.25]))
@example(start=BOOK.weights, learning_rate=0.1)
def test_the_books_points_are_parted(impl, start, learning_rate):
    """The book's four points are parted; from where program 3-3 began, in 17 epochs."""
    same_training(impl, replace(BOOK, weights=start, learning_rate=learning_rate))
