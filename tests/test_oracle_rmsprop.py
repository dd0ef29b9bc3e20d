"""The solution of ``ch06/rmsprop`` against the sums of the definition, and against Keras."""

import math

import numpy as np
import pytest

from solutions.ch06_optimization import rmsprop as solution

SETTINGS = {"learning_rate": 0.0625, "rho": 0.875, "epsilon": 2.0**-20}  # which float32 holds exactly


def drawn(seed, steps=8, shape=(3, 2)):
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), rng.normal(size=(steps, *shape)) * 10.0 ** rng.uniform(
        -6, 2, (steps, 1, 1)
    )


@pytest.mark.parametrize("seed", range(10))
def test_agrees_with_the_sums_of_the_definition(seed):
    start, gradients = drawn(seed)
    weights, average = start, np.zeros_like(start)
    moved = np.zeros_like(start)
    for t, gradient in enumerate(gradients, start=1):
        weights, average = solution.rmsprop_step(weights, average, gradient, 0.01, 0.8, 1e-6)
        for place in np.ndindex(start.shape):
            squares = [float(g[place]) ** 2 for g in gradients[:t]]
            mean = sum(0.2 * 0.8 ** (t - 1 - i) * square for i, square in enumerate(squares))
            moved[place] += 0.01 * gradient[place] / math.sqrt(mean + 1e-6)
            assert average[place] == pytest.approx(mean, rel=1e-12)
        np.testing.assert_allclose(weights, start - moved, rtol=1e-11, atol=1e-13)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_keras(seed):
    tf = pytest.importorskip("tensorflow")
    weights, gradients = drawn(seed)
    average = np.zeros_like(weights)
    variable = tf.Variable(weights, dtype=tf.float64)
    keras = tf.keras.optimizers.RMSprop(**SETTINGS)
    for gradient in gradients:
        keras.apply_gradients([(tf.constant(gradient, tf.float64), variable)])
        weights, average = solution.rmsprop_step(weights, average, gradient, **SETTINGS)
        np.testing.assert_allclose(weights, variable.numpy(), rtol=1e-12, atol=1e-13)


@pytest.mark.tensorflow
def test_the_defaults_are_those_of_keras():
    keras = pytest.importorskip("tensorflow").keras.optimizers.RMSprop()
    state = np.zeros(1), np.array([1e-7]), np.array([3e-4])
    settings = {"learning_rate": float(keras.learning_rate), "rho": keras.rho, "epsilon": keras.epsilon}
    found, expected = solution.rmsprop_step(*state), solution.rmsprop_step(*state, **settings)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize(("outside", "lengths"), [(False, 0.31), (True, 3.15)])
def test_for_a_small_gradient_the_place_of_epsilon_decides_the_first_step(outside, lengths):
    gradient = np.array([1e-4])
    weights, average = solution.rmsprop_step(np.zeros(1), np.zeros(1), gradient, learning_rate=1.0)
    if outside:
        weights = -gradient / (np.sqrt(average) + 1e-7)
    assert -weights[0] == pytest.approx(lengths, abs=0.005)
