"""The solution of ``ch06/nesterov`` against the textbook's look ahead, two other forms of it, and Keras."""

import numpy as np
import pytest

from solutions.ch06_optimization import momentum as plain
from solutions.ch06_optimization import nesterov as solution

LEARNING_RATE, MOMENTUM = 0.0625, 0.875  # which float32 holds exactly, as Keras must


def drawn(seed, steps=8, shape=(3, 2)):
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), rng.normal(size=(steps, *shape)) * 10.0 ** rng.uniform(
        -6, 2, (steps, 1, 1)
    )


def walked(weights, gradients):
    velocity, path = np.zeros_like(weights), []
    for gradient in gradients:
        weights, velocity = solution.nesterov_step(weights, velocity, gradient, LEARNING_RATE, MOMENTUM)
        path.append((weights, velocity))
    return path


@pytest.mark.parametrize("seed", range(10))
def test_it_is_the_textbook_form_seen_from_the_look_ahead(seed):
    rng = np.random.default_rng(seed)
    root, target = rng.normal(size=(4, 4)), rng.normal(size=4)
    curvature = root @ root.T / 4

    def slope(place):
        return curvature @ (place - target)

    position = weights = rng.normal(size=4)
    speed = velocity = np.zeros(4)
    for _ in range(30):
        speed = MOMENTUM * speed - LEARNING_RATE * slope(position + MOMENTUM * speed)
        position = position + speed
        weights, velocity = solution.nesterov_step(weights, velocity, slope(weights), LEARNING_RATE, MOMENTUM)
        np.testing.assert_allclose(velocity, speed, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(weights, position + MOMENTUM * speed, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_form_of_courses_and_walks_as_pytorch_does(seed):
    weights, gradients = drawn(seed)
    course = torch = weights
    velocity = buffer = np.zeros_like(weights)
    for gradient, (found, _) in zip(gradients, walked(weights, gradients), strict=True):
        old, velocity = velocity, MOMENTUM * velocity - LEARNING_RATE * gradient
        course = course - MOMENTUM * old + (1 + MOMENTUM) * velocity
        buffer = MOMENTUM * buffer + gradient
        torch = torch - LEARNING_RATE * (gradient + MOMENTUM * buffer)
        np.testing.assert_allclose(found, course, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(found, torch, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("curvature", [0.25, 1.0, 4.0])
def test_on_a_quadratic_it_swings_less_than_plain_momentum(curvature):
    swings = {}
    for name, step in {"plain": plain.momentum_step, "nesterov": solution.nesterov_step}.items():
        weights, velocity, path = np.ones(1), np.zeros(1), []
        for _ in range(60):
            weights, velocity = step(weights, velocity, curvature * weights, LEARNING_RATE, MOMENTUM)
            path.append(weights[0])
        swings[name] = -min(path)
    assert 0 < swings["nesterov"] < 0.9 * swings["plain"]


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_keras(seed):
    tf = pytest.importorskip("tensorflow")
    weights, gradients = drawn(seed)
    variable = tf.Variable(weights, dtype=tf.float64)
    keras = tf.keras.optimizers.SGD(LEARNING_RATE, momentum=MOMENTUM, nesterov=True)
    for gradient, (now, velocity) in zip(gradients, walked(weights, gradients), strict=True):
        keras.apply_gradients([(tf.constant(gradient, tf.float64), variable)])
        np.testing.assert_allclose(now, variable.numpy(), rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(velocity, np.asarray(keras.momentums[0]), rtol=1e-12, atol=1e-13)
