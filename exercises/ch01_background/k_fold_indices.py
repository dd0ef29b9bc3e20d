"""K-fold cross-validation (section 1.2.1)."""

import numpy as np


def k_fold_indices(count, k, rng):
    """Return k pairs of training and validation indices, in which every sample validates exactly once.

    With few samples a validation set is small, and what it says depends on which samples it happens to hold.
    Cross-validation lets all of them take a turn: the samples are shuffled once and dealt out to k folds as
    equal as can be. There are k rounds, and in each of them another fold is held back::

        validation of round i = fold i
        train of round i      = all the other folds

    The model is fitted anew in each round, and the k results are averaged. If `count` cannot be divided by k,
    the sizes of the folds differ by one; which folds are the larger ones does not matter.

    Parameters
    ----------
    count : int
        How many samples there are; they are numbered from 0 to ``count - 1``.
    k : int
        How many folds, 2 ≤ k ≤ count. With k = count each sample is a fold by itself: leave-one-out.
    rng : numpy.random.Generator
        Where all chance comes from: the same generator in the same state gives the same folds, another one
        others.

    Returns
    -------
    rounds : list of k tuples (train, validation)
        Two arrays of int each, with the indices in any order.

    References
    ----------
    Stone, "Cross-Validatory Choice and Assessment of Statistical Predictions", Journal of the Royal
    Statistical Society B, 1974.

    Examples
    --------
    >>> rounds = k_fold_indices(7, 3, np.random.default_rng(0))
    >>> sorted(len(validation) for train, validation in rounds)
    [2, 2, 3]
    >>> np.sort(np.concatenate([validation for train, validation in rounds]))
    array([0, 1, 2, 3, 4, 5, 6])
    """
    raise NotImplementedError("shuffle once, cut into k folds, and hold back one after the other")
