"""One step of k-means (section 1.2.3)."""

import numpy as np


def k_means_step(points, centroids):
    """Assign every point to its nearest centroid, then move each centroid to the mean of its points.

    Nobody has labelled the points: k-means looks for K clusters by itself. It begins anywhere and repeats one
    step until the assignment stays the same. This is the step::

        assignment[n]    = the k for which Σ_d (points[n, d] - centroids[k, d])² is smallest
        new_centroids[k] = the mean of all points n with assignment[n] = k

    The assignment is made once, to the centroids that came in; the next step will make it anew. A point that
    is equally far from several centroids goes to the one with the lowest number. A centroid to which no point
    was assigned stays where it is.

    Parameters
    ----------
    points : ndarray of float, shape (N, D)
        N points, at least one, with D features each.
    centroids : ndarray of float, shape (K, D)
        The centroids before the step; K may be 1, and may be larger than N.

    Returns
    -------
    assignment : ndarray of int, shape (N,)
        The number of each point's cluster, from 0 to K - 1.
    new_centroids : ndarray, shape (K, D)
        The centroids after the step. A new array: the inputs stay as they were.

    References
    ----------
    Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory, 1982.

    Examples
    --------
    >>> k_means_step(np.array([[0.0], [1.0], [5.0], [8.0], [8.0]]), np.array([[0.0], [4.0]]))
    (array([0, 0, 1, 1, 1]), array([[0.5],
           [7. ]]))
    """
    ### BEGIN SOLUTION assign the points to the centroids that came in, then take the mean of each cluster
    distances = np.linalg.norm(points[:, np.newaxis] - centroids, axis=2)
    assignment = distances.argmin(axis=1)
    new_centroids = centroids.copy()
    for cluster in np.unique(assignment):
        new_centroids[cluster] = points[assignment == cluster].mean(axis=0)
    return assignment, new_centroids
    ### END SOLUTION
