"""RMSprop (section 6.8.6)."""

import numpy as np


def rmsprop_step(weights, average, gradient, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    """Take one RMSprop step, and return the new weights and the new average.

    Like AdaGrad it divides each weight's gradient by the root of what the squares of its gradients come to.
    But it keeps their moving average instead of their sum: old gradients are forgotten, and the steps don't
    die away. At each step the average keeps the share `rho` of itself and takes in this gradient's square::

        new average = rho * average + (1 - rho) * gradient²
        new weights = weights - learning_rate * gradient / √(new average + epsilon)

    The average is not corrected for having started at zero, as Adam's are. `epsilon` is added before the root
    is taken, as in Keras; PyTorch adds it after.

    Parameters
    ----------
    weights : ndarray, any shape (*S,)
        The weights before the step.
    average : ndarray, shape (*S,)
        The average that the step before returned; zeros before the first.
    gradient : ndarray, shape (*S,)
        Gradient of the loss at `weights`.
    learning_rate, rho, epsilon : float
        As in the formula.

    Returns
    -------
    weights, average : ndarray, shape (*S,)
        New arrays: the inputs stay as they were.

    References
    ----------
    Tieleman and Hinton, "Lecture 6.5: RMSProp", COURSERA: Neural Networks for Machine Learning, 2012.

    Examples
    --------
    The place of epsilon shows where it is large, or, as in the second call, the gradient small:

    >>> rmsprop_step(np.array([1.0]), np.array([8.0]), np.array([2.0]), 0.5, rho=0.75, epsilon=9.0)
    (array([0.75]), array([7.]))
    >>> rmsprop_step(np.array([1.0]), np.array([7.5e-7]), np.array([0.0015]))
    (array([0.9985]), array([9.e-07]))
    """
    ### BEGIN SOLUTION update the average of the squares, then take a step that is divided by its root
    average = rho * average + (1 - rho) * gradient**2
    return weights - learning_rate * gradient / np.sqrt(average + epsilon), average
    ### END SOLUTION
