"""What a right Adadelta step is."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    magnitudes,
    numbers,
    parts,
    quarters,
    same,
    shapes,
    unchanged,
)

PARTS = ("weights", "gradient_average", "change_average")
TINY = 1e-18


@dataclass(frozen=True)
class Walk:
    """Weights and averages at the start, and the gradients that they meet one after the other."""

    weights: np.ndarray
    gradient_average: np.ndarray
    change_average: np.ndarray
    gradients: list[np.ndarray]
    learning_rate: float = 1.0
    rho: float = 0.75
    epsilon: float = 1e-7

    @property
    def start(self):
        """What the first step is taken from."""
        return self.weights, self.gradient_average, self.change_average

    @property
    def settings(self):
        """The keyword arguments of every step."""
        return {"learning_rate": self.learning_rate, "rho": self.rho, "epsilon": self.epsilon}

    @property
    def scale(self):
        """The largest magnitude that the weights are added up from, about: the changes have a limit."""
        largest = np.sqrt((np.max(self.change_average, initial=0.0) + self.epsilon) / (1 - self.rho))
        far = self.learning_rate * largest * len(self.gradients)
        return float(np.max(np.abs(self.weights), initial=0.0) + far)


def one_weight(*gradients, gradient_average=0.0, change_average=0.0, **settings):
    """Return the walk of a single weight, written in plain numbers."""
    start = [np.array([number]) for number in (0.0, gradient_average, change_average)]
    return Walk(*start, [np.array([float(gradient)]) for gradient in gradients], **settings)


TWO_STEPS = one_weight(2, -4, gradient_average=8.0, change_average=1.0)
THREE_STEPS = one_weight(1, 1, 1)


@st.composite
def walks(draw, most_steps=3):
    """Walks of a few steps; gradients of everyday size or of any; averages at zero or already filled."""
    shape = draw(shapes(most_axes=2, high=3))
    sized = draw(st.sampled_from([quarters(), magnitudes(-6, 2)]))
    count = draw(st.integers(1, most_steps))
    return Walk(
        weights=draw(arrays(shape, [0.0, 1.0, -2.5])),
        gradient_average=draw(arrays(shape, [0.0, 0.1, 4.0])),
        change_average=draw(arrays(shape, [0.0, 0.01, 1.0])),
        gradients=[draw(arrays(shape, sized)) for _ in range(count)],
        learning_rate=draw(st.sampled_from([1.0, 0.5, 0.001])),
        rho=draw(st.sampled_from([0.95, 0.75, 0.25])),
        epsilon=draw(st.sampled_from([1e-7, 1e-3, 0.5])),
    )


@st.composite
def everyday_walks(draw):
    """Walks through gradients of everyday size, beside which epsilon is nothing; earlier changes of 1."""
    shape = draw(shapes(most_axes=2, high=3))
    everyday = [0.25, 0.5, 1.0, 3.0, -0.25, -1.0, -2.0, -4.0]
    return Walk(
        np.zeros(shape),
        np.zeros(shape),
        np.ones(shape),
        [draw(arrays(shape, everyday)) for _ in range(draw(st.integers(1, 3)))],
        learning_rate=draw(st.sampled_from([1.0, 0.5])),
        rho=draw(st.sampled_from([0.95, 0.75, 0.25])),
        epsilon=TINY,
    )


def step(model, state, gradient, **settings):
    """Return what one step returns, each part an array in the shape of the weights."""
    answer = parts(model.adadelta_step(*state, gradient, **settings), *PARTS)
    return [numbers(part, state[0].shape, part=name) for name, part in zip(PARTS, answer, strict=True)]


def steps(model, walk):
    """Return what each step of `walk` returns, each going on from the one before."""
    states = [walk.start]
    for gradient in walk.gradients:
        states.append(step(model, states[-1], gradient, **walk.settings))
    return states[1:]


def path(states, name):
    """Return one part of every state, step by step."""
    return np.stack([state[PARTS.index(name)] for state in states])


@check("contract", points=1)
@given(walk=walks())
@example(walk=Walk(np.array([1.0, 2.0, 3.0]), np.zeros(3), np.zeros(3), [np.array([0.5, 0.5, 0.5])]))
def test_all_arrays_come_back_in_their_shape_and_the_inputs_stay(impl, walk):
    """Weights and averages come back moved, in the weights' shape, and the inputs stay as they were."""
    found = steps(impl, walk)[0]
    unchanged(impl)
    from_zero = not np.any(walk.gradient_average) and not np.any(walk.change_average)
    if from_zero and np.any(np.abs(walk.gradients[0]) > 0.1) and walk.learning_rate > 0.1:
        for name, before, after in zip(PARTS, walk.start, found, strict=True):
            holds(np.any(after != before), **{f"{name}_before": before, f"{name}_after": after})


@check("contract", points=1)
@given(walk=walks())
@example(walk=TWO_STEPS)
def test_the_answer_depends_on_the_arguments_alone(impl, walk):
    """The same arguments give the same answer, and others another, however many steps came before."""
    gradient = np.ones_like(walk.weights)

    def ask(more):
        state = walk.weights, walk.gradient_average + more, walk.change_average + 8 * more
        return step(impl, state, gradient, learning_rate=0.5, rho=0.5, epsilon=1e-7)

    before, other = ask(0.0), ask(3.0)
    steps(impl, walk)
    for name, again, first in zip(PARTS, ask(0.0), before, strict=True):
        if np.isfinite(first).all():
            same(again, first, part=name, labels=("now", "before"))
    for name, one, two in zip(PARTS, before, other, strict=True):
        holds(np.any(one != two), **{name: one, f"{name}_for_larger_averages": two})


