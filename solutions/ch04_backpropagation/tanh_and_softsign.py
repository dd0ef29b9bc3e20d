"""Tanh, softsign and their slopes (sections 4.5.2 and 4.5.3)."""

import numpy as np


def tanh(x):
    """Return the hyperbolic tangent of each number.

    Like the sigmoid it is an S, but from -1 to 1 and through the origin::

        y = (e^x - e^-x) / (e^x + e^-x) = 2 * sigmoid(2x) - 1

    As it stands, the fraction is not a number far from 0, where a power of e overflows. The answer must be
    right as far from 0 as 10000 to either side. `np.tanh` may be used.

    Parameters
    ----------
    x : ndarray of float, any shape (*S,)
        Any numbers. It may be a transposed view, of which `x.ravel()` makes a copy.

    Returns
    -------
    ndarray, shape (*S,)
        The hyperbolic tangent of each, from -1 to 1. A new array: `x` stays as it was.

    References
    ----------
    LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998: why an S through the origin is the better one.

    Examples
    --------
    >>> tanh(np.array([0.0, np.log(2.0), -np.log(2.0)]))
    array([ 0. ,  0.6, -0.6])
    """
    ### BEGIN SOLUTION take NumPy's function, or the formula without overflow
    return np.tanh(x)
    ### END SOLUTION


def tanh_slope(output):
    """Return the derivative of tanh, from what tanh gave.

    Where tanh(x) is `output`, its derivative by x is ::

        1 - output²

    Parameters
    ----------
    output : ndarray of float, any shape (*S,)
        Outputs of tanh: numbers from -1 to 1.

    Returns
    -------
    ndarray, shape (*S,)
        The slope at each, from 0 at the two ends to 1 in the middle. A new array: `output` stays as it was.

    Examples
    --------
    >>> tanh_slope(np.array([0.0, 0.6, -1.0]))
    array([1.  , 0.64, 0.  ])
    """
    ### BEGIN SOLUTION take the square of each output from 1
    return 1 - output**2
    ### END SOLUTION


def softsign(x):
    """Return the softsign of each number.

    Another S from -1 to 1, without any power of e. It comes near its ends far more slowly than tanh::

        y = x / (1 + |x|)

    Parameters
    ----------
    x : ndarray of float, any shape (*S,)
        Any numbers. It may be a transposed view, of which `x.ravel()` makes a copy.

    Returns
    -------
    ndarray, shape (*S,)
        The softsign of each, between -1 and 1. A new array: `x` stays as it was.

    References
    ----------
    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS
    2010.

    Examples
    --------
    >>> softsign(np.array([0.0, 3.0, -1.0]))
    array([ 0.  ,  0.75, -0.5 ])
    """
    ### BEGIN SOLUTION divide each number by one more than its size
    return x / (1 + np.abs(x))
    ### END SOLUTION


def softsign_slope(output):
    """Return the derivative of softsign, from what softsign gave.

    By x the derivative is 1 / (1 + |x|)². Since 1 - |output| is 1 / (1 + |x|), that is the same as ::

        (1 - |output|)²

    Parameters
    ----------
    output : ndarray of float, any shape (*S,)
        Outputs of softsign: numbers between -1 and 1.

    Returns
    -------
    ndarray, shape (*S,)
        The slope at each, from nearly 0 at the two ends to 1 in the middle. A new array: `output` stays as it
        was.

    Examples
    --------
    >>> softsign_slope(np.array([0.0, 0.75, -0.5]))
    array([1.    , 0.0625, 0.25  ])
    """
    ### BEGIN SOLUTION square what each output lacks in size of 1
    return (1 - np.abs(output)) ** 2
    ### END SOLUTION
