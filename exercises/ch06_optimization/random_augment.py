"""Random flips and brightness (section 6.3)."""

import numpy as np


def flip_and_brighten(images, flips, factors):
    """Mirror some of the images, and make each of them brighter or darker.

    A flipped image has its columns in reverse order: left and right are exchanged, top and bottom are not.
    Then every number of an image is multiplied by its factor; what would be brighter than 1 is 1::

        flipped[n, h, w, c] = images[n, h, W - 1 - w, c]  where flips[n], else images[n, h, w, c]
        result[n, h, w, c]  = min(factors[n] * flipped[n, h, w, c], 1)

    Parameters
    ----------
    images : ndarray, shape (N, H, W, C)
        N images of H rows, W columns and C channels, with numbers from 0 to 1; all four are at least 1.
    flips : ndarray of bool, shape (N,)
        Which images to flip.
    factors : ndarray, shape (N,)
        What to multiply each image by, 0 or more; 1 leaves it as bright as it is.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        New images, from 0 to 1: the inputs stay as they were.

    Examples
    --------
    Two images of one row, two columns and one channel:

    >>> images = np.array([[[[0.25], [0.5]]], [[[0.25], [0.75]]]])
    >>> np.squeeze(flip_and_brighten(images, np.array([True, False]), np.array([0.5, 2.0])))
    array([[0.25 , 0.125],
           [0.5  , 1.   ]])
    """
    raise NotImplementedError("reverse the columns where an image is to be flipped, multiply, and stop at 1")


def random_augment(images, low, high, training, rng):
    """Return a batch of training images, each one mirrored or not and brightened at random.

    Each image is flipped with probability 1/2, and its factor is drawn uniformly from `low` to `high`: each
    image on its own, and the flip and the factor on their own. So how many of a batch are flipped is left to
    chance, too. What comes back is what `flip_and_brighten` makes of them. Images that are not for training
    are returned as they are: the network is measured on what it will meet.

    Parameters
    ----------
    images : ndarray, shape (N, H, W, C)
        As in `flip_and_brighten`.
    low, high : float
        Where the factors lie, 0 ≤ low ≤ high.
    training : bool
        Whether to change anything.
    rng : numpy.random.Generator
        Where all chance comes from: the same generator in the same state gives the same images, another one
        others.

    Returns
    -------
    ndarray, shape (N, H, W, C)
        The images, in the order given. `images` stays as it was.

    Examples
    --------
    With low = high all factors are alike. An image and its mirror, at twice the brightness:

    >>> images = np.array([[[[0.0], [0.25]]]])
    >>> augmented = random_augment(images, low=2.0, high=2.0, training=True, rng=np.random.default_rng(0))
    >>> np.sort(augmented, axis=None)
    array([0. , 0.5])
    >>> np.ravel(random_augment(images, low=2.0, high=2.0, training=False, rng=np.random.default_rng(0)))
    array([0.  , 0.25])
    """
    raise NotImplementedError("in training, draw a flip and a factor for each image, and apply them")
