"""The solution of ``ch06/softmax_cross_entropy`` against decimals, scipy, scikit-learn and TensorFlow."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from solutions.ch06_optimization.softmax_cross_entropy import softmax_cross_entropy


def drawn(seed, farthest=2.5):
    rng = np.random.default_rng(seed)
    rows, classes = rng.integers(1, 7), rng.integers(2, 7)
    logits = 10.0 ** rng.uniform(-2, farthest, (rows, 1)) * rng.normal(size=(rows, classes))
    labels = rng.integers(classes, size=rows)
    return logits, np.eye(classes)[labels], labels


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_decimals_of_fifty_digits(seed):
    logits, targets, labels = drawn(seed)
    loss, gradient = softmax_cross_entropy(logits, targets)
    assert isinstance(loss, float)
    costs, slopes = [], []
    with localcontext() as context:
        context.prec = 50
        for row, label, target in zip(logits, labels, targets, strict=True):
            powers = [Decimal(float(z)).exp() for z in row]
            costs.append(-(powers[label] / sum(powers)).ln())
            slopes.append([float(p / sum(powers)) - t for p, t in zip(powers, target, strict=True)])
        assert loss == pytest.approx(float(sum(costs) / len(costs)), rel=1e-12, abs=1e-13)
    np.testing.assert_allclose(gradient, np.array(slopes) / len(labels), atol=1e-13)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_scipy_and_scikit_learn(seed):
    special = pytest.importorskip("scipy.special")
    metrics = pytest.importorskip("sklearn.metrics")
    logits, targets, labels = drawn(seed, farthest=4.0)
    picked = special.log_softmax(logits, axis=1)[np.arange(len(labels)), labels]
    assert softmax_cross_entropy(logits, targets)[0] == pytest.approx(-picked.mean(), rel=1e-12, abs=1e-12)
    near = logits / np.abs(logits).max()
    expected = metrics.log_loss(labels, special.softmax(near, axis=1), labels=range(logits.shape[1]))
    assert softmax_cross_entropy(near, targets)[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_keras_agrees_from_logits(seed):
    tf = pytest.importorskip("tensorflow")
    logits, targets, labels = drawn(seed, farthest=4.0)
    variable = tf.Variable(logits)
    cost = tf.keras.losses.CategoricalCrossentropy(from_logits=True, dtype="float64")
    with tf.GradientTape() as tape:
        expected = cost(tf.constant(targets), variable)
    loss, gradient = softmax_cross_entropy(logits, targets)
    assert loss == pytest.approx(float(expected), rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(gradient, tape.gradient(expected, variable), atol=1e-13)
    sparse = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    assert loss == pytest.approx(float(sparse(tf.constant(labels), variable)), rel=1e-12, abs=1e-12)


@pytest.mark.tensorflow
def test_keras_makes_rows_add_up_to_one_and_clips_them():
    tf = pytest.importorskip("tensorflow")
    cost = tf.keras.losses.CategoricalCrossentropy(dtype="float64")
    targets = tf.constant([[1.0, 0.0, 0.0]], tf.float64)
    assert float(cost(targets, tf.constant([[0.2, 0.3, 0.1]], tf.float64))) == pytest.approx(np.log(3))
    assert float(cost(targets, tf.constant([[0.0, 1.0, 0.0]], tf.float64))) == pytest.approx(-np.log(1e-7))
