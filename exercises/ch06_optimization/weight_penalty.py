"""A penalty on the weights: L1 and L2 regularisation (sections 6.6.1 and 6.6.2)."""

import numpy as np


def weight_penalty(weights, l1, l2):
    """Return what large weights cost, and the gradient of that cost by each of them.

    The penalty is added to the loss of the data, and its gradients to theirs. So a weight stays large only
    where the data make up for it::

        penalty  = Σ over all arrays w, and all numbers in them, of  l1 * |w| + l2 * w²
        gradient = l1 * sign(w) + 2 * l2 * w        for each number; the sign of 0 is 0

    It is a sum, not a mean, over all layers alike. This is the form of Keras: there is no 1/2 before l2, so
    there is a 2 in the gradient. Every array that is passed counts. As a rule these are the weights of each
    layer and not its biases, so that whoever calls leaves the biases out.

    Parameters
    ----------
    weights : list of ndarray, any shapes
        The arrays to be kept small, one for each layer.
    l1 : float
        What the absolute values are multiplied by; 0 for L2 alone.
    l2 : float
        What the squares are multiplied by; 0 for L1 alone.

    Returns
    -------
    penalty : float
        The sum over all arrays.
    gradients : list of ndarray
        One for each array of `weights`, in its shape. The weights stay as they were.

    References
    ----------
    Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 7.1.

    Examples
    --------
    >>> weight_penalty([np.array([[3.0, -1.0]]), np.array([[2.0], [0.0]])], l1=0.0, l2=0.5)
    (7.0, [array([[ 3., -1.]]), array([[2.],
           [0.]])])
    >>> weight_penalty([np.array([[3.0, -1.0]]), np.array([[2.0], [0.0]])], l1=0.5, l2=0.0)
    (3.0, [array([[ 0.5, -0.5]]), array([[0.5],
           [0. ]])])
    """
    raise NotImplementedError("add up both costs over all arrays, then take the slope of each array's share")
