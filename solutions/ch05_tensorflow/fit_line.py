"""A line fitted by gradient descent (section 5.5.3)."""

import numpy as np


def fit_line(x, y, learning_rate, steps, slope, intercept):
    """Fit a line to points by gradient descent, and return it with the loss before each step.

    This is what program 5-4 has Keras do: one layer with one input and one output, the loss "mse", SGD, and
    all points at every step. The outputs, the loss, and its gradient, in which the square's derivative leaves
    a 2 that Keras does not cancel::

        outputs            = slope * x + intercept
        loss               = 1/N Σ_n (outputs[n] - y[n])²
        slope_gradient     = 2/N Σ_n (outputs[n] - y[n]) * x[n]
        intercept_gradient = 2/N Σ_n (outputs[n] - y[n])

    A step moves both at once, each by its gradient at the old line::

        slope     = slope - learning_rate * slope_gradient
        intercept = intercept - learning_rate * intercept_gradient

    As in Keras, the loss of a step is that of the line it starts from; that of the last line is not among
    them.

    Parameters
    ----------
    x, y : ndarray, shape (N,)
        The points' coordinates, N ≥ 1: y[n] is what the line should have at x[n].
    learning_rate : float
        As in the formula.
    steps : int
        Number of steps, 0 or more.
    slope, intercept : float
        The line to start from.

    Returns
    -------
    slope, intercept : float
        The line after the last step; after none, the one to start from.
    losses : ndarray, shape (steps,)
        The loss before each step. The inputs stay as they were.

    References
    ----------
    Widrow and Hoff, "Adaptive Switching Circuits", IRE WESCON Convention Record, 1960: for the rule.

    Examples
    --------
    The errors are -1 and -3 at first, then 0 and -1.25:

    >>> fit_line(np.array([0.0, 1.0]), np.array([1.0, 3.0]), 0.25, steps=2, slope=0.0, intercept=0.0)
    (1.0625, 1.3125, array([5.     , 0.78125]))
    """
    ### BEGIN SOLUTION at each step note the loss, then move slope and intercept by their gradients
    losses = []
    for _ in range(steps):
        errors = slope * x + intercept - y
        losses.append(np.mean(errors**2))
        slope -= learning_rate * 2 * np.mean(errors * x)
        intercept -= learning_rate * 2 * np.mean(errors)
    return float(slope), float(intercept), np.array(losses)
    ### END SOLUTION
