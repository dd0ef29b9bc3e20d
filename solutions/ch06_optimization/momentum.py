"""Gradient descent with momentum (section 6.8.2)."""

import numpy as np


def momentum_step(weights, velocity, gradient, learning_rate=0.01, momentum=0.9):
    """Take one step of gradient descent with momentum, and return the new weights and the new velocity.

    The weights roll down the loss like a heavy ball. The velocity is the step that they take: of the step
    before, friction leaves the share `momentum`, and the slope adds a push downhill::

        new velocity = momentum * velocity - learning_rate * gradient
        new weights  = weights + new velocity

    The form is Keras': sign and learning rate are part of the velocity. PyTorch's velocity sums up the bare
    gradients, momentum * velocity + gradient, and meets sign and learning rate only where the weights move.

    Parameters
    ----------
    weights : ndarray, any shape (*S,)
        The weights before the step.
    velocity : ndarray, shape (*S,)
        The velocity that the step before returned; zeros before the first.
    gradient : ndarray, shape (*S,)
        Gradient of the loss at `weights`.
    learning_rate, momentum : float
        As in the formula. With a momentum of 0 this is plain gradient descent.

    Returns
    -------
    weights, velocity : ndarray, shape (*S,)
        New arrays: the inputs stay as they were.

    References
    ----------
    Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Computational Mathematics
    and Mathematical Physics 4, 1964.

    Examples
    --------
    >>> momentum_step(np.array([1.0]), np.array([-0.5]), np.array([2.0]))
    (array([0.53]), array([-0.47]))
    """
    ### BEGIN SOLUTION update the velocity, then move the weights by it
    velocity = momentum * velocity - learning_rate * gradient
    return weights + velocity, velocity
    ### END SOLUTION
