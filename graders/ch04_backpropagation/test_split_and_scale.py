"""What it is to split and scale data rightly."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    labels,
    numbers,
    parts,
    quarters,
    same,
    same_labels,
    sizes,
    unchanged,
)

PARTS = ("scaled_train", "scaled_test")


@dataclass(frozen=True)
class Share:
    """A number of examples, and the share of them that is kept for the test."""

    count: int
    test_fraction: float


@dataclass(frozen=True)
class Values:
    """Training and test values."""

    train: np.ndarray
    test: np.ndarray

    @classmethod
    def of(cls, train, test):
        """Return values written in plain lists."""
        return cls(np.array(train, float), np.array(test, float))

    @property
    def scaled(self):
        """The right answer, where the training values are not all alike."""
        smallest, largest = self.train.min(), self.train.max()
        return tuple((values - smallest) / (largest - smallest) for values in (self.train, self.test))


@st.composite
def shares(draw):
    """Shares that are no whole number, nor so near to one that rounding could decide."""
    hundredths = draw(st.integers(1, 99))
    count = draw(st.integers(1, 40))
    while count * hundredths % 100 == 0:
        count += 1
    return Share(count, hundredths / 100)


@st.composite
def whole_shares(draw):
    """Shares, in eighths, that are a whole number to the bit."""
    fraction = Fraction(draw(st.integers(0, 8)), 8)
    return Share(fraction.denominator * draw(st.integers(1, 6)), float(fraction))


@st.composite
def values(draw):
    """Values of which the training ones have a range; some test values lie outside of it."""
    rows, test_rows, columns = draw(st.one_of(sizes(3), st.sampled_from([(2, 2, 2), (3, 3, 3), (1, 1, 2)])))
    elements = draw(st.sampled_from([quarters(), quarters(0, 16), quarters(10, 12)]))
    train, test = (draw(arrays((count, columns), elements)) for count in (rows, test_rows))
    assume(np.ptp(train) > 0)
    return Values(train, 1.5 * test)


@st.composite
def constant_values(draw):
    """Values of which the training ones are all alike; some of the test ones may be like them."""
    rows, test_rows, columns = draw(sizes(3, high=4))
    value = draw(quarters())
    return Values(
        np.full((rows, columns), value), draw(arrays((test_rows, columns), [value, value + 3, -1.25]))
    )


def counts(impl, share):
    """Return the two counts, both integers."""
    answer = parts(impl.split_counts(share.count, share.test_fraction), "train", "test")
    return labels(list(answer), length=2, part="train, test").tolist()


def scaled(impl, data):
    """Return both scaled arrays, each in the shape of its values."""
    answer = parts(impl.scale_to_unit(data.train, data.test), *PARTS)
    shapes = (data.train.shape, data.test.shape)
    return tuple(
        numbers(part, shape, part=name) for part, shape, name in zip(answer, shapes, PARTS, strict=True)
    )


def same_scaled(impl, data, right):
    """Hold both scaled arrays to the right ones."""
    for found, expected, name in zip(scaled(impl, data), right, PARTS, strict=True):
        same(found, expected, part=name, scale=max(1.0, float(np.max(np.abs(right[1])))))


PIXELS = Values.of([[0, 16], [4, 8]], [[12, 20]])
COLUMNS = Values.of([[1, 5], [3, 9]], [[2, 7]])
NARROW = Values.of([[10, 11], [12, 10]], [[9, 13]])


@check("contract", points=0.5)
@given(share=shares())
@example(share=Share(10, 0.25))
def test_two_counts_that_add_up(impl, share):
    """Two integers come back, neither below 0, and they add up to `count`."""
    train, test = counts(impl, share)
    holds(min(train, test) >= 0, train=train, test=test)
    same(train + test, share.count, part="train + test")


@check("contract", points=1)
@given(data=values())
@example(data=COLUMNS)
def test_both_arrays_in_their_shapes(impl, data):
    """Both arrays come back scaled, each in its shape, the first from 0 to 1; the inputs stay."""
    train, _ = scaled(impl, data)
    unchanged(impl)
    low, high = float(train.min()), float(train.max())
    shown = {"smallest of scaled_train": f"{low:.6g}", "largest": f"{high:.6g}"}
    holds(-1e-6 <= low < high <= 1 + 1e-6, **shown)


@check("values", points=1.5)
@given(share=shares())
@example(share=Share(1797, 0.25))
@example(share=Share(10, 0.25))
@example(share=Share(9, 0.4))
def test_the_share_of_the_test_set_is_rounded_up(impl, share):
    """The test set has its share of all examples, rounded up to a whole number."""
    test = math.ceil(share.count * share.test_fraction)
    same_labels(counts(impl, share), [share.count - test, test], part="train, test")


@check("values", points=1)
@given(data=values())
@example(data=COLUMNS)
@example(data=NARROW)
def test_the_training_values_fill_the_range_from_0_to_1(impl, data):
    """The smallest training value goes to 0, the largest to 1."""
    train, _ = scaled(impl, data)
    for place, name in ((data.train.argmin(), "smallest"), (data.train.argmax(), "largest")):
        same(train.ravel()[place], float(name == "largest"), part=f"{name} training value, scaled", scale=1.0)


@check("values", points=1.5, cases=40)
@given(data=values())
@example(data=PIXELS)
@example(data=COLUMNS)
@example(data=NARROW)
def test_every_value_goes_to_its_place_in_the_range(impl, data):
    """Every value goes to its place in the range of the training values."""
    same_scaled(impl, data, data.scaled)


@check("values", points=1)
@given(data=values(), row=st.integers(0, 4))
@example(data=Values.of([[1, 2], [2, 5]], [[2, 2]]), row=0)
def test_the_same_value_goes_to_the_same_place(impl, data, row):
    """A value that comes up again, in another column or in the test set, goes to the same place."""
    again = data.train[[row % len(data.train)], ::-1]
    train, test = scaled(impl, Values(data.train, again))
    same(
        test,
        train[[row % len(train)], ::-1],
        part="a training row, reversed",
        labels=("as test", "as training"),
    )
    same(np.ptp(train), 1.0, part="largest less smallest of scaled_train")


@check("values", points=1)
@given(data=values(), factor=st.sampled_from([0.25, 3.0, 100.0]), shift=st.sampled_from([0.0, -2.0, 7.5]))
@example(data=COLUMNS, factor=100.0, shift=0.0)
@example(data=COLUMNS, factor=3.0, shift=-2.0)
def test_the_unit_does_not_matter(impl, data, factor, shift):
    """In another unit, with another zero, the same data give the same numbers."""
    other = Values(data.train * factor + shift, data.test * factor + shift)
    same_scaled(impl, other, data.scaled)


@check("edges", points=0.5)
@given(share=whole_shares())
@example(share=Share(8, 0.25))
@example(share=Share(6, 0.5))
@example(share=Share(3, 0.0))
def test_a_whole_share_stays_as_it_is(impl, share):
    """A share that is a whole number already, be it none or all, stays as it is."""
    test = int(share.count * share.test_fraction)
    same_labels(counts(impl, share), [share.count - test, test], part="train, test")


@check("edges", points=1)
@given(data=constant_values())
@example(data=Values.of([[2], [2]], [[2], [5], [1]]))
def test_values_that_are_all_alike_go_to_zero(impl, data):
    """Training values that are all alike go to 0, and test values to their distance from them."""
    same_scaled(impl, data, (np.zeros(data.train.shape), data.test - data.train[0, 0]))


@check("use", points=1)
@given(data=values(), far=st.sampled_from([-20.0, 40.0]))
@example(data=COLUMNS, far=40.0)
def test_the_test_set_decides_nothing(impl, data, far):
    """One test value, however far away, changes the scaling of no other value."""
    test = np.vstack([data.test, np.full((1, data.test.shape[1]), far)])
    train_before, test_before = data.scaled
    train, found = scaled(impl, Values(data.train, test))
    same(train, train_before, part="scaled_train", labels=("with it", "without it"))
    same(found[:-1], test_before, part="scaled_test, the other rows", labels=("with it", "without it"))
    span = np.ptp(data.train)
    right = (far - data.train.min()) / span
    same(found[-1], np.full(found.shape[1], right), part="scaled_test, that value")
