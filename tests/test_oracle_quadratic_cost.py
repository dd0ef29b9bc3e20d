"""The solution of ``ch04/quadratic_cost`` against scikit-learn, exact fractions and TensorFlow."""

from fractions import Fraction

import numpy as np
import pytest

from solutions.ch04_backpropagation import quadratic_cost as solution


def drawn(seed):
    rng = np.random.default_rng(seed)
    shape = rng.integers(1, 9, size=2)
    return rng.normal(size=shape), 10.0 ** rng.integers(-3, 4) * rng.normal(size=shape)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_k_half_times_the_mean_squared_error(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    targets, outputs = drawn(seed)
    expected = targets.shape[1] / 2 * metrics.mean_squared_error(targets, outputs)
    assert solution.quadratic_cost(targets, outputs) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_it_agrees_with_exact_fractions(seed):
    targets, outputs = drawn(seed)
    squares = [(Fraction(t) - Fraction(y)) ** 2 for t, y in zip(targets.flat, outputs.flat, strict=True)]
    found = solution.quadratic_cost(targets, outputs)
    assert isinstance(found, float)
    assert found == pytest.approx(float(sum(squares) / 2 / len(targets)), rel=1e-13)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_keras_and_the_gradient_tape_agree(seed):
    tf = pytest.importorskip("tensorflow")
    targets, outputs = drawn(seed)
    rows, columns = targets.shape
    variable = tf.Variable(outputs)
    with tf.GradientTape() as tape:
        cost = columns / 2 * tf.keras.losses.MeanSquaredError(dtype="float64")(targets, variable)
    assert solution.quadratic_cost(targets, outputs) == pytest.approx(float(cost), rel=1e-12)
    assert solution.quadratic_cost(targets, outputs) == pytest.approx(
        float(tf.nn.l2_loss(targets - outputs)) / rows, rel=1e-12
    )
    np.testing.assert_allclose(tape.gradient(cost, variable), (outputs - targets) / rows, rtol=1e-12)
