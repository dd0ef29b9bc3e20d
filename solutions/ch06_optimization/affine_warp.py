"""Turning, shifting and zooming an image (section 6.3)."""

import numpy as np


def rotation_matrix(degrees):
    """Return the matrix with which `affine_warp` turns an image counter-clockwise about its middle.

    With a for the angle::

        [[ cos a, sin a, 0],
         [-sin a, cos a, 0]]

    Parameters
    ----------
    degrees : float
        The angle. A full turn is 360; a negative angle turns clockwise.

    Returns
    -------
    ndarray, shape (2, 3)

    Examples
    --------
    >>> np.round(rotation_matrix(60.0), 4)
    array([[ 0.5  ,  0.866,  0.   ],
           [-0.866,  0.5  ,  0.   ]])
    """
    ### BEGIN SOLUTION take sine and cosine of the angle, and put them in their places
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0]])
    ### END SOLUTION


def affine_warp(image, matrix):
    """Return an image in which every pixel comes from where a matrix says.

    The matrix answers, for each place of the new image, where in the old one its pixel is to be found. So no
    place is left empty and none is filled twice. Places are measured from the middle of the image, so that a
    rotation turns it about its middle::

        r = row    - (H - 1) / 2
        c = column - (W - 1) / 2
        source row    = matrix[0, 0] * r + matrix[0, 1] * c + matrix[0, 2] + (H - 1) / 2
        source column = matrix[1, 0] * r + matrix[1, 1] * c + matrix[1, 2] + (W - 1) / 2
        new image[row, column] = image[source row, source column]

    A source outside the image is moved to its edge first: a row below 0 is row 0, one above H - 1 is row
    H - 1, and columns likewise. Then both are rounded to the nearest whole number, halves up: 0.5 is 1, and
    2.5 is 3.

    Rows count downwards, columns to the right. All channels of a pixel come from the same place.

    Parameters
    ----------
    image : ndarray, shape (H, W, C)
        The image, of any dtype; H, W and C are at least 1.
    matrix : ndarray of float, shape (2, 3)
        As in the formula.

    Returns
    -------
    ndarray, shape (H, W, C)
        A new array: `image` stays as it was.

    Examples
    --------
    Every pixel comes from one column further right, so the picture moves to the left. In the second call it
    is mirrored, top to bottom:

    >>> image = np.array([[[1], [2], [3]], [[4], [5], [6]]])
    >>> np.squeeze(affine_warp(image, np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])), axis=2)
    array([[2, 3, 3],
           [5, 6, 6]])
    >>> np.squeeze(affine_warp(image, np.array([[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])), axis=2)
    array([[4, 5, 6],
           [1, 2, 3]])
    """
    ### BEGIN SOLUTION find the source of every place, move it into the image, round it, and fetch the pixels
    size = np.array(image.shape[:2])
    middle = (size - 1) / 2
    places = np.moveaxis(np.indices(size), 0, -1) - middle
    sources = places @ matrix[:, :2].T + matrix[:, 2] + middle
    nearest = np.floor(sources.clip(0, size - 1) + 0.5).astype(int)
    return image[nearest[..., 0], nearest[..., 1]]
    ### END SOLUTION
