"""What a right sigmoid and its slope are.

Their values are of the order of 1, and rounding is forgiven at that scale: 1 - y loses digits where y is
nearly 1, and so does a right answer.
"""

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

FEW = np.array([2.0, -1.0, 0.0])
SQUARE = np.array([[1.0, -2.0], [0.5, 4.0]])
OUTPUTS = np.array([0.5, 0.9, 0.25])


def logistic(x):
    """Return the right sigmoid of each number."""
    return np.exp(-np.logaddexp(0.0, -x))


def points(elements=None):
    """Arrays of any shape, of quarters from -4 to 4 unless `elements` are given."""
    return arrays(shapes(2), elements)


def outputs_of_a_sigmoid():
    """Arrays of any shape, of numbers from 0 to 1."""
    return points([0.5, 0.0, 1.0, 0.25, 0.75, 0.1, 0.9, 0.01])


def upstream(seed, shape):
    """Return a gradient to come from above, in eighths and never zero."""
    rng = np.random.default_rng(seed)
    return rng.choice([-1.0, 1.0], shape) * rng.integers(1, 17, shape) / 8


def short(array):
    """Return numbers to be read."""
    return np.round(array, 6).tolist()


def times(gradient, slope):
    """Return their product in the precision of the slope, so that it is judged by that."""
    return (gradient * slope).astype(slope.dtype)


@check("contract", points=0.5, cases=12)
@given(x=points())
@example(x=FEW)
@example(x=SQUARE)
def test_each_number_has_a_sigmoid_of_its_own(impl, x):
    """Each number has a sigmoid of its own, from 0 to 1, in the shape of x; x stays as it was."""
    found = numbers(impl.sigmoid(x), x.shape, part="sigmoid(x)")
    more = numbers(impl.sigmoid(x + 1.0), x.shape, part="sigmoid(x + 1)")
    unchanged(impl)
    shown = {"sigmoid(x)": short(found), "sigmoid(x + 1)": short(more)}
    holds(((found >= 0) & (found < more) & (more <= 1)).all(), **shown)
    for index, value in enumerate(x.ravel()):
        alone = numbers(impl.sigmoid(np.array([value])), (1,))
        part = f"sigmoid of {value:g}"
        same(found.ravel()[index], alone[0], part=part, labels=("in x", "alone"), scale=1.0)


@check("contract", points=0.5, cases=20)
@given(output=outputs_of_a_sigmoid())
@example(output=OUTPUTS)
@example(output=np.array([[0.5, 0.75], [0.25, 1.0]]))
def test_each_output_has_a_slope_of_its_own(impl, output):
    """Each output has a slope of its own, from 0 to 1/4, in the shape of output; it stays as it was."""
    found = numbers(impl.sigmoid_slope(output), output.shape, part="sigmoid_slope(output)")
    middle = numbers(impl.sigmoid_slope(output / 2 + 0.25), output.shape)
    unchanged(impl)
    shown = {"sigmoid_slope(output)": short(found), "halfway to 0.5": short(middle)}
    nearer = (found < middle) | (output == 0.5)
    holds(((found >= 0) & nearer & (middle <= 0.25 + 1e-6)).all(), **shown)


@check("values", points=2, cases=40)
@given(x=points())
@example(x=np.array([1.0]))
@example(x=FEW)
@example(x=SQUARE)
def test_the_sigmoid_follows_the_formula(impl, x):
    """The sigmoid is 1 / (1 + e^-x)."""
    same(impl.sigmoid(x), logistic(x), part="sigmoid(x)", scale=1.0)


@check("values", points=1)
@given(x=points())
@example(x=FEW)
def test_both_sides_of_zero_add_up_to_one(impl, x):
    """The sigmoids of x and of -x add up to 1; that of 0 is one half."""
    one, other = (numbers(impl.sigmoid(value), x.shape) for value in (x, -x))
    same(one + other, np.ones(x.shape), part="sigmoid(x) + sigmoid(-x)", scale=1.0)
    same(impl.sigmoid(np.zeros(2)), np.full(2, 0.5), part="sigmoid of two zeros", scale=1.0)


