"""The Jacobian of softmax (section 6.1.4)."""

import numpy as np


def softmax_jacobian(probabilities):
    """Return how each output of softmax changes with each of its logits, from the outputs alone.

    A sigmoid's output has a slope, one number. Each of the K outputs of softmax depends on all K logits,
    because the logits are all in the sum below the line. So there are K·K slopes, one for each pair::

        y[i]           = e^logits[i] / Σ_k e^logits[k]
        jacobian[i, j] = d y[i] / d logits[j]

    Worked out, they need the outputs only. On the diagonal, where i = j, there is the slope of a sigmoid; off
    it, every slope is negative, since what one class gains, the others lose.

    Parameters
    ----------
    probabilities : ndarray, shape (K,)
        The outputs y of softmax for one example: none below 0, and 1 in all. K is at least 1.

    Returns
    -------
    ndarray, shape (K, K)
        The slope of output i by logit j in row i, column j. A new array: the input stays as it was.

    References
    ----------
    Bridle, "Training Stochastic Model Recognition Algorithms as Networks can Lead to Maximum Mutual
    Information Estimation of Parameters", NIPS 2, 1990.

    Examples
    --------
    >>> softmax_jacobian(np.array([0.5, 0.25, 0.25]))
    array([[ 0.25  , -0.125 , -0.125 ],
           [-0.125 ,  0.1875, -0.0625],
           [-0.125 , -0.0625,  0.1875]])

    Of two classes, one is as good as certain, and nothing changes any more:

    >>> softmax_jacobian(np.array([1.0, 0.0]))
    array([[0., 0.],
           [0., 0.]])
    """
    ### BEGIN SOLUTION put the outputs on the diagonal, then take the product of each pair away
    return np.diag(probabilities) - np.outer(probabilities, probabilities)
    ### END SOLUTION
