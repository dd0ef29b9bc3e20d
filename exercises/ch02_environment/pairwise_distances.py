"""Pairwise distances (section 2.3.4)."""

import numpy as np


def pairwise_distances(a, b):
    """Return the Euclidean distance of every point of one set from every point of another.

    A point is a row of D features. Entry (i, j) of the answer is of row i of `a` and row j of `b`::

        distances[i, j] = √( Σ_d (a[i, d] - b[j, d])² )

    The distance of points that lie close together must be right however far from the origin they lie, and
    that of two equal points exactly 0. The formula as it stands gives that. Multiplied out,
    ‖a‖² - 2 a·b + ‖b‖², it is the same number on paper but not in floating point.

    Parameters
    ----------
    a : ndarray of float, shape (N, D)
        N points.
    b : ndarray of float, shape (M, D)
        M points with the same features.

    Returns
    -------
    ndarray, shape (N, M)
        A row for each point of `a`, a column for each of `b`. A new array: the inputs stay as they were.

    Examples
    --------
    Two points against three, with two features each:

    >>> a = np.array([[0.0, 0.0], [3.0, 0.0]])
    >>> pairwise_distances(a, np.array([[3.0, 4.0], [0.0, 0.0], [3.0, -1.0]]))
    array([[5.        , 0.        , 3.16227766],
           [4.        , 3.        , 1.        ]])
    """
    raise NotImplementedError("subtract every point of one set from every point of the other, then take the lengths")
