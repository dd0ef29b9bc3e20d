"""The quadratic cost (section 4.2)."""

import numpy as np


def quadratic_cost(targets, outputs):
    """Return what a network's outputs cost: half their squared distance from the targets, mean over the rows.

    Before a network can learn, one number has to say how wrong it is, and learning makes that number small::

        cost = 1/(2N) Σ_n Σ_k (targets[n, k] - outputs[n, k])²

    Each of the N rows is one example: the cost is their mean, so that batches of any size compare. The K
    outputs of an example add up. The 1/2 is there for the sake of the derivative: it cancels the 2 that
    comes of the square, so the slope of the cost by outputs[n, k] is (outputs[n, k] - targets[n, k]) / N.

    Others leave out the 1/2 or divide by K as well. The book's program 4-1 divides by all N·K numbers, but
    has one output only, K = 1, where that makes no difference.

    Parameters
    ----------
    targets : ndarray of float or int, shape (N, K)
        What the outputs should be; any numbers, whole ones as in a one-hot code too.
    outputs : ndarray of float, shape (N, K)
        What they are.

    Returns
    -------
    float
        The cost: 0 where all outputs are right, else more. The inputs stay as they were.

    References
    ----------
    Nielsen, "Neural Networks and Deep Learning", 2015, chapter 1.

    Examples
    --------
    The first example has outputs that are off by 2 and by -1, the second one that is off by -1:

    >>> targets = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    >>> outputs = np.array([[1.0, 2.0, -1.0], [0.0, 0.0, 0.0]])
    >>> quadratic_cost(targets, outputs)
    1.5
    """
    raise NotImplementedError("add up all squared errors, then take half of their mean over the rows")
