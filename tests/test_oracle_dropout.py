"""The solution of ``ch06/dropout`` against Keras, finite differences and chance itself."""

import numpy as np
import pytest
from scipy import stats

from solutions.ch06_optimization.dropout import dropout_backward, dropout_forward


@pytest.mark.parametrize("rate", [0.1, 0.4, 0.5, 0.8])
def test_entries_are_dropped_with_the_probability_of_the_rate(rate):
    x = np.random.default_rng(1).normal(size=(200, 50))
    y, mask = dropout_forward(x, rate, True, np.random.default_rng(2))
    np.testing.assert_allclose(y, np.where(mask > 0, x / (1 - rate), 0))
    assert stats.binomtest(int((mask == 0).sum()), mask.size, rate).pvalue > 1e-4
    for axis in (0, 1):  # neither examples nor features have more of it than chance allows
        dropped = (mask == 0).sum(axis=axis)
        count = mask.shape[axis]
        spread = ((dropped - count * rate) ** 2 / (count * rate * (1 - rate))).sum()
        assert 1e-4 < stats.chi2.cdf(spread, len(dropped)) < 1 - 1e-4


def test_backward_is_the_derivative_of_forward():
    rng = np.random.default_rng(3)
    x, upstream = rng.normal(size=(2, 4, 5))

    def loss(at):
        return np.sum(upstream * dropout_forward(at, 0.4, True, np.random.default_rng(5))[0])

    _, mask = dropout_forward(x, 0.4, True, np.random.default_rng(5))
    slopes = np.array([(loss(x + h) - loss(x - h)) / 2e-6 for h in 1e-6 * np.eye(20).reshape(20, 4, 5)])
    np.testing.assert_allclose(dropout_backward(upstream, mask), slopes.reshape(x.shape), atol=1e-8)


@pytest.mark.tensorflow
def test_keras_drops_and_scales_alike():
    tf = pytest.importorskip("tensorflow")
    x = np.random.default_rng(4).normal(size=(100, 80))
    for rate in (0.25, 0.6):
        layer = tf.keras.layers.Dropout(rate, seed=0, dtype="float64")
        mine, mask = dropout_forward(x, rate, True, np.random.default_rng(6))
        with tf.GradientTape() as tape:
            variable = tf.Variable(x)
            theirs = layer(variable, training=True)
        slope = tape.gradient(theirs, variable).numpy()
        kept, kept_there = mine != 0, theirs.numpy() != 0
        both = kept & kept_there
        assert both.any()
        np.testing.assert_allclose(mine[both], theirs.numpy()[both])
        np.testing.assert_allclose(dropout_backward(np.ones_like(x), mask)[both], slope[both])
        assert abs(kept.mean() - kept_there.mean()) < 0.05
        np.testing.assert_array_equal(layer(x, training=False), dropout_forward(x, rate, False, None)[0])
