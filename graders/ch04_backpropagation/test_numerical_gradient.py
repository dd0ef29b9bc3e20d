"""What a right gradient by central differences is.

Numbers are quarters, steps powers of two, and most functions of low degree: the quotients are exact, so
that what differs from them is another quotient, and never rounding.
"""

from dataclasses import dataclass, replace

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


def written(text):
    """Return the function that is written so, of an array and giving a number; messages call it by that."""
    value = eval(text, {"np": np})

    def function(x):
        return float(value(np.asarray(x, float)))

    function.label = text
    return function


SQUARES = written("lambda x: np.sum(x**2)")
SUMS_SQUARED = written("lambda x: np.sum(np.cumsum(x) ** 2)")
CUBES = written("lambda x: np.sum(x**3)")
SUMS_CUBED = written("lambda x: np.sum(np.cumsum(x) ** 3)")
PRODUCT = written("lambda x: np.prod(x)")
FIRST_CUBED = written("lambda x: np.ravel(x)[0] ** 3")
LAST_SQUARED = written("lambda x: np.ravel(x)[-1] ** 2")
DISTANCES = written("lambda x: np.sum(np.abs(x))")
SMOOTH = [
    written("lambda x: np.sum(np.exp(x / 2))"),
    written("lambda x: np.sum(np.sin(np.cumsum(x)))"),
    written("lambda x: np.log(np.sum(np.exp(x)))"),
    written("lambda x: np.sqrt(1 + np.sum(x**2))"),
]


@dataclass(frozen=True)
class Point:
    """A function, where its gradient is asked for, and with which step."""

    function: object
    x: np.ndarray
    step: float = 0.5

    @property
    def quotients(self):
        """The right answer, place by place."""
        right = np.zeros(self.x.shape)
        for place in np.ndindex(self.x.shape):
            up, down = (self.x.astype(float) for _ in range(2))
            up[place] += self.step
            down[place] -= self.step
            right[place] = (self.function(up) - self.function(down)) / (2 * self.step)
        return right

    def ask(self, impl):
        """Return what `impl` gives, an array in the shape of x."""
        return numbers(
            impl.numerical_gradient(self.function, self.x, step=self.step), self.x.shape, part="gradient"
        )


@st.composite
def points(draw, *functions, shape=None, elements=None):
    """Points of one of `functions`, in rows, squares and blocks of up to six numbers.

    All in one order in memory: that in which np.nditer goes decides what a number not put back leaves behind.
    """
    some = st.one_of(shapes(3, 3).filter(len), st.sampled_from([(2, 2), (2,), (3,)]))
    x = np.array(draw(arrays(some if shape is None else shape, elements or quarters())), order="C")
    return Point(draw(st.sampled_from(functions)), x, draw(st.sampled_from([0.5, 0.25, 1.0])))


PAIR = np.array([1.0, 2.0])
SQUARE = np.array([[1.0, 2.0], [0.0, -1.0]])


@check("contract", points=1, cases=15)
@given(point=points(SUMS_SQUARED, CUBES))
@example(point=Point(SQUARES, np.array([1.0, 2.0, 3.0])))
@example(point=Point(SUMS_SQUARED, np.array([[1.0, 2.0, 3.0]])))
def test_each_number_of_x_takes_two_calls_and_x_stays(impl, point):
    """The gradient has the shape of x, each number of it takes two calls of function, and x stays."""
    calls = []

    def counted(x):
        calls.append(np.shape(x))
        return point.function(x)

    counted.label = point.function.label
    found = replace(point, function=counted).ask(impl)
    unchanged(impl)
    holds(np.isfinite(found).all(), gradient=found.tolist())
    holds(
        len(calls) == 2 * point.x.size,
        **{"numbers in x": point.x.size, "calls of function": len(calls), "expected": 2 * point.x.size},
    )
    odd = [shape for shape in calls if shape != point.x.shape]
    holds(not odd, **{"shape of x": point.x.shape, "shape that function was called with": (*odd, ())[0]})


@check("values", points=2, cases=30)
@given(point=points(SUMS_CUBED, CUBES, PRODUCT))
@example(point=Point(CUBES, PAIR))
@example(point=Point(SUMS_CUBED, PAIR))
@example(point=Point(SUMS_CUBED, SQUARE))
def test_it_is_the_quotient_of_central_differences(impl, point):
    """It is the change from one step below to one above, divided by two steps."""
    same(point.ask(impl), point.quotients, part="gradient", scale=np.max(np.abs(point.quotients)))


@check("values", points=1, cases=15)
@given(point=points(SQUARES), other=st.sampled_from([0.125, 2.0]))
@example(point=Point(SQUARES, PAIR), other=0.125)
def test_of_squares_it_is_exact_whatever_the_step(impl, point, other):
    """Of a sum of squares it is exactly 2x, whatever the step."""
    for step in (point.step, other):
        same(replace(point, step=step).ask(impl), 2 * point.x, part=f"gradient with step {step:g}")


