"""The solution of ``ch05/softmax_regression_gradients`` against complex steps and TensorFlow."""

import numpy as np
import pytest

from solutions.ch05_tensorflow.softmax_regression_gradients import softmax_regression_gradients


def layer_of(seed, fewest_classes=1):
    rng = np.random.default_rng(seed)
    rows, features = rng.integers(1, 8, 2)
    classes = rng.integers(fewest_classes, 8)
    targets = np.eye(classes)[rng.integers(classes, size=rows)]
    inputs, weights = rng.normal(size=(rows, features)), rng.normal(size=(features, classes))
    return inputs, targets, weights, rng.normal(size=classes)


def loss_of(inputs, targets, weights, biases, loss):
    powers = np.exp(inputs @ weights + biases)
    outputs = powers / powers.sum(axis=1, keepdims=True)
    if loss == "mse":
        return np.mean((outputs - targets) ** 2)
    return -np.mean(np.sum(targets * np.log(outputs), axis=1))


@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
@pytest.mark.parametrize("seed", range(30))
def test_agrees_with_complex_steps(seed, loss):
    layer = layer_of(seed)
    for place, gradient in enumerate(softmax_regression_gradients(*layer, loss), start=2):
        right = np.empty(layer[place].shape)
        for index in np.ndindex(right.shape):
            nudged = layer[place].astype(complex)
            nudged[index] += 1e-30j
            right[index] = loss_of(*layer[:place], nudged, *layer[place + 1 :], loss).imag / 1e-30
        np.testing.assert_allclose(gradient, right, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_learns_the_digits(loss):
    datasets = pytest.importorskip("sklearn.datasets")
    inputs, numbers = datasets.load_digits(return_X_y=True)
    inputs, targets = inputs / 16, np.eye(10)[numbers]
    weights, biases = np.zeros((64, 10)), np.zeros(10)
    for _ in range(300):
        by_weights, by_biases = softmax_regression_gradients(inputs, targets, weights, biases, loss)
        weights, biases = weights - 2.0 * by_weights, biases - 2.0 * by_biases
    accuracy = np.mean(np.argmax(inputs @ weights + biases, axis=1) == numbers)
    assert accuracy > (0.9 if loss == "mse" else 0.96)


@pytest.mark.tensorflow
@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_agrees_with_the_gradient_tape_on_keras_losses(loss):
    tf = pytest.importorskip("tensorflow")
    losses = {
        "mse": tf.keras.losses.MeanSquaredError(dtype="float64"),
        "cross_entropy": tf.keras.losses.CategoricalCrossentropy(from_logits=True, dtype="float64"),
    }
    for seed in range(40, 55):
        inputs, targets, *parameters = (tf.Variable(array) for array in layer_of(seed, 2))
        with tf.GradientTape() as tape:
            logits = inputs @ parameters[0] + parameters[1]
            value = losses[loss](targets, tf.nn.softmax(logits) if loss == "mse" else logits)
        found = softmax_regression_gradients(*layer_of(seed, 2), loss)
        for gradient, right in zip(found, tape.gradient(value, parameters), strict=True):
            np.testing.assert_allclose(gradient, right, rtol=1e-10, atol=1e-14)


@pytest.mark.tensorflow
def test_program_5_6_has_n_times_these():
    # It differentiates the vector of the examples' losses, which is differentiating their sum.
    tf = pytest.importorskip("tensorflow")
    layer = layer_of(2)
    inputs, targets, *parameters = (tf.Variable(array) for array in layer)
    with tf.GradientTape() as tape:
        outputs = tf.nn.softmax(inputs @ parameters[0] + parameters[1])
        losses = tf.reduce_mean((outputs - targets) ** 2, axis=1)
    found = softmax_regression_gradients(*layer, "mse")
    for gradient, right in zip(found, tape.gradient(losses, parameters), strict=True):
        np.testing.assert_allclose(len(layer[0]) * gradient, right, rtol=1e-10, atol=1e-14)
