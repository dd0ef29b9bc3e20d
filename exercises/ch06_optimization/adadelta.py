"""Adadelta (section 6.8.5)."""

import numpy as np


def adadelta_step(
    weights, gradient_average, change_average, gradient, learning_rate=1.0, rho=0.95, epsilon=1e-7
):
    """Take one Adadelta step, and return the new weights and the two new averages.

    RMSprop divides the gradient by the root of an average of its squares. What is left has no units, and a
    learning rate must say how far to go. Adadelta goes about as far as it went of late: it multiplies by the
    root of an average, too, that of the squares of its own changes, as it was before this one::

        new gradient_average = rho * gradient_average + (1 - rho) * gradient²
        change               = - √(change_average + epsilon) / √(new gradient_average + epsilon) * gradient
        new change_average   = rho * change_average + (1 - rho) * change²
        new weights          = weights + learning_rate * change

    From zero, it is epsilon under the upper root that gets the weights going. The paper has no learning rate,
    which is one of 1; where there is another, it only stretches the move: the average takes in the change
    without it. The default in Keras is 0.001.

    Parameters
    ----------
    weights : ndarray, any shape (*S,)
        The weights before the step.
    gradient_average, change_average : ndarray, shape (*S,)
        The averages that the step before returned; zeros before the first.
    gradient : ndarray, shape (*S,)
        Gradient of the loss at `weights`.
    learning_rate, rho, epsilon : float
        As in the formula.

    Returns
    -------
    weights, gradient_average, change_average : ndarray, shape (*S,)
        New arrays: the inputs stay as they were.

    References
    ----------
    Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012, Algorithm 1.

    Examples
    --------
    The first epsilon is large, to show its place; then, with all settings left as they are:

    >>> averages = np.array([8.0]), np.array([16.0])
    >>> adadelta_step(np.array([1.0]), *averages, np.array([2.0]), 0.5, rho=0.75, epsilon=9.0)
    (array([-0.25]), array([7.]), array([13.5625]))
    >>> adadelta_step(np.array([1.0]), np.array([16.0]), np.array([25.0]), np.array([14.0]))
    (array([-13.]), array([25.]), array([33.55]))
    """
    raise NotImplementedError("update the gradients' average, find the change, update the changes' average, then move")
