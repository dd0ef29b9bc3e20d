"""The solution of ``ch04/sigmoid`` against SciPy, complex steps and TensorFlow."""

import numpy as np
import pytest

from solutions.ch04_backpropagation import sigmoid as solution


def drawn(seed):
    rng = np.random.default_rng(seed)
    shape = rng.integers(1, 5, size=rng.integers(0, 4))
    return 10.0 ** rng.uniform(-4, 4, shape) * rng.choice([-1.0, 1.0], shape)


@pytest.mark.parametrize("seed", range(30))
def test_it_is_scipy_s_expit_even_far_below_zero(seed):
    special = pytest.importorskip("scipy.special")
    x = drawn(seed)
    np.testing.assert_allclose(solution.sigmoid(x), special.expit(x), rtol=1e-14)


def test_it_is_right_and_silent_as_far_as_floats_go():
    special = pytest.importorskip("scipy.special")
    x = np.array([-np.finfo(float).max, -1e4, -745.0, -700.0, 0.0, 37.0, 700.0, 1e4, np.finfo(float).max])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = solution.sigmoid(x)
    np.testing.assert_allclose(found, special.expit(x), rtol=1e-12, atol=1e-307)
    assert found[0] == found[1] == 0
    assert found[-1] == found[-2] == 1


def test_whole_numbers_are_the_same_as_floats():
    x = np.arange(-800, 801)
    np.testing.assert_array_equal(solution.sigmoid(x), solution.sigmoid(x.astype(float)))


@pytest.mark.parametrize("seed", range(20))
def test_the_slope_agrees_with_complex_steps(seed):
    x = np.clip(drawn(seed), -15, 15)
    derivative = (1 / (1 + np.exp(-(x + 1e-30j)))).imag / 1e-30
    found = solution.sigmoid_slope(solution.sigmoid(x))
    np.testing.assert_allclose(found, derivative, rtol=1e-8, atol=1e-15)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_tensorflow_agrees(seed):
    tf = pytest.importorskip("tensorflow")
    x = tf.Variable(np.clip(drawn(seed), -30, 30))
    with tf.GradientTape() as tape:
        y = tf.sigmoid(x)
    np.testing.assert_allclose(solution.sigmoid(x.numpy()), y.numpy(), rtol=1e-12)
    slope = tape.gradient(y, x).numpy()
    np.testing.assert_allclose(solution.sigmoid_slope(y.numpy()), slope, rtol=1e-12, atol=1e-15)
