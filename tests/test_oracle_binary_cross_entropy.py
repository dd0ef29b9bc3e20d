"""The solution of ``ch06/binary_cross_entropy`` against decimals, scikit-learn, an integral and TensorFlow."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from solutions.ch06_optimization.binary_cross_entropy import binary_cross_entropy


def drawn(seed, farthest=2.5):
    rng = np.random.default_rng(seed)
    rows = rng.integers(1, 9)
    logits = 10.0 ** rng.uniform(-3, farthest, rows) * rng.choice([-1, 1], rows)
    return rng.choice([0.0, 1.0, rng.random()], rows), logits


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_decimals_of_three_hundred_digits(seed):
    targets, logits = drawn(seed)
    loss, gradient = binary_cross_entropy(targets, logits)
    assert isinstance(loss, float)
    with localcontext() as context:
        context.prec = 300
        y = [1 / (1 + (-Decimal(float(z))).exp()) for z in logits]
        t = [Decimal(float(target)) for target in targets]
        costs = [-(a * b.ln() + (1 - a) * (1 - b).ln()) for a, b in zip(t, y, strict=True)]
        assert loss == pytest.approx(float(sum(costs) / len(costs)), rel=1e-12)
        slopes = [float((b - a) / len(t)) for a, b in zip(t, y, strict=True)]
    np.testing.assert_allclose(gradient, slopes, atol=1e-15)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_scikit_learn_where_probabilities_tell_all(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    special = pytest.importorskip("scipy.special")
    _, logits = drawn(seed, farthest=1.0)
    targets = np.random.default_rng(seed).integers(0, 2, len(logits))
    expected = metrics.log_loss(targets, special.expit(logits), labels=[0, 1])
    assert binary_cross_entropy(targets, logits)[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
def test_its_gradient_adds_up_to_the_loss(target):
    integrate = pytest.importorskip("scipy.integrate")

    def ask(logit):
        loss, gradient = binary_cross_entropy(np.array([target]), np.array([logit]))
        return loss, gradient[0]

    found, _ = integrate.quad(lambda logit: ask(logit)[1], -3.0, 5.0)
    assert found == pytest.approx(ask(5.0)[0] - ask(-3.0)[0], abs=1e-9)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_keras_agrees_from_logits(seed):
    tf = pytest.importorskip("tensorflow")
    targets, logits = drawn(seed, farthest=4.0)
    variable = tf.Variable(logits)
    cost = tf.keras.losses.BinaryCrossentropy(from_logits=True, dtype="float64")
    with tf.GradientTape() as tape:
        expected = cost(tf.constant(targets), variable)
    loss, gradient = binary_cross_entropy(targets, logits)
    assert loss == pytest.approx(float(expected), rel=1e-12)
    np.testing.assert_allclose(gradient, tape.gradient(expected, variable), atol=1e-14)


@pytest.mark.tensorflow
def test_keras_clips_probabilities_and_then_has_no_gradient():
    tf = pytest.importorskip("tensorflow")
    targets, variable = np.array([1.0]), tf.Variable(np.array([-40.0]))
    cost = tf.keras.losses.BinaryCrossentropy(dtype="float64")
    with tf.GradientTape() as tape:
        clipped = cost(tf.constant(targets), tf.sigmoid(variable))
    assert float(clipped) == pytest.approx(-np.log(1e-7))
    assert tape.gradient(clipped, variable).numpy() == pytest.approx(0)
    loss, gradient = binary_cross_entropy(targets, variable.numpy())
    assert loss == pytest.approx(40.0)
    assert gradient == pytest.approx(-1.0)
