"""Quadratic features, and the curve that they decide on (section 3.9)."""

import numpy as np


def quadratic_features(points):
    """Return the six features with which a linear network can decide on a curve.

    A linear network decides on a line, and no line parts the classes of XOR. The network stays as it is, but
    gets more to go by: besides the bias and the two coordinates of a point (x, y), their three products. Its
    output is still linear in the weights, and quadratic in x and y::

        features = [1, x, y, x², x * y, y²]

    The order is the book's; the first feature is the bias's.

    Parameters
    ----------
    points : ndarray of float, shape (N, 2)
        One point a row: x, then y.

    Returns
    -------
    ndarray, shape (N, 6)
        The features of each point in a row. `points` stays as it was.

    Examples
    --------
    >>> quadratic_features(np.array([[2.0, 3.0]]))
    array([[1., 2., 3., 4., 6., 9.]])
    """
    ### BEGIN SOLUTION put the six columns side by side, in the order of the formula
    x, y = points.T
    return np.stack([np.ones_like(x), x, y, x**2, x * y, y**2], axis=1)
    ### END SOLUTION


def conic_y(weights, x):
    """Return the two y at which a network on quadratic features is undecided, over each of several x.

    It is undecided where its output is zero. Over a given x, that is a quadratic equation in y::

        quadratic_features([[x, y]]) @ weights = 0
        a * y² + b * y + c = 0                      a: what stands before y², b: before y, c: all the rest
        y = (-b ± √(b² - 4 * a * c)) / (2 * a)

    The curve is a conic: an ellipse, a hyperbola, a parabola or two lines, in any position. Where it has one
    point only over x, the two y are equal, up to rounding; where it does not pass over x at all, there is
    none, and both answers are nan.

    Parameters
    ----------
    weights : ndarray of float, shape (6,)
        One for each feature, in the order of `quadratic_features`. The last may be negative, but is not 0:
        otherwise the equation is not quadratic.
    x : ndarray of float, shape (M,)
        Where the curve is asked for.

    Returns
    -------
    lower, higher : ndarray, shape (M,)
        The smaller and the larger y over each x. The inputs stay as they were.

    Examples
    --------
    The circle x² + y² = 25:

    >>> conic_y(np.array([-25.0, 0.0, 0.0, 1.0, 0.0, 1.0]), np.array([0.0, 3.0, 4.0]))
    (array([-5., -4., -3.]), array([5., 4., 3.]))
    """
    ### BEGIN SOLUTION collect a, b and c over each x, then solve for y and put the smaller one first
    a = weights[5]
    b = weights[2] + weights[4] * x
    c = weights[0] + weights[1] * x + weights[3] * x**2
    middle = -b / (2 * a)
    with np.errstate(invalid="ignore"):  # the root of a negative number is nan, as it should be
        reach = np.sqrt(b**2 - 4 * a * c) / (2 * np.abs(a))
    return middle - reach, middle + reach
    ### END SOLUTION
