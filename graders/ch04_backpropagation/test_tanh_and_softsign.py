"""What right activations from -1 to 1 and their slopes are.

Their values are of the order of 1, and rounding is forgiven at that scale: a difference of two powers of e,
or from 1, loses digits, and so does a right answer.
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

FEW = np.array([2.0, -1.5, 0.0])
SQUARE = np.array([[1.0, -2.0], [0.5, 4.0]])
OUTPUTS = np.array([0.5, -0.6, 0.0])

ACTIVATIONS = {"tanh": np.tanh, "softsign": lambda x: x / (1 + np.abs(x))}
EITHER = st.sampled_from(list(ACTIVATIONS))


def points(elements=None):
    """Arrays of any shape, of quarters from -4 to 4 unless `elements` are given."""
    return arrays(shapes(2), elements)


def outputs_from_minus_one_to_one():
    """Arrays of any shape, of what tanh and softsign give."""
    return points([0.5, 0.0, -0.5, 0.75, -0.25, 0.1, -0.9, 0.99, -0.8])


def upstream(seed, shape):
    """Return a gradient to come from above, in eighths and never zero."""
    rng = np.random.default_rng(seed)
    return rng.choice([-1.0, 1.0], shape) * rng.integers(1, 17, shape) / 8


def ask(impl, function, argument, part=""):
    """Return what one of the functions gives: an array of numbers in the argument's shape."""
    return numbers(getattr(impl, function)(argument), argument.shape, part=part or function)


def short(array):
    """Return numbers to be read."""
    return np.round(array, 6).tolist()


def times(gradient, slope):
    """Return their product in the precision of the slope, so that it is judged by that."""
    return (gradient * slope).astype(slope.dtype)


@check("contract", points=0.5, cases=12)
@given(activation=EITHER, x=points())
@example(activation="tanh", x=FEW)
@example(activation="softsign", x=FEW)
@example(activation="tanh", x=SQUARE)
def test_each_number_has_an_answer_of_its_own(impl, activation, x):
    """Each number has an answer of its own, larger for a larger number, and x stays as it was."""
    found, more = ask(impl, activation, x), ask(impl, activation, x + 1.0)
    unchanged(impl)
    shown = {f"{activation}(x)": short(found), f"{activation}(x + 1)": short(more)}
    holds(((found < more) & (more <= 1)).all(), **shown)
    for index, value in enumerate(x.ravel()):
        alone = ask(impl, activation, np.array([value]))
        part = f"{activation} of {value:g}"
        same(found.ravel()[index], alone[0], part=part, labels=("in x", "alone"), scale=1.0)


@check("contract", points=0.5, cases=12)
@given(activation=EITHER, output=outputs_from_minus_one_to_one())
@example(activation="tanh", output=OUTPUTS)
@example(activation="softsign", output=OUTPUTS)
@example(activation="tanh", output=np.array([[0.5, -0.75], [0.25, 0.0]]))
def test_each_output_has_a_slope_of_its_own(impl, activation, output):
    """Each output has a slope of its own, 1 at most and largest in the middle; output stays as it was."""
    slope = f"{activation}_slope"
    found, middle = ask(impl, slope, output), ask(impl, slope, output / 2)
    unchanged(impl)
    shown = {f"{slope}(output)": short(found), f"{slope}(output / 2)": short(middle)}
    holds(((found >= 0) & ((found < middle) | (output == 0)) & (middle <= 1 + 1e-6)).all(), **shown)


@check("values", points=1.5)
@given(x=points())
@example(x=np.array([1.0]))
@example(x=FEW)
def test_tanh_follows_the_formula(impl, x):
    """Tanh is (e^x - e^-x) / (e^x + e^-x)."""
    same(impl.tanh(x), np.tanh(x), part="tanh(x)", scale=1.0)


@check("values", points=1.5)
@given(x=points())
@example(x=np.array([3.0]))
@example(x=np.array([-3.0]))
@example(x=FEW)
def test_softsign_follows_the_formula(impl, x):
    """Softsign is x / (1 + |x|), below zero as well as above."""
    right = np.array([value / (1 + abs(value)) for value in x.ravel()]).reshape(x.shape)
    same(impl.softsign(x), right, part="softsign(x)", scale=1.0)


