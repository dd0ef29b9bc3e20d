"""The solution of ``ch06/adagrad`` against the sums of the definition, and against Keras."""

import math

import numpy as np
import pytest

from solutions.ch06_optimization import adagrad as solution

LEARNING_RATE, EPSILON = 0.0625, 2.0**-20  # which float32 holds exactly, as Keras must


def drawn(seed, steps=8, shape=(3, 2)):
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), rng.normal(size=(steps, *shape)) * 10.0 ** rng.uniform(
        -6, 2, (steps, 1, 1)
    )


@pytest.mark.parametrize("seed", range(10))
def test_agrees_with_the_sums_of_the_definition(seed):
    start, gradients = drawn(seed)
    weights, accumulator = start, np.full_like(start, 0.1)
    for t, gradient in enumerate(gradients, start=1):
        weights, accumulator = solution.adagrad_step(weights, accumulator, gradient, 0.01, 1e-6)
        for place in np.ndindex(start.shape):
            met = [float(g[place]) for g in gradients[:t]]
            sums = [0.1 + sum(g**2 for g in met[: i + 1]) for i in range(t)]
            moved = sum(0.01 * g / math.sqrt(s + 1e-6) for g, s in zip(met, sums, strict=True))
            assert accumulator[place] == pytest.approx(sums[-1], rel=1e-12)
            assert weights[place] == pytest.approx(start[place] - moved, rel=1e-11, abs=1e-13)


def test_from_zero_on_a_constant_slope_the_steps_are_shortened_by_the_root_of_t():
    weights, accumulator = np.zeros(2), np.zeros(2)
    for t in range(1, 50):
        before = weights
        weights, accumulator = solution.adagrad_step(
            weights, accumulator, np.array([3.0, -0.2]), 1.0, epsilon=1e-20
        )
        np.testing.assert_allclose(weights - before, np.array([-1, 1]) / np.sqrt(t), rtol=1e-10)


@pytest.mark.tensorflow
@pytest.mark.parametrize("start_at", [0.0, 0.125])
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_keras(seed, start_at):
    tf = pytest.importorskip("tensorflow")
    weights, gradients = drawn(seed)
    accumulator = np.full_like(weights, start_at)
    variable = tf.Variable(weights, dtype=tf.float64)
    keras = tf.keras.optimizers.Adagrad(LEARNING_RATE, initial_accumulator_value=start_at, epsilon=EPSILON)
    for gradient in gradients:
        keras.apply_gradients([(tf.constant(gradient, tf.float64), variable)])
        weights, accumulator = solution.adagrad_step(weights, accumulator, gradient, LEARNING_RATE, EPSILON)
        np.testing.assert_allclose(weights, variable.numpy(), rtol=1e-12, atol=1e-13)


@pytest.mark.tensorflow
def test_the_defaults_are_those_of_keras():
    keras = pytest.importorskip("tensorflow").keras.optimizers.Adagrad()
    found = solution.adagrad_step(np.zeros(1), np.zeros(1), np.array([3e-4]))
    settings = {"learning_rate": float(keras.learning_rate), "epsilon": keras.epsilon}
    expected = solution.adagrad_step(np.zeros(1), np.zeros(1), np.array([3e-4]), **settings)
    np.testing.assert_allclose(found, expected, rtol=1e-6)
