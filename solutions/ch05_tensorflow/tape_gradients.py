"""Gradients from a tape (section 5.6.3)."""

import numpy as np
import tensorflow as tf


def tape_gradients(weights, biases, inputs, targets):
    """Return the losses of a batch, and the gradients of their mean, from TensorFlow's gradient tape.

    The network is that of program 5-6: one layer with a softmax, and squared errors::

        outputs = softmax(inputs @ weights + biases)              over the classes of each example
        losses[n] = (1/K) Σ_k (outputs[n, k] - targets[n, k])²
        loss = (1/N) Σ_n losses[n]

    The gradients are those of `loss`, one number. A tape that is asked for the gradient of a vector, such as
    `losses`, gives the gradient of its sum, without a word: N times as much.

    A tape notes what TensorFlow does with the tensors that it watches, while its `with` block runs. It
    watches variables by itself; other tensors only from `tape.watch(tensor)` on. What numpy does, it does not
    see: where the way from the loss back to a tensor has such a gap, its gradient is None. A tape can be
    asked once, for as many gradients as are wanted in a list.

    Arguments and answers are numpy's arrays of float64; in between, tensors have the same dtype. Only the
    numbers are checked: the formulas of chapter 5's other exercises give the same ones without a tape, but
    the point here is that it finds them without formulas.

    Parameters
    ----------
    weights : ndarray, shape (D, K)
        A weight for each input and class; N, D and K are at least 1.
    biases : ndarray, shape (K,)
        A bias for each class.
    inputs : ndarray, shape (N, D)
        One example a row.
    targets : ndarray, shape (N, K)
        1 for the class of each example, 0 for all others.

    Returns
    -------
    losses : ndarray, shape (N,)
        The loss of each example.
    weights_gradient : ndarray, shape (D, K)
        The derivative of the mean loss by each weight.
    biases_gradient : ndarray, shape (K,)
        The derivative of the mean loss by each bias.

    Examples
    --------
    Weights of zero give each of two classes an output of 0.5:

    >>> inputs, targets = np.array([[1.0, 2.0], [3.0, 2.0]]), np.array([[1.0, 0.0], [1.0, 0.0]])
    >>> tape_gradients(np.zeros((2, 2)), np.zeros(2), inputs, targets)
    (array([0.25, 0.25]), array([[-0.5,  0.5],
           [-0.5,  0.5]]), array([-0.25,  0.25]))
    """
    ### BEGIN SOLUTION make variables, compute losses and their mean on the tape, ask it for both gradients
    weights, biases = tf.Variable(weights), tf.Variable(biases)
    with tf.GradientTape() as tape:
        outputs = tf.nn.softmax(tf.matmul(inputs, weights) + biases)
        losses = tf.reduce_mean((outputs - targets) ** 2, axis=1)
        loss = tf.reduce_mean(losses)
    gradients = tape.gradient(loss, [weights, biases])
    return losses.numpy(), *(gradient.numpy() for gradient in gradients)
    ### END SOLUTION
