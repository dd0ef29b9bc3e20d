"""`run_optimizer` against the chapter's own steps by hand, exact paths, SciPy's differential equations and Keras."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from solutions.ch06_optimization.adam import adam_step
from solutions.ch06_optimization.momentum import momentum_step
from solutions.ch06_optimization.run_optimizer import run_optimizer
from solutions.ch06_optimization.sgd import sgd_step


def adam(weights, state, gradient, step):
    weights, first, second = adam_step(weights, *state, gradient, step, 0.125, 0.5, 0.75, 1e-12)
    return weights, (first, second)


def rolling(weights, state, gradient, step):
    return momentum_step(weights, state, gradient, learning_rate=0.05, momentum=0.8)


def plain(weights, state, gradient, step):
    return sgd_step(weights, gradient, learning_rate=0.05), state


@pytest.mark.parametrize("seed", range(10))
def test_momentum_on_a_quadratic_is_a_power_of_one_matrix(seed):
    rng = np.random.default_rng(seed)
    half, start = rng.normal(size=(3, 3)), rng.normal(size=3)
    curve = half @ half.T
    path = run_optimizer(rolling, np.zeros(3), lambda weights: curve @ weights, start, 12)
    velocity = np.hstack([-0.05 * curve, 0.8 * np.eye(3)])
    both = np.vstack([np.hstack([np.eye(3) - 0.05 * curve, 0.8 * np.eye(3)]), velocity])
    state = np.concatenate([start, np.zeros(3)])
    for k, weights in enumerate(path):
        expected = (np.linalg.matrix_power(both, k) @ state)[:3]
        np.testing.assert_allclose(weights, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_with_tiny_steps_it_follows_the_flow(seed):
    rng = np.random.default_rng(seed)
    start = rng.normal(size=(2, 2))
    path = run_optimizer(
        lambda weights, state, gradient, step: (weights - 1e-3 * gradient, state), None, np.sinh, start, 1000
    )
    flow = solve_ivp(lambda time, weights: -np.sinh(weights), (0, 1), start.ravel(), rtol=1e-9)
    np.testing.assert_allclose(path[-1].ravel(), flow.y[:, -1], rtol=2e-3)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["plain", "rolling", "adam"])
def test_every_optimiser_comes_down_in_a_bowl_and_leaves_its_inputs(seed, name):
    rng = np.random.default_rng(seed)
    weights, scale = rng.normal(size=(2, 3)), rng.uniform(0.5, 2, size=(2, 3))
    states = {"plain": None, "rolling": np.zeros((2, 3)), "adam": (np.zeros((2, 3)), np.zeros((2, 3)))}
    before = weights.copy()
    step = {"plain": plain, "rolling": rolling, "adam": adam}[name]
    paths = [run_optimizer(step, states[name], lambda w: scale * w, weights, 200) for _ in range(2)]
    np.testing.assert_array_equal(*paths)
    np.testing.assert_array_equal(weights, before)
    if name != "plain":
        assert not np.any(states[name])
    heights = np.sum(scale * paths[0] ** 2, axis=(1, 2))
    assert heights[-1] < 1e-2 * heights[0]


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", ["plain", "rolling", "adam"])
def test_it_goes_the_way_of_keras(name):
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(0)
    start, scale = rng.normal(size=4), rng.uniform(0.5, 2, size=4)
    optimizer = {
        "plain": lambda: tf.keras.optimizers.SGD(0.05),
        "rolling": lambda: tf.keras.optimizers.SGD(0.05, momentum=0.8),
        "adam": lambda: tf.keras.optimizers.Adam(0.125, 0.5, 0.75, epsilon=1e-12),
    }[name]()
    point, rows = tf.Variable(start), [start]
    for _ in range(6):
        with tf.GradientTape() as tape:
            value = tf.reduce_sum(tf.math.log(tf.cosh(scale * point)))
        optimizer.apply_gradients([(tape.gradient(value, point), point)])
        rows.append(point.numpy())
    state = {"plain": None, "rolling": np.zeros(4), "adam": (np.zeros(4), np.zeros(4))}[name]
    step = {"plain": plain, "rolling": rolling, "adam": adam}[name]
    path = run_optimizer(step, state, lambda x: scale * np.tanh(scale * x), start, 6)
    np.testing.assert_allclose(path, rows, rtol=1e-5, atol=1e-7)  # Keras keeps its settings in float32
