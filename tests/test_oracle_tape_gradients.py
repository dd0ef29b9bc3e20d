"""`tape_gradients` against the chain rule, complex steps and Keras."""

import numpy as np
import pytest


def random_batch(seed):
    rng = np.random.default_rng(seed)
    count, features, classes = rng.integers(1, 7), rng.integers(1, 5), rng.integers(2, 6)
    targets = np.eye(classes)[rng.integers(0, classes, count)]
    weights, biases = rng.normal(size=(features, classes)), rng.normal(size=classes)
    return weights, biases, rng.normal(size=(count, features)), targets


def mean_loss(weights, biases, inputs, targets):
    exponentials = np.exp(inputs @ weights + biases)
    outputs = exponentials / exponentials.sum(axis=1, keepdims=True)
    return ((outputs - targets) ** 2).mean()


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(8))
def test_it_is_the_complex_step(seed):
    pytest.importorskip("tensorflow")
    from solutions.ch05_tensorflow.tape_gradients import tape_gradients

    weights, biases, inputs, targets = random_batch(seed)
    losses, by_weights, by_biases = tape_gradients(weights, biases, inputs, targets)
    np.testing.assert_allclose(losses.mean(), mean_loss(weights, biases, inputs, targets), rtol=1e-12)
    for place in np.ndindex(weights.shape):
        moved = weights.astype(complex)
        moved[place] += 1e-20j
        slope = mean_loss(moved, biases, inputs, targets).imag / 1e-20
        np.testing.assert_allclose(by_weights[place], slope, rtol=1e-9, atol=1e-14)
    for place in range(len(biases)):
        moved = biases.astype(complex)
        moved[place] += 1e-20j
        slope = mean_loss(weights, moved, inputs, targets).imag / 1e-20
        np.testing.assert_allclose(by_biases[place], slope, rtol=1e-9, atol=1e-14)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_it_is_a_step_of_keras_and_a_vector_gives_the_sum(seed):
    tf = pytest.importorskip("tensorflow")
    from solutions.ch05_tensorflow.tape_gradients import tape_gradients

    weights, biases, inputs, targets = random_batch(seed)
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((len(weights),), dtype="float64"),
            tf.keras.layers.Dense(len(biases), activation="softmax", dtype="float64"),
        ]
    )
    model.layers[0].set_weights([weights, biases])
    losses, *gradients = tape_gradients(weights, biases, inputs, targets)
    with tf.GradientTape(persistent=True) as tape:
        vector = tf.keras.losses.MeanSquaredError(reduction=None, dtype="float64")(targets, model(inputs))
        mean = tf.reduce_mean(vector)
    np.testing.assert_allclose(losses, vector, rtol=1e-12)
    variables = model.trainable_variables
    for mine, keras in zip(gradients, tape.gradient(mean, variables), strict=True):
        np.testing.assert_allclose(mine, keras, rtol=1e-10, atol=1e-14)
    for mine, keras in zip(gradients, tape.gradient(vector, variables), strict=True):
        np.testing.assert_allclose(len(inputs) * mine, keras, rtol=1e-10, atol=1e-14)
