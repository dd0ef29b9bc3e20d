"""Reference trainer: handwritten digits with sigmoid layers of 100 and 10 units (sections 4.7 and 4.12).

The network and its settings are those of program 4-3: 64 pixels in, one output for each digit, weights from
-1 to 1, batches of 50 drawn with replacement, plain gradient descent. The gradients are TensorFlow's, all in
float64, so that whoever trains from the same layers on the same batches can compare every step::

    rng = np.random.default_rng(0)
    data = digits(rng)
    layers = initial_layers(rng)
    trajectory, losses = train(layers, data.train_inputs, data.train_targets,
                               batches(rng, len(data.train_inputs), steps=30), learning_rate=0.1)

Only `digits` needs scikit-learn, and only `train` TensorFlow. Run as a script, it trains and prints a log.
"""

import os
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

UNITS = (64, 100, 10)
BRIGHTEST = 16
TEST_SHARE = 4


@dataclass(frozen=True)
class Digits:
    """Scikit-learn's handwritten digits: 8 x 8 pixels, in two parts that share no image.

    Attributes
    ----------
    train_inputs : ndarray, shape (1347, 64)
        Pixels from 0, white, to 1, black.
    train_targets : ndarray, shape (1347, 10)
        One-hot: 1 in the column of the digit, 0 elsewhere.
    test_inputs : ndarray, shape (450, 64)
        Pixels of the images that are kept from training.
    test_labels : ndarray of int, shape (450,)
        The digits that they show.
    """

    train_inputs: np.ndarray
    train_targets: np.ndarray
    test_inputs: np.ndarray
    test_labels: np.ndarray


def digits(rng):
    """Return the digits, divided at random.

    Parameters
    ----------
    rng : numpy.random.Generator
        What the division is drawn from.

    Returns
    -------
    Digits
        A quarter of the 1797 images, rounded up, is for testing.
    """
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    order = rng.permutation(len(images))
    tests = -(-len(images) // TEST_SHARE)
    test, train = order[:tests], order[tests:]
    inputs = images / BRIGHTEST
    return Digits(inputs[train], np.eye(UNITS[-1])[labels[train]], inputs[test], labels[test])


def initial_layers(rng, units=UNITS):
    """Return layers to begin with.

    Parameters
    ----------
    rng : numpy.random.Generator
        What the weights are drawn from.
    units : sequence of int
        The number of inputs, then of units in each layer.

    Returns
    -------
    layers : list of (weights, biases, "sigmoid")
        As `backprop` takes them: weights of shape (units before, units of the layer), uniform from -1 to 1,
        and zero biases.
    """
    return [
        (rng.uniform(-1, 1, (before, here)), np.zeros(here), "sigmoid") for before, here in pairwise(units)
    ]


def batches(rng, examples, steps, size=50):
    """Return which examples each step is taken on, drawn with replacement.

    Parameters
    ----------
    rng : numpy.random.Generator
        What they are drawn from.
    examples : int
        How many there are to draw from.
    steps, size : int
        How many batches, and how many examples in each.

    Returns
    -------
    ndarray of int, shape (steps, size)
        Indices of examples.
    """
    return rng.integers(examples, size=(steps, size))


def train(layers, inputs, targets, chosen, learning_rate, every=1):
    """Train by gradient descent, with the gradients that TensorFlow finds by itself.

    Each step subtracts ``learning_rate`` times the gradient of the batch's loss, which is the mean over its
    rows of half the squared distance between outputs and targets.

    Parameters
    ----------
    layers : list of (weights, biases, "sigmoid")
        Where to begin; the arrays stay as they are.
    inputs : ndarray, shape (N, D)
        All the examples.
    targets : ndarray, shape (N, K)
        What the outputs should be.
    chosen : ndarray of int, shape (steps, size)
        Which examples each step is taken on.
    learning_rate : float
        Length of a step for a gradient of length 1.
    every : int
        Keep the layers after every so many steps.

    Returns
    -------
    trajectory : list of layers
        The layers after steps `every`, 2 `every`, …, each in the form of `layers`.
    losses : ndarray, shape (steps,)
        The loss on each batch, before the step that it leads to.
    """
    # Sums in one order on every machine, and no notices in the log. Too late where it is loaded already.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    parameters = [
        (tf.Variable(weights, dtype=tf.float64), tf.Variable(biases, dtype=tf.float64))
        for weights, biases, _ in layers
    ]

    @tf.function
    def step(batch_inputs, batch_targets):
        with tf.GradientTape() as tape:
            outputs = batch_inputs
            for weights, biases in parameters:
                outputs = tf.sigmoid(outputs @ weights + biases)
            loss = tf.reduce_mean(tf.reduce_sum((outputs - batch_targets) ** 2, axis=1)) / 2
        gradients = tape.gradient(loss, parameters)
        for (weights, biases), (by_weights, by_biases) in zip(parameters, gradients, strict=True):
            weights.assign_sub(learning_rate * by_weights)
            biases.assign_sub(learning_rate * by_biases)
        return loss

    trajectory, losses = [], []
    for number, rows in enumerate(chosen, start=1):
        losses.append(float(step(tf.constant(inputs[rows]), tf.constant(targets[rows]))))
        if number % every == 0:
            trajectory.append([(w.numpy(), b.numpy(), "sigmoid") for w, b in parameters])
    return trajectory, np.array(losses)