@check("values", points=1, cases=15)
@given(point=points(CUBES))
@example(point=Point(CUBES, PAIR, 1.0))
def test_half_the_step_has_a_quarter_of_the_error(impl, point):
    """Of a sum of cubes it is 3x² + step²: with half the step, a quarter of the error."""
    for step in (point.step, point.step / 2):
        right = 3 * point.x**2 + step**2
        same(replace(point, step=step).ask(impl), right, part=f"gradient with step {step:g}")


@check("values", points=1, cases=15)
@given(point=points(FIRST_CUBED, LAST_SQUARED))
@example(point=Point(FIRST_CUBED, PAIR))
@example(point=Point(LAST_SQUARED, SQUARE))
def test_a_number_that_the_function_ignores_has_no_slope(impl, point):
    """A number of x that the function does not look at has the slope 0."""
    same(point.ask(impl), point.quotients, part="gradient")


@check("gradients", points=1, cases=15)
@given(point=points(*SMOOTH))
@example(point=Point(SMOOTH[0], np.array([0.0, 2.0])))
def test_with_the_usual_step_it_is_the_derivative(impl, point):
    """With the step that is the default, it is the derivative of a smooth function."""
    answer = impl.numerical_gradient(point.function, point.x)
    same_gradient(answer, point.function, point.x, part="gradient")


@check("edges", points=1, cases=15)
@given(point=points(SUMS_CUBED, SUMS_SQUARED, elements=[1, 2, 3, 5]))
@example(point=Point(CUBES, np.array([1, 2])))
@example(point=Point(SUMS_SQUARED, np.array([[1, 2], [3, 1]])))
def test_an_array_of_integers_is_moved_by_fractions(impl, point):
    """An x of whole numbers, in an array of int, has the same gradient as one of float."""
    whole = replace(point, x=point.x.astype(int))
    same(whole.ask(impl), whole.quotients, part="gradient", scale=np.max(np.abs(whole.quotients)))


@check("edges", points=0.5, cases=15)
@given(
    point=points(CUBES, SUMS_SQUARED, shape=st.sampled_from([(), (1,), (1, 1), (1, 3), (2, 1), (1, 1, 2)]))
)
@example(point=Point(CUBES, np.array(2.0)))
@example(point=Point(SUMS_SQUARED, np.array([[1.0], [2.0]])))
def test_x_may_be_a_single_number_or_have_axes_of_size_one(impl, point):
    """A single number, of shape (), has a gradient too, and so have axes of size 1."""
    same(point.ask(impl), point.quotients, part="gradient")


@check("edges", points=0.5, cases=15)
@given(point=points(DISTANCES, elements=[0.0, 2.0, -1.0, 0.25]))
@example(point=Point(DISTANCES, np.array([0.0, 2.0])))
def test_at_a_kink_the_two_sides_are_averaged(impl, point):
    """At a kink, such as that of |x| at 0, it is the mean of the slopes to both sides."""
    same(point.ask(impl), point.quotients, part="gradient")


@dataclass(frozen=True)
class Neuron:
    """A sigmoid neuron and one example, with the output that it should have."""

    weights: np.ndarray
    example: np.ndarray
    target: float

    def output(self, weights):
        """The neuron's output with other weights."""
        return 1 / (1 + np.exp(-np.asarray(weights, float) @ self.example))

    def cost(self, weights):
        """Half the squared error with other weights."""
        return float((self.output(weights) - self.target) ** 2 / 2)

    @property
    def gradient(self):
        """The gradient of the cost, by the chain rule."""
        output = self.output(self.weights)
        return (output - self.target) * output * (1 - output) * self.example


@st.composite
def neurons(draw):
    """Neurons with up to three weights."""
    size = (draw(st.integers(1, 3)),)
    weights, inputs = (draw(arrays(size, quarters(-2, 2))) for _ in range(2))
    return Neuron(weights, inputs, draw(st.sampled_from([0.0, 1.0])))


@check("use", points=1, cases=15)
@given(neuron=neurons())
@example(neuron=Neuron(np.array([0.5, -0.25]), np.array([1.0, 2.0]), 1.0))
def test_it_confirms_what_the_chain_rule_gives(impl, neuron):
    """It confirms the gradient that the chain rule gives for the cost of a sigmoid neuron."""

    def cost(weights):
        return neuron.cost(weights)

    found = numbers(impl.numerical_gradient(cost, neuron.weights), neuron.weights.shape, part="gradient")
    precise = found.dtype.itemsize == 8
    # The step divides the rounding of the cost, which is of the order of 1.
    relative, scale = (1e-6, 1e4) if precise else (1e-3, 1.0)
    same(found, neuron.gradient, part="gradient", relative=relative, scale=scale)
