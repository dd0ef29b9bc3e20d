"""The sigmoid and its slope (section 4.5.1)."""

import numpy as np


def sigmoid(x):
    """Return the sigmoid, the logistic function, of each number.

    It squeezes the whole line into the numbers from 0 to 1, in the shape of an S::

        y = 1 / (1 + e^-x) = e^x / (1 + e^x)

    The two forms are one and the same, and each has a power of e that overflows far from 0: e^-x on the left,
    e^x on the right. Overflow makes an infinity, and infinity by infinity is not a number. The answer must be
    right as far from 0 as 10000 to either side, where it is 0 or 1 to the last digit; a warning on the way
    does not count.

    Parameters
    ----------
    x : ndarray of float or int, any shape (*S,)
        Any numbers. It may be a transposed view, of which `x.ravel()` makes a copy.

    Returns
    -------
    ndarray of float, shape (*S,)
        The sigmoid of each, from 0 to 1. A new array: `x` stays as it was.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986.

    Examples
    --------
    >>> sigmoid(np.array([0.0, np.log(3.0), -np.log(3.0)]))
    array([0.5 , 0.75, 0.25])
    """
    ### BEGIN SOLUTION raise e to no power above 0, on either side of 0
    numerator = np.exp(np.minimum(x, 0))
    return numerator / (1 + np.exp(-np.abs(x)))
    ### END SOLUTION


def sigmoid_slope(output):
    """Return the derivative of the sigmoid, from what the sigmoid gave.

    Whoever goes back through a network has the outputs at hand, and they are enough: where sigmoid(x) is
    `output`, its derivative by x is ::

        output * (1 - output)

    So this is to be called with sigmoid(x), not with x itself. The book's `dsigmoid` is this function.

    Parameters
    ----------
    output : ndarray of float, any shape (*S,)
        Outputs of the sigmoid: numbers from 0 to 1.

    Returns
    -------
    ndarray, shape (*S,)
        The slope at each, from 0 at the two ends to 1/4 in the middle. A new array: `output` stays as it was.

    Examples
    --------
    >>> sigmoid_slope(np.array([0.5, 0.75, 1.0]))
    array([0.25  , 0.1875, 0.    ])
    """
    ### BEGIN SOLUTION multiply each output by what it lacks of 1
    return output * (1 - output)
    ### END SOLUTION
