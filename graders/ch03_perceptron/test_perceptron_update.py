"""What a right step of the perceptron's learning rule is.

Inputs are whole numbers, weights quarters, and learning rates powers of two where steps follow each other,
so that every net input is exact: zero where a check means it to be, and never by rounding.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, quarters, same, unchanged

WHOLE = range(-3, 4)


@dataclass(frozen=True)
class Example:
    """Weights, and an example that they learn from."""

    weights: np.ndarray
    x: np.ndarray
    target: int
    learning_rate: float = 1.0

    @property
    def output(self):
        """What the weights answer: 1, 0 or -1."""
        net = sum(self.weights * self.x)
        return int(net > 0) - int(net < 0)

    @property
    def right(self):
        """The weights after the step, from the definition."""
        return self.weights + self.learning_rate * (self.target - self.output) * self.x

    @property
    def scale(self):
        """The largest magnitude that is added up: what rounding is measured by."""
        return float(np.max(np.abs(self.weights)) + 2 * self.learning_rate * np.max(np.abs(self.x)))

    def learn(self, impl):
        """The weights after the step, as `impl` gives them."""
        return impl.perceptron_update(self.weights, self.x, self.target, self.learning_rate)


@st.composite
def examples(draw):
    """Weights and an example, whatever they answer to it."""
    shape = (draw(st.integers(1, 5)),)
    weights, x = draw(arrays(shape, quarters(-3, 3))), draw(arrays(shape, WHOLE))
    rate = draw(st.sampled_from([1.0, 0.5, 0.1, 0.25, 2.0]))
    return Example(weights, x, draw(st.sampled_from([1, -1])), rate)


@st.composite
def examples_on_the_boundary(draw):
    """Examples with a net input of exactly zero: the last weight makes up for the others."""
    case = draw(examples())
    x, weights = case.x.copy(), case.weights.copy()
    x[-1] = draw(st.sampled_from([1.0, -1.0]))
    weights[-1] = 0.0 - x[-1] * sum(weights[:-1] * x[:-1])
    return replace(case, weights=weights, x=x)


CLEAR = examples().filter(lambda case: case.output != 0)
"""Examples that are not on the boundary."""

MISTAKES = CLEAR.map(lambda case: replace(case, target=-case.output))


@st.composite
def mistakes_without_a_feature(draw):
    """Mistakes on examples in which one feature at least is 0."""
    case = draw(MISTAKES)
    at = draw(st.integers(0, 5)) % (len(case.x) + 1)
    return replace(case, weights=np.insert(case.weights, at, 1.75), x=np.insert(case.x, at, 0.0))


BOOK = Example(np.array([-5.0, 0.0, 0.0]), np.array([1.0, 0.0, -1.0]), 1)
"""Where the book's program 3-1 begins."""


def same_weights(impl, case, right=None):
    """Hold the step of `case` to the definition, or to `right`."""
    same(case.learn(impl), case.right if right is None else right, part="weights", scale=case.scale)


@check("contract", points=1)
@given(case=mistakes_without_a_feature())
@example(case=Example(np.array([2.0, 1.0, 3.0]), np.array([1.0, 0.0, -1.0]), 1, 0.5))
def test_only_weights_of_inputs_that_are_not_zero_move(impl, case):
    """A mistake moves every weight but those whose input is 0, and the array that was given stays."""
    found = numbers(case.learn(impl), case.weights.shape, part="weights")
    unchanged(impl)
    absent = case.x == 0
    same(found[absent], case.weights[absent], part="weights whose input is 0", labels=("after", "before"))
    holds(np.isfinite(found).all(), after=found)
    holds((found != case.weights)[~absent].all(), before=case.weights, after=found)


@check("values", points=3, cases=50)
@given(case=CLEAR)
@example(case=BOOK)
@example(case=Example(np.array([1.0, 2.0]), np.array([1.0, -3.0]), 1, 0.5))
def test_the_weights_follow_the_rule(impl, case):
    """The weights move by learning rate times error, target less output, times input."""
    same_weights(impl, case)


