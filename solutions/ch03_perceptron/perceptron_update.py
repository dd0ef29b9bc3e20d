"""The perceptron's learning rule (sections 3.3.1 and 3.3.2)."""

import numpy as np


def perceptron_update(weights, x, target, learning_rate):
    """Return a perceptron's weights after it has learnt from one example.

    The perceptron answers with the sign of its net input. Its error, target less output, decides whether
    the weights move along the input, against it, or not at all::

        output  = sign(Σ_d weights[d] * x[d])
        weights = weights + learning_rate * (target - output) * x

    Classes are labelled 1 and -1, so an answer that is right moves nothing, and a wrong one moves the weights
    by 2 * learning_rate * target * x. The sign of zero is 0, as in `np.sign` and in the book's programs: an
    example on the boundary moves the weights half as far.

    There is no bias of its own: where one is wanted, x[0] = 1 and weights[0] is the bias, which learns like
    every other weight.

    Parameters
    ----------
    weights : ndarray of float, shape (D,)
        The weights before.
    x : ndarray of float, shape (D,)
        One example.
    target : int or float
        Its class, 1 or -1.
    learning_rate : float
        As in the formula.

    Returns
    -------
    ndarray, shape (D,)
        The weights after. A new array: `weights` stays as it was.

    References
    ----------
    Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in the
    Brain", Psychological Review, 1958.

    Examples
    --------
    The book's program 3-1 begins with this step; one more, and the answer is right:

    >>> perceptron_update(np.array([-5.0, 0.0, 0.0]), np.array([1.0, 0.0, -1.0]), target=1, learning_rate=1.0)
    array([-3.,  0., -2.])
    """
    ### BEGIN SOLUTION take the sign of the net input, then move the weights by the error times the input
    output = np.sign(weights @ x)
    return weights + learning_rate * (target - output) * x
    ### END SOLUTION
