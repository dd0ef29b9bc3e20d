"""What a right confusion matrix is."""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, same, same_labels, unchanged


@dataclass(frozen=True)
class Outcome:
    """What some examples are, what they were taken for, and how many classes there are."""

    true_labels: np.ndarray
    predicted_labels: np.ndarray
    classes: int

    @classmethod
    def of(cls, true_labels, predicted_labels, classes):
        """Return an outcome written in plain lists."""
        return cls(np.array(true_labels), np.array(predicted_labels), classes)

    @property
    def arguments(self):
        """What the function is called with."""
        return self.true_labels, self.predicted_labels, self.classes

    @property
    def pairs(self):
        """The two labels of each example."""
        return list(zip(self.true_labels.tolist(), self.predicted_labels.tolist(), strict=True))

    @property
    def counts(self):
        """The right matrix."""
        every = range(self.classes)
        return np.array([[self.pairs.count((i, j)) for j in every] for i in every])


@st.composite
def outcomes(draw, fewest_classes=1, most_classes=4):
    """Outcomes in which some pairs of labels repeat and others, or whole classes, are missing."""
    classes = draw(st.integers(fewest_classes, most_classes))
    shape = (draw(st.integers(1, 8)),)
    true, other = (draw(arrays(shape, list(range(classes)))).astype(int) for _ in range(2))
    is_right = draw(arrays(shape, [0, 1])).astype(bool)
    return Outcome(true, np.where(is_right, true, other), classes)


def matrix(impl, outcome):
    """Return the matrix that came back, with a row and a column for each class."""
    return numbers(impl.confusion_matrix(*outcome.arguments), (outcome.classes, outcome.classes))


SOME_MISSING = Outcome.of([0, 2], [0, 0], 4)
TWO = Outcome.of([0, 0, 1, 1], [0, 1, 1, 1], 2)
THREE = Outcome.of([0, 0, 0, 1, 2, 2], [1, 1, 0, 1, 0, 2], 3)


@check("contract", points=1)
@given(outcome=outcomes(fewest_classes=2))
@example(outcome=TWO)
@example(outcome=SOME_MISSING)
def test_a_square_of_integers(impl, outcome):
    """A row and a column for each class, integers that add up to the number of examples; labels stay."""
    found = matrix(impl, outcome)
    unchanged(impl)
    holds(found.dtype.kind in "iu", dtype=f"{found.dtype}, but counts are integers")
    same(found.sum(), len(outcome.pairs), part="sum of all counts")


@check("values", points=2)
@given(outcome=outcomes())
@example(outcome=TWO)
@example(outcome=THREE)
def test_each_entry_counts_examples_of_one_class_taken_for_another(impl, outcome):
    """Row i, column j counts the examples of class i that were taken for class j."""
    same(matrix(impl, outcome), outcome.counts, sizes={"N": len(outcome.true_labels)})


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=THREE)
def test_rows_and_columns_add_up(impl, outcome):
    """A row adds up to the examples of its class, a column to how often its class was predicted."""
    found = matrix(impl, outcome)
    sums = {
        "sums of the rows": (1, outcome.true_labels),
        "sums of the columns": (0, outcome.predicted_labels),
    }
    for name, (axis, labels) in sums.items():
        right = [labels.tolist().count(k) for k in range(outcome.classes)]
        same(found.sum(axis=axis), right, part=name)


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=TWO)
@example(outcome=THREE)
def test_the_diagonal_is_what_was_told_right(impl, outcome):
    """What stands on the diagonal is the share of all that accuracy says."""
    found = matrix(impl, outcome)
    accuracy = sum(i == j for i, j in outcome.pairs) / len(outcome.pairs)
    holds(found.any(), matrix=found.tolist())
    same(np.trace(found) / found.sum(), accuracy, part="sum of the diagonal / sum of all")


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=THREE)
def test_exchanged_labels_give_the_transpose(impl, outcome):
    """With true and predicted labels exchanged, rows and columns are exchanged too."""
    exchanged = Outcome(outcome.predicted_labels, outcome.true_labels, outcome.classes)
    same(matrix(impl, exchanged), outcome.counts.T, part="with the labels exchanged")


