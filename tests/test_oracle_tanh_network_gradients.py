"""The solution of ``ch05/tanh_network_gradients`` against complex steps, TensorFlow and program 5-5."""

import numpy as np
import pytest

from solutions.ch05_tensorflow.tanh_network_gradients import tanh_network_gradients


def network_of(seed):
    rng = np.random.default_rng(seed)
    rows, hidden = rng.integers(1, 12, 2)
    shapes = (rows, 1), (rows, 1), (1, hidden), (hidden,), (hidden, 1), (1,)
    return [rng.normal(size=shape) for shape in shapes]


def outputs_of(inputs, hidden_weights, hidden_biases, output_weights, output_biases):
    hidden = np.tanh(inputs * hidden_weights + hidden_biases)
    return np.tanh(hidden @ output_weights + output_biases)


@pytest.mark.parametrize("seed", range(40))
def test_agrees_with_complex_steps(seed):
    inputs, targets, *parameters = network_of(seed)
    outputs, gradients = tanh_network_gradients(inputs, targets, *parameters)
    np.testing.assert_allclose(outputs, outputs_of(inputs, *parameters), rtol=1e-12)
    for place, gradient in enumerate(gradients):
        right = np.empty(parameters[place].shape)
        for index in np.ndindex(right.shape):
            nudged = [array.astype(complex) for array in parameters]
            nudged[place][index] += 1e-30j
            right[index] = np.mean((outputs_of(inputs, *nudged) - targets) ** 2).imag / 1e-30
        np.testing.assert_allclose(gradient, right, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("seed", range(3))
def test_program_5_5_learns_the_parabola_and_without_biases_does_not(seed):
    rng = np.random.default_rng(seed)
    inputs = np.linspace(-0.5, 0.5, 200)[:, np.newaxis]
    targets = inputs**2 + rng.normal(scale=0.02, size=inputs.shape)
    limits = np.sqrt(6 / 11)  # Glorot's, as Keras has it
    start = [rng.uniform(-limits, limits, (1, 10)), np.zeros(10), rng.uniform(-limits, limits, (10, 1))]
    ends = []
    for learning in (1.0, 0.0):
        parameters = [*start, np.zeros(1)]
        for _ in range(3001):
            outputs, gradients = tanh_network_gradients(inputs, targets, *parameters)
            rates = 0.3, 0.3 * learning, 0.3, 0.3 * learning
            parameters = [a - rate * g for a, rate, g in zip(parameters, rates, gradients, strict=True)]
        ends.append(np.mean((outputs - targets) ** 2))
    assert ends[0] < 0.002
    assert ends[1] > 0.01  # the mean of x⁴ is 0.0125


@pytest.mark.tensorflow
def test_agrees_with_the_gradient_tape_on_keras_loss():
    tf = pytest.importorskip("tensorflow")
    for seed in range(40, 55):
        inputs, targets, *parameters = (tf.Variable(array) for array in network_of(seed))
        with tf.GradientTape() as tape:
            hidden = tf.tanh(inputs @ parameters[0] + parameters[1])
            outputs = tf.tanh(hidden @ parameters[2] + parameters[3])
            loss = tf.keras.losses.MeanSquaredError(dtype="float64")(targets, outputs)
        found, gradients = tanh_network_gradients(*network_of(seed))
        np.testing.assert_allclose(found, outputs, rtol=1e-12)
        for gradient, right in zip(gradients, tape.gradient(loss, parameters), strict=True):
            np.testing.assert_allclose(gradient, right, rtol=1e-10, atol=1e-13)
