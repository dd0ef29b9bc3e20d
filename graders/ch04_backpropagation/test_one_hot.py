"""What right one-hot rows are, and what it is to read them."""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, labels, numbers, raises, same, same_labels, unchanged


@dataclass(frozen=True)
class Batch:
    """The labels of a batch, and how many classes there are."""

    labels: np.ndarray
    classes: int

    @property
    def rows(self):
        """The right rows."""
        return np.where(self.labels[:, np.newaxis] == np.arange(self.classes), 1.0, 0.0)

    @property
    def with_next_classes(self):
        """A batch in which every label is another: the next class, and after the last the first."""
        return Batch((self.labels + 1) % self.classes, self.classes)


@st.composite
def batches(draw, rows=(1, 5), fewest_classes=1):
    """Batches in which classes repeat and others are missing."""
    classes = draw(st.integers(fewest_classes, 5))
    shape = (draw(st.integers(*rows)),)
    return Batch(draw(arrays(shape, list(range(classes)))).astype(int), classes)


@st.composite
def batches_with_no_class(draw):
    """Batches with one label that is no class: negative more often than too large."""
    batch = draw(batches())
    classes = batch.classes
    wrong = draw(st.sampled_from([-1, -2, -classes, classes, classes + 1]))
    place = draw(st.integers(0, len(batch.labels)))
    return Batch(np.insert(batch.labels, place, wrong), classes)


@st.composite
def outputs(draw):
    """Outputs of a network with no two alike in a row: some rows of large ones, some of negative ones."""
    shape = draw(st.sampled_from([(3, 2), (2, 3), (4, 3), (1, 4), (3, 3), (2, 5)]))
    ranks = np.random.default_rng(draw(st.integers(0, 999))).permuted(
        np.tile(np.arange(shape[1]), (shape[0], 1)), axis=1
    )
    lift = draw(arrays((shape[0], 1), [-0.25, 0.125, -2.0, 0.75]))
    return ranks / 8 + lift


ONE = Batch(np.array([1]), 3)
FEW = Batch(np.array([2, 0, 2]), 4)
TWO_CLASSES = Batch(np.array([1, 0, 1]), 2)
DIGITS = Batch(np.array([0, 9]), 10)


@check("contract", points=1)
@given(batch=batches(fewest_classes=2))
@example(batch=FEW)
@example(batch=ONE)
def test_a_row_for_each_label_and_a_column_for_each_class(impl, batch):
    """Each label gets a row, each class a column; other labels get other rows, and the labels stay."""
    rows, others = (
        numbers(impl.one_hot(b.labels, b.classes), b.rows.shape) for b in (batch, batch.with_next_classes)
    )
    unchanged(impl)
    holds(np.any(rows != others), rows_of_these_labels=rows.tolist(), rows_of_others=others.tolist())


@check("contract", points=1)
@given(rows=outputs())
@example(rows=np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))
@example(rows=np.array([[0.0, 1.0]]))
def test_a_label_for_each_row(impl, rows):
    """Each row gets one label, another one if its columns change places, and the rows stay."""
    moved = np.roll(rows, 1, axis=1)
    found, others = (labels(impl.from_one_hot(array), length=len(rows)) for array in (rows, moved))
    unchanged(impl)
    in_range = (found >= 0) & (found < rows.shape[1])
    holds(in_range.all(), labels=found.tolist(), columns=f"0 to {rows.shape[1] - 1}")
    holds(np.any(found != others), labels=found.tolist(), with_columns_moved_by_one=others.tolist())


@check("values", points=2)
@given(batch=batches())
@example(batch=FEW)
@example(batch=ONE)
@example(batch=TWO_CLASSES)
def test_the_one_stands_in_the_labels_column(impl, batch):
    """Each row holds 1 in the column of its label, and 0 in all the others."""
    same(impl.one_hot(batch.labels, batch.classes), batch.rows)


@check("values", points=2)
@given(batch=batches())
@example(batch=FEW)
@example(batch=TWO_CLASSES)
def test_there_and_back_again(impl, batch):
    """From labels to rows and from these rows back, the labels are the same."""
    rows = numbers(
        impl.one_hot(batch.labels, batch.classes), batch.rows.shape, part="one_hot(labels, classes)"
    )
    same_labels(impl.from_one_hot(rows), batch.labels, part="from_one_hot(one_hot(labels, classes))")


@check("values", points=1)
@given(rows=outputs())
@example(rows=np.array([[0.25, 0.5, 0.125], [0.75, 0.5, 0.875]]))
@example(rows=np.array([[-1.0, -0.5], [-3.0, -4.0]]))
def test_outputs_are_read_too(impl, rows):
    """Of a network's outputs, the largest in each row decides, whatever its size."""
    right = [row.index(max(row)) for row in rows.tolist()]
    same_labels(impl.from_one_hot(rows), right, part="labels")


@check("edges", points=1)
@given(batch=batches_with_no_class())
@example(batch=Batch(np.array([0, -1]), 3))
@example(batch=Batch(np.array([0, 3]), 3))
def test_a_label_that_is_no_class_raises_value_error(impl, batch):
    """A label that is no class raises ValueError; without it the rest get their rows."""
    raises(lambda: impl.one_hot(batch.labels, batch.classes), ValueError)
    inside = (batch.labels >= 0) & (batch.labels < batch.classes)
    rest = Batch(batch.labels[inside], batch.classes)
    same(impl.one_hot(rest.labels, rest.classes), rest.rows, part="the rest, without that label")


@st.composite
def ties(draw):
    """Rows in which the largest number stands at least twice."""
    rows = draw(arrays(draw(st.sampled_from([(2, 3), (3, 4), (1, 5), (4, 2)])), [0.0, 0.25, -0.5]))
    places = np.argsort(draw(arrays(rows.shape)), axis=1, kind="stable")[:, :2]
    np.put_along_axis(rows, places, 0.5, axis=1)
    return rows


@check("edges", points=0.5)
@given(rows=ties())
@example(rows=np.array([[0.0, 0.5, 0.5], [0.25, 0.25, 0.0]]))
def test_of_equals_the_first_counts(impl, rows):
    """Where several columns of a row are largest, the first of them counts."""
    right = [row.index(max(row)) for row in rows.tolist()]
    same_labels(impl.from_one_hot(rows), right, part="labels")


@check("use", points=0.5)
@given(batch=batches(fewest_classes=2))
@example(batch=Batch(np.array([1, 0]), 3))
def test_rows_can_be_subtracted(impl, batch):
    """The rows of some labels less those of others are 1, -1 and 0."""
    others = batch.with_next_classes
    mine, theirs = (numbers(impl.one_hot(b.labels, b.classes), b.rows.shape) for b in (batch, others))
    same(mine - theirs, batch.rows - others.rows, part="rows of these labels less rows of the next classes")


@check("use", points=1)
@given(batch=batches(), columns=st.integers(1, 3), seed=st.integers(0, 99))
@example(batch=FEW, columns=2, seed=0)
@example(batch=DIGITS, columns=1, seed=1)
def test_times_a_table_they_look_up_its_rows(impl, batch, columns, seed):
    """Times a table with a row for each class, they give each label's row of it."""
    table = np.random.default_rng(seed).integers(-9, 10, (batch.classes, columns)).astype(float)
    rows = numbers(
        impl.one_hot(batch.labels, batch.classes), batch.rows.shape, part="one_hot(labels, classes)"
    )
    same(rows @ table, table[batch.labels], part="one_hot(labels, classes) @ table")
