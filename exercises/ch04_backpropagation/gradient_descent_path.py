"""The path of a gradient descent (sections 4.3.1 to 4.3.3)."""

import numpy as np


def gradient_descent_path(gradient, start, learning_rate, steps):
    """Return all points that gradient descent passes, from its start on.

    The gradient points the way that a function rises most steeply, so the way down is against it. Each step
    goes from one point to the next, the farther the steeper it is there::

        path[0]     = start
        path[k + 1] = path[k] - learning_rate * gradient(path[k])     for k = 0, …, steps - 1

    All D coordinates move at once, by the gradient at one and the same point. The learning rate is not the
    length of a step but what the gradient is multiplied by: towards the bottom, where it gets flat, the steps
    get shorter by themselves.

    On a bowl that is curved by c, where the slope grows by c for each 1 that one goes, a step multiplies the
    distance from the lowest point by 1 - learning_rate * c. So a learning rate of 1/c arrives at once, one
    of 2/c goes to and fro for ever, and a larger one leads away.

    Parameters
    ----------
    gradient : callable
        Takes a point, an array of shape (D,), and returns the gradient there, of shape (D,).
    start : ndarray of float, shape (D,)
        The first point.
    learning_rate : float
        As in the formula.
    steps : int
        How many steps to take, 0 or more.

    Returns
    -------
    ndarray, shape (steps + 1, D)
        One point a row, in the order that they are passed. `start` stays as it was.

    References
    ----------
    Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées", Comptes rendus 25,
    1847.

    Examples
    --------
    The function is x0² + 2 * x1². Its curve along x1 is such that this learning rate arrives at once:

    >>> def gradient(x):
    ...     return np.array([2 * x[0], 4 * x[1]])
    >>> gradient_descent_path(gradient, np.array([4.0, 1.0]), learning_rate=0.25, steps=3)
    array([[4. , 1. ],
           [2. , 0. ],
           [1. , 0. ],
           [0.5, 0. ]])
    """
    raise NotImplementedError("begin with the start, then add to the path one point after the other")
