"""What a right decision line is."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, parts, quarters, raises, same, unchanged

RISING = np.array([-2.0, -1.0, 2.0])
"""The line y = x/2 + 1."""

FALLING = np.array([3.0, 2.0, 4.0])
"""The line y = -x/2 - 3/4."""

BOOK = np.array([-2.0, 0.0, 1.0])
"""The line y = 2, at which the linear network of program 3-4 ends."""


def weights_of_a_line():
    """Weights of the bias, of x and of y; that of y is not zero."""
    return arrays((3,)).filter(lambda weights: weights[2] != 0)


@st.composite
def weights_without_y(draw):
    """Weights of the bias and of x; that of y is zero, of either sign."""
    weights = draw(arrays((3,)))
    weights[2] = draw(st.sampled_from([0.0, -0.0]))
    return weights


def line(impl, weights):
    """Return slope and intercept, each one number."""
    names = ("slope", "intercept")
    answer = parts(impl.decision_line(weights), *names)
    return tuple(numbers(part, (), part=name) for part, name in zip(answer, names, strict=True))


@check("contract", points=1)
@given(weights=weights_of_a_line())
@example(weights=RISING)
@example(weights=BOOK)
def test_two_numbers_come_back_and_the_weights_stay(impl, weights):
    """Two numbers come back, the same again, others for another bias, and the weights stay."""
    first, again = line(impl, weights), line(impl, weights)
    other = line(impl, weights + np.array([1.0, 0.0, 0.0]))
    unchanged(impl)
    shown = {"first": first, "again": again, "with a bias larger by 1": other}
    holds(first == again != other, **{name: tuple(map(float, pair)) for name, pair in shown.items()})


@check("values", points=2)
@given(weights=weights_of_a_line())
@example(weights=RISING)
@example(weights=FALLING)
@example(weights=BOOK)
def test_the_slope_is_the_change_of_y_where_x_grows_by_one(impl, weights):
    """The slope is how much y changes on the line where x grows by one."""
    slope, _ = line(impl, weights)
    same(slope, -weights[1] / weights[2], part="slope")


@check("values", points=2)
@given(weights=weights_of_a_line())
@example(weights=RISING)
@example(weights=FALLING)
@example(weights=BOOK)
def test_the_intercept_is_y_where_x_is_zero(impl, weights):
    """The intercept is the y at which the line crosses x = 0."""
    _, intercept = line(impl, weights)
    same(intercept, -weights[0] / weights[2], part="intercept")


@check("values", points=1)
@given(weights=weights_of_a_line(), x=quarters())
@example(weights=RISING, x=2.0)
def test_every_point_of_the_line_has_a_net_input_of_zero(impl, weights, x):
    """Every point of the line has a net input of zero."""
    slope, intercept = line(impl, weights)
    bias, of_x, of_y = weights.tolist()
    y = slope * x + intercept
    net = bias + of_x * x + of_y * y
    same(net, 0.0, part=f"net input at x = {x:g}, y = {y:.4g}", scale=abs(bias) + abs(of_x * x))


@check("values", points=1)
@given(weights=weights_of_a_line(), factor=st.sampled_from([-1.0, 3.0, -0.125, 1e6, 1e-9]))
@example(weights=RISING, factor=3.0)
@example(weights=RISING, factor=1e-9)
def test_multiples_of_the_weights_give_the_same_line(impl, weights, factor):
    """Weights that are all multiplied by one number, however small, give the same line."""
    slope, intercept = line(impl, factor * weights)
    same(slope, -weights[1] / weights[2], part="slope of the multiple")
    same(intercept, -weights[0] / weights[2], part="intercept of the multiple")


@check("edges", points=2)
@given(weights=weights_without_y())
@example(weights=np.array([1.0, 2.0, 0.0]))
@example(weights=np.array([1.0, 0.0, 0.0]))
def test_an_upright_line_raises_value_error(impl, weights):
    """Where weights[2] is zero, and only there, ValueError is raised."""
    raises(lambda: impl.decision_line(weights), ValueError)
    bias, of_x, _ = weights
    slope, intercept = line(impl, np.array([bias, of_x, 1.0]))
    same(slope, -of_x, part="slope where weights[2] is 1")
    same(intercept, -bias, part="intercept where weights[2] is 1")


@check("use", points=1)
@given(weights=weights_of_a_line(), x=quarters(), y=quarters())
@example(weights=BOOK, x=3.0, y=3.0)
@example(weights=RISING, x=4.0, y=1.0)
def test_a_net_input_is_weights_2_times_the_height_above_the_line(impl, weights, x, y):
    """A point's net input is weights[2] times its height above the line."""
    slope, intercept = line(impl, weights)
    bias, of_x, of_y = weights.tolist()
    height = y - (slope * x + intercept)
    net = bias + of_x * x + of_y * y
    same(of_y * height, net, part="weights[2] * height", scale=abs(bias) + abs(of_x * x) + abs(of_y * y))
