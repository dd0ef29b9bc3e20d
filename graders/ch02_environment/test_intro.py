"""What centred values are."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, quarters, same, unchanged

VALUES = arrays(st.integers(1, 5).map(lambda size: (size,)), quarters(-8, 8))


@check("contract", points=2)
@given(values=VALUES)
@example(values=np.array([1.0, 2.0, 6.0]))
def test_the_shape_is_kept_and_the_values_stay(impl, values):
    """The answer is new numbers in the shape of the values, and those stay as they were."""
    once, twice = (numbers(impl.center(factor * values), values.shape) for factor in (1.0, 2.0))
    unchanged(impl)
    holds(np.isfinite(once).all(), answer=once)
    if np.mean(values) and np.ptp(values):
        holds(np.any(once != values) and np.any(once != twice), answer=once)


@check("values", points=3)
@given(values=VALUES)
@example(values=np.array([0.0, 3.0]))
@example(values=np.array([1.0, 2.0, 6.0]))
def test_the_mean_is_zero(impl, values):
    """The mean of what comes back is zero."""
    centered = numbers(impl.center(values), values.shape)
    same(np.mean(centered), 0.0, part="mean of the answer", scale=float(np.max(np.abs(values))))
    if np.ptp(values):
        holds(np.ptp(centered) > 0, answer=centered)


@check("values", points=2)
@given(values=VALUES, constant=st.sampled_from([1.0, -3.0, 10.0, 100.0]))
@example(values=np.array([1.0, 2.0, 6.0]), constant=10.0)
def test_adding_a_constant_changes_nothing(impl, values, constant):
    """Adding one number to every value changes nothing; doubling them doubles the answer."""
    scale = float(np.max(np.abs(values)) + abs(constant))
    plain = numbers(impl.center(values), values.shape)
    holds(np.isfinite(plain).all(), answer=plain)
    same(impl.center(values + constant), plain, labels=("with it", "without"), scale=scale)
    same(impl.center(2 * values), 2 * plain, labels=("of twice", "twice"), scale=2 * scale)
    if np.ptp(values):
        holds(np.ptp(plain) > 0, answer=plain)


@check("values", points=3)
@given(values=VALUES)
@example(values=np.array([0.0, 3.0]))
@example(values=np.array([1.0, 2.0, 6.0]))
@example(values=np.array([-4.0]))
def test_every_value_loses_the_mean(impl, reference, values):
    """Every value loses the mean, and nothing else happens to it."""
    scale = float(np.max(np.abs(values)))
    same(impl.center(values), reference.center(values), sizes={"N": len(values)}, scale=scale)
