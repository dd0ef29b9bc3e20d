"""The cross-entropy of many classes, from logits (sections 6.1.4 and 6.1.5)."""

import numpy as np


def softmax_cross_entropy(logits, targets):
    """Return the cross-entropy of softmax outputs, mean over a batch, and its gradient by the logits.

    Softmax makes of each row of logits probabilities that add up to 1. An example costs the logarithm of the
    probability that its right class got, negated; this is the log-likelihood cost::

        y[n, k]        = e^logits[n, k] / Σ_j e^logits[n, j]
        loss           = -1/N Σ_n Σ_k targets[n, k] * ln y[n, k]
        gradient[n, k] = d loss / d logits[n, k] = (y[n, k] - targets[n, k]) / N

    Adding one number to all logits of a row changes nothing, so the largest of each row may be taken away:
    then e is raised to no power above 0. And the logarithm need not be taken of what the division gave, which
    may have come out as 0::

        shifted[n, k] = logits[n, k] - max_j logits[n, j]
        ln y[n, k]    = shifted[n, k] - ln Σ_j e^shifted[n, j]

    The loss and its gradient must be right for logits as far as 10000 from 0, however unlike the rows are. A
    warning on the way does not count.

    Parameters
    ----------
    logits : ndarray, shape (N, K)
        What goes into the softmax: one example a row, one class a column.
    targets : ndarray, shape (N, K)
        The class of each example in one-hot code: each row has a 1 in the column of its class, else 0.

    Returns
    -------
    loss : float
        The mean cost of an example, in natural logarithms.
    gradient : ndarray, shape (N, K)
        The slope of the loss by each logit. The inputs stay as they were.

    References
    ----------
    Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs, with Relationships to
    Statistical Pattern Recognition", in Neurocomputing, 1990: for softmax.

    Examples
    --------
    All four outputs are 1/2, and each example costs ln 2:

    >>> softmax_cross_entropy(np.array([[0.0, 0.0], [3.0, 3.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    (0.6931471805599453, array([[-0.25,  0.25],
           [ 0.25, -0.25]]))

    The right class has the probability 0, to the last digit:

    >>> softmax_cross_entropy(np.array([[0.0, 1000.0]]), np.array([[1.0, 0.0]]))
    (1000.0, array([[-1.,  1.]]))
    """
    ### BEGIN SOLUTION take logarithms of the softmax row by row, then the loss and the gradient of them
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_outputs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -np.sum(targets * log_outputs) / len(targets)
    return float(loss), (np.exp(log_outputs) - targets) / len(targets)
    ### END SOLUTION
