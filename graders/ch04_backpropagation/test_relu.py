"""What a right rectifier and its slope are."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    numbers,
    quarters,
    same,
    same_gradient,
    shapes,
    unchanged,
)

FEW = np.array([2.0, -1.0, 0.5])
SQUARE = np.array([[1.0, -2.0], [-0.5, 4.0]])

APART = [1.0, -1.0, 0.25, -0.25, 2.5, -3.0, 0.5, 7.0, -8.0]
"""Numbers away from the kink at zero."""


def rectified(x):
    """Return the right relu of each number."""
    return (x + np.abs(x)) / 2


def above(x):
    """Return the right slope at each number."""
    return (x > 0).astype(float)


def points(elements=None):
    """Arrays of any shape, of quarters from -4 to 4 unless `elements` are given."""
    return arrays(shapes(2), elements)


def upstream(seed, shape):
    """Return a gradient to come from above, in eighths and never zero."""
    rng = np.random.default_rng(seed)
    return rng.choice([-1.0, 1.0], shape) * rng.integers(1, 17, shape) / 8


@check("contract", points=1, cases=12)
@given(function=st.sampled_from(["relu", "relu_slope"]), x=points())
@example(function="relu", x=FEW)
@example(function="relu_slope", x=FEW)
@example(function="relu", x=SQUARE)
def test_each_number_has_an_answer_of_its_own(impl, function, x):
    """Each number has an answer of its own, in the shape of x, and x stays as it was."""
    ask = getattr(impl, function)
    found, other = numbers(ask(x), x.shape, part=function), numbers(ask(1.0 - x), x.shape, part=function)
    unchanged(impl)
    shown = {f"{function}(x)": found.tolist(), f"{function}(1 - x)": other.tolist()}
    holds(((found >= 0) & (other >= 0) & (found + other > 0)).all(), **shown)
    holds(((found != other) | ((x > 0) & (x < 1))).all(), **shown)
    for index, value in enumerate(x.ravel()):
        alone = numbers(ask(np.array([value])), (1,), part=function)
        part = f"{function} of {value:g}"
        same(found.ravel()[index], alone[0], part=part, labels=("in x", "alone"))


@check("values", points=2)
@given(x=points())
@example(x=np.array([-2.0, 0.0, 3.0]))
@example(x=FEW)
def test_what_is_above_zero_passes_and_nothing_else(impl, x):
    """What is above zero passes as it is, and all else becomes 0."""
    same(impl.relu(x), rectified(x), part="relu(x)")


@check("values", points=1)
@given(x=points())
@example(x=FEW)
def test_relu_of_x_less_relu_of_minus_x_is_x(impl, x):
    """relu(x) - relu(-x) is x, and relu(x) + relu(-x) is its absolute value."""
    one, other = (numbers(impl.relu(value), x.shape, part="relu") for value in (x, -x))
    same(one - other, x, part="relu(x) - relu(-x)")
    same(one + other, np.abs(x), part="relu(x) + relu(-x)")


@check("values", points=1)
@given(x=points([4.0, 2.5, 1.0, 0.25, 3.0, 0.0, -0.0625]), factor=st.sampled_from([4.0, 0.25, 128.0]))
@example(x=FEW, factor=4.0)
@example(x=np.array([0.5, 4.0]), factor=128.0)
def test_relu_grows_with_its_input_without_end(impl, x, factor):
    """Of numbers c times as large, relu is c times as large, whatever c above zero."""
    same(impl.relu(factor * x), factor * rectified(x), part="relu(factor * x)")


@check("values", points=1.5)
@given(x=points([*APART, 1e-9, -1e-9, 0.004, -0.004, 1e6, -1e6]))
@example(x=np.array([2.0, -1.0]))
@example(x=np.array([0.25, -8.0, 1e-9, 1e6]))
def test_the_slope_is_one_above_zero_and_nought_below(impl, x):
    """The slope is 1 above zero and 0 below, near zero and far from it."""
    same(impl.relu_slope(x), above(x), part="relu_slope(x)")


@check("gradients", points=1.5)
@given(x=points(APART), seed=st.integers(0, 999))
@example(x=np.array([2.0, -1.0]), seed=0)
@example(x=SQUARE, seed=0)
def test_the_slope_is_the_derivative(impl, x, seed):
    """Away from the kink, the slope is the derivative of relu."""
    slope = numbers(impl.relu_slope(x), x.shape, part="relu_slope(x)")
    weight = upstream(seed, x.shape)
    part = "relu_slope(x), times a gradient from above"
    same_gradient(weight * slope, rectified, x, cotangent=weight, part=part, seed=seed)


@check("edges", points=1)
@given(x=points([0.0, -0.0, 1.0, -1.0]).filter(lambda x: (x > 0).any() and (x == 0).any()))
@example(x=np.array([0.0, 1.0]))
@example(x=np.array([1.0, 0.0, -1.0, -0.0]))
def test_at_exactly_zero_the_slope_is_nought(impl, x):
    """At exactly zero, the kink, relu is 0 and the slope is 0."""
    same(impl.relu_slope(x), above(x), part="relu_slope(x)")
    same(impl.relu(x), above(x), part="relu(x)")  # of 1, relu is 1 as well


@check("use", points=0.5)
@given(x=points())
@example(x=np.array([2.0, -1.0, 0.0]))
def test_the_slope_may_be_asked_of_the_output(impl, x):
    """Asked of the output of relu, the slope is the same."""
    output = numbers(impl.relu(x), x.shape, part="relu(x)")
    same(impl.relu_slope(output), above(x), part="relu_slope(relu(x))")


@check("use", points=0.5)
@given(
    x=points(APART), weight=quarters(-2, 2), bias=st.sampled_from([0.1, -0.3, 1.7]), seed=st.integers(0, 999)
)
@example(x=np.array([2.0, -1.0, 0.5]), weight=1.0, bias=-1.1, seed=0)
def test_through_a_chain_of_neurons_the_slopes_multiply(impl, x, weight, bias, seed):
    """Through two neurons in a row, a gradient passes where both are above zero, and nowhere else."""

    def chain(value):
        return rectified(weight * rectified(value) + bias)

    between = weight * numbers(impl.relu(x), x.shape, part="relu, first neuron") + bias
    after = numbers(impl.relu(between), x.shape, part="relu, second neuron")
    same(after, chain(x), part="output of the chain")
    slopes = [numbers(impl.relu_slope(value), x.shape, part="relu_slope") for value in (x, between)]
    cotangent = upstream(seed, x.shape)
    part = "derivative by x, times a gradient from above"
    gradient = cotangent * slopes[1] * weight * slopes[0]
    same_gradient(gradient, chain, x, cotangent=cotangent, part=part, seed=seed)
