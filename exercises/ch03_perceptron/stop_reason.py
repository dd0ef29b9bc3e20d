"""Three reasons to stop training (section 3.5)."""

import numpy as np


def stop_reason(errors, changes, error_tolerance, change_tolerance, max_epochs):
    """Return the epoch after which training should have stopped, and why.

    Training may stop because the error has become small, because the weights hardly move any more, or because
    it has had all its epochs. Here it went on regardless, and what happened was recorded, one row an epoch.
    The first epoch with any one of the three reasons is the one to stop after::

        "error":       √( Σ_n errors[index, n]² )  < error_tolerance
        "change":      √( Σ_d changes[index, d]² ) < change_tolerance
        "max_epochs":  index = max_epochs - 1, the last of max_epochs epochs: the first has index 0

    How small a row is, its Euclidean length tells; others take its largest magnitude, or the mean of squares.
    A length equal to the tolerance is not small yet, so a tolerance of 0 is never met: it switches its reason
    off. If several reasons come in the same epoch, the one that stands first in the list is given.

    Parameters
    ----------
    errors : ndarray of float, shape (E, N)
        For each of E epochs, targets less outputs of all N examples.
    changes : ndarray of float, shape (E, D)
        For each epoch, by how much it moved each of the D weights.
    error_tolerance, change_tolerance : float
        As above, not negative.
    max_epochs : int
        How many epochs there may be, 1 ≤ max_epochs ≤ E. What comes after them does not count.

    Returns
    -------
    index : int
        The row of the epoch to stop after, from 0 to max_epochs - 1.
    reason : str
        ``"error"``, ``"change"`` or ``"max_epochs"``.

    Examples
    --------
    The error would be small at index 2, but at index 1 the weights hardly move any more:

    >>> errors = np.array([[3.0, -4.0], [0.5, -1.0], [0.25, -0.5], [0.0, -0.25]])
    >>> changes = np.array([[2.0], [-0.25], [0.5], [0.125]])
    >>> index, reason = stop_reason(errors, changes, error_tolerance=1.0, change_tolerance=0.5, max_epochs=4)
    >>> index, reason == "change"
    (1, True)
    """
    raise NotImplementedError("measure the length of every row, then find the first epoch with one of the reasons")
