"""What right stochastic gradient descent is.

Nothing is asked of the random numbers themselves. Where a property holds only by chance, the sizes are such
that a right answer fails it less than once in a hundred million times.
"""

from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    magnitudes,
    numbers,
    quarters,
    same,
    same_labels,
    shapes,
    sizes,
    unchanged,
)


@dataclass(frozen=True)
class Data:
    """Weights of a linear network, and data in which the first input of a row is the row's number."""

    weights: np.ndarray
    inputs: np.ndarray
    targets: np.ndarray
    batch_size: int
    seed: int = 0
    learning_rate: float = 0.5

    @property
    def batch_sizes(self):
        """The sizes of the batches of an epoch."""
        rows = len(self.inputs)
        return [min(self.batch_size, rows - start) for start in range(0, rows, self.batch_size)]


def numbered(*targets, batch_size):
    """Return data of one input and one output, whose targets are in plain numbers."""
    columns = np.arange(float(len(targets)))[:, np.newaxis], np.array(targets, float)[:, np.newaxis]
    return Data(np.array([[3.0]]), *columns, batch_size, learning_rate=0.125)


THREE_ROWS = numbered(4, -1, 3, batch_size=1)
FIVE_ROWS = numbered(4, -1, 3, 0, 2, batch_size=2)


@st.composite
def data_sets(draw, fewest=1, most=6):
    """Data of a few rows, with batches from a single row to one more than there are."""
    columns, outputs = draw(sizes(2, 1, 3))
    rows = draw(st.integers(fewest, most))
    inputs = draw(arrays((rows, columns)))
    inputs[:, 0] = np.arange(rows)
    return Data(
        weights=draw(arrays((columns, outputs))),
        inputs=inputs,
        targets=draw(arrays((rows, outputs))),
        batch_size=draw(st.integers(1, rows + 1)),
        seed=draw(st.integers(0, 999)),
        learning_rate=draw(st.sampled_from([0.5, 0.125])),
    )


class Slope:
    """The gradient of half the mean squared error of a linear network; it remembers where it was asked."""

    label = "gradient_of"

    def __init__(self):
        self.asked = []

    def __call__(self, weights, inputs, targets):
        """Return the gradient on a batch."""
        if not np.ndim(inputs) == np.ndim(targets) == 2 or len(inputs) != len(targets) or not len(inputs):
            shapes_found = f"{np.shape(inputs)} and {np.shape(targets)}"
            raise ValueError(f"inputs and targets of shape (rows, …) are expected, not {shapes_found}")
        inputs, targets = np.asarray(inputs), np.asarray(targets)
        gradient = inputs.T @ (inputs @ np.asarray(weights) - targets) / len(inputs)
        self.asked.append((np.asarray(weights), inputs, targets, gradient))
        return gradient


def step(model, weights, gradient, learning_rate):
    """Return the weights after one step."""
    answer = model.sgd_step(weights, gradient, learning_rate=learning_rate)
    return numbers(answer, weights.shape, part="weights")


def epoch(model, data):
    """Return the weights after one epoch, and what the gradient was asked for on the way."""
    slope, rng = Slope(), np.random.default_rng(data.seed)
    answer = model.sgd_epoch(
        data.weights,
        slope,
        data.inputs,
        data.targets,
        data.batch_size,
        rng=rng,
        learning_rate=data.learning_rate,
    )
    return numbers(answer, data.weights.shape, part="weights"), slope.asked


def rows_of(asked, data):
    """Return the numbers of the rows in each batch."""
    batches = [inputs[:, 0].astype(int).tolist() for _, inputs, _, _ in asked]
    for (_, inputs, _, _), batch in zip(asked, batches, strict=True):
        known = [0 <= row < len(data.inputs) for row in batch]
        same(inputs, data.inputs[batch] if all(known) else np.empty((0, 0)), part="inputs of a batch")
    return batches


def epoch_in(order, data):
    """Return the right weights after an epoch of batches of one row in this order."""
    weights = data.weights
    for row in order:
        weights = weights - data.learning_rate * Slope()(weights, data.inputs[[row]], data.targets[[row]])
    return weights


