"""The gradient by central differences (section 4.3)."""

import numpy as np


def numerical_gradient(function, x, step=1e-5):
    """Return the gradient of a function, from nothing but its values.

    Each number of x is moved by `step`, up and down, while all the others stay where they are. What that
    does to the value of the function, divided by the way between the two places, is the slope::

        gradient[i] = (function(x + step * e_i) - function(x - step * e_i)) / (2 * step)

    Here i is a place in x, with one index for each axis, and e_i is 1 at that place and 0 at all others.
    These are central differences. They are exact for a function of degree two; for others their error
    falls with the square of the step. Forward differences, from x to x + step, are off in proportion to the
    step itself.

    The smallest step is not the best: what the function returns is rounded, and between two values that
    differ in their last digits only, the difference is mostly rounding. Steps near 1e-5 are a good middle
    for float64. For float32 there is hardly one, so calculate in float64.

    Every number of x takes two calls of `function`, no more. For a network of a million weights that is far
    too much, which is why there is back-propagation; for a few weights it is the best test of it.

    Parameters
    ----------
    function : callable
        Takes an array in the shape of x, and returns one number.
    x : ndarray of float or int, any shape (*S,)
        Where the gradient is asked for; a single number too, of shape (). It may be a transposed view, of
        which `x.ravel()` makes a copy.
    step : float
        How far each number of x is moved, more than 0.

    Returns
    -------
    ndarray of float, shape (*S,)
        The gradient. `x` stays as it was.

    Examples
    --------
    The gradient of x0 * x1² is [x1², 2 * x0 * x1], and comes out exactly. That of the cubes is 3x²; what
    comes out is larger by step²:

    >>> def product(x):
    ...     return x[0] * x[1] ** 2
    >>> def cubes(x):
    ...     return np.sum(x**3)
    >>> numerical_gradient(product, np.array([3.0, 2.0]), step=0.5)
    array([ 4., 12.])
    >>> numerical_gradient(cubes, np.array([1.0, 2.0]), step=0.5)
    array([ 3.25, 12.25])
    """
    raise NotImplementedError("move each number up and down by itself, and divide what that changes by the way between")
