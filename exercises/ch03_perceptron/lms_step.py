"""One step of the LMS rule (sections 3.8.1 and 3.8.2)."""

import numpy as np


def lms_step(weights, inputs, targets, learning_rate):
    """Take one step of the LMS rule on a batch, and return the new weights of a linear network.

    A linear network answers with its net input itself; no sign is taken. Its error can be as small as one
    likes, so there is a loss to go down, half the mean squared error::

        outputs = inputs @ weights
        loss = 1/(2N) Σ_n (targets[n] - outputs[n])²

    LMS, for least mean squares, is one step of gradient descent on it, which moves the weights by the mean
    over the N rows of error times input::

        weights = weights + learning_rate * 1/N Σ_n (targets[n] - outputs[n]) * inputs[n]

    As in the book the whole batch gives one step, with all errors from the same weights. Widrow and Hoff
    take one after every row; others leave out the factor 1/2, and their steps are twice as long.

    Parameters
    ----------
    weights : ndarray of float, shape (D, 1)
        The weights before the step: a column.
    inputs : ndarray of float, shape (N, D)
        One example a row. Where there is a bias, one column is all ones, and its weight is the bias, which
        learns like the others.
    targets : ndarray of float, shape (N, 1)
        What the outputs should be, any real numbers: a column too.
    learning_rate : float
        As in the formula.

    Returns
    -------
    ndarray, shape (D, 1)
        The weights after the step. A new array: the inputs stay as they were.

    References
    ----------
    Widrow and Hoff, "Adaptive Switching Circuits", IRE WESCON Convention Record, 1960.

    Examples
    --------
    Both outputs are 0, so the errors are 1 and 3:

    >>> lms_step(np.zeros((2, 1)), np.array([[1.0, 0.0], [1.0, 2.0]]), np.array([[1.0], [3.0]]), 0.5)
    array([[1. ],
           [1.5]])
    """
    raise NotImplementedError("find the error of every row, then move the weights by the mean of error times input")
