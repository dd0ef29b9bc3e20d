"""The solution of ``ch06/adam`` against the definition, written out, and against Keras."""

import math

import numpy as np
import pytest

from solutions.ch06_optimization import adam


def by_definition(weight, gradients, learning_rate, beta1, beta2, epsilon):
    """Return one weight after every gradient: each moment as the explicit sum that the recursion stands for."""
    path = []
    for t in range(1, len(gradients) + 1):
        m = sum((1 - beta1) * beta1 ** (t - i) * gradients[i - 1] for i in range(1, t + 1)) / (1 - beta1**t)
        v = sum((1 - beta2) * beta2 ** (t - i) * gradients[i - 1] ** 2 for i in range(1, t + 1)) / (
            1 - beta2**t
        )
        weight -= learning_rate * m / (math.sqrt(v) + epsilon)
        path.append(weight)
    return path


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_the_sums_of_the_definition(seed):
    rng = np.random.default_rng(seed)
    gradients = rng.choice([-1, 1], 6) * 10.0 ** rng.uniform(-9, 2, 6)
    settings = {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6}
    state = (np.array([0.5]), np.zeros(1), np.zeros(1))
    path = []
    for step, gradient in enumerate(gradients, start=1):
        state = adam.adam_step(*state, np.array([gradient]), step, **settings)
        path.append(state[0][0])
    np.testing.assert_allclose(path, by_definition(0.5, gradients, **settings), rtol=1e-12)


@pytest.mark.tensorflow
def test_agrees_with_keras_once_its_epsilon_is_turned_into_the_papers():
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(0)
    start, gradients = (
        rng.normal(size=(3, 2)),
        rng.normal(size=(8, 3, 2)) * 10.0 ** rng.uniform(-6, 1, (8, 1, 1)),
    )
    variable = tf.Variable(start, dtype=tf.float64)
    state = (start, np.zeros((3, 2)), np.zeros((3, 2)))
    keras = tf.keras.optimizers.Adam(0.01)
    for step, gradient in enumerate(gradients, start=1):
        # Keras adds its epsilon to the root of the uncorrected moment.
        keras.epsilon = 1e-6 * math.sqrt(1 - 0.999**step)
        keras.apply_gradients([(tf.constant(gradient, tf.float64), variable)])
        state = adam.adam_step(*state, gradient, step, learning_rate=0.01, epsilon=1e-6)
        # Keras holds its learning rate and betas in float32.
        np.testing.assert_allclose(state[0], variable.numpy(), rtol=1e-5, atol=1e-6)
