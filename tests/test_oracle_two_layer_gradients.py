"""The solution of ``ch04/two_layer_gradients`` against complex steps, TensorFlow and scikit-learn."""

import numpy as np
import pytest

from solutions.ch04_backpropagation.two_layer_gradients import two_layer_gradients


def network_of(seed):
    rng = np.random.default_rng(seed)
    rows, inputs, hidden, outputs = rng.integers(1, 8, 4)
    return [
        rng.normal(size=shape)
        for shape in (
            (rows, inputs),
            (rows, outputs),
            (inputs, hidden),
            (hidden,),
            (hidden, outputs),
            (outputs,),
        )
    ]


def loss_of(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    hidden = 1 / (1 + np.exp(-(inputs @ hidden_weights + hidden_biases)))
    outputs = 1 / (1 + np.exp(-(hidden @ output_weights + output_biases)))
    return np.mean(np.sum((outputs - targets) ** 2, axis=1)) / 2


@pytest.mark.parametrize("seed", range(40))
def test_agrees_with_complex_steps(seed):
    network = network_of(seed)
    loss, gradients = two_layer_gradients(*network)
    assert type(loss) is float
    assert loss == pytest.approx(loss_of(*network), rel=1e-12)
    for place, gradient in enumerate(gradients, start=2):
        right = np.empty(network[place].shape)
        for index in np.ndindex(right.shape):
            nudged = network[place].astype(complex)
            nudged[index] += 1e-30j
            right[index] = loss_of(*network[:place], nudged, *network[place + 1 :]).imag / 1e-30
        np.testing.assert_allclose(gradient, right, rtol=1e-10, atol=1e-13)


@pytest.mark.tensorflow
def test_agrees_with_the_gradient_tape():
    tf = pytest.importorskip("tensorflow")
    for seed in range(40, 60):
        network = network_of(seed)
        inputs, targets, *parameters = (tf.Variable(array) for array in network)
        with tf.GradientTape() as tape:
            hidden = tf.sigmoid(inputs @ parameters[0] + parameters[1])
            outputs = tf.sigmoid(hidden @ parameters[2] + parameters[3])
            loss = tf.reduce_mean(tf.reduce_sum((outputs - targets) ** 2, axis=1)) / 2
        found, gradients = two_layer_gradients(*network)
        assert found == pytest.approx(float(loss), rel=1e-12)
        for gradient, right in zip(gradients, tape.gradient(loss, parameters), strict=True):
            np.testing.assert_allclose(gradient, right.numpy(), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("seed", range(4))
def test_program_4_1_learns_xor_with_it(seed):
    rng = np.random.default_rng(seed)
    inputs, targets = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
    parameters = [rng.random((2, 10)), np.zeros(10), rng.random((10, 1)), np.zeros(1)]
    losses = []
    for _ in range(4000):
        loss, gradients = two_layer_gradients(inputs, targets, *parameters)
        losses.append(loss)
        # A larger learning rate than the program's 0.1, to be done sooner.
        parameters = [array - 2.0 * gradient for array, gradient in zip(parameters, gradients, strict=True)]
    assert 0.1 < losses[0] < 0.3
    assert losses[-1] < 0.02


@pytest.mark.tensorflow
def test_the_gradients_of_keras_loss_are_twice_these_over_k():
    tf = pytest.importorskip("tensorflow")
    network = network_of(1)
    inputs, targets, *parameters = (tf.Variable(array) for array in network)
    with tf.GradientTape() as tape:
        hidden = tf.sigmoid(inputs @ parameters[0] + parameters[1])
        outputs = tf.sigmoid(hidden @ parameters[2] + parameters[3])
        loss = tf.keras.losses.MeanSquaredError(dtype="float64")(targets, outputs)
    _, gradients = two_layer_gradients(*network)
    assert outputs.shape[1] > 1
    for gradient, keras in zip(gradients, tape.gradient(loss, parameters), strict=True):
        np.testing.assert_allclose(2 / outputs.shape[1] * gradient, keras.numpy(), rtol=1e-10)