@check("contract", points=1)
@given(data=data_sets())
@example(data=FIVE_ROWS)
def test_weights_come_back_and_the_inputs_stay(impl, data):
    """Weights come back in their shape, moved only by a gradient; the inputs stay as they were."""
    ones = np.ones_like(data.weights)
    moved = step(impl, data.weights, ones, data.learning_rate)
    holds((moved < data.weights).all(), weights=data.weights, weights_after_a_gradient_of_ones=moved)
    same(step(impl, data.weights, 0 * ones, 0.5), data.weights, part="weights after a gradient of zeros")
    epoch(impl, data)
    unchanged(impl)


@check("contract", points=1)
@given(data=data_sets())
@example(data=THREE_ROWS)
@example(data=FIVE_ROWS)
def test_every_row_is_in_exactly_one_batch(impl, data):
    """In one epoch every row is in exactly one batch."""
    batches = rows_of(epoch(impl, data)[1], data)
    rows, times = np.unique([row for batch in batches for row in batch], return_counts=True)
    several, never = rows[times > 1], np.setdiff1d(range(len(data.inputs)), rows)
    holds(not len(several), rows_of_each_batch=batches, rows_used_more_than_once=several.tolist())
    holds(not len(never), rows_of_each_batch=batches, rows_never_used=never.tolist())


@check("contract", points=1)
@given(data=data_sets(fewest=2))
@example(data=THREE_ROWS)
@example(data=FIVE_ROWS)
def test_every_row_keeps_its_target(impl, data):
    """Every row of inputs comes with its own row of targets."""
    _, asked = epoch(impl, data)
    batches = rows_of(asked, data)
    holds(len(batches), batches=batches)
    for batch, (_, _, targets, _) in zip(batches, asked, strict=True):
        rows = ", ".join(map(str, batch))
        same(targets, data.targets[batch], part=f"targets passed with the inputs of row {rows}")


@check("contract", points=1)
@given(data=data_sets(fewest=2))
@example(data=THREE_ROWS)
@example(data=FIVE_ROWS)
def test_batches_are_full_but_for_the_last(impl, data):
    """Every batch has `batch_size` rows; only the last may have fewer."""
    found = [len(inputs) for _, inputs, _, _ in epoch(impl, data)[1]]
    same_labels(found, data.batch_sizes, part="rows in each batch")


@check("values", points=1)
@given(
    weights_and_gradient=shapes(most_axes=2, high=3).flatmap(
        lambda shape: st.tuples(
            arrays(shape, [0.0, 1.0, -2.5]), st.one_of(arrays(shape, quarters()), arrays(shape, magnitudes()))
        )
    ),
    learning_rate=st.sampled_from([0.5, 0.01, 2.0]),
)
@example(weights_and_gradient=(np.array([1.0, -1.0]), np.array([4.0, 0.25])), learning_rate=0.5)
def test_the_step_is_the_learning_rate_times_the_gradient_downhill(impl, weights_and_gradient, learning_rate):
    """A step moves every weight by minus the learning rate times its gradient."""
    weights, gradient = weights_and_gradient
    same(step(impl, weights, gradient, learning_rate), weights - learning_rate * gradient, part="weights")


@check("values", points=1.5, cases=40)
@given(data=data_sets(fewest=2))
@example(data=THREE_ROWS)
@example(data=FIVE_ROWS)
def test_each_step_starts_where_the_one_before_ended(impl, data):
    """Each batch's gradient is taken where the batch before left the weights, and makes one full step."""
    weights, asked = epoch(impl, data)
    start = data.weights
    for number, (now, _, _, gradient) in enumerate(asked, start=1):
        at = f"weights that gradient_of was passed for batch {number} of {len(asked)}"
        same(now, start, part=at, scale=np.max(np.abs(start)))
        start = now - data.learning_rate * gradient
        scale = np.max(np.abs(now) + data.learning_rate * np.abs(gradient))
    holds(asked, calls_of_gradient_of=0)
    same(weights, start, part="weights that came back, after the last batch", scale=scale)


