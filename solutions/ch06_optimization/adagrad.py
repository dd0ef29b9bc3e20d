"""AdaGrad (section 6.8.4)."""

import numpy as np


def adagrad_step(weights, accumulator, gradient, learning_rate=0.001, epsilon=1e-7):
    """Take one AdaGrad step, and return the new weights and the new accumulator.

    Every weight has a learning rate of its own. The accumulator sums up the squares of all gradients that the
    weight has met, this one included; the more there were, the shorter its steps. Nothing in it ever mixes
    one weight with another::

        new accumulator = accumulator + gradient²
        new weights     = weights - learning_rate * gradient / √(new accumulator + epsilon)

    `epsilon` is added before the root is taken, as in Keras; in the paper it is added after.

    Parameters
    ----------
    weights : ndarray, any shape (*S,)
        The weights before the step.
    accumulator : ndarray, shape (*S,)
        The accumulator that the step before returned. What it begins with is up to whoever takes the first
        step: zeros in the paper, 0.1 for every weight in Keras.
    gradient : ndarray, shape (*S,)
        Gradient of the loss at `weights`.
    learning_rate, epsilon : float
        As in the formula.

    Returns
    -------
    weights, accumulator : ndarray, shape (*S,)
        New arrays: the inputs stay as they were.

    References
    ----------
    Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization",
    Journal of Machine Learning Research 12, 2011.

    Examples
    --------
    The place of epsilon shows where it is large, or, as in the second call, the gradient small:

    >>> adagrad_step(np.array([1.0]), np.array([2.0]), np.array([3.0]), learning_rate=1.0, epsilon=5.0)
    (array([0.25]), array([11.]))
    >>> adagrad_step(np.array([1.0]), np.array([6e-8]), np.array([0.0003]))
    (array([0.9994]), array([1.5e-07]))
    """
    ### BEGIN SOLUTION add up the square of the gradient, then take a step that the root of the sum shortens
    accumulator = accumulator + gradient**2
    return weights - learning_rate * gradient / np.sqrt(accumulator + epsilon), accumulator
    ### END SOLUTION
