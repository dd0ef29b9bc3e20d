"""Reference trainer: XOR with sigmoid layers of 10 and 1 units (section 4.9).

The network and its four rows are those of program 4-1: weights drawn from 0 to 1, biases of zero, all rows in
one batch, plain gradient descent. The gradients are TensorFlow's, in float64, so that whoever trains from the
same weights can compare every loss::

    start = initial_weights(np.random.default_rng(0))
    losses, outputs = train(*start, learning_rate=0.1, steps=1000)

Only `train` needs TensorFlow. Run as a script, it trains as long as the program does, and prints a log.
"""

import os

import numpy as np

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])


def initial_weights(rng, units=10):
    """Return weights and biases to begin with.

    Parameters
    ----------
    rng : numpy.random.Generator
        What the weights are drawn from.
    units : int
        How many hidden units there are.

    Returns
    -------
    hidden_weights, hidden_biases, output_weights, output_biases : ndarray
        As `train_xor` takes them: weights of shape (2, units) and (units, 1), uniform from 0 to 1, and zero
        biases of shape (units,) and (1,).
    """
    return rng.random((2, units)), np.zeros(units), rng.random((units, 1)), np.zeros(1)


def train(hidden_weights, hidden_biases, output_weights, output_biases, learning_rate, steps):
    """Train by gradient descent, with the gradients that TensorFlow finds by itself.

    Parameters
    ----------
    hidden_weights, hidden_biases, output_weights, output_biases : ndarray
        Where to begin, in the shapes of `initial_weights`; the arrays stay as they are.
    learning_rate : float
        Length of a step for a gradient of length 1.
    steps : int
        How many steps to take.

    Returns
    -------
    losses : ndarray, shape (steps + 1,)
        The loss, half the squared error with its mean over the rows, before the first step and after each.
    outputs : ndarray, shape (4, 1)
        What the network answers after the last step.
    """
    # Sums in one order on every machine, and no notices in the log. Too late where it is loaded already.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    start = (hidden_weights, hidden_biases, output_weights, output_biases)
    parameters = [tf.Variable(array, dtype=tf.float64) for array in start]
    inputs, targets = tf.constant(INPUTS), tf.constant(TARGETS)

    def forward():
        hidden = tf.sigmoid(inputs @ parameters[0] + parameters[1])
        outputs = tf.sigmoid(hidden @ parameters[2] + parameters[3])
        return outputs, tf.reduce_mean((outputs - targets) ** 2) / 2

    @tf.function
    def descend(steps):
        losses = tf.TensorArray(tf.float64, size=steps)
        for number in tf.range(steps):
            with tf.GradientTape() as tape:
                _, loss = forward()
            for parameter, gradient in zip(parameters, tape.gradient(loss, parameters), strict=True):
                parameter.assign_sub(learning_rate * gradient)
            losses = losses.write(number, loss)
        return losses.stack()

    before = descend(tf.constant(steps)).numpy()
    outputs, last = forward()
    return np.append(before, last.numpy()), outputs.numpy()


def main(steps=100_000, learning_rate=0.1, every=10_000, seed=0):
    """Train, and print how the loss develops, and what the network answers in the end.

    Parameters
    ----------
    steps : int
        How many steps to take.
    learning_rate : float
        See `train`.
    every : int
        A line is printed for every so many steps.
    seed : int
        What the weights are drawn from.
    """
    losses, outputs = train(*initial_weights(np.random.default_rng(seed)), learning_rate, steps)
    print(f"{'steps':>6}  {'loss':>8}")
    for number in range(0, steps + 1, every):
        print(f"{number:>6}  {losses[number]:>8.5f}")
    for row, output in zip(INPUTS.astype(int), outputs[:, 0], strict=True):
        print(f"{row[0]} xor {row[1]}: {output:.4f}")


if __name__ == "__main__":
    main()
