"""The solution of ``ch04/tanh_and_softsign`` against SciPy, exact fractions, complex steps and TensorFlow."""

from fractions import Fraction

import numpy as np
import pytest

from solutions.ch04_backpropagation import tanh_and_softsign as solution


def drawn(seed):
    rng = np.random.default_rng(seed)
    shape = rng.integers(1, 5, size=rng.integers(0, 4))
    return 10.0 ** rng.uniform(-4, 4, shape) * rng.choice([-1.0, 1.0], shape)


@pytest.mark.parametrize("seed", range(20))
def test_tanh_is_a_sigmoid_of_twice_the_number(seed):
    special = pytest.importorskip("scipy.special")
    x = drawn(seed)
    np.testing.assert_allclose(solution.tanh(x), 2 * special.expit(2 * x) - 1, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("seed", range(20))
def test_softsign_agrees_with_exact_fractions(seed):
    for value in drawn(seed).flat:
        exact = Fraction(float(value)) / (1 + abs(Fraction(float(value))))
        assert solution.softsign(value) == pytest.approx(float(exact), rel=1e-15)


@pytest.mark.parametrize("seed", range(20))
def test_the_slopes_agree_with_complex_steps(seed):
    x = np.clip(drawn(seed), -15, 15)
    nudged = x + 1e-30j
    by_tanh = np.tanh(nudged).imag / 1e-30
    np.testing.assert_allclose(solution.tanh_slope(solution.tanh(x)), by_tanh, rtol=1e-8, atol=1e-15)
    by_softsign = (nudged / (1 + nudged * np.sign(x))).imag / 1e-30
    found = solution.softsign_slope(solution.softsign(x))
    np.testing.assert_allclose(found, by_softsign, rtol=1e-12)


def test_they_are_silent_as_far_as_floats_go():
    x = np.array([-np.finfo(float).max, -1e4, 0.0, 1e4, np.finfo(float).max])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_array_equal(solution.tanh(x), [-1, -1, 0, 1, 1])
        np.testing.assert_allclose(solution.softsign(x), [-1, -1e4 / 10001, 0, 1e4 / 10001, 1], rtol=1e-15)


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", ["tanh", "softsign"])
@pytest.mark.parametrize("seed", range(5))
def test_tensorflow_agrees(seed, name):
    tf = pytest.importorskip("tensorflow")
    x = tf.Variable(np.clip(drawn(seed), -15, 15))
    with tf.GradientTape() as tape:
        y = getattr(tf.nn, name)(x)
    found = getattr(solution, name)(x.numpy())
    np.testing.assert_allclose(found, y.numpy(), rtol=1e-12)
    slope = getattr(solution, f"{name}_slope")(found)
    np.testing.assert_allclose(slope, tape.gradient(y, x).numpy(), rtol=1e-7, atol=1e-15)