@check("values", points=0.5)
@given(activation=EITHER, x=points())
@example(activation="tanh", x=np.array([2.0, -1.0]))
@example(activation="softsign", x=np.array([2.0, -1.0]))
def test_the_other_sign_of_x_gives_the_other_sign_of_the_answer(impl, activation, x):
    """The answer has the sign of x, and the other sign for -x; it is never beyond -1 and 1."""
    one, other = ask(impl, activation, x), ask(impl, activation, -x)
    same(one, -other, part=activation, labels=("of x", "minus that of -x"), scale=1.0)
    holds(((np.sign(one) == np.sign(x)) & (np.abs(one) <= 1)).all(), **{f"{activation}(x)": short(one)})


@check("values", points=1)
@given(output=outputs_from_minus_one_to_one())
@example(output=np.array([0.5]))
@example(output=OUTPUTS)
def test_the_slope_of_tanh_is_one_less_the_square_of_the_output(impl, output):
    """From the output alone, the slope of tanh is 1 - output²."""
    right = np.array([1 - y * y for y in output.ravel()]).reshape(output.shape)
    same(impl.tanh_slope(output), right, part="tanh_slope(output)", scale=1.0)


@check("values", points=1)
@given(output=outputs_from_minus_one_to_one())
@example(output=np.array([0.75]))
@example(output=OUTPUTS)
def test_the_slope_of_softsign_is_the_square_of_what_is_left(impl, output):
    """From the output alone, the slope of softsign is (1 - |output|)²."""
    right = np.array([(1 - abs(y)) ** 2 for y in output.ravel()]).reshape(output.shape)
    same(impl.softsign_slope(output), right, part="softsign_slope(output)", scale=1.0)


@check("gradients", points=2)
@given(activation=EITHER, x=points(), seed=st.integers(0, 999))
@example(activation="tanh", x=np.array([1.0]), seed=0)
@example(activation="softsign", x=np.array([1.0]), seed=0)
@example(activation="softsign", x=FEW, seed=0)
def test_each_slope_of_the_output_is_the_derivative(impl, activation, x, seed):
    """Each slope, of the output, is the derivative of its activation by x."""
    right = ACTIVATIONS[activation]
    slope = ask(impl, f"{activation}_slope", right(x))
    weight = upstream(seed, x.shape)
    part = f"{activation}_slope(output), times a gradient from above"
    same_gradient(times(weight, slope), right, x, cotangent=weight, part=part, seed=seed)


@check("edges", points=1)
@given(activation=EITHER, x=points([1e4, -1e4, 750.0, -750.0, 0.0, -2.0]))
@example(activation="tanh", x=np.array([1e4]))
@example(activation="softsign", x=np.array([1e4]))
@example(activation="tanh", x=np.array([-1e4, -750.0, 0.0, 750.0]))
def test_far_from_zero_the_answer_is_right(impl, activation, x):
    """As far from 0 as 10000, on either side, both are finite and right."""
    same(getattr(impl, activation)(x), ACTIVATIONS[activation](x), part=f"{activation}(x)", scale=1.0)


@check("use", points=0.5)
@given(
    kinds=st.lists(EITHER, min_size=1, max_size=3),
    x=points(),
    weight=quarters(),
    seed=st.integers(0, 999),
)
@example(kinds=["tanh", "tanh"], x=np.array([0.5, -1.0]), weight=2.0, seed=0)
@example(kinds=["softsign", "tanh"], x=np.array([0.5, -1.0]), weight=2.0, seed=0)
def test_through_a_chain_of_neurons_the_slopes_multiply(impl, kinds, x, weight, seed):
    """Through neurons in a row, of either kind, weights times slopes make the derivative."""

    def chain(value):
        for activation in kinds:
            value = ACTIVATIONS[activation](weight * value)
        return value

    outputs = [x]
    for activation in kinds:
        outputs.append(ask(impl, activation, np.asarray(weight * outputs[-1], outputs[-1].dtype)))
    cotangent = gradient = upstream(seed, x.shape)
    for activation, output in zip(reversed(kinds), reversed(outputs[1:]), strict=True):
        gradient = times(gradient * weight, ask(impl, f"{activation}_slope", output))
    part = "derivative by x, times a gradient from above"
    same_gradient(gradient, chain, x, cotangent=cotangent, part=part, seed=seed)
