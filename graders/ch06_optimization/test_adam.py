"""What a right Adam step is."""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, magnitudes, parts, quarters, same, shapes, unchanged


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


THREE_STEPS = Walk(np.array([0.0]), [np.array([1.0])] * 3)


@st.composite
def walks(draw, most_steps=4):
    """Walks of a few steps; gradients from the size of epsilon to hundreds, or of everyday size."""
    shape = draw(shapes(most_axes=2, high=3))
    sized = draw(st.sampled_from([quarters(), magnitudes(-9, 2)]))
    count = draw(st.integers(2, most_steps))
    return Walk(
        weights=draw(arrays(shape, st.sampled_from([0.0, 1.0, -2.5]))),
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
            "weights",
            "first_moment",
            "second_moment",
        )
        yield state


def same_steps(impl, reference, walk, names):
    """Hold each part of every step in `names` to the reference."""
    places = {"weights": 0, "first_moment": 1, "second_moment": 2}
    found, right = list(steps(impl, walk)), list(steps(reference, walk))
    for name in names:
        for mine, theirs in zip(found, right, strict=True):
            # Judged one by one first, so that another shape is said of one array and not of the stack.
            if np.shape(mine[places[name]]) != np.shape(theirs[places[name]]):
                same(mine[places[name]], theirs[places[name]], part=name)
        same(
            np.stack([state[places[name]] for state in found]),
            np.stack([state[places[name]] for state in right]),
            part=name,
            rows="step",
        )


@check("contract", points=1)
@given(walk=walks(most_steps=2))
@example(walk=Walk(np.array([1.0, 2.0, 3.0]), [np.array([0.5, 0.5, 0.5])]))
def test_every_array_comes_back_in_its_shape_and_the_inputs_stay(impl, walk):
    """Weights and moments come back in the shape of the weights, and the inputs stay as they were."""
    for state in steps(impl, walk):
        for name, array in zip(("weights", "first_moment", "second_moment"), state, strict=True):
            same(np.zeros(np.shape(array)), np.zeros(walk.weights.shape), part=name)
    unchanged(impl)


@check("contract", points=1)
@given(walk=walks(most_steps=3), number=st.integers(1, 12))
@example(walk=Walk(np.array([0.0]), [np.array([1.0]), np.array([1.0])]), number=1)
def test_the_answer_depends_on_the_arguments_alone(impl, walk, number):
    """The same arguments give the same answer, however many steps were taken before."""
    zeros = np.zeros_like(walk.weights)

    def ask():
        return parts(
            impl.adam_step(walk.weights, zeros, zeros, walk.gradients[0], step=number, **walk.settings),
            "weights",
            "first_moment",
            "second_moment",
        )

    first = ask()
    for _ in steps(impl, walk):
        pass
    for name, again, before in zip(("weights", "first_moment", "second_moment"), ask(), first, strict=True):
        if np.isfinite(before).all():
            same(again, before, part=name, labels=("now", "before"))


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
        impl.adam_step(zeros, zeros, zeros, sign * gradient, step=1, learning_rate=learning_rate, epsilon=1e-12),
        "weights",
        "first_moment",
        "second_moment",
    )
    same(weights, np.full_like(gradient, -sign * learning_rate), part="weights")


@check("values", points=3, cases=50)
@given(walk=walks())
@example(walk=THREE_STEPS)
@example(walk=Walk(np.array([0.0]), [np.array([1.0]), np.array([-3.0]), np.array([2.0])], learning_rate=0.1))
def test_the_weights_follow_the_formula(impl, reference, walk):
    """The weights follow the formula at every step, for gradients of every size."""
    same_steps(impl, reference, walk, ("weights",))


@check("values", points=1)
@given(walk=walks(), factor=st.sampled_from([0.125, 8.0, 1024.0]))
@example(walk=THREE_STEPS, factor=8.0)
def test_scaling_the_loss_changes_nothing(impl, walk, factor):
    """A loss measured in other units, with all gradients scaled alike, gives the same weights."""
    everyday = [np.clip(gradient, 0.25, 4) for gradient in walk.gradients]
    plain = Walk(walk.weights, everyday, walk.learning_rate, walk.beta1, walk.beta2, epsilon=1e-12)
    scaled = Walk(
        walk.weights, [factor * g for g in everyday], walk.learning_rate, walk.beta1, walk.beta2, epsilon=1e-12
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
        "weights",
        "first_moment",
        "second_moment",
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
    for model, name in enumerate(("weights of one", "weights of the other")):
        same(last[model][0], right[model], part=name)
