"""What a right step with momentum is."""

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

PARTS = ("weights", "velocity")


@dataclass(frozen=True)
class Walk:
    """Weights and velocity at the start, and the gradients that they meet one after the other."""

    weights: np.ndarray
    velocity: np.ndarray
    gradients: list[np.ndarray]
    learning_rate: float = 0.5
    momentum: float = 0.75

    @property
    def settings(self):
        """The keyword arguments of every step."""
        return {"learning_rate": self.learning_rate, "momentum": self.momentum}

    @property
    def scale(self):
        """The largest magnitude that is added up: what rounding is measured by."""
        count = len(self.gradients)
        push = self.learning_rate * max(map(largest, self.gradients))
        return largest(self.weights) + count * (largest(self.velocity) + count * push)


def largest(array):
    """Return the largest magnitude in an array."""
    return float(np.max(np.abs(array), initial=0.0))


def one_weight(*gradients, weight=0.0, velocity=0.0, **settings):
    """Return the walk of a single weight, written in plain numbers."""
    arrays_of_one = [np.array([number], float) for number in (weight, velocity, *gradients)]
    return Walk(*arrays_of_one[:2], arrays_of_one[2:], **settings)


THREE_STEPS = one_weight(1, 1, 1)
AT_SPEED = one_weight(1, -2, weight=1, velocity=-4)


@st.composite
def walks(draw, most_steps=3):
    """Walks of a few steps; gradients of everyday size or of any, with a velocity at the start or none."""
    shape = draw(shapes(most_axes=2, high=3))
    sized = draw(st.sampled_from([quarters(), magnitudes(-6, 2)]))
    count = draw(st.integers(1, most_steps))
    return Walk(
        weights=draw(arrays(shape, [0.0, 1.0, -2.5])),
        velocity=draw(arrays(shape, [0.0, 0.5, -2.0])),
        gradients=[draw(arrays(shape, sized)) for _ in range(count)],
        learning_rate=draw(st.sampled_from([0.01, 0.5, 2.0])),
        momentum=draw(st.sampled_from([0.9, 0.75, 0.5, 0.0])),
    )


def step(model, weights, velocity, gradient, **settings):
    """Return what one step returns, each part an array in the shape of the weights."""
    answer = parts(model.momentum_step(weights, velocity, gradient, **settings), *PARTS)
    return [numbers(part, weights.shape, part=name) for name, part in zip(PARTS, answer, strict=True)]


def steps(model, walk):
    """Return what each step of `walk` returns, each going on from the one before."""
    states = [(walk.weights, walk.velocity)]
    for gradient in walk.gradients:
        states.append(step(model, *states[-1], gradient, **walk.settings))
    return states[1:]


def same_steps(found, right, walk, names=PARTS):
    """Hold each part of every step in `names` to what is right."""
    for name in names:
        mine, expected = (np.stack([state[PARTS.index(name)] for state in path]) for path in (found, right))
        same(mine, expected, part=name, rows="step", scale=walk.scale)


@check("contract", points=1)
@given(walk=walks())
@example(walk=Walk(np.array([1.0, 2.0, 3.0]), np.zeros(3), [np.array([0.5, 0.5, 0.5])]))
def test_both_arrays_come_back_in_their_shape_and_the_inputs_stay(impl, walk):
    """Weights and velocity come back moved, in the weights' shape, and the inputs stay as they were."""
    weights, velocity = steps(impl, walk)[0]
    unchanged(impl)
    if np.any(np.abs(walk.gradients[0]) > 0.1) and not np.any(walk.velocity):
        holds(np.any(velocity != 0.0), velocity_before=0.0, velocity_after=velocity.tolist())
        holds(np.any(weights != walk.weights), weights_before=walk.weights, weights_after=weights)


@check("contract", points=1)
@given(walk=walks())
@example(walk=AT_SPEED)
def test_the_answer_depends_on_the_arguments_alone(impl, walk):
    """The same arguments give the same answer, and others another, however many steps came before."""

    def ask(velocity):
        return step(impl, walk.weights, velocity, walk.gradients[0], learning_rate=0.5, momentum=0.5)

    before, other = ask(walk.velocity), ask(walk.velocity + 1.0)
    steps(impl, walk)
    for name, again, first in zip(PARTS, ask(walk.velocity), before, strict=True):
        if np.isfinite(first).all():
            same(again, first, part=name, labels=("now", "before"))
    for name, one, two in zip(PARTS, before, other, strict=True):
        holds(np.any(one != two), **{name: one, f"{name}_for_a_velocity_larger_by_1": two})


@check("values", points=1)
@given(walk=walks())
@example(walk=THREE_STEPS)
@example(walk=AT_SPEED)
def test_the_velocity_keeps_a_share_and_gains_a_push_downhill(impl, walk):
    """The velocity is momentum times the old one, less the learning rate times the gradient."""
    velocity, right = walk.velocity, []
    for gradient in walk.gradients:
        velocity = walk.momentum * velocity - walk.learning_rate * gradient
        right.append((walk.weights, velocity))
    same_steps(steps(impl, walk), right, walk, ["velocity"])


