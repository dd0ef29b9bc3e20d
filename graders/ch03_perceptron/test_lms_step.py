"""What a right step of the LMS rule is."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, same, same_gradient, sizes, unchanged


@dataclass(frozen=True)
class Batch:
    """Weights, and a batch with its targets."""

    weights: np.ndarray
    inputs: np.ndarray
    targets: np.ndarray
    learning_rate: float

    @property
    def sizes(self):
        """The size by which a sum is told from a mean."""
        return {"N": len(self.inputs)}

    @property
    def scale(self):
        """The largest numbers that are added up: what rounding is measured by."""
        errors = np.abs(self.targets) + np.abs(self.inputs) @ np.abs(self.weights)
        return float(np.max(np.abs(self.weights)) + np.max(np.abs(self.inputs)) * np.max(errors))


def small(weights, inputs, targets, learning_rate):
    """Return a batch written in plain lists, the columns lying down."""
    columns = (np.array([column], float).T for column in (weights, targets))
    first, last = columns
    return Batch(first, np.array(inputs, float), last, learning_rate)


FROM_ZERO = small([0, 0], [[1, 0], [1, 2]], [1, 3], 0.5)
ONWARD = small([1, 2, -1], [[1, 1, 0], [1, -1, 2]], [1, 0], 0.5)
ONE_ROW = small([0, 0.5], [[1, 2]], [3], 0.5)
XOR = small([1, 2, -1], [[1, -1, -1], [1, -1, 1], [1, 1, -1], [1, 1, 1]], [-1, 1, 1, -1], 0.75)
AND = replace(XOR, targets=np.array([[-1.0], [-1.0], [-1.0], [1.0]]))


@st.composite
def batches(draw, shapes=None, rates=(0.5, 1.0, 0.1, 0.125)):
    """Batches with as many rows as columns or not; in half of them the first column is the bias's."""
    some = st.one_of(sizes(2, 1, 4), st.sampled_from([(2, 2), (3, 3)]))
    rows, columns = draw(some if shapes is None else st.sampled_from(shapes))
    inputs = draw(arrays((rows, columns)))
    if draw(st.booleans()):
        inputs[:, 0] = 1.0
    return Batch(
        weights=draw(arrays((columns, 1))),
        inputs=inputs,
        targets=draw(arrays((rows, 1))),
        learning_rate=draw(st.sampled_from(rates)),
    )


def new_weights(impl, batch):
    """Return the weights after one step."""
    answer = impl.lms_step(batch.weights, batch.inputs, batch.targets, learning_rate=batch.learning_rate)
    return numbers(answer, batch.weights.shape, part="weights")


def step(impl, batch):
    """Return by how much one step moves the weights."""
    after = new_weights(impl, batch)
    return after - batch.weights.astype(after.dtype if after.dtype.kind == "f" else float)


def right_step(batch):
    """Return the right step, row by row."""
    steps = [
        (target - row @ batch.weights)[0] * row
        for row, target in zip(batch.inputs, batch.targets, strict=True)
    ]
    return batch.learning_rate * np.mean(steps, axis=0)[:, np.newaxis]


@check("contract", points=1)
@given(batch=batches())
@example(batch=ONWARD)
@example(batch=XOR)
def test_the_new_weights_are_a_column_and_the_inputs_stay(impl, batch):
    """A column of weights comes back, the same again, another for other targets; the inputs stay."""
    first, again = new_weights(impl, batch), new_weights(impl, batch)
    other = new_weights(impl, replace(batch, targets=batch.targets + 1.0))
    unchanged(impl)
    holds(np.array_equal(first, again), first=first.tolist(), again=again.tolist())
    if np.any(batch.inputs.sum(axis=0)):
        holds(
            np.any(first != other),
            weights=first.tolist(),
            weights_for_targets_larger_by_1=other.tolist(),
        )


@check("values", points=3, cases=50)
@given(batch=batches())
@example(batch=FROM_ZERO)
@example(batch=ONWARD)
def test_the_step_is_the_mean_of_error_times_input(impl, batch):
    """The step is the learning rate times the mean over the rows of error times input."""
    same(
        step(impl, batch),
        right_step(batch),
        part="step, from the old weights to the new",
        sizes=batch.sizes,
        scale=batch.scale,
    )


@check("values", points=1)
@given(batch=batches(), shift=st.sampled_from([1.0, -2.0, 4.0]))
@example(batch=ONWARD, shift=1.0)
def test_right_outputs_move_nothing_and_a_common_error_the_bias(impl, batch, shift):
    """Right outputs move nothing; if all targets rise by one, the bias rises by the learning rate."""
    inputs = batch.inputs.copy()
    inputs[:, 0] = 1.0
    outputs = inputs @ batch.weights
    reached = replace(batch, inputs=inputs, targets=outputs)
    same(step(impl, reached), np.zeros_like(batch.weights), part="step from right outputs", scale=batch.scale)
    missed = replace(reached, targets=outputs + shift)
    same(
        step(impl, missed)[0],
        [shift * batch.learning_rate],
        part=f"step of the bias, targets {shift:+g}",
        sizes=batch.sizes,
        scale=missed.scale,
    )


@check("values", points=1)
@given(batch=batches(), times=st.integers(2, 4))
@example(batch=FROM_ZERO, times=2)
@example(batch=ONWARD, times=3)
def test_repeating_all_rows_changes_nothing(impl, batch, times):
    """A batch in which every row is repeated gives the same step."""
    repeated = replace(
        batch, inputs=np.tile(batch.inputs, (times, 1)), targets=np.tile(batch.targets, (times, 1))
    )
    same(
        step(impl, repeated),
        right_step(batch),
        part="step of the batch repeated",
        sizes={"times": times} | repeated.sizes,
        scale=batch.scale,
    )


@check("gradients", points=2)
@given(batch=batches(rates=(1.0, 0.5)))
@example(batch=ONWARD)
def test_the_step_goes_down_the_slope_of_half_the_mean_squared_error(impl, batch):
    """The step is minus the learning rate times the gradient of half the mean squared error."""

    def loss(weights):
        return np.mean((batch.targets - batch.inputs @ weights) ** 2) / 2

    gradient = step(impl, batch) / -batch.learning_rate
    same_gradient(gradient, loss, batch.weights, part="step / -learning_rate")


@check("edges", points=1)
@given(batch=batches(shapes=[(1, 1), (1, 2), (1, 3), (2, 1), (3, 1)]))
@example(batch=ONE_ROW)
@example(batch=small([2], [[1], [3]], [1, 2], 0.5))
def test_one_row_or_one_weight_is_a_batch_too(impl, batch):
    """One row alone, or one weight alone, follows the same rule."""
    same(
        step(impl, batch),
        right_step(batch),
        part="step, from the old weights to the new",
        sizes=batch.sizes,
        scale=batch.scale,
    )


@check("use", points=1, cases=12)
@given(weights=arrays((3, 1)), targets=arrays((4, 1)))
@example(weights=AND.weights, targets=AND.targets)
@example(weights=XOR.weights, targets=XOR.targets)
def test_step_by_step_the_weights_approach_least_squares(impl, weights, targets):
    """Step by step the weights approach those of least squares; for XOR, these are zero."""
    now = replace(XOR, weights=weights, targets=targets)
    for _ in range(8):
        now = replace(now, weights=new_weights(impl, now))
    best = np.linalg.lstsq(XOR.inputs, targets, rcond=None)[0]
    left = (1 - XOR.learning_rate) ** 8  # of the distance: these inputs bend the loss alike in all directions
    same(now.weights, best + left * (weights - best), part="weights after 8 steps", scale=8.0)
