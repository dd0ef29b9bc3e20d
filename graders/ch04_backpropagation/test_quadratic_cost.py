"""What a right quadratic cost is."""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, same, sizes, unchanged

ALIKE = [(2, 2), (3, 3)]
"""Shapes in which N and K are one number."""


SHAPES = st.one_of(sizes(2, 1, 4), st.sampled_from([(2, 2), (3, 3)]))
"""Of as many rows as columns, or not."""


@dataclass(frozen=True)
class Batch:
    """Targets, and what a network gave instead."""

    targets: np.ndarray
    outputs: np.ndarray

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return dict(zip("NK", self.targets.shape, strict=True))

    @property
    def right(self):
        """The cost by its definition, row by row."""
        rows = zip(self.targets.tolist(), self.outputs.tolist(), strict=True)
        return np.mean([sum((t - y) ** 2 for t, y in zip(*row, strict=True)) / 2 for row in rows])

    def ask(self, impl):
        """The cost as `impl` has it: one number."""
        return numbers(impl.quadratic_cost(self.targets, self.outputs), (), part="cost")


def small(targets, outputs):
    """Return a batch written in plain lists."""
    return Batch(np.array(targets, float), np.array(outputs, float))


@st.composite
def batches(draw):
    """Batches of a few rows, of quarters."""
    shape = draw(SHAPES)
    return Batch(draw(arrays(shape)), draw(arrays(shape)))


ONE_ROW = small([[1, 0, 2]], [[0, 0, 4]])
TWO_ROWS = small([[0, 1, 0], [1, 0, 0]], [[2, 1, 0], [0, 0, 3]])
SQUARE = small([[1, 0], [0, 1]], [[0, 3], [-1, 1]])
COLUMN = small([[0], [1], [2], [3]], [[1], [1], [4], [0]])


@check("contract", points=1)
@given(batch=batches())
@example(batch=TWO_ROWS)
@example(batch=SQUARE)
def test_one_number_comes_back_and_the_inputs_stay(impl, batch):
    """One number comes back, the same again, a larger one for worse outputs; the inputs stay."""
    first, again = batch.ask(impl), batch.ask(impl)
    farther = batch.outputs + np.where(batch.outputs >= batch.targets, 1.0, -1.0)
    worse = Batch(batch.targets, farther).ask(impl)
    unchanged(impl)
    shown = {"first": first, "again": again, "all outputs off by 1 more": worse}
    holds(first == again < worse, **{name: float(number) for name, number in shown.items()})


@check("values", points=3, cases=40)
@given(batch=batches())
@example(batch=ONE_ROW)
@example(batch=TWO_ROWS)
@example(batch=SQUARE)
def test_the_cost_is_half_the_squared_distance_averaged_over_the_rows(impl, batch):
    """The cost is half the squared distance from the targets, averaged over the rows."""
    same(batch.ask(impl), batch.right, part="cost", sizes=batch.sizes)


@check("values", points=1)
@given(
    targets=SHAPES.flatmap(arrays),
    error=st.sampled_from([1.0, -1.0, 0.5, -2.0, 3.0]),
    row=st.integers(0, 3),
    column=st.integers(0, 3),
)
@example(targets=ONE_ROW.targets, error=3.0, row=0, column=1)
@example(targets=TWO_ROWS.targets, error=-2.0, row=1, column=0)
def test_one_output_that_is_off(impl, targets, error, row, column):
    """If one output alone is off by d, above or below, the cost is d²/2 divided by N."""
    place = row % targets.shape[0], column % targets.shape[1]
    outputs = targets.copy()
    outputs[place] += error
    batch = Batch(targets, outputs)
    part = f"cost of outputs that are right but for [{place[0]}, {place[1]}], off by {error:g}"
    same(batch.ask(impl), error**2 / 2 / len(targets), part=part, sizes=batch.sizes)


@check("values", points=1)
@given(batch=batches(), times=st.integers(2, 4))
@example(batch=ONE_ROW, times=3)
@example(batch=TWO_ROWS, times=2)
def test_repeating_all_rows_changes_nothing(impl, batch, times):
    """A batch in which every row is repeated costs the same."""
    repeated = Batch(np.tile(batch.targets, (times, 1)), np.tile(batch.outputs, (times, 1)))
    found = repeated.ask(impl)
    same(found, batch.right, part="cost of the batch repeated", sizes=repeated.sizes | {"times": times})


@check("values", points=1)
@given(batch=batches(), more=st.integers(1, 3))
@example(batch=ONE_ROW, more=3)
@example(batch=COLUMN, more=1)
def test_outputs_that_are_right_add_nothing(impl, batch, more):
    """Further columns of outputs, all of them right, add nothing to the cost and take nothing off."""
    right = np.ones((len(batch.targets), more))
    wider = Batch(np.hstack([batch.targets, right]), np.hstack([batch.outputs, right]))
    same(wider.ask(impl), batch.right, part="cost with the columns added", sizes=wider.sizes)


@check("gradients", points=1, cases=12)
@given(batch=batches())
@example(batch=ONE_ROW)
@example(batch=COLUMN)
def test_the_slope_by_each_output_is_its_error_over_n(impl, batch):
    """Moving one output changes the cost at the rate (outputs - targets) / N, without any 2."""
    slopes = []
    for place in np.ndindex(batch.outputs.shape):
        step = np.zeros(batch.outputs.shape)
        step[place] = 1.0
        ahead, back = (Batch(batch.targets, batch.outputs + s * step).ask(impl) for s in (1.0, -1.0))
        slopes.append((ahead - back) / 2)  # of a square, that is the slope itself, whatever the step
    same(
        np.reshape(slopes, batch.outputs.shape),
        (batch.outputs - batch.targets) / len(batch.targets),
        part="slope of the cost by each output",
        sizes=batch.sizes,
        scale=1.0 + float(batch.right),
    )


@check("edges", points=1)
@given(targets=SHAPES.flatmap(arrays), error=st.sampled_from([1.0, 0.25]))
@example(targets=ONE_ROW.targets, error=1.0)
@example(targets=TWO_ROWS.targets, error=0.25)
def test_errors_of_opposite_sign_do_not_cancel(impl, targets, error):
    """Right outputs cost exactly 0; errors of opposite sign do not cancel, in a row or a column."""
    same(Batch(targets, targets).ask(impl), 0.0, part="cost of right outputs")
    signs = np.where(np.indices(targets.shape).sum(axis=0) % 2, -1.0, 1.0)
    batch = Batch(targets, targets + error * signs)
    part = f"cost of outputs that are off by {error:g}, above and below by turns"
    same(batch.ask(impl), error**2 / 2 * targets.shape[1], part=part, sizes=batch.sizes)


@check("use", points=1)
@given(labels=st.lists(st.integers(0, 7), min_size=1, max_size=4), classes=st.sampled_from([2, 4, 8]))
@example(labels=[1], classes=4)
@example(labels=[0, 3, 1], classes=4)
def test_a_network_that_knows_nothing(impl, labels, classes):
    """A network that gives 1/K to each of K classes costs (1 - 1/K)/2, whichever classes are right."""
    targets = np.eye(classes, dtype=int)[[label % classes for label in labels]]
    batch = Batch(targets, np.full(targets.shape, 1 / classes))
    same(batch.ask(impl), (1 - 1 / classes) / 2, part="cost", sizes=batch.sizes)
