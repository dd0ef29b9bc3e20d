"""One-hot rows (section 4.11)."""

import numpy as np


def one_hot(labels, classes):
    """Return a row for each label: 1 in the label's own column, 0 in all the others.

    A label is only the name of a class: 2 is not twice 1, and no nearer to 3 than to 0. So a network that
    tells classes apart has one output for each of them, and learns from rows with one column a class::

        rows[n, k] = 1   where k = labels[n]
        rows[n, k] = 0   elsewhere

    `classes` says how many columns there are, not the labels: of a small batch some classes are often
    missing. Two classes make two columns, though scikit-learn's LabelBinarizer makes one of them. A label
    that is no number of a class is a mistake in the data, and raises; beware that numpy takes -1 for the
    last place.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
        The class of each of N examples, at least one.
    classes : int
        K, the number of classes; they are numbered from 0 to K - 1.

    Returns
    -------
    ndarray of float, shape (N, K)
        One row for each label. `labels` stays as it was.

    Raises
    ------
    ValueError
        If a label is less than 0, or K or more.

    Examples
    --------
    >>> one_hot(np.array([2, 0, 2]), 4)
    array([[0., 0., 1., 0.],
           [1., 0., 0., 0.],
           [0., 0., 1., 0.]])
    """
    raise NotImplementedError("refuse labels that are no class, then pick for each label its row of the identity")


def from_one_hot(rows):
    """Return the class of each row: the column that holds the row's largest number.

    So it takes one-hot rows back to the labels that they were made from, and reads the outputs of a network,
    of which hardly any is exactly 1::

        labels[n] = the k for which rows[n, k] is largest

    Where several columns of a row hold its largest number, the first of them counts.

    Parameters
    ----------
    rows : ndarray of float, shape (N, K)
        One-hot rows, or any real numbers: one row for each example, one column for each class.

    Returns
    -------
    ndarray of int, shape (N,)
        The class of each row, from 0 to K - 1. `rows` stays as it was.

    Examples
    --------
    >>> from_one_hot(np.array([[0.0, 1.0, 0.0], [0.125, 0.25, 0.375]]))
    array([1, 2])
    """
    raise NotImplementedError("find where each row is largest")
