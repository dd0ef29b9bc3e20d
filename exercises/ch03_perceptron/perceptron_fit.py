"""Training a perceptron, epoch after epoch (sections 3.5 and 3.7)."""

import numpy as np


def perceptron_fit(inputs, targets, weights, learning_rate, max_epochs):
    """Train a perceptron until it answers every row rightly, or until its epochs are used up.

    An epoch is one step for all rows together: the mean of the steps that `perceptron_update` takes for each
    of them, all from the same weights. Then the weights just made are tested on all rows::

        outputs = sign(inputs @ weights)
        weights = weights + learning_rate * 1/N Σ_n (targets[n] - outputs[n]) * inputs[n]
        training ends if sign(inputs @ weights), with these new weights, equals targets in every row

    As in the book's program 3-3 there is a test at the end of each epoch, the last included, and none before
    the first. So weights that are right from the start take one epoch too, which leaves them as they are.
    The sign of zero is 0, as in `np.sign`: a row exactly on the boundary is right for neither class.

    Where the classes can be parted so that no row is on the boundary, training ends by itself, however long
    it takes; where they cannot, only `max_epochs` ends it.

    Parameters
    ----------
    inputs : ndarray of float, shape (N, D)
        One example a row. Where there is a bias, one column is all ones, and its weight is the bias, which
        learns like the others.
    targets : ndarray of float, shape (N, 1)
        The class of each row, 1 or -1: a column.
    weights : ndarray of float, shape (D, 1)
        The weights to begin with: a column too.
    learning_rate : float
        As in the formula.
    max_epochs : int
        How many epochs there may be, at least 1.

    Returns
    -------
    weights : ndarray, shape (D, 1)
        The weights after the last epoch. A new array: the inputs stay as they were.
    epochs : int
        How many epochs there were, from 1 to `max_epochs`.
    converged : bool
        Whether the last test found every row right.

    References
    ----------
    Novikoff, "On Convergence Proofs on Perceptrons", Symposium on the Mathematical Theory of Automata, 1962.

    Examples
    --------
    After one epoch the second row is exactly on the boundary, after two it is right:

    >>> inputs, targets = np.array([[1.0, 2.0], [1.0, -1.0]]), np.array([[1.0], [-1.0]])
    >>> weights, epochs, converged = perceptron_fit(inputs, targets, np.array([[2.0], [0.0]]), 1.0, 10)
    >>> weights
    array([[0.5],
           [1.5]])
    >>> epochs, converged
    (2, True)
    """
    raise NotImplementedError("in each epoch take one step for all rows, then test the new weights on all rows")
