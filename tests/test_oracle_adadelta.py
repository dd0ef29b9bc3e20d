"""The solution of ``ch06/adadelta`` against the paper's algorithm, weight by weight, and against Keras."""

import math

import numpy as np
import pytest

from solutions.ch06_optimization import adadelta as solution

SETTINGS = {"learning_rate": 0.5, "rho": 0.875, "epsilon": 2.0**-20}  # which float32 holds exactly


def drawn(seed, steps=8, shape=(3, 2)):
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), rng.normal(size=(steps, *shape)) * 10.0 ** rng.uniform(
        -6, 2, (steps, 1, 1)
    )


def by_the_paper(weight, gradients, rho, epsilon):
    """Return one weight after every gradient: each average as the explicit sum that it stands for."""
    changes, path = [], []

    def rms(numbers):
        t = len(numbers)
        return math.sqrt(sum((1 - rho) * rho ** (t - 1 - i) * n**2 for i, n in enumerate(numbers)) + epsilon)

    for t in range(1, len(gradients) + 1):
        changes.append(-rms(changes) / rms(gradients[:t]) * gradients[t - 1])
        weight += changes[-1]
        path.append(weight)
    return path


@pytest.mark.parametrize("seed", range(10))
def test_agrees_with_the_paper_s_algorithm(seed):
    weights, gradients = drawn(seed)
    expected = {
        place: by_the_paper(weights[place], [float(g[place]) for g in gradients], 0.9, 1e-6)
        for place in np.ndindex(weights.shape)
    }
    state = weights, np.zeros_like(weights), np.zeros_like(weights)
    for t, gradient in enumerate(gradients):
        state = solution.adadelta_step(*state, gradient, 1.0, 0.9, 1e-6)
        for place, path in expected.items():
            assert state[0][place] == pytest.approx(path[t], rel=1e-11, abs=1e-13)


@pytest.mark.parametrize(("epsilon", "length"), [(1e-6, 0.004472), (1e-7, 0.001414)])
@pytest.mark.parametrize("gradient", [1.0, -1.0])
def test_the_first_step_from_zero(epsilon, length, gradient):
    zeros = np.zeros(1)
    weights, *_ = solution.adadelta_step(zeros, zeros, zeros, np.array([gradient]), epsilon=epsilon)
    assert weights[0] == pytest.approx(-gradient * length, abs=1e-6)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_keras(seed):
    tf = pytest.importorskip("tensorflow")
    weights, gradients = drawn(seed)
    state = weights, np.zeros_like(weights), np.zeros_like(weights)
    variable = tf.Variable(weights, dtype=tf.float64)
    keras = tf.keras.optimizers.Adadelta(**SETTINGS)
    for gradient in gradients:
        keras.apply_gradients([(tf.constant(gradient, tf.float64), variable)])
        state = solution.adadelta_step(*state, gradient, **SETTINGS)
        np.testing.assert_allclose(state[0], variable.numpy(), rtol=1e-12, atol=1e-13)


@pytest.mark.tensorflow
def test_the_defaults_are_those_of_keras_but_for_the_learning_rate():
    keras = pytest.importorskip("tensorflow").keras.optimizers.Adadelta()
    state = np.zeros(1), np.array([1e-7]), np.array([1e-7]), np.array([3e-4])
    settings = {"learning_rate": 1.0, "rho": keras.rho, "epsilon": keras.epsilon}
    found, expected = solution.adadelta_step(*state), solution.adadelta_step(*state, **settings)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    assert float(keras.learning_rate) == pytest.approx(0.001)
