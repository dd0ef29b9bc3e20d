"""The solution of ``ch03/max_stable_learning_rate`` against SciPy, TensorFlow, and training itself."""

import numpy as np
import pytest

from solutions.ch03_perceptron import lms_step
from solutions.ch03_perceptron import max_stable_learning_rate as solution

BOOK = np.array([[1.0, 3.0, 3.0], [1.0, 4.0, 3.0], [1.0, 1.0, 1.0], [1.0, 2.0, 1.0]])
SHAPES = [(1, 1), (1, 4), (6, 1), (4, 3), (3, 4), (5, 5), (60, 8), (8, 60)]


def drawn(shape, seed):
    return np.random.default_rng(seed).normal(size=shape) * 3 + 1


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", SHAPES)
def test_it_agrees_with_scipy_s_singular_values(shape, seed):
    linalg = pytest.importorskip("scipy.linalg")
    inputs = drawn(shape, seed)
    expected = 2 * shape[0] / linalg.svdvals(inputs)[0] ** 2
    assert solution.max_stable_learning_rate(inputs) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", SHAPES)
def test_it_agrees_with_the_power_method(shape, seed):
    inputs = drawn(shape, seed)
    vector = np.ones(shape[1])
    for _ in range(5000):
        vector = inputs.T @ (inputs @ vector)
        vector /= np.linalg.norm(vector)
    curvature = np.sum((inputs @ vector) ** 2) / shape[0]
    assert solution.max_stable_learning_rate(inputs) == pytest.approx(2 / curvature, rel=1e-9)


def test_the_book_s_four_points():
    assert solution.max_stable_learning_rate(BOOK) == pytest.approx(0.1513120160, abs=5e-11)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", [(4, 3), (3, 4), (6, 1), (20, 5)])
def test_training_with_lms_rests_below_it_and_diverges_above(shape, seed):
    inputs = drawn(shape, seed)
    rng = np.random.default_rng(seed + 50)
    targets, start = rng.normal(size=(shape[0], 1)), rng.normal(size=(shape[1], 1))
    best = inputs @ np.linalg.lstsq(inputs, targets, rcond=None)[0]
    limit = solution.max_stable_learning_rate(inputs)
    far = []
    for share in (0.99, 1.01):
        weights = start
        for _ in range(1000):
            weights = lms_step.lms_step(weights, inputs, targets, share * limit)
        far.append(np.linalg.norm(inputs @ weights - best))
    before = np.linalg.norm(inputs @ start - best)
    assert far[0] < before
    assert far[1] > 10 * before


@pytest.mark.tensorflow
@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_two_by_the_largest_eigenvalue_of_tensorflow_s_hessian(shape):
    tf = pytest.importorskip("tensorflow")
    inputs = drawn(shape, 7)
    weights = tf.Variable(np.zeros((shape[1], 1)))
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            loss = tf.reduce_mean(tf.square(1.0 - tf.constant(inputs) @ weights)) / 2
        gradient = inner.gradient(loss, weights)
    hessian = tf.reshape(outer.jacobian(gradient, weights), (shape[1], shape[1]))
    expected = 2 / tf.reduce_max(tf.linalg.eigvalsh(hessian)).numpy()
    assert solution.max_stable_learning_rate(inputs) == pytest.approx(expected, rel=1e-9)
