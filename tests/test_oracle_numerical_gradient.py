"""`numerical_gradient` against np.gradient, complex steps, brute force and TensorFlow."""

import numpy as np
import pytest

from solutions.ch04_backpropagation.numerical_gradient import numerical_gradient


def smooth(x):
    return np.sum(np.sin(np.cumsum(x)) * np.exp(x.ravel() / 3)) + np.prod(np.cos(x))


@pytest.mark.parametrize("seed", range(10))
def test_it_is_numpys_gradient_along_every_axis(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=int(rng.integers(1, 6)))
    step = float(rng.choice([1e-3, 1e-2, 0.5]))
    expected = [
        np.gradient([smooth(x + places * step * unit) for places in (-1, 0, 1)], step)[1]
        for unit in np.eye(len(x))
    ]
    np.testing.assert_allclose(numerical_gradient(smooth, x, step), expected, rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize("seed", range(10))
def test_with_its_usual_step_it_is_the_complex_step_derivative(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2, 3))
    expected = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[place] += 1e-30j
        expected[place] = smooth(moved).imag / 1e-30
    np.testing.assert_allclose(numerical_gradient(smooth, x), expected, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (2, 1, 3)])
def test_of_a_quadratic_form_it_is_exact_whatever_the_shape_and_the_step(shape):
    rng = np.random.default_rng(len(shape))
    size = int(np.prod(shape))
    matrix, x = rng.normal(size=(size, size)), rng.normal(size=shape)

    def form(value):
        return value.ravel() @ matrix @ value.ravel()

    expected = ((matrix + matrix.T) @ x.ravel()).reshape(shape)
    for step in (1e-2, 1.0, 3.0):
        np.testing.assert_allclose(numerical_gradient(form, x, step), expected, rtol=1e-10, atol=1e-11)


def test_it_calls_the_function_twice_for_each_number():
    seen = []

    def noted(x):
        seen.append(x.tolist())
        return 0.0

    numerical_gradient(noted, np.array([[1, 2]]), step=0.5)
    assert seen == [[[1.5, 2.0]], [[0.5, 2.0]], [[1.0, 2.5]], [[1.0, 1.5]]]


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_tensorflow_differentiates(seed):
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))

    def cost(weights):
        outputs = tf.sigmoid(tf.constant(inputs) @ weights)
        return tf.reduce_sum((outputs - targets) ** 2) / 8

    weights = tf.Variable(rng.normal(size=(3, 2)))
    with tf.GradientTape() as tape:
        value = cost(weights)
    found = numerical_gradient(lambda x: float(cost(tf.constant(x))), weights.numpy())
    np.testing.assert_allclose(found, tape.gradient(value, weights), rtol=1e-7, atol=1e-9)
