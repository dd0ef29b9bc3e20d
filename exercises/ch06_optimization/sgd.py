"""Stochastic gradient descent (section 6.8.1)."""

import numpy as np


def sgd_step(weights, gradient, learning_rate=0.01):
    """Take one step of gradient descent, and return the new weights.

    The gradient points to where the loss grows fastest, and the step goes the other way::

        new weights = weights - learning_rate * gradient

    Parameters
    ----------
    weights : ndarray, any shape (*S,)
        The weights before the step.
    gradient : ndarray, shape (*S,)
        Gradient of the loss at `weights`.
    learning_rate : float
        As in the formula.

    Returns
    -------
    ndarray, shape (*S,)
        The weights after the step. A new array: the inputs stay as they were.

    Examples
    --------
    >>> sgd_step(np.array([1.0, -1.0]), np.array([2.0, 0.0]))
    array([ 0.98, -1.  ])
    """
    raise NotImplementedError("move the weights against the gradient")


def sgd_epoch(weights, gradient_of, inputs, targets, batch_size, rng, learning_rate=0.01):
    """Train for one epoch by stochastic gradient descent, and return the weights at its end.

    An epoch is one pass through the data. The rows are put in random order, and in this order they are dealt
    out to batches of `batch_size` rows; of these only the last may be smaller. So every row is in exactly one
    batch, and its target with it. Each batch gives one step, from the weights that the batch before left::

        new weights = sgd_step(weights, gradient_of(weights, inputs of the batch, targets of the batch))

    `gradient_of` takes the mean over the rows that it is passed. The step of a small last batch is as long
    as any other, as in Keras.

    Parameters
    ----------
    weights : ndarray, any shape (*S,)
        The weights before the epoch.
    gradient_of : function
        ``gradient_of(weights, inputs, targets)`` returns the gradient, in the shape of the weights, of the
        mean loss over some rows of inputs and targets. It is called once for each batch.
    inputs : ndarray, shape (N, D)
        One example a row; N is at least 1.
    targets : ndarray, shape (N, K)
        The target of each row.
    batch_size : int
        Rows in a batch, 1 or more. With N or more there is one batch: plain gradient descent.
    rng : numpy.random.Generator
        Where the order of the rows comes from; every order is as likely as any other.
    learning_rate : float
        Of every step.

    Returns
    -------
    ndarray, shape (*S,)
        The weights after the last batch. A new array: the inputs stay as they were.

    References
    ----------
    Ruder, "An overview of gradient descent optimization algorithms", 2016, section 2.

    Examples
    --------
    A linear network in which each row has a weight of its own. One epoch takes both weights a hundredth of
    the way to their targets, whichever row comes first.

    >>> def gradient_of(weights, inputs, targets):
    ...     return inputs.T @ (inputs @ weights - targets) / len(inputs)
    >>> inputs, targets, rng = np.eye(2), np.array([[4.0], [8.0]]), np.random.default_rng(0)
    >>> sgd_epoch(np.zeros((2, 1)), gradient_of, inputs, targets, batch_size=1, rng=rng)
    array([[0.04],
           [0.08]])
    """
    raise NotImplementedError("put the rows in random order, then take one step for every batch of them")
