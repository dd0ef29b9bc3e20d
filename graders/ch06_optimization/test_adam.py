"""What a right Adam step is."""

from dataclasses import dataclass

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

PARTS = ("weights", "first_moment", "second_moment")


@dataclass(frozen=True)
class Walk:
    """Weights, and the gradients that they meet one after the other."""

    weights: np.ndarray
    gradients: list[np.ndarray]
    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    @property
    def settings(self):
        """The keyword arguments of every step."""
        names = ("learning_rate", "beta1", "beta2", "epsilon")
        return {name: getattr(self, name) for name in names}

    @property
    def scales(self):
        """The largest magnitudes that are added up in each part: what rounding is measured by."""
        reach = max((np.max(np.abs(gradient), initial=0.0) for gradient in self.gradients), default=0.0)
        far = np.max(np.abs(self.weights), initial=0.0) + self.learning_rate * len(self.gradients)
        return {"weights": float(far), "first_moment": float(reach), "second_moment": float(reach**2)}


THREE_STEPS = Walk(np.array([0.0]), [np.array([1.0])] * 3)


@st.composite
def walks(draw, most_steps=4):
    """Walks of a few steps; gradients from the size of epsilon to hundreds, or of everyday size."""
    shape = draw(shapes(most_axes=2, high=3))
    sized = draw(st.sampled_from([quarters(), magnitudes(-9, 2)]))
    count = draw(st.integers(2, most_steps))
    return Walk(
        weights=draw(arrays(shape, [0.0, 1.0, -2.5])),
        gradients=[draw(arrays(shape, sized)) for _ in range(count)],
        learning_rate=draw(st.sampled_from([0.001, 0.1, 1.0])),
        beta1=draw(st.sampled_from([0.9, 0.5, 0.0])),
        beta2=draw(st.sampled_from([0.999, 0.75])),
        epsilon=draw(st.sampled_from([1e-8, 1e-4, 0.5])),
    )


def steps(model, walk):
    """Yield what each step of `walk` returns, each going on from the one before."""
    state = (walk.weights, np.zeros_like(walk.weights), np.zeros_like(walk.weights))
    for number, gradient in enumerate(walk.gradients, start=1):
        state = parts(
            model.adam_step(*state, gradient, step=number, **walk.settings),
            *PARTS,
        )
        yield state


def same_steps(impl, reference, walk, names):
    """Hold each part of every step in `names` to the reference."""
    found, right = list(steps(impl, walk)), list(steps(reference, walk))
    for name in names:
        place = PARTS.index(name)
        same(
            np.stack([numbers(state[place], walk.weights.shape, part=name) for state in found]),
            np.stack([state[place] for state in right]),
            part=name,
            rows="step",
            scale=walk.scales[name],
        )


@check("contract", points=1)
@given(walk=walks(most_steps=2))
@example(walk=Walk(np.array([1.0, 2.0, 3.0]), [np.array([0.5, 0.5, 0.5])]))
def test_every_array_comes_back_in_its_shape_and_the_inputs_stay(impl, walk):
    """Weights and moments come back moved, in the weights' shape, and the inputs stay as they were."""
    states = [
        [numbers(part, walk.weights.shape, part=name) for name, part in zip(PARTS, state, strict=True)]
        for state in steps(impl, walk)
    ]
    unchanged(impl)
    if np.any(walk.gradients[0]):
        holds(
            any(
                np.any(part != before)
                for part, before in zip(states[0], (walk.weights, 0.0, 0.0), strict=True)
            )
        )


@check("contract", points=1)
@given(walk=walks(most_steps=3), number=st.integers(1, 12))
@example(walk=Walk(np.array([0.0]), [np.array([1.0]), np.array([1.0])]), number=1)
def test_the_answer_depends_on_the_arguments_alone(impl, walk, number):
    """The same arguments give the same answer, and others another, however many steps came before."""
    zeros = np.zeros_like(walk.weights)

    def ask(gradient):
        answer = parts(
            impl.adam_step(walk.weights, zeros, zeros, gradient, step=number, **walk.settings), *PARTS
        )
        return [
            numbers(part, walk.weights.shape, part=name) for name, part in zip(PARTS, answer, strict=True)
        ]

    before, other = ask(walk.gradients[0]), ask(walk.gradients[0] + 1.0)
    for _ in steps(impl, walk):
        pass
    for name, again, first in zip(PARTS, ask(walk.gradients[0]), before, strict=True):
        if np.isfinite(first).all():
            same(again, first, part=name, labels=("now", "before"))
    holds(any(np.any(one != two) for one, two in zip(before, other, strict=True)))


@check("values", points=1)
@given(walk=walks())
@example(walk=THREE_STEPS)
def test_the_moments_are_moving_averages(impl, reference, walk):
    """The moments are moving averages: the first of the gradient, the second of its square."""
    same_steps(impl, reference, walk, ("first_moment", "second_moment"))