@check("values", points=1)
@given(walk=walks())
@example(walk=TWO_STEPS)
def test_the_gradients_average_is_a_moving_average_of_squares(impl, walk):
    """The gradients' average keeps the share rho of itself, and takes in 1 - rho of the square."""
    average, right = walk.gradient_average, []
    for gradient in walk.gradients:
        average = walk.rho * average + (1 - walk.rho) * np.square(gradient)
        right.append(average)
    same(path(steps(impl, walk), "gradient_average"), np.stack(right), part="gradient_average", rows="step")


@check("values", points=1)
@given(walk=walks(most_steps=1))
@example(walk=one_weight(2, gradient_average=8.0, change_average=16.0, epsilon=9.0))
@example(walk=one_weight(2, gradient_average=8.0, change_average=16.0, epsilon=9.0, learning_rate=0.5))
def test_the_changes_average_takes_in_the_change_itself(impl, walk):
    """The changes' average keeps rho of itself, and takes in 1 - rho of the squared change."""
    from_zero = replace(walk, weights=np.zeros_like(walk.weights))
    ((weights, _, average),) = steps(impl, from_zero)
    change = weights / walk.learning_rate
    same(
        average,
        walk.rho * walk.change_average + (1 - walk.rho) * change**2,
        part="change_average",
        labels=("yours", "from how far the weights moved"),
    )
    holds(np.all(change * walk.gradients[0] <= 0), moved=change, gradient=walk.gradients[0])


@check("values", points=3, cases=50)
@given(walk=walks())
@example(walk=THREE_STEPS)
@example(walk=TWO_STEPS)
def test_the_weights_follow_the_formula(impl, reference, walk):
    """At every step the weights follow the formula, for any gradient."""
    found, right = steps(impl, walk), steps(reference, walk)
    same(path(found, "weights"), path(right, "weights"), part="weights", rows="step", scale=walk.scale)


@check("values", points=1)
@given(walk=everyday_walks(), factor=st.sampled_from([0.125, 8.0, 1024.0]))
@example(
    walk=replace(one_weight(1, 3, change_average=1.0), epsilon=TINY),
    factor=8.0,
)
def test_the_units_of_the_loss_change_nothing(impl, walk, factor):
    """A loss measured in other units, with all gradients scaled alike, gives the same weights."""
    scaled = replace(walk, gradients=[factor * gradient for gradient in walk.gradients])
    expected = path(steps(impl, walk), "weights")
    holds(np.all(expected[0] * walk.gradients[0] < 0), weights_after_the_first_step=expected[0])
    same(
        path(steps(impl, scaled), "weights"),
        expected,
        part="weights",
        labels=(f"gradients × {factor:g}", "as they were"),
        rows="step",
        scale=walk.scale,
    )


@check("edges", points=1)
@given(unit=st.sampled_from([1e-4, 0.01, 0.25, 1.0]), sign=st.sampled_from([1.0, -1.0]))
@example(unit=1.0, sign=1.0)
def test_epsilon_gets_the_weights_going(impl, unit, sign):
    """From zero, with rho 0.75, gradient 8 and epsilon 9, the roots are 3 and 5; no gradient, no move."""
    gradient, zeros = sign * unit * np.array([8.0, 0.0]), np.zeros(2)
    settings = {"learning_rate": 1.0, "rho": 0.75, "epsilon": 9 * unit**2}
    weights, _, _ = step(impl, (zeros, zeros, zeros), gradient, **settings)
    same(weights, np.array([-sign * unit * 4.8, 0.0]), part="weights")


@check("use", points=1)
@given(gradient=arrays(shapes(1), quarters(0.25, 4)), sign=st.sampled_from([1.0, -1.0]))
@example(gradient=np.array([1.0]), sign=1.0)
def test_left_alone_the_settings_are_those_of_the_signature(impl, gradient, sign):
    """Settings that are left out are 1 for the learning rate, 0.95 for rho and 1e-7 for epsilon."""
    zeros = np.zeros_like(gradient)
    found = step(impl, (zeros, zeros, zeros), sign * gradient)
    average = 0.05 * gradient**2
    change = np.sqrt(1e-7) * gradient / np.sqrt(average + 1e-7)
    for name, part, right in zip(PARTS, found, (-sign * change, average, 0.05 * change**2), strict=True):
        same(part, right, part=name)


@check("milestone", points=0, libraries=("tensorflow", "sklearn"))
def test_the_digits_network_learns_step_for_step_as_with_keras_adadelta(impl):
    """The digits network learns step for step as with Keras' Adadelta."""
    from solutions.ch06_optimization import trainer_optimizers as trainer

    def move(number, gradient, *state):
        return step(impl, state, gradient, **trainer.settings("adadelta", number))

    for stage in trainer.beside("adadelta", move):
        for name, found, right in stage.arrays:
            same(found, right, part=name)
    before, after = stage.losses
    # Of 40 seeds that were tried, the slowest came to 0.64 of the loss that it began with.
    holds(after < before * 2 / 3, loss_before=before, loss_after=after)
