"""What a right AdaGrad step is."""

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

PARTS = ("weights", "accumulator")
TINY = 1e-18


@dataclass(frozen=True)
class Walk:
    """Weights and accumulator at the start, and the gradients that they meet one after the other."""

    weights: np.ndarray
    accumulator: np.ndarray
    gradients: list[np.ndarray]
    learning_rate: float = 0.5
    epsilon: float = 1e-7

    @property
    def settings(self):
        """The keyword arguments of every step."""
        return {"learning_rate": self.learning_rate, "epsilon": self.epsilon}

    @property
    def scale(self):
        """The largest magnitude that the weights are added up from: no step is longer than the rate."""
        return float(np.max(np.abs(self.weights), initial=0.0)) + self.learning_rate * len(self.gradients)


def from_zero(gradients, **settings):
    """Return the walk through `gradients` that begins with everything at zero."""
    zeros = np.zeros_like(gradients[0])
    return Walk(zeros, zeros, gradients, **settings)


def one_weight(*gradients, accumulator=0.0, **settings):
    """Return the walk of a single weight, written in plain numbers."""
    return Walk(
        np.array([0.0]), np.array([accumulator]), [np.array([float(g)]) for g in gradients], **settings
    )


TWO_STEPS = one_weight(4, -12, accumulator=9.0)
THREE_STEPS = one_weight(1, 1, 1)


@st.composite
def walks(draw, most_steps=3):
    """Walks of a few steps; gradients of everyday size or of any; accumulators at zero or already filled."""
    shape = draw(shapes(most_axes=2, high=3))
    sized = draw(st.sampled_from([quarters(), magnitudes(-6, 2)]))
    count = draw(st.integers(1, most_steps))
    return Walk(
        weights=draw(arrays(shape, [0.0, 1.0, -2.5])),
        accumulator=draw(arrays(shape, [0.0, 0.1, 2.25])),
        gradients=[draw(arrays(shape, sized)) for _ in range(count)],
        learning_rate=draw(st.sampled_from([0.001, 0.5, 2.0])),
        epsilon=draw(st.sampled_from([1e-7, 1e-3, 0.5])),
    )


@st.composite
def everyday_walks(draw):
    """Walks from zero through gradients of everyday size, beside which epsilon is nothing."""
    shape = draw(shapes(most_axes=2, high=3))
    everyday = [0.25, 0.5, 1.0, 3.0, -0.25, -1.0, -2.0, -4.0]
    return from_zero(
        [draw(arrays(shape, everyday)) for _ in range(draw(st.integers(1, 3)))],
        learning_rate=draw(st.sampled_from([0.001, 0.5, 2.0])),
        epsilon=TINY,
    )


def step(model, weights, accumulator, gradient, **settings):
    """Return what one step returns, each part an array in the shape of the weights."""
    answer = parts(model.adagrad_step(weights, accumulator, gradient, **settings), *PARTS)
    return [numbers(part, weights.shape, part=name) for name, part in zip(PARTS, answer, strict=True)]


def steps(model, walk):
    """Return what each step of `walk` returns, each going on from the one before."""
    states = [(walk.weights, walk.accumulator)]
    for gradient in walk.gradients:
        states.append(step(model, *states[-1], gradient, **walk.settings))
    return states[1:]


def path(states, name):
    """Return one part of every state, step by step."""
    return np.stack([state[PARTS.index(name)] for state in states])


@check("contract", points=1)
@given(walk=walks())
@example(walk=Walk(np.array([1.0, 2.0, 3.0]), np.zeros(3), [np.array([0.5, 0.5, 0.5])]))
def test_both_arrays_come_back_in_their_shape_and_the_inputs_stay(impl, walk):
    """Weights and accumulator come back moved, in the weights' shape; the inputs stay as they were."""
    weights, accumulator = steps(impl, walk)[0]
    unchanged(impl)
    if np.any(np.abs(walk.gradients[0]) > 0.1) and not np.any(walk.accumulator):
        holds(np.any(weights != walk.weights), weights_before=walk.weights, weights_after=weights)
        holds(
            np.any(accumulator != walk.accumulator),
            accumulator_before=walk.accumulator,
            accumulator_after=accumulator,
        )


@check("contract", points=1)
@given(walk=walks())
@example(walk=TWO_STEPS)
def test_the_answer_depends_on_the_arguments_alone(impl, walk):
    """The same arguments give the same answer, and others another, however many steps came before."""
    gradient = np.ones_like(walk.weights)

    def ask(accumulator):
        return step(impl, walk.weights, accumulator, gradient, learning_rate=0.5, epsilon=1e-7)

    before, other = ask(walk.accumulator), ask(walk.accumulator + 3.0)
    steps(impl, walk)
    for name, again, first in zip(PARTS, ask(walk.accumulator), before, strict=True):
        if np.isfinite(first).all():
            same(again, first, part=name, labels=("now", "before"))
    for name, one, two in zip(PARTS, before, other, strict=True):
        holds(np.any(one != two), **{name: one, f"{name}_for_an_accumulator_larger_by_3": two})


