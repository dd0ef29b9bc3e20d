"""The solution of ``ch06/momentum`` against the sum that it stands for, Polyak's form, PyTorch's and Keras."""

import numpy as np
import pytest

from solutions.ch06_optimization import momentum as solution

LEARNING_RATE, MOMENTUM = 0.0625, 0.875  # which float32 holds exactly, as Keras must


def drawn(seed, steps=8, shape=(3, 2)):
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), rng.normal(size=(steps, *shape)) * 10.0 ** rng.uniform(
        -6, 2, (steps, 1, 1)
    )


def walked(weights, gradients, rates=None):
    velocity, path = np.zeros_like(weights), []
    for gradient, rate in zip(gradients, rates or [LEARNING_RATE] * len(gradients), strict=True):
        weights, velocity = solution.momentum_step(weights, velocity, gradient, rate, MOMENTUM)
        path.append((weights, velocity))
    return path


@pytest.mark.parametrize("seed", range(10))
def test_the_velocity_is_a_sum_over_all_gradients(seed):
    weights, gradients = drawn(seed)
    for t, (_, velocity) in enumerate(walked(weights, gradients)):
        expected = sum(-LEARNING_RATE * MOMENTUM ** (t - i) * gradients[i] for i in range(t + 1))
        np.testing.assert_allclose(velocity, expected, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("seed", range(10))
def test_it_is_polyak_s_form_without_a_velocity(seed):
    weights, gradients = drawn(seed)
    before, now = weights, weights
    for gradient, (found, _) in zip(gradients, walked(weights, gradients), strict=True):
        before, now = now, now - LEARNING_RATE * gradient + MOMENTUM * (now - before)
        np.testing.assert_allclose(found, now, rtol=1e-10, atol=1e-12)


def pytorch(weights, gradients, rates):
    buffer, path = np.zeros_like(weights), []
    for gradient, rate in zip(gradients, rates, strict=True):
        buffer = MOMENTUM * buffer + gradient
        weights = weights - rate * buffer
        path.append(weights)
    return np.array(path)


def test_it_walks_as_pytorch_does_until_the_learning_rate_is_lowered():
    weights, gradients = drawn(0)
    rates = [LEARNING_RATE] * 4 + [LEARNING_RATE / 8] * 4
    found = np.array([weights for weights, _ in walked(weights, gradients, rates)])
    other = pytorch(weights, gradients, rates)
    np.testing.assert_allclose(found[:4], other[:4], rtol=1e-10)
    assert not np.isclose(found[4:], other[4:], rtol=1e-3).any()


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_keras_also_when_the_learning_rate_is_lowered(seed):
    tf = pytest.importorskip("tensorflow")
    weights, gradients = drawn(seed)
    rates = [LEARNING_RATE] * 4 + [LEARNING_RATE / 8] * 4
    variable = tf.Variable(weights, dtype=tf.float64)
    keras = tf.keras.optimizers.SGD(LEARNING_RATE, momentum=MOMENTUM)
    path = walked(weights, gradients, rates)
    for gradient, rate, (now, velocity) in zip(gradients, rates, path, strict=True):
        keras.learning_rate = rate
        keras.apply_gradients([(tf.constant(gradient, tf.float64), variable)])
        np.testing.assert_allclose(now, variable.numpy(), rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(velocity, np.asarray(keras.momentums[0]), rtol=1e-12, atol=1e-13)