def outputs_of(layers, inputs):
    """Return what sigmoid layers make of inputs.

    Parameters
    ----------
    layers : list of (weights, biases, "sigmoid")
        The network.
    inputs : ndarray, shape (N, D)
        One example a row.

    Returns
    -------
    ndarray, shape (N, K)
        One row of outputs for each example.
    """
    for weights, biases, _ in layers:
        inputs = 1 / (1 + np.exp(-(inputs @ weights + biases)))
    return inputs


def loss_of(layers, inputs, targets):
    """Return the mean over the rows of half the squared distance between outputs and targets.

    Parameters
    ----------
    layers : list of (weights, biases, "sigmoid")
        The network.
    inputs : ndarray, shape (N, D)
        One example a row.
    targets : ndarray, shape (N, K)
        What the outputs should be.

    Returns
    -------
    float
        The loss.
    """
    return float(np.mean(np.sum((outputs_of(layers, inputs) - targets) ** 2, axis=1)) / 2)


def accuracy_of(layers, inputs, labels):
    """Return the share of examples for which the output of the right class is the largest.

    Parameters
    ----------
    layers : list of (weights, biases, "sigmoid")
        The network.
    inputs : ndarray, shape (N, D)
        One example a row.
    labels : ndarray of int, shape (N,)
        The right classes.

    Returns
    -------
    float
        From 0 to 1.
    """
    return float(np.mean(outputs_of(layers, inputs).argmax(axis=1) == labels))


def main(steps=12_000, learning_rate=0.1, every=2_000, seed=0):
    """Train, and print how the losses and the accuracy on unseen digits develop.

    Parameters
    ----------
    steps : int
        How many steps to take.
    learning_rate : float
        See `train`.
    every : int
        A line is printed after every so many steps.
    seed : int
        What the data's division, the weights and the batches are drawn from.
    """
    rng = np.random.default_rng(seed)
    data = digits(rng)
    layers = initial_layers(rng)
    chosen = batches(rng, len(data.train_inputs), steps)
    trajectory, _ = train(layers, data.train_inputs, data.train_targets, chosen, learning_rate, every)
    print(f"{len(data.train_inputs)} digits to train on, {len(data.test_inputs)} to test with")
    print(f"{'steps':>6}  {'training loss':>13}  {'test accuracy':>13}")
    for number, now in enumerate([layers, *trajectory]):
        loss = loss_of(now, data.train_inputs, data.train_targets)
        accuracy = accuracy_of(now, data.test_inputs, data.test_labels)
        print(f"{number * every:>6}  {loss:>13.4f}  {accuracy:>13.1%}")


if __name__ == "__main__":
    main()