@check("values", points=1)
@given(probability=points([0.5, 0.75, 0.2, 0.9, 0.01, 0.999]))
@example(probability=np.array([0.5, 0.75, 0.2]))
def test_it_turns_the_logarithm_of_odds_into_a_probability(impl, probability):
    """Of the logarithm of odds, log(p / (1 - p)), the sigmoid is the probability p."""
    log_odds = np.log(probability / (1 - probability))
    same(impl.sigmoid(log_odds), probability, part="sigmoid(log(p / (1 - p)))", scale=1.0)


@check("values", points=1)
@given(output=outputs_of_a_sigmoid())
@example(output=np.array([0.25]))
@example(output=OUTPUTS)
def test_the_slope_is_output_times_what_it_lacks_of_one(impl, output):
    """From the output alone the slope is output times (1 - output)."""
    right = np.array([y * (1 - y) for y in output.ravel()]).reshape(output.shape)
    same(impl.sigmoid_slope(output), right, part="sigmoid_slope(output)", scale=1.0)


@check("gradients", points=2)
@given(x=points(), seed=st.integers(0, 999))
@example(x=np.array([1.0]), seed=0)
@example(x=FEW, seed=0)
def test_the_slope_of_the_output_is_the_derivative(impl, x, seed):
    """The slope, of the output, is the derivative of the sigmoid by x."""
    output = logistic(x)
    slope = numbers(impl.sigmoid_slope(output), x.shape, part="sigmoid_slope(output)")
    weight = upstream(seed, x.shape)
    part = "sigmoid_slope(output), times a gradient from above"
    same_gradient(times(weight, slope), logistic, x, cotangent=weight, part=part, seed=seed)


FAR = [1e4, -1e4, 750.0, -750.0, 0.0, 2.0]


@check("edges", points=1)
@given(x=points(FAR))
@example(x=np.array([1e4]))
@example(x=np.array([-1e4, -750.0, 0.0, 750.0, 1e4]))
def test_far_from_zero_the_answer_is_right(impl, x):
    """As far from 0 as 10000, on either side, the sigmoid is finite and right."""
    same(impl.sigmoid(x), logistic(x), part="sigmoid(x)", scale=1.0)


@check("edges", points=0.5)
@given(x=points(range(-5, 6)))
@example(x=np.array([0.0, 1.0, -2.0]))
def test_whole_numbers_have_fractions_for_answers(impl, x):
    """Whole numbers, in an array of int, have the same sigmoids as in an array of float."""
    same(impl.sigmoid(x.astype(int)), logistic(x), part="sigmoid(x.astype(int))", scale=1.0)


@check("use", points=0.5)
@given(x=points(), weight=quarters(), seed=st.integers(0, 999))
@example(x=np.array([0.5, -1.0]), weight=4.0, seed=0)
def test_through_a_chain_of_neurons_the_slopes_multiply(impl, x, weight, seed):
    """Through three neurons in a row, the slopes times the weights between make the derivative."""

    def chain(value):
        return logistic(weight * logistic(weight * logistic(value)))

    first = numbers(impl.sigmoid(x), x.shape, part="sigmoid, first neuron")
    second = numbers(impl.sigmoid(times(weight, first)), x.shape, part="sigmoid, second neuron")
    third = numbers(impl.sigmoid(times(weight, second)), x.shape, part="sigmoid, third neuron")
    cotangent = gradient = upstream(seed, x.shape)
    for output, before in ((third, weight), (second, weight), (first, 1.0)):
        slope = numbers(impl.sigmoid_slope(output), x.shape, part="sigmoid_slope")
        gradient = times(gradient * before, slope)
    part = "derivative by x, times a gradient from above"
    same_gradient(gradient, chain, x, cotangent=cotangent, part=part, seed=seed)
