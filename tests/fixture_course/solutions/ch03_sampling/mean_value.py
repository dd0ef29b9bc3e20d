"""The mean of a function, by chance."""

import numpy as np  # noqa: F401 - for the example


def mean_value(function, low, high, samples, rng):
    """Return the mean of a function over an interval, estimated at random points.

    Parameters
    ----------
    function : callable
        Takes one number and returns one.
    low, high : float
        The interval.
    samples : int
        At how many points, drawn by one ``rng.uniform(low, high, samples)``.
    rng : numpy.random.Generator
        What they are drawn from.

    Returns
    -------
    mean : float
        The mean of the function at these points.

    Examples
    --------
    >>> mean_value(lambda x: 3.0, 0.0, 2.0, 5, np.random.default_rng(0))
    3.0
    """
    ### BEGIN SOLUTION draw the points, and take the mean of the function there
    points = rng.uniform(low, high, samples)
    return sum(float(function(point)) for point in points) / samples
    ### END SOLUTION
