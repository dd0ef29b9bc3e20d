"""Softmax (section 5.6.2)."""

import numpy as np


def softmax(logits, axis=-1):
    """Return the probabilities that softmax makes of logits.

    Each slice along `axis`, such as each row where the axis is the last of two, is turned into probabilities
    that add up to 1; the other slices have no part in it::

        softmax(z)[k] = e^z[k] / Σ_j e^z[j]        for each slice z along the axis

    Adding one number to all logits of a slice changes nothing, so the largest of each may be taken away:
    then e is raised to no power above 0, and the sum is never 0::

        softmax(z)[k] = e^(z[k] - m) / Σ_j e^(z[j] - m),   m = max_j z[j]

    The probabilities must be right for logits as far as 10000 from 0, however unlike the slices are. A logit
    of -inf, by which a class is ruled out, gets the probability 0; each slice has one finite logit at least.

    Parameters
    ----------
    logits : ndarray, shape (*S,), of one axis or more
        Real numbers, also called scores. No axis is empty.
    axis : int
        The axis along which the probabilities add up to 1; counted from the end if it is negative.

    Returns
    -------
    ndarray, shape (*S,)
        A probability for each logit. A new array: `logits` stays as it was.

    References
    ----------
    Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs, with Relationships to
    Statistical Pattern Recognition", in Neurocomputing, 1990.

    Examples
    --------
    Where one logit is larger by ln 3, its probability is 3 times as large:

    >>> softmax(np.array([[0.0, np.log(3.0)], [5.0, 5.0]]))
    array([[0.25, 0.75],
           [0.5 , 0.5 ]])

    Down the columns:

    >>> softmax(np.array([[0.0, -1000.0], [-np.inf, -1000.0]]), axis=0)
    array([[1. , 0.5],
           [0. , 0.5]])
    """
    ### BEGIN SOLUTION raise e to the logits less the largest of their slice, then divide by the slice's sum
    powers = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)
    ### END SOLUTION
