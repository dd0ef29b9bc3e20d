"""A mean that is kept up batch by batch, and an accuracy (section 5.6.3)."""

import numpy as np


def start():
    """Return the state of a mean of which no number has been seen yet.

    A mean over a whole epoch is wanted, but its numbers come batch by batch, and no batch is kept. All that
    has to be remembered is the state: the sum of the numbers so far, and how many they were.

    Parameters
    ----------
    None

    Returns
    -------
    total : float
        The sum of no numbers: 0.
    count : int
        How many there are: 0.

    Examples
    --------
    >>> total, count = start()
    >>> float(total), count
    (0.0, 0)
    """
    ### BEGIN SOLUTION return the sum and the count of nothing
    return 0, 0
    ### END SOLUTION


def update(state, values):
    """Return the state after one more batch of numbers.

    Batches may have different sizes, the last one of an epoch most of all: each number counts alike, not
    each batch. A batch of no numbers changes nothing.

    Parameters
    ----------
    state : tuple of (total, count)
        The state before, as `start` or `update` gave it.
    values : ndarray of float or bool, shape (B,)
        The batch, such as the loss of each example; True counts as 1, and B may be 0.

    Returns
    -------
    total : float
        The sum of all numbers so far.
    count : int
        How many they are.

    Examples
    --------
    >>> total, count = update((6.0, 2), np.array([1.0, 0.5, 0.5]))
    >>> float(total), count
    (8.0, 5)
    """
    ### BEGIN SOLUTION add the batch to the sum, and its size to the count
    total, count = state
    return total + np.sum(values), count + len(values)
    ### END SOLUTION


def result(state):
    """Return the mean of all numbers that a state has seen.

    It is the same as if they had come in one batch::

        mean = total / count

    Before the first number it is 0, as in Keras, and not 0 / 0. To ask for the result changes nothing:
    the state may be updated further.

    Parameters
    ----------
    state : tuple of (total, count)
        As `start` or `update` gave it.

    Returns
    -------
    float
        The mean.

    Examples
    --------
    After the batches [1, 3] and [5]; the mean of their means would be 3.5:

    >>> float(result((9.0, 3)))
    3.0
    >>> float(result(start()))
    0.0
    """
    ### BEGIN SOLUTION divide the sum by the count, unless there is nothing yet
    total, count = state
    return total / count if count else 0.0
    ### END SOLUTION


def is_correct(scores, labels):
    """Return for each example whether its highest score is that of its class.

    The accuracy is the mean of this: True counts as 1, False as 0. So no metric of its own is needed for it.
    Where several classes share the highest score, the first of them is the answer, as in `np.argmax`.

    Parameters
    ----------
    scores : ndarray, shape (B, K)
        A score for each example and class, such as the outputs of a softmax; B and K are at least 1.
    labels : ndarray of int, shape (B,)
        The class of each example, from 0 to K - 1.

    Returns
    -------
    ndarray of bool or float, shape (B,)
        Whether each answer is right: True or 1.0 if so, False or 0.0 if not.

    Examples
    --------
    >>> right = is_correct(np.array([[0.1, 0.9], [0.75, 0.25], [0.5, 0.5]]), np.array([1, 1, 0]))
    >>> [float(answer) for answer in right]
    [1.0, 0.0, 1.0]
    """
    ### BEGIN SOLUTION compare the place of the highest score in each row with the label
    return np.argmax(scores, axis=1) == labels
    ### END SOLUTION
