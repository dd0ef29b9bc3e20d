"""The k nearest neighbours (section 1.2.2)."""

import numpy as np


def k_nearest_neighbours(train_features, train_labels, features, k):
    """Return the label of each query: the one that most of its `k` nearest training rows have.

    Nothing is learnt beforehand: the training set itself is the model, and whoever is nearest has a vote::

        distance[q, n] = √( Σ_d (features[q, d] - train_features[n, d])² )
        neighbours[q]  = the k rows n for which distance[q, n] is smallest
        labels[q]      = the label that occurs most often among train_labels[neighbours[q]]

    Every neighbour has one vote, however near it is. Two rules decide ties. Where several rows are equally
    far away and not all of them fit among the k, those that come earlier in the training set do. Where
    several labels have the most votes, the smallest label wins.

    Parameters
    ----------
    train_features : ndarray of float, shape (N, D)
        The N examples whose labels are known, with D features each.
    train_labels : ndarray of int, shape (N,)
        Their labels, none of them negative. Labels are names: 2 is not between 1 and 3.
    features : ndarray of float, shape (Q, D)
        The Q queries, at least one. A query may coincide with a training row, which is then a neighbour like
        any other.
    k : int
        How many neighbours vote, 1 ≤ k ≤ N.

    Returns
    -------
    labels : ndarray of int, shape (Q,)
        The label of each query. The inputs stay as they were.

    References
    ----------
    Cover and Hart, "Nearest Neighbor Pattern Classification", IEEE Transactions on Information Theory, 1967.

    Examples
    --------
    >>> train_features = np.array([[1.0, 1.0], [2.0, 1.0], [1.0, 3.0], [6.0, 4.0], [6.0, 5.0]])
    >>> train_labels = np.array([3, 3, 3, 5, 5])
    >>> features = np.array([[5.0, 5.0], [2.0, 2.0], [3.0, 3.0]])
    >>> k_nearest_neighbours(train_features, train_labels, features, k=3)
    array([5, 3, 3])
    """
    ### BEGIN SOLUTION measure every query against every training row, rank the rows, count the votes
    distances = np.linalg.norm(features[:, np.newaxis] - train_features, axis=2)
    neighbours = np.argsort(distances, kind="stable")[:, :k]
    return np.array([np.bincount(votes).argmax() for votes in train_labels[neighbours]])
    ### END SOLUTION
