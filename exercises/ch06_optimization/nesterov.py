"""Nesterov's momentum (section 6.8.3)."""

import numpy as np


def nesterov_step(weights, velocity, gradient, learning_rate=0.01, momentum=0.9):
    """Take one step of gradient descent with Nesterov's momentum, and return the new weights and velocity.

    A ball with momentum goes on by `momentum` times its velocity whatever the slope says. So the slope is
    best asked for where that will take it: a step ahead. In the textbook form the gradient is taken there,
    at positions + momentum * velocity. Here `weights` are that place already, so that the gradient is taken
    at the weights, as by any other optimiser; and each step leaves them at the place ahead of the next::

        new velocity = momentum * velocity - learning_rate * gradient
        new weights  = weights + momentum * new velocity - learning_rate * gradient

    The velocity is that of plain momentum; only the weights go further. The form is Keras': sign and learning
    rate are part of the velocity. PyTorch's velocity sums up the bare gradients instead.

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
    Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k²)", 1983.
    Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning",
    ICML 2013: the textbook form.

    Examples
    --------
    >>> nesterov_step(np.array([1.0]), np.array([-0.5]), np.array([2.0]))
    (array([0.557]), array([-0.47]))
    """
    raise NotImplementedError("update the velocity, then move the weights by where it leads and by the gradient")
