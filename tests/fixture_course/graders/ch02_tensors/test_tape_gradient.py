"""What the slope of a sum of powers is."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, quarters, same, unchanged

POINTS = arrays(st.integers(1, 4).map(lambda size: (size,)), quarters(-2, 2))


@check("values", points=6)
@given(x=POINTS, power=st.integers(1, 4))
@example(x=np.array([1.0, -2.0]), power=2)
def test_each_slope_is_the_powers_derivative(impl, x, power):
    """Each slope is the power times the next lower power."""
    same(impl.slope(x, power), power * x ** (power - 1))
    unchanged(impl)


@check("gradients", points=4)
@given(x=POINTS, power=st.integers(2, 4))
@example(x=np.array([1.0, -2.0]), power=3)
def test_it_is_the_slope_of_the_solutions(impl, reference, x, power):
    """It is what the solution's tape gives."""
    same(impl.slope(x, power), reference.slope(x, power))