@check("values", points=1)
@given(case=CLEAR)
@example(case=Example(np.array([1.0, 2.0]), np.array([1.0, 1.0]), 1, 0.5))
def test_right_answers_move_nothing_and_wrong_ones_two_steps(impl, case):
    """A right answer moves nothing; a wrong one moves the weights by 2 * learning_rate * target * x."""
    for target in (case.output, -case.output):
        step = 0.0 if target == case.output else 2 * case.learning_rate * target * case.x
        found = replace(case, target=target).learn(impl)
        part = f"weights, where output is {case.output} and target {target}"
        same(found, case.weights + step, part=part, scale=case.scale)


@check("values", points=1)
@given(case=MISTAKES)
@example(case=Example(np.array([-2.0, 1.0]), np.array([1.0, 1.0]), 1, 0.5))
def test_a_mistake_moves_the_net_input_towards_its_target(impl, case):
    """A mistake moves the example's net input towards the target, by 2 * learning_rate * Σ x²."""
    after = numbers(case.learn(impl), case.weights.shape, part="weights")
    moved = (after - case.weights) @ case.x
    if after.dtype.kind == "f":
        moved = moved.astype(after.dtype)  # the tolerance is the answer's
    expected = 2 * case.learning_rate * case.target * sum(case.x**2)
    same(moved, expected, part="change of the net input", scale=case.scale * sum(np.abs(case.x)))


@check("values", points=1)
@given(case=CLEAR)
@example(case=Example(np.array([2.0, -1.0]), np.array([1.0, 1.0]), -1, 0.5))
def test_classes_may_change_their_labels(impl, case):
    """With the labels of both classes exchanged, weights of the other sign learn the same."""
    exchanged = replace(case, weights=0.0 - case.weights, target=-case.target)
    same_weights(impl, exchanged, right=-case.right)


@check("edges", points=1)
@given(case=examples_on_the_boundary())
@example(case=Example(np.array([1.0, 1.0]), np.array([2.0, -2.0]), 1, 0.5))
@example(case=Example(np.array([0.0, 0.0]), np.array([1.0, 2.0]), -1, 1.0))
def test_an_example_on_the_boundary_moves_half_as_far(impl, case):
    """An example exactly on the boundary, with a net input of 0, moves the weights half as far."""
    same_weights(impl, case, right=case.weights + case.learning_rate * case.target * case.x)


@dataclass(frozen=True)
class Course:
    """Examples that are learnt from one after the other."""

    weights: np.ndarray
    rows: np.ndarray
    targets: list[int]
    learning_rate: float = 1.0

    def walk(self, learn):
        """The weights after every example; `learn` takes an example and returns new weights."""
        weights, path = self.weights, []
        for x, target in zip(self.rows, self.targets, strict=True):
            weights = learn(Example(weights, x, target, self.learning_rate))
            weights = numbers(weights, self.weights.shape, part="weights")
            path.append(weights)
        return np.array(path)


@st.composite
def courses(draw):
    """Two to six examples of up to four features."""
    count, features = draw(st.integers(2, 6)), draw(st.integers(1, 4))
    rows = draw(arrays((count, features), WHOLE))
    targets = draw(st.lists(st.sampled_from([1, -1]), min_size=count, max_size=count))
    return Course(draw(arrays((features,), WHOLE)), rows, targets, draw(st.sampled_from([1.0, 0.5, 0.25])))


@check("use", points=2)
@given(course=courses())
@example(course=Course(BOOK.weights, np.array([BOOK.x] * 3), [1, 1, 1]))
def test_step_by_step_it_goes_the_books_way(impl, course):
    """Examples are learnt one after the other, each from the weights before, as in program 3-1."""
    found = course.walk(lambda case: case.learn(impl))
    same(found, course.walk(lambda case: case.right), part="weights", rows="step")