@check("values", points=0.5)
@given(outcome=outcomes(fewest_classes=2), cut=st.integers(1, 7))
@example(outcome=THREE, cut=2)
def test_batches_add_up(impl, outcome, cut):
    """Of two batches, one after the other, the matrices add up to the matrix of all."""
    counted = [
        matrix(impl, Outcome(outcome.true_labels[rows], outcome.predicted_labels[rows], outcome.classes))
        for rows in (slice(None, cut), slice(cut, None))
        if len(outcome.true_labels[rows])
    ]
    whole = matrix(impl, outcome)
    same(sum(counted), whole, labels=("added up", "of all"))
    holds(whole.any(), matrix_of_all=whole.tolist())


@check("values", points=0.5)
@given(outcome=outcomes(fewest_classes=2), shift=st.integers(1, 3))
@example(outcome=THREE, shift=1)
def test_classes_under_other_numbers_take_their_counts_along(impl, outcome, shift):
    """Classes that get other numbers take their rows and columns along."""
    true, predicted, classes = outcome.arguments
    renamed = Outcome((true + shift) % classes, (predicted + shift) % classes, classes)
    expected = np.roll(outcome.counts, shift % classes, axis=(0, 1))
    same(matrix(impl, renamed), expected, part=f"with {shift} added to every class, modulo {classes}")


@check("edges", points=1)
@given(pair=st.tuples(st.integers(0, 2), st.integers(0, 2)), count=st.integers(2, 300))
@example(pair=(0, 1), count=3)
@example(pair=(1, 1), count=260)
def test_examples_that_are_alike_all_count(impl, pair, count):
    """Examples with the same two labels are all counted, however many they are."""
    found = matrix(impl, Outcome(*(np.full(count, label) for label in pair), 3))
    right = np.zeros((3, 3), dtype=int)
    right[pair] = count
    same(found, right)


@check("edges", points=1)
@given(outcome=outcomes(), more=st.integers(1, 2))
@example(outcome=TWO, more=1)
def test_a_class_that_occurs_nowhere_has_zeros(impl, outcome, more):
    """A class that occurs nowhere has a row and a column of zeros."""
    found = matrix(impl, Outcome(outcome.true_labels, outcome.predicted_labels, outcome.classes + more))
    same(found, np.pad(outcome.counts, (0, more)), part=f"with {more} more in `classes`")


@st.composite
def confusions(draw):
    """Outcomes in which one class is taken for one other more often than any other for any."""
    classes = draw(st.integers(3, 5))
    right = draw(arrays((3,), list(range(classes)))).astype(int)
    true, wrong = draw(st.permutations(range(classes)))[:2]
    back = draw(st.integers(0, 1))
    pairs = [(k, k) for k in right] + [(true, wrong)] * 3 + [(wrong, true)] * back
    order = np.random.default_rng(draw(st.integers(0, 99))).permutation(len(pairs))
    return Outcome.of(*np.array(pairs)[order].T, classes)


@check("use", points=1)
@given(outcome=confusions())
@example(outcome=Outcome.of([0, 2, 2, 1, 2], [0, 1, 2, 2, 1], 3))
def test_the_most_frequent_confusion_is_found(impl, outcome):
    """Off the diagonal, the largest count names a class and what it is most often taken for."""
    mistakes = np.where(np.eye(outcome.classes), 0, matrix(impl, outcome))
    right = max(((i, j) for i, j in outcome.pairs if i != j), key=outcome.pairs.count)
    place = np.unravel_index(mistakes.argmax(), mistakes.shape)
    same_labels([int(k) for k in place], right, part="class, and what it is taken for")
