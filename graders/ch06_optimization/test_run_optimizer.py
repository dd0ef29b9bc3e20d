"""What a right run of an optimiser is.

The step functions are made for it: some go by the state alone, some by the number of the step or by the
gradient alone, so that where a path goes wrong says which of them was passed wrongly.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, quarters, same, shapes, unchanged


def written(text):
    """Return the function that is written so; messages call it by that."""
    inner = eval(text, {"np": np})

    def function(weights, state=None, gradient=None, step=None):
        if gradient is None:
            return inner(np.asarray(weights))
        return inner(np.asarray(weights), state, np.asarray(gradient), step)

    function.label = text
    return function


def rule(text):
    """Return the step function that returns `text`."""
    return written(f"lambda weights, state, gradient, step: ({text})")


PLAIN = rule("weights - 0.5 * gradient, state")
UPHILL = rule("weights + gradient, state")
FALLING = rule("weights - gradient / step, state")
COUNTING = rule("weights + step, state")
LATE = rule("weights - state, gradient")
FASTER = rule("weights + state, state + 1")
HALVING = rule("weights - state['rate'] * gradient, {'rate': state['rate'] / 2}")
SUMMING = rule("weights - gradient / state[1], (state[0] + gradient, state[1] + step)")

STATES = {
    PLAIN: lambda weights: None,
    FALLING: lambda weights: None,
    LATE: lambda weights: np.full_like(weights, 0.5),
    HALVING: lambda weights: {"rate": 0.5},
    SUMMING: lambda weights: (np.zeros_like(weights), 2),
}

DOUBLE = written("lambda weights: 2 * weights")
SAME = written("lambda weights: weights")
ASIDE = written("lambda weights: weights - 3")
MIRROR = written("lambda weights: np.flip(weights, 0)")
FROM_THE_MEAN = written("lambda weights: weights - np.mean(weights, axis=0)")
GRADIENTS = (DOUBLE, ASIDE, MIRROR, FROM_THE_MEAN)


@dataclass(frozen=True, eq=False)
class Run:
    """What `run_optimizer` is called with."""

    step_function: object
    state: object
    gradient_function: object
    weights: np.ndarray
    steps: int

    @property
    def right(self):
        """The right path."""
        path, state = [self.weights], self.state
        for number in range(1, self.steps + 1):
            gradient = self.gradient_function(path[-1])
            new, state = self.step_function(path[-1], state, gradient, number)
            path.append(new)
        return np.array(path)

    def walk(self, impl):
        """Return the path that `impl` gives, an array of its shape."""
        answer = impl.run_optimizer(
            self.step_function, self.state, self.gradient_function, self.weights, self.steps
        )
        return numbers(answer, (self.steps + 1, *self.weights.shape), part="path")


def started(step_function, gradient_function, weights, steps):
    """Return a run whose state is one that the step function begins with."""
    weights = np.array(weights, float)
    return Run(step_function, STATES[step_function](weights), gradient_function, weights, steps)


STARTS = st.one_of(shapes(2, 3).filter(len), st.sampled_from([(2, 2), (3,)])).flatmap(
    lambda shape: arrays(shape, quarters(-3, 3))
)


@st.composite
def runs(draw, rules=tuple(STATES)):
    """Runs of up to four steps, of weights in rows, blocks and squares."""
    return started(
        draw(st.sampled_from(rules)),
        draw(st.sampled_from(GRADIENTS)),
        draw(STARTS),
        draw(st.integers(1, 4)),
    )


@st.composite
def rows_of_numbers(draw):
    """Runs from two numbers or three, whose steps go by the gradient before."""
    weights = draw(arrays((draw(st.integers(2, 3)),), quarters(-3, 3)))
    return started(LATE, draw(st.sampled_from(GRADIENTS)), weights, draw(st.integers(2, 4)))


PAIR = started(LATE, DOUBLE, [4, -2], 3)
BLOCK = started(PLAIN, MIRROR, [[1, 2, 3], [0, -1, 4]], 2)


@check("contract", points=1, cases=10)
@given(one=rows_of_numbers(), other=rows_of_numbers())
@example(one=PAIR, other=started(LATE, ASIDE, [1, 2], 2))
def test_a_second_run_knows_nothing_of_the_first(impl, one, other):
    """A second run knows nothing of the first: each goes the way that it goes alone."""
    for part, run in (("path", one), ("path of the other", other), ("path, once more", one)):
        same(run.walk(impl), run.right, part=part, rows="step")


@check("contract", points=1, cases=15)
@given(run=runs(rules=(PLAIN, LATE, HALVING, SUMMING)))
@example(run=started(PLAIN, DOUBLE, [4, 1, -2], 2))
@example(run=replace(BLOCK, steps=1))
@example(run=replace(PAIR, steps=1))
def test_the_start_and_the_weights_of_each_step_come_back(impl, run):
    """The start comes back, then the weights after each step; weights and state that were given stay."""
    found = run.walk(impl)
    unchanged(impl)
    same(found[0], run.weights, part="first weights of the path")
    holds(np.isfinite(found).all(), path=found.tolist())
    if np.any(run.right[1] != run.weights):
        holds(np.any(found[1] != found[0]), first=found[0].tolist(), second=found[1].tolist())


@check("contract", points=1, cases=10)
@given(run=runs())
@example(run=started(PLAIN, DOUBLE, [4, 1], 3))
def test_each_step_asks_for_one_gradient_and_calls_the_step_function_once(impl, run):
    """Each step asks for one gradient and calls the step function once."""
    asked = {"gradient_function": 0, "step_function": 0}

    def counted(name):
        function = getattr(run, name)

        def count(*arguments, **keywords):
            asked[name] += 1
            return function(*arguments, **keywords)

        count.label = function.label
        return count

    replace(run, **{name: counted(name) for name in asked}).walk(impl)
    holds(
        set(asked.values()) == {run.steps},
        steps=run.steps,
        calls_of_gradient_function=asked["gradient_function"],
        calls_of_step_function=asked["step_function"],
    )


@check("values", points=1, cases=15)
@given(weights=STARTS, steps=st.integers(1, 4))
@example(weights=np.array([1.0]), steps=3)
@example(weights=np.array([1.0, -0.5]), steps=3)
def test_each_gradient_is_the_one_at_the_weights_before_the_step(impl, weights, steps):
    """Each gradient is taken at the weights before the step: weights that it equals, it doubles."""
    run = Run(UPHILL, None, SAME, weights, steps)
    right = np.array([2.0**k * weights for k in range(steps + 1)])
    same(run.walk(impl), right, part="path", rows="step")


@check("values", points=1, cases=15)
@given(weights=STARTS, state=st.integers(-2, 3), steps=st.integers(2, 4))
@example(weights=np.array([0.0]), state=1, steps=3)
def test_the_state_that_a_step_returns_is_what_the_next_is_passed(impl, weights, state, steps):
    """The state that one step returns is what the next is passed: a speed that grows by 1 each step."""
    run = Run(FASTER, state, DOUBLE, weights, steps)
    right = np.array([weights + k * state + k * (k - 1) / 2 for k in range(steps + 1)])
    same(run.walk(impl), right, part="path", rows="step")


@check("values", points=1, cases=15)
@given(weights=STARTS, steps=st.integers(1, 4))
@example(weights=np.array([0.0]), steps=3)
def test_steps_are_numbered_from_one_on(impl, weights, steps):
    """The steps are numbered 1, 2, 3, …: a path that moves by the number of the step shows it."""
    run = Run(COUNTING, None, DOUBLE, weights, steps)
    right = np.array([weights + k * (k + 1) / 2 for k in range(steps + 1)])
    same(run.walk(impl), right, part="path", rows="step")


@check("values", points=3, cases=40)
@given(run=runs())
@example(run=PAIR)
@example(run=started(FALLING, DOUBLE, [4, -2], 3))
@example(run=BLOCK)
def test_each_row_is_what_the_step_function_makes_of_the_one_before(impl, run):
    """Each row is what the step function makes of the one before, whatever the optimiser."""
    same(run.walk(impl), run.right, part="path", rows="step")


@check("edges", points=1, cases=10)
@given(run=runs())
@example(run=PAIR)
def test_without_a_step_the_path_is_the_start(impl, run):
    """With 0 steps the path is the start alone."""
    same(replace(run, steps=0).walk(impl), run.weights[np.newaxis], part="path")
