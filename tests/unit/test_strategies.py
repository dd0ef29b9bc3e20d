"""Data for graders: hard on purpose, short enough to read, and what it says it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from gradcheck.checks import check
from gradcheck.strategies import (
    arrays,
    log_probability_rows,
    magnitudes,
    probability_rows,
    quarters,
    shapes,
    sizes,
)
from gradcheck.tape import record


def drawn(strategy, count=400):
    """Return what a check would be run on."""

    @check("values", points=1, cases=count)
    @given(x=strategy)
    def test_something(impl, x):
        """Something holds."""

    return [case.arguments["x"] for case in record(test_something.__gradcheck__, 0, "ch00/none")]


@given(quarters(-2.1, 3.3))
def test_quarters_are_multiples_within_their_bounds(number):
    assert -2 <= number <= 3.25
    assert number * 4 == round(number * 4)
    assert number == np.float16(number) == np.float32(number)
    assert len(f"{number:g}") <= 5


@pytest.mark.parametrize(
    ("low", "high", "edges"), [(0.1, 0.6, (0.25, 0.5)), (-0.6, 1, (-0.5, 1)), (0.25, 4, (0.25, 4))]
)
def test_quarters_reach_their_bounds_and_not_beyond(low, high, edges):
    found = drawn(quarters(low, high))
    assert (min(found), max(found)) == edges


@given(magnitudes(-6, 3))
def test_magnitudes_have_one_digit_and_any_size(number):
    assert number == 0 or 1e-6 <= abs(number) <= 9e3
    assert number == float(f"{number:.0e}")
    assert str(number) != "-0.0"


def test_magnitudes_are_of_every_size_and_sign_and_seldom_zero():
    found = np.concatenate(drawn(arrays((8,), magnitudes(-9, 2))))
    assert 0.02 < np.mean(found == 0) < 0.25
    assert 0.3 < np.mean(found < 0) < 0.6
    assert set(np.floor(np.log10(np.abs(found[found != 0])))) == set(range(-9, 3))


@given(st.integers(0, 4), st.data())
def test_sizes_are_distinct(count, data):
    found = data.draw(sizes(count, 2, 5))
    assert len(found) == len(set(found)) == count
    assert all(2 <= size <= 5 for size in found)


def test_more_sizes_than_there_are_is_the_graders_mistake():
    with pytest.raises(ValueError, match="no 5 distinct sizes from 1 to 4"):
        sizes(5, 1, 4)


def test_shapes_are_of_every_number_of_axes_with_ones_among_them():
    found = drawn(shapes(3, 4))
    assert {len(shape) for shape in found} == {0, 1, 2, 3}
    assert all(len(set(shape)) == len(shape) and max(shape, default=1) <= 4 for shape in found)
    assert np.mean([1 in shape for shape in found]) > 0.2


def test_arrays_have_zeros_negatives_and_ties_and_either_order():
    found = drawn(arrays((3, 4)))
    together = np.stack(found)
    assert together.dtype == float
    assert together.shape[1:] == (3, 4)
    assert np.mean([(a == 0).any() for a in found]) > 0.2
    assert np.mean(together < 0) > 0.25
    assert np.mean([len(np.unique(a)) < a.size for a in found]) > 0.5
    assert 0.2 < np.mean([a.flags.f_contiguous for a in found]) < 0.8


def test_arrays_may_have_drawn_shapes_and_other_elements():
    found = drawn(arrays(shapes(2, 3), st.sampled_from([5.0, 7.0])), count=100)
    assert {a.ndim for a in found} == {0, 1, 2}
    assert all(np.isin(a, [5.0, 7.0]).all() for a in found)
    (empty,) = drawn(arrays((0, 3)), count=1)
    assert empty.shape == (0, 3)


def test_arrays_do_not_share_memory():
    one, other = drawn(arrays((2,), st.just(1.0)), count=1)[0], drawn(arrays((2,), st.just(1.0)), count=1)[0]
    one[:] = 9
    assert other.tolist() == [1, 1]


@given(st.integers(1, 3), st.integers(1, 5), st.data())
def test_probability_rows_sum_to_one_without_ties(rows, classes, data):
    found = data.draw(probability_rows(rows, classes))
    assert found.shape == (rows, classes)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert (found > 0).all()
    assert all(len(np.unique(row)) == classes for row in found)


@given(st.integers(1, 3), st.integers(1, 5), st.booleans(), st.data())
def test_log_probability_rows_sum_to_one(rows, classes, impossible, data):
    found = data.draw(log_probability_rows(rows, classes, impossible))
    assert found.shape == (rows, classes)
    np.testing.assert_allclose(np.exp(found).sum(axis=1), 1)
    assert impossible or np.isfinite(found).all()


def test_impossible_events_come_up_often():
    assert np.mean([np.isinf(a).any() for a in drawn(log_probability_rows(2, 4), 200)]) > 0.2


@pytest.mark.parametrize(
    ("strategy", "condition", "simplest"),
    [
        (quarters(), lambda x: x > 1, 1.25),
        (magnitudes(), lambda x: x != 0, 1.0),
        (arrays((2,)), lambda a: a.any(), [1.0, 1.0]),
        (shapes(), lambda s: len(s) == 2, (1, 2)),
    ],
)
def test_a_failing_case_shrinks_to_short_numbers(strategy, condition, simplest):
    np.testing.assert_array_equal(find(strategy, condition), simplest)