@check("values", points=1)
@given(walk=walks())
@example(walk=TWO_STEPS)
@example(walk=Walk(np.zeros(2), np.zeros(2), [np.array([1.0, -2.0]), np.array([0.0, 3.0])]))
def test_the_accumulator_sums_up_the_squares(impl, walk):
    """The accumulator grows by the square of each gradient, for each weight by its own."""
    right = walk.accumulator + np.cumsum(np.square(walk.gradients), axis=0)
    same(path(steps(impl, walk), "accumulator"), right, part="accumulator", rows="step")


@check("values", points=1)
@given(
    gradient=arrays(shapes(1), quarters(0.25, 4)),
    sign=st.sampled_from([1.0, -1.0]),
    learning_rate=st.sampled_from([0.5, 0.001]),
)
@example(gradient=np.array([4.0, 0.25]), sign=1.0, learning_rate=0.5)
def test_on_a_constant_slope_step_t_is_shortened_by_the_root_of_t(impl, gradient, sign, learning_rate):
    """On a constant slope, from zero, step t is learning_rate / √t long, however steep the slope."""
    walk = from_zero([sign * gradient] * 4, learning_rate=learning_rate, epsilon=TINY)
    right = np.cumsum(
        [np.full_like(gradient, -sign * learning_rate / np.sqrt(t)) for t in (1, 2, 3, 4)], axis=0
    )
    same(path(steps(impl, walk), "weights"), right, part="weights", rows="step")


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
@example(walk=from_zero([np.array([1.0, 1.0]), np.array([3.0, -1.0])], epsilon=TINY), factor=8.0)
def test_the_units_of_one_weight_s_gradient_change_nothing(impl, walk, factor):
    """One weight's gradients, measured in other units, lead to the same steps, from zero."""
    factors = np.ones_like(walk.weights)
    factors.flat[0] = factor
    scaled = replace(walk, gradients=[factors * gradient for gradient in walk.gradients])
    expected = path(steps(impl, walk), "weights")
    holds(np.all(expected[0] * walk.gradients[0] < 0), weights_after_the_first_step=expected[0])
    same(
        path(steps(impl, scaled), "weights"),
        expected,
        part="weights",
        labels=(f"first gradient × {factor:g}", "as it was"),
        rows="step",
        scale=walk.scale,
    )


@check("edges", points=1)
@given(unit=st.sampled_from([1e-4, 0.01, 0.25, 1.0]), sign=st.sampled_from([1.0, -1.0]))
@example(unit=1.0, sign=1.0)
def test_epsilon_is_added_before_the_root_is_taken(impl, unit, sign):
    """With gradient 4 and epsilon 9 the root is 5, in any units; a gradient of zero moves nothing."""
    gradient, zeros = sign * unit * np.array([4.0, 0.0]), np.zeros(2)
    weights, _ = step(impl, zeros, zeros, gradient, learning_rate=1.0, epsilon=9 * unit**2)
    same(weights, np.array([-sign * 0.8, 0.0]), part="weights")


@check("use", points=1)
@given(
    steep=st.sampled_from([0.25, 1.0, 3.0]),
    before=st.integers(1, 8),
    learning_rate=st.sampled_from([0.5, 0.001]),
)
@example(steep=1.0, before=3, learning_rate=0.5)
def test_a_rare_gradient_still_finds_a_whole_step(impl, steep, before, learning_rate):
    """A weight that meets its first gradient takes a whole step, however many others took before."""
    often, both = np.array([steep, 0.0]), np.array([steep, steep])
    walk = from_zero([often] * before + [both], learning_rate=learning_rate, epsilon=TINY)
    weights = path(steps(impl, walk), "weights")
    shortened = -learning_rate / np.sqrt(np.arange(1, before + 2))
    right = np.stack([np.cumsum(shortened), np.append(np.zeros(before), -learning_rate)], axis=1)
    same(weights, right, part="weights: one with a gradient always, one at the last step", rows="step")


@check("milestone", points=0, libraries=("tensorflow", "sklearn"))
def test_the_digits_network_learns_step_for_step_as_with_keras_adagrad(impl):
    """The digits network learns step for step as with Keras' Adagrad."""
    from solutions.ch06_optimization import trainer_optimizers as trainer

    def move(number, gradient, weights, accumulator):
        return step(impl, weights, accumulator, gradient, **trainer.settings("adagrad", number))

    for stage in trainer.beside("adagrad", move):
        for name, found, right in stage.arrays:
            same(found, right, part=name)
    before, after = stage.losses
    # Of 40 seeds that were tried, the slowest came to 0.61 of the loss that it began with.
    holds(after < before * 2 / 3, loss_before=before, loss_after=after)
