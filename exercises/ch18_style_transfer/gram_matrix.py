"""The Gram matrix (section 18.1.2)."""

import numpy as np


def gram_matrix(features):
    """Return the Gram matrix of the channels of every picture in a batch.

    A layer of a convolutional network gives every location of a picture C numbers, its channels. How
    often two channels are large at the same location says something of the picture's texture, and nothing of
    where anything stands in it::

        gram[b, c, d] = 1 / (H * W) * Σ_h Σ_w features[b, h, w, c] * features[b, h, w, d]

    The sum runs over all H * W locations of one picture, and is divided by their number alone, as in the
    book, so that pictures of different sizes can be compared. The paper does not divide here but in its
    loss, and others divide by C * H * W. No mean is subtracted: this is no covariance.

    Parameters
    ----------
    features : ndarray, shape (B, H, W, C)
        What a layer gives for B pictures, channels last.

    Returns
    -------
    ndarray, shape (B, C, C)
        One symmetric matrix for each picture. A new array: the input stays as it was.

    References
    ----------
    Gatys, Ecker and Bethge, "A Neural Algorithm of Artistic Style", 2015, arXiv:1508.06576.

    Examples
    --------
    One picture of 2 by 2 locations, each with two channels:

    >>> gram_matrix(np.array([[[[1.0, 2.0], [3.0, -1.0]], [[0.0, 1.0], [2.0, 2.0]]]]))
    array([[[3.5 , 0.75],
            [0.75, 2.5 ]]])
    """
    raise NotImplementedError("list the locations of each picture, then average the products of their channels")
