"""The rectifier, relu, and its slope (section 4.5.4)."""

import numpy as np


def relu(x):
    """Return each number that is above zero as it is, and 0 for every other.

    Two straight lines, with a kink at 0 where they meet::

        y = x if x > 0, else 0

    Parameters
    ----------
    x : ndarray of float, any shape (*S,)
        Any numbers. It may be a transposed view, of which `x.ravel()` makes a copy.

    Returns
    -------
    ndarray, shape (*S,)
        The numbers with those below zero cut off. A new array: `x` stays as it was.

    References
    ----------
    Glorot, Bordes and Bengio, "Deep Sparse Rectifier Neural Networks", AISTATS 2011.

    Examples
    --------
    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    ### BEGIN SOLUTION take the larger one of each number and zero
    return np.maximum(x, 0)
    ### END SOLUTION


def relu_slope(x):
    """Return the derivative of relu at each number.

    Above zero relu rises as fast as x, below it not at all. At exactly 0 it has no derivative: the slope is 0
    to the left and 1 to the right, and any number between would do. Here it is 0, as in TensorFlow::

        1 if x > 0, else 0

    Whether this is asked of x or of relu(x) makes no difference: the one is above zero where the other is.

    Parameters
    ----------
    x : ndarray of float, any shape (*S,)
        Any numbers. It may be a transposed view, of which `x.ravel()` makes a copy.

    Returns
    -------
    ndarray of float or int, shape (*S,)
        1 or 0 for each, not True or False. A new array: `x` stays as it was.

    Examples
    --------
    >>> relu_slope(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])
    """
    ### BEGIN SOLUTION tell the numbers above zero from all others
    return np.where(x > 0, 1.0, 0.0)
    ### END SOLUTION