@check("values", points=1, cases=8)
@given(data=data_sets(fewest=10, most=12))
@example(data=numbered(*range(10), batch_size=5))
def test_the_generator_decides_which_rows_meet(impl, data):
    """The same generator puts the same rows together in a batch, and another one others."""
    halves = replace(data, batch_size=5)

    def met(seed):
        weights, asked = epoch(impl, replace(halves, seed=seed))
        return weights, {frozenset(batch) for batch in rows_of(asked, halves)}

    (first, batches), (again, _) = met(data.seed), met(data.seed)
    same(again, first, part="weights", labels=("from the same generator again", "before"))
    others = [met(data.seed + further)[1] for further in range(1, 6)]
    holds(
        any(other != batches for other in others),
        batches=list(map(list, batches)),
        batches_from_five_other_generators="the same",
    )


@check("values", points=0.5)
def test_every_order_of_the_rows_comes_up(impl):
    """Every order of the rows is as likely as any other: of three rows, each of the six comes up."""
    # That one order or another is missing with 128 generators is so 6 * (5/6)**128 = 4.4e-10 of the time.
    right = {order: epoch_in(order, THREE_ROWS) for order in permutations(range(3))}
    epochs = [epoch(impl, replace(THREE_ROWS, seed=seed)) for seed in range(128)]
    orders = [tuple(number for batch in asked for number in batch[1].ravel().tolist()) for _, asked in epochs]
    strange = set(orders) - set(right)
    holds(not strange, no_orders_of_three_rows=sorted(strange)[:3])
    missing = [order for order in right if order not in orders]
    came = [order for order in right if order in orders]
    holds(not missing, generators=len(orders), orders_that_came=came, orders_that_never_came=missing)
    found, expected = np.array([weights for weights, _ in epochs]), [right[order] for order in orders]
    same(found, expected, part="weights after each generator's epoch", scale=8.0)


@check("edges", points=1)
@given(data=data_sets(), more=st.integers(0, 3))
@example(data=THREE_ROWS, more=0)
@example(data=THREE_ROWS, more=1)
def test_one_batch_of_all_rows_is_gradient_descent(impl, data, more):
    """A batch size of all rows, or of more, gives one step of plain gradient descent."""
    whole = replace(data, batch_size=len(data.inputs) + more)
    gradient = Slope()(data.weights, data.inputs, data.targets)
    same(
        epoch(impl, whole)[0],
        data.weights - data.learning_rate * gradient,
        part="weights",
        sizes={"N": len(data.inputs)},
        scale=np.max(np.abs(data.weights) + data.learning_rate * np.max(np.abs(gradient))),
    )


@check("use", points=1, cases=12)
@given(targets=arrays((4, 1), quarters()), seed=st.integers(0, 999))
@example(targets=np.array([[4.0], [-4.0], [2.0], [1.0]]), seed=0)
def test_epoch_by_epoch_the_weights_approach_the_targets(impl, targets, seed):
    """Where each row has a weight of its own, every epoch takes each half the way to its target."""
    data = Data(np.zeros((4, 1)), np.eye(4), targets, batch_size=1, seed=seed)
    for _ in range(4):
        data = replace(data, weights=epoch(impl, data)[0])
    same(data.weights, targets * (1 - 0.5**4), part="weights after 4 epochs")


@check("milestone", points=0, libraries=("tensorflow", "sklearn"))
def test_the_digits_network_learns_step_for_step_as_with_keras_sgd(impl):
    """The digits network learns step for step as with Keras' SGD."""
    from solutions.ch06_optimization import trainer_optimizers as trainer

    def move(number, gradient, weights):
        return [step(impl, weights, gradient, **trainer.settings("sgd", number))]

    for stage in trainer.beside("sgd", move):
        for name, found, right in stage.arrays:
            same(found, right, part=name)
    before, after = stage.losses
    # Of 40 seeds that were tried, the slowest came to 0.59 of the loss that it began with.
    holds(after < before * 2 / 3, loss_before=before, loss_after=after)
