"""Adam (section 6.8.7)."""

import numpy as np


def adam_step(
    weights,
    first_moment,
    second_moment,
    gradient,
    step,
    learning_rate=0.001,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
):
    """Take one Adam step, and return the new weights and the two new moments.

    The first moment is a moving average of the gradient, the second of its square. Both begin at zero, so
    the first averages are too small; each is divided by what it lacks before it is used::

        first_moment  = beta1 * first_moment  + (1 - beta1) * gradient
        second_moment = beta2 * second_moment + (1 - beta2) * gradient²
        corrected_first  = first_moment  / (1 - beta1 ** step)
        corrected_second = second_moment / (1 - beta2 ** step)
        weights = weights - learning_rate * corrected_first / (√corrected_second + epsilon)

    The moments are returned as they are, not corrected: the next step goes on from them. `epsilon` is added
    after the root, as in the paper; Keras puts it elsewhere.

    Parameters
    ----------
    weights : ndarray, any shape (*S,)
        The weights before the step.
    first_moment, second_moment : ndarray, shape (*S,)
        The moments that the step before returned; zeros before the first.
    gradient : ndarray, shape (*S,)
        Gradient of the loss at `weights`.
    step : int
        Number of the step that is taken: 1, 2, 3, … Each model counts its own.
    learning_rate, beta1, beta2, epsilon : float
        As in the formula.

    Returns
    -------
    weights, first_moment, second_moment : ndarray, shape (*S,)
        New arrays: the inputs stay as they were.

    References
    ----------
    Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, Algorithm 1.

    Examples
    --------
    >>> adam_step(np.array([1.0]), np.zeros(1), np.zeros(1), np.array([0.5]), step=1, learning_rate=0.1)
    (array([0.9]), array([0.05]), array([0.00025]))
    """
    raise NotImplementedError("update both moments, correct both for starting at zero, then move the weights")
