"""Dropout (sections 6.5.1 and 6.5.2)."""

import numpy as np


def dropout_forward(x, rate, training, rng):
    """Drop a share of the activations at random, and return what is left and the mask that did it.

    In training every entry of x is dropped with probability `rate`, whatever becomes of the others, and the
    entries that are kept grow to make up for it, so that the output is x on average::

        mask = 0               with probability rate
               1 / (1 - rate)  otherwise
        y    = x * mask

    This is inverted dropout: since the kept entries grow in training, nothing needs to be done afterwards.
    When the network is used, with `training` False, y is x and the mask is all ones.

    Parameters
    ----------
    x : ndarray, shape (N, ...)
        Activations of N examples, at least one, with any axes after the first. Each entry is dropped or kept
        on its own, so that no two examples share a mask, and how many are dropped is left to chance, too.
    rate : float
        The probability to be dropped, 0 ≤ rate < 1.
    training : bool
        Whether to drop anything.
    rng : numpy.random.Generator
        Where all chance comes from: the same generator in the same state gives the same mask, another one
        another.

    Returns
    -------
    y : ndarray, shape of x
        The output.
    mask : ndarray of float, shape of x
        What x was multiplied by; the scale is part of it. `dropout_backward` needs it.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: A Simple Way to Prevent Neural
    Networks from Overfitting", Journal of Machine Learning Research, 2014.

    Examples
    --------
    >>> x = np.array([[1.0, -2.0, 3.0]])
    >>> y, mask = dropout_forward(x, rate=0.75, training=True, rng=np.random.default_rng(1))
    >>> np.isin(mask, [0.0, 4.0]).all().item(), np.array_equal(y, x * mask)
    (True, True)
    >>> dropout_forward(x, rate=0.75, training=False, rng=np.random.default_rng(0))
    (array([[ 1., -2.,  3.]]), array([[1., 1., 1.]]))
    """
    ### BEGIN SOLUTION draw one number for each entry, and make the mask from which of them reach the rate
    if not training:
        return x, np.ones_like(x)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask
    ### END SOLUTION


def dropout_backward(gradient, mask):
    """Return the gradient of the loss with respect to the input of `dropout_forward`.

    For a given mask the output is x times a constant, and so is its derivative::

        gradient with respect to x = gradient * mask

    Parameters
    ----------
    gradient : ndarray, shape (N, ...)
        Gradient of the loss with respect to the output y.
    mask : ndarray, shape of gradient
        The mask that `dropout_forward` returned together with this y.

    Returns
    -------
    ndarray, shape of gradient
        A new array: the inputs stay as they were.

    Examples
    --------
    >>> dropout_backward(np.array([[0.5, 1.0, -1.0]]), np.array([[4.0, 0.0, 4.0]]))
    array([[ 2.,  0., -4.]])
    """
    ### BEGIN SOLUTION pass on the gradient as the input was passed on
    return gradient * mask
    ### END SOLUTION