@check("values", points=1)
@given(
    gradient=arrays(shapes(1), quarters(0.25, 4)),
    sign=st.sampled_from([1.0, -1.0]),
    learning_rate=st.sampled_from([0.001, 0.5]),
)
@example(gradient=np.array([4.0, 0.25]), sign=1.0, learning_rate=0.5)
def test_the_first_step_has_the_size_of_the_learning_rate(impl, gradient, sign, learning_rate):
    """The first step moves every weight by the learning rate, however large its gradient is."""
    zeros = np.zeros_like(gradient)
    weights, _, _ = parts(
        impl.adam_step(
            zeros, zeros, zeros, sign * gradient, step=1, learning_rate=learning_rate, epsilon=1e-12
        ),
        *PARTS,
    )
    same(weights, np.full_like(gradient, -sign * learning_rate), part="weights")


@check("values", points=3, cases=50)
@given(walk=walks())
@example(walk=THREE_STEPS)
@example(walk=Walk(np.array([0.0]), [np.array([1.0]), np.array([-3.0]), np.array([2.0])], learning_rate=0.1))
def test_the_weights_follow_the_formula(impl, reference, walk):
    """At every step the weights follow the formula, for any gradient."""
    same_steps(impl, reference, walk, ("weights",))


@check("values", points=1)
@given(walk=walks(), factor=st.sampled_from([0.125, 8.0, 1024.0]))
@example(walk=THREE_STEPS, factor=8.0)
def test_scaling_the_loss_changes_nothing(impl, walk, factor):
    """A loss measured in other units, with all gradients scaled alike, gives the same weights."""
    everyday = [np.clip(gradient, 0.25, 4) for gradient in walk.gradients]
    plain = Walk(walk.weights, everyday, walk.learning_rate, walk.beta1, walk.beta2, epsilon=1e-12)
    scaled = Walk(
        walk.weights,
        [factor * g for g in everyday],
        walk.learning_rate,
        walk.beta1,
        walk.beta2,
        epsilon=1e-12,
    )
    *_, (expected, _, _) = steps(impl, plain)
    *_, (weights, _, _) = steps(impl, scaled)
    scale = 1.0 + len(everyday) * walk.learning_rate
    same(weights, expected, part="weights", labels=("scaled", "not scaled"), scale=1e4 * scale)


@check("edges", points=1)
@given(epsilon=st.sampled_from([1e-8, 1e-6, 1e-3, 0.5]), sign=st.sampled_from([1.0, -1.0]))
@example(epsilon=1e-3, sign=1.0)
def test_a_gradient_as_small_as_epsilon_moves_half_a_step(impl, epsilon, sign):
    """A gradient as small as epsilon moves half a step, and one of zero moves none."""
    gradient, zeros = np.array([sign * epsilon, 0.0]), np.zeros(2)
    weights, _, _ = parts(
        impl.adam_step(zeros, zeros, zeros, gradient, step=1, learning_rate=1.0, epsilon=epsilon),
        *PARTS,
    )
    same(weights, np.array([-sign * 0.5, 0.0]), part="weights")


@check("use", points=1)
@given(one=walks(), other=walks())
@example(one=THREE_STEPS, other=Walk(np.array([0.0]), [np.array([-2.0])] * 3))
def test_two_models_by_turns_do_not_disturb_each_other(impl, reference, one, other):
    """Two models that are trained by turns go the ways that they go alone."""
    right = [list(steps(reference, walk))[-1][0] for walk in (one, other)]
    last = [None, None]
    taking_turns = [steps(impl, one), steps(impl, other)]
    for _ in range(max(len(one.gradients), len(other.gradients))):
        for model, walk in enumerate(taking_turns):
            last[model] = next(walk, last[model])
    for model, (name, walk) in enumerate({"weights of one": one, "weights of the other": other}.items()):
        same(last[model][0], right[model], part=name, scale=walk.scales["weights"])


@check("milestone", points=0, libraries=("tensorflow", "sklearn"))
def test_the_digits_network_learns_step_for_step_as_with_keras_adam(impl):
    """The digits network learns step for step as with Keras' Adam."""
    from solutions.ch06_optimization import trainer_optimizers as trainer

    def move(number, gradient, *state):
        answer = impl.adam_step(*state, gradient, **trainer.settings("adam", number))
        found = zip(PARTS, parts(answer, *PARTS), strict=True)
        return [numbers(part, gradient.shape, part=name) for name, part in found]

    for stage in trainer.beside("adam", move):
        for name, found, right in stage.arrays:
            same(found, right, part=name)
    before, after = stage.losses
    # Of 40 seeds that were tried, the slowest came to 0.45 of the loss that it began with.
    holds(after < before / 2, loss_before=before, loss_after=after)
