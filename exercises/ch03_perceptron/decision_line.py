"""The decision line of a perceptron (section 3.7)."""

import numpy as np


def decision_line(weights):
    """Return the slope and the intercept of the line on which a perceptron of two inputs is undecided.

    The net input of a point (x, y) is positive on one side of a line, negative on the other, and zero on the
    line itself::

        weights[0] + weights[1] * x + weights[2] * y = 0

    The first weight is the bias's: its input is the column of ones that the book puts first. Solved for y,
    the same line is ready to be plotted::

        y = slope * x + intercept

    That can't be done where weights[2] is 0: the line is upright then, or, if weights[1] is 0 too, there is
    none. Only exactly 0 counts: weights multiplied by any number but 0, however tiny, mean the same line.

    Parameters
    ----------
    weights : ndarray of float, shape (3,)
        The weights of the bias, of x and of y.

    Returns
    -------
    slope, intercept : float

    Raises
    ------
    ValueError
        If weights[2] is 0.

    Examples
    --------
    >>> decision_line(np.array([-2.0, -1.0, 2.0]))
    (0.5, 1.0)
    """
    raise NotImplementedError("refuse weights that leave out y, then solve the line's equation for y")
