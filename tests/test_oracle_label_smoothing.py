"""The solution of ``ch06/label_smoothing`` against exact fractions, a search for the best output, and Keras."""

from fractions import Fraction

import numpy as np
import pytest

from solutions.ch06_optimization.label_smoothing import smooth_labels


def drawn(seed):
    rng = np.random.default_rng(seed)
    rows, classes = rng.integers(1, 7), rng.integers(2, 12)
    return np.eye(classes)[rng.integers(classes, size=rows)], rng.random()


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_fractions(seed):
    targets, epsilon = drawn(seed)
    exact = Fraction(float(epsilon))
    right = [[(1 - exact) * int(t) + exact / len(row) for t in row] for row in targets]
    assert all(sum(row) == 1 for row in right)
    np.testing.assert_allclose(smooth_labels(targets, epsilon), np.array(right, float), rtol=1e-14)


def test_the_lowest_loss_of_program_6_6_is_its_entropy():
    optimize = pytest.importorskip("scipy.optimize")
    smoothed = smooth_labels(np.eye(10)[:1], 0.1)[0]

    def loss(logits):
        return np.logaddexp.reduce(logits) - smoothed @ logits

    best = optimize.minimize(loss, np.zeros(10), tol=1e-10)
    assert best.fun == pytest.approx(0.500288, abs=1e-6)
    assert np.exp(best.x - np.logaddexp.reduce(best.x)) == pytest.approx(smoothed, abs=1e-4)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_keras_smooths_alike(seed):
    tf = pytest.importorskip("tensorflow")
    targets, epsilon = drawn(seed)
    logits = np.random.default_rng(seed).normal(size=targets.shape)
    cost = tf.keras.losses.CategoricalCrossentropy
    smoothing = cost(from_logits=True, label_smoothing=float(epsilon), dtype="float64")
    plain = cost(from_logits=True, dtype="float64")
    expected = float(smoothing(tf.constant(targets), tf.constant(logits)))
    found = float(plain(tf.constant(smooth_labels(targets, epsilon)), tf.constant(logits)))
    assert found == pytest.approx(expected, rel=1e-6)
