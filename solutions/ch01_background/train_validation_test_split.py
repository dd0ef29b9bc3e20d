"""Training, validation and test set (section 1.2.1)."""

import numpy as np


def train_validation_test_split(count, validation_fraction, test_fraction, rng):
    """Deal `count` samples out to a training, a validation and a test set, and return their indices.

    The training set is for fitting the weights, the validation set for choosing among models, the test set
    for one honest number at the very end. So no sample may be in two of them, and which is in which is left
    to chance: data often lie sorted by class. The sizes are fixed::

        size of the validation set = round(count * validation_fraction)
        size of the test set       = round(count * test_fraction)
        size of the training set   = all the rest

    `round` is Python's: to the nearest whole number, and from halfway to the even one, so that 2.5 gives 2
    and 3.5 gives 4. Both fractions are of all the samples, whichever set is filled first.

    Parameters
    ----------
    count : int
        How many samples there are, at least one; they are numbered from 0 to ``count - 1``.
    validation_fraction, test_fraction : float
        The share of each set, 0 or more. The two rounded sizes together are less than `count`: at least one
        sample is left for training.
    rng : numpy.random.Generator
        Where all chance comes from: the same generator in the same state gives the same sets, another one
        others. Every way to deal the samples out is as likely as any other.

    Returns
    -------
    train, validation, test : ndarray of int, shapes (train_size,), (validation_size,), (test_size,)
        The indices of the samples of each set, in any order. Every sample is in exactly one of them.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> train, validation, test = train_validation_test_split(10, 0.2, 0.1, rng)
    >>> len(train), len(validation), len(test)
    (7, 2, 1)
    >>> np.sort(np.concatenate([train, validation, test]))
    array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    ### BEGIN SOLUTION work out the three sizes, shuffle all indices, cut them in three
    validation_size, test_size = round(count * validation_fraction), round(count * test_fraction)
    train_size = count - validation_size - test_size
    train, validation, test = np.split(rng.permutation(count), [train_size, train_size + validation_size])
    return train, validation, test
    ### END SOLUTION
