"""What a sigmoid output learns by: its delta, by two costs (section 6.1.1)."""

import numpy as np


def _sigmoid(net):
    return np.exp(-np.logaddexp(0, -net))


def squared_delta(net, targets):
    """Return the slope of the quadratic cost by the net input of each sigmoid output.

    This slope, delta, is what back-propagation begins with. For one output::

        y     = sigmoid(net)
        cost  = 1/2 (y - target)²
        delta = d cost / d net

    The chain rule leads from the cost to y, and from y to the net input. Where the sigmoid is flat, delta is
    all but zero, however wrong the output is: this is why learning by the quadratic cost begins slowly.

    `_sigmoid`, above, is given.

    Parameters
    ----------
    net : ndarray, any shape (*S,)
        Net inputs: what goes into the sigmoid. Right answers are asked for as far as 10000 from 0.
    targets : ndarray, shape (*S,)
        What the outputs should be: 0 or 1, or a number between.

    Returns
    -------
    ndarray, shape (*S,)
        delta for each output by itself; no mean is taken. A new array: the inputs stay as they were.

    References
    ----------
    Nielsen, "Neural Networks and Deep Learning", 2015, chapter 3.

    Examples
    --------
    The outputs are 0.5 and 0.75:

    >>> squared_delta(np.array([0.0, np.log(3.0)]), np.array([1.0, 0.0]))
    array([-0.125   ,  0.140625])

    The output is 0.0003, as wrong as can be, and there is hardly any slope to learn by:

    >>> squared_delta(np.array([-8.0]), np.array([1.0]))
    array([-0.00033513])
    """
    raise NotImplementedError("multiply the error by the slope of the sigmoid")


def cross_entropy_delta(net, targets):
    """Return the slope of the cross-entropy by the net input of each sigmoid output.

    For one output, with the natural logarithm::

        y     = sigmoid(net)
        cost  = -(target * ln y + (1 - target) * ln(1 - y))
        delta = d cost / d net

    The slope of the cost by y has y (1 - y) below the line, and the slope of the sigmoid is y (1 - y). What
    is left of the two has nothing to divide by, and stays right where y is 0 or 1 to the last digit.

    Parameters
    ----------
    net : ndarray, any shape (*S,)
        Net inputs: what goes into the sigmoid. Right answers are asked for as far as 10000 from 0.
    targets : ndarray, shape (*S,)
        What the outputs should be: 0 or 1, or a number between.

    Returns
    -------
    ndarray, shape (*S,)
        delta for each output by itself; no mean is taken. A new array: the inputs stay as they were.

    References
    ----------
    Nielsen, "Neural Networks and Deep Learning", 2015, chapter 3.

    Examples
    --------
    The outputs are 0.5 and 0.75, and then 0.0003, as wrong as can be:

    >>> cross_entropy_delta(np.array([0.0, np.log(3.0), -8.0]), np.array([1.0, 0.0, 1.0]))
    array([-0.5       ,  0.75      , -0.99966465])
    """
    raise NotImplementedError("return what is left once the slope of the sigmoid has cancelled")
