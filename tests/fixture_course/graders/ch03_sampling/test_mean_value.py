"""What an estimate at random points is: these checks pass functions and generators."""

import math

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, same


def square(x):
    return x**2


def line(x):
    return 1.0 + 2.0 * x


FUNCTIONS = st.sampled_from([square, line, math.cos])
RNG = st.integers(0, 9).map(np.random.default_rng)
SAMPLES = st.integers(1, 6)


@check("contract", points=3)
@given(rng=RNG, samples=SAMPLES)
@example(rng=np.random.default_rng(0), samples=2)
def test_the_function_is_asked_once_at_each_point(impl, rng, samples):
    """The function is asked once at each point that the generator draws."""
    asked = []

    def function(x):
        asked.append(float(x))
        return 1.0

    impl.mean_value(function, -1.0, 3.0, samples, rng)
    same(np.array(asked), rng.uniform(-1.0, 3.0, samples), part="points")


@check("values", points=7)
@given(function=FUNCTIONS, rng=RNG, samples=SAMPLES)
@example(function=square, rng=np.random.default_rng(3), samples=2)
def test_the_mean_is_taken_over_the_points(impl, reference, function, rng, samples):
    """The mean is taken over the points; the same generator gives it twice."""
    first, again = (impl.mean_value(function, -1.0, 3.0, samples, rng) for _ in range(2))
    same(first, reference.mean_value(function, -1.0, 3.0, samples, rng))
    holds(first == again, first=first, again=again)
