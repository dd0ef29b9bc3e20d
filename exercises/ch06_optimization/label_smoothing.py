"""Label smoothing (sections 6.7.1 and 6.7.2)."""

import numpy as np


def smooth_labels(targets, epsilon):
    """Return one-hot targets that are a little less sure: every class gets a share of `epsilon`.

    A softmax output never is exactly 1, so by one-hot targets its logit is pushed up for ever. Smoothed
    targets can be reached. A part `epsilon` of each row's 1 is taken away, and is dealt out to all K classes
    alike, the right one among them::

        smoothed[n, k] = (1 - epsilon) * targets[n, k] + epsilon / K

    So the right class has 1 - epsilon + epsilon / K, and each of the others epsilon / K. There are those who
    deal out to the other K - 1 classes only; this is the form of the paper and of Keras.

    Parameters
    ----------
    targets : ndarray of float or int, shape (N, K)
        One-hot code: each row has a 1 in the column of its class, else 0. There are two classes or more, and
        at least one row.
    epsilon : float
        How much of the 1 is dealt out, from 0 to 1; 0.1 as a rule.

    Returns
    -------
    ndarray of float, shape (N, K)
        The smoothed targets. A new array: `targets` stays as it was.

    References
    ----------
    Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016, section 7.

    Examples
    --------
    >>> smooth_labels(np.array([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]), epsilon=0.1)
    array([[0.025, 0.925, 0.025, 0.025],
           [0.025, 0.025, 0.025, 0.925]])
    """
    raise NotImplementedError("keep most of the targets, and give every class its share of the rest")
