"""`gradient_descent_path` against matrix powers, the exact decay of a bowl and Keras' SGD."""

import numpy as np
import pytest

from solutions.ch04_backpropagation.gradient_descent_path import gradient_descent_path


@pytest.mark.parametrize("seed", range(15))
def test_on_a_bowl_it_is_a_power_of_one_matrix(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 6))
    half = rng.normal(size=(size, size))
    curve, lowest, start = half @ half.T, rng.normal(size=size), rng.normal(size=size)
    rate = float(rng.uniform(0.1, 2.5)) / np.linalg.eigvalsh(curve)[-1]
    path = gradient_descent_path(lambda x: curve @ (x - lowest), start, rate, 12)
    assert path.shape == (13, size)
    values, vectors = np.linalg.eigh(curve)
    for k, point in enumerate(path):
        factors = (1 - rate * values) ** k
        expected = lowest + vectors @ (factors * (vectors.T @ (start - lowest)))
        np.testing.assert_allclose(point, expected, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_its_end_is_where_the_curve_limits_the_learning_rate(seed):
    rng = np.random.default_rng(seed)
    half = rng.normal(size=(4, 4))
    curve = half @ half.T
    largest = np.linalg.eigvalsh(curve)[-1]
    for times, falls in ((1.98, True), (2.02, False)):
        path = gradient_descent_path(lambda x: curve @ x, rng.normal(size=4), times / largest, 600)
        heights = np.einsum("ki,ij,kj->k", path, curve, path)
        assert (heights[-1] < heights[-2]) == falls


@pytest.mark.parametrize("seed", range(5))
def test_with_tiny_steps_it_follows_the_flow(seed):
    rng = np.random.default_rng(seed)
    start = rng.uniform(0.5, 2, size=3)
    # x' = -x³ has the solution x / sqrt(1 + 2 t x²).
    path = gradient_descent_path(lambda x: x**3, start, 1e-4, 5000)
    np.testing.assert_allclose(path[-1], start / np.sqrt(1 + start**2), rtol=1e-3)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_it_goes_the_way_of_keras_sgd(seed):
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(seed)
    start, scale = rng.normal(size=4), rng.uniform(0.5, 2, size=4)
    point = tf.Variable(start)
    optimizer = tf.keras.optimizers.SGD(learning_rate=0.1)
    rows = [start]
    for _ in range(6):
        with tf.GradientTape() as tape:
            value = tf.reduce_sum(tf.math.log(tf.cosh(scale * point)))
        optimizer.apply_gradients([(tape.gradient(value, point), point)])
        rows.append(point.numpy())
    path = gradient_descent_path(lambda x: scale * np.tanh(scale * x), start, 0.1, 6)
    np.testing.assert_allclose(path, rows, rtol=1e-6)  # Keras keeps its learning rate in float32
