"""The solution of ``ch04/relu`` against scikit-learn, one-sided differences and TensorFlow."""

import numpy as np
import pytest

from solutions.ch04_backpropagation import relu as solution


def drawn(seed):
    rng = np.random.default_rng(seed)
    shape = rng.integers(1, 5, size=rng.integers(0, 4))
    return 10.0 ** rng.uniform(-9, 9, shape) * rng.choice([-1.0, 0.0, 1.0], shape)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_scikit_learn_s(seed):
    base = pytest.importorskip("sklearn.neural_network._base")
    x = drawn(seed)
    expected, gradient = np.atleast_1d(x.copy()), np.ones(np.atleast_1d(x).shape)
    base.ACTIVATIONS["relu"](expected)
    np.testing.assert_array_equal(np.atleast_1d(solution.relu(x)), expected)
    base.DERIVATIVES["relu"](expected, gradient)
    np.testing.assert_array_equal(np.atleast_1d(solution.relu_slope(x)), gradient)


@pytest.mark.parametrize("seed", range(20))
def test_the_slope_is_the_one_to_the_left(seed):
    x = drawn(seed)
    step = np.maximum(np.abs(x), 1.0) * 1e-12
    left = (solution.relu(x) - solution.relu(x - step)) / (x - (x - step))
    np.testing.assert_allclose(solution.relu_slope(x)[np.abs(x) != 0], left[np.abs(x) != 0], atol=1e-12)
    np.testing.assert_array_equal(solution.relu_slope(x[x == 0]), 0)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_tensorflow_agrees_at_zero_too(seed):
    tf = pytest.importorskip("tensorflow")
    x = tf.Variable(drawn(seed))
    with tf.GradientTape() as tape:
        y = tf.nn.relu(x)
    np.testing.assert_array_equal(solution.relu(x.numpy()), y.numpy())
    np.testing.assert_array_equal(solution.relu_slope(x.numpy()), tape.gradient(y, x).numpy())
