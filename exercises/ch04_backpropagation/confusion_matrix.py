"""The confusion matrix (section 4.10.2)."""

import numpy as np


def confusion_matrix(true_labels, predicted_labels, classes):
    """Return how often each class was taken for each class.

    Accuracy says how many examples were told right; the confusion matrix says what the others were taken
    for. Rows are the true classes, columns the predicted ones, as in scikit-learn::

        matrix[i, j] = the number of examples n with true_labels[n] = i and predicted_labels[n] = j

    So what was told right stands on the diagonal. Other books have it the other way round, with the
    predictions in the rows. Every class has a row and a column, also one that occurs nowhere.

    Parameters
    ----------
    true_labels : ndarray of int, shape (N,)
        The class that each of N examples has, at least one.
    predicted_labels : ndarray of int, shape (N,)
        The class that each was taken for.
    classes : int
        K, the number of classes; they are numbered from 0 to K - 1.

    Returns
    -------
    ndarray of int, shape (K, K)
        The counts. The labels stay as they were.

    Examples
    --------
    One example of class 0 was taken for class 1, and one of class 2 for class 0:

    >>> confusion_matrix(np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 0, 2]), 3)
    array([[1, 1, 0],
           [0, 1, 0],
           [1, 0, 2]])
    """
    raise NotImplementedError("begin with zeros, and count each example where its two labels meet")