@check("values", points=1)
@given(walk=walks())
@example(walk=THREE_STEPS)
@example(walk=AT_SPEED)
def test_the_weights_move_by_the_new_velocity(impl, walk):
    """The weights move by the velocity that comes back with them."""
    found = steps(impl, walk)
    before = [walk.weights, *(weights for weights, _ in found[:-1])]
    same(
        np.stack([weights for weights, _ in found]),
        np.stack([old + velocity for old, (_, velocity) in zip(before, found, strict=True)]),
        part="weights",
        labels=("yours", "weights before + your velocity"),
        rows="step",
        scale=walk.scale,
    )


@check("values", points=2, cases=50)
@given(walk=walks())
@example(walk=THREE_STEPS)
@example(walk=AT_SPEED)
def test_both_follow_the_formula(impl, reference, walk):
    """At every step the weights and the velocity follow the formula, for any gradient."""
    same_steps(steps(impl, walk), steps(reference, walk), walk)


@check("values", points=1)
@given(walk=walks())
@example(walk=THREE_STEPS)
@example(walk=AT_SPEED)
def test_without_momentum_it_is_gradient_descent(impl, walk):
    """With a momentum of 0 it is plain gradient descent, whatever the velocity was."""
    plain = replace(walk, momentum=0.0)
    pushes = [-walk.learning_rate * gradient for gradient in walk.gradients]
    right = list(zip(walk.weights + np.cumsum(pushes, axis=0), pushes, strict=True))
    same_steps(steps(impl, plain), right, walk)


@check("values", points=1, cases=12)
@given(gradient=arrays(shapes(1), quarters()), momentum=st.sampled_from([0.5, 0.75, 0.9]))
@example(gradient=np.array([1.0]), momentum=0.5)
def test_a_constant_slope_is_taken_ever_faster_up_to_a_limit(impl, gradient, momentum):
    """On a constant slope step t is (1 - momentum^t) / (1 - momentum) times as long as the first."""
    zeros = np.zeros_like(gradient)
    walk = Walk(zeros, zeros, [gradient] * 5, learning_rate=1.0, momentum=momentum)
    lengths = (1 - momentum ** np.arange(1, 6)) / (1 - momentum)
    velocities = [-length * gradient for length in lengths]
    right = list(zip(np.cumsum(velocities, axis=0), velocities, strict=True))
    same_steps(steps(impl, walk), right, walk)


@check("edges", points=1)
@given(walk=walks())
@example(walk=AT_SPEED)
def test_without_a_gradient_the_weights_roll_on(impl, walk):
    """Where the gradient is zero the weights roll on, each step `momentum` times the one before."""
    flat = replace(walk, gradients=[np.zeros_like(walk.weights)] * 3)
    velocities = [walk.momentum**t * walk.velocity for t in (1, 2, 3)]
    right = list(zip(walk.weights + np.cumsum(velocities, axis=0), velocities, strict=True))
    same_steps(steps(impl, flat), right, walk)


@check("use", points=1)
@given(walk=walks(), lower=st.sampled_from([0.25, 0.125]))
@example(walk=one_weight(1, learning_rate=1.0, momentum=0.5), lower=0.25)
def test_a_lower_learning_rate_counts_from_the_next_push_on(impl, walk, lower):
    """A learning rate that is lowered on the way makes later pushes smaller, not the speed so far."""
    gradient = walk.gradients[-1]
    *_, (weights, velocity) = steps(impl, walk)
    settings = {"learning_rate": lower * walk.learning_rate, "momentum": walk.momentum}
    found = step(impl, weights, velocity, gradient, **settings)
    pushes = [-walk.learning_rate * each for each in walk.gradients] + [
        -lower * walk.learning_rate * gradient
    ]
    count = len(pushes)
    right = walk.momentum**count * walk.velocity
    right = right + sum(walk.momentum ** (count - 1 - t) * push for t, push in enumerate(pushes))
    same(found[1], right, part="velocity after the step at the lower rate", scale=walk.scale)
    same(
        found[0] - weights,
        right,
        part="step taken by the weights at the lower rate",
        scale=walk.scale,
    )


@check("milestone", points=0, libraries=("tensorflow", "sklearn"))
def test_the_digits_network_learns_step_for_step_as_with_keras_momentum(impl):
    """The digits network learns step for step as with Keras' SGD with momentum."""
    from solutions.ch06_optimization import trainer_optimizers as trainer

    def move(number, gradient, weights, velocity):
        return step(impl, weights, velocity, gradient, **trainer.settings("momentum", number))

    for stage in trainer.beside("momentum", move):
        for name, found, right in stage.arrays:
            same(found, right, part=name)
    before, after = stage.losses
    # Of 40 seeds that were tried, the slowest came to 0.53 of the loss that it began with.
    holds(after < before * 2 / 3, loss_before=before, loss_after=after)
