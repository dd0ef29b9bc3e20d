"""A gradient from a tape."""

import numpy as np  # noqa: F401 - for the example
import tensorflow as tf


def slope(x, power):
    """Return the gradient of the sum of ``x ** power``, as a tape records it.

    Parameters
    ----------
    x : ndarray of float, shape (N,)
        Where.
    power : int
        At least 1.

    Returns
    -------
    gradient : ndarray or tensor, shape (N,)
        The derivative by each element of `x`.

    Examples
    --------
    >>> slope(np.array([1.0, -2.0]), 2)
    array([ 2., -4.])
    """
    ### BEGIN SOLUTION watch x on a tape, sum its power, and ask for the gradient
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(x**power)
    return tape.gradient(total, x).numpy()
    ### END SOLUTION
