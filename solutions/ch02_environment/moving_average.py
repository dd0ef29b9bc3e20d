"""The moving average (section 2.3.4)."""

import numpy as np


def moving_average(signal, width):
    """Return the mean of every `width` neighbouring values of a signal.

    The window that is averaged starts at the first value and moves on by one until it ends at the last::

        averages[t] = (signal[t] + signal[t + 1] + … + signal[t + width - 1]) / width

    Only windows that lie in the signal as a whole are averaged: nothing is put before it or after it, so
    there are width - 1 averages fewer than values. Neighbouring windows overlap.

    Parameters
    ----------
    signal : ndarray of float or int, shape (T,)
        The values in the order of time.
    width : int
        Number of values in a window, 1 ≤ width ≤ T.

    Returns
    -------
    ndarray of float, shape (T - width + 1,)
        The averages, those of integers too with their fractions. A new array: `signal` stays as it was.

    Examples
    --------
    >>> moving_average(np.array([1.0, 2.0, 6.0, 4.0, 2.0]), 3)
    array([3., 4., 4.])
    """
    ### BEGIN SOLUTION lay out the windows, one a row, then average each
    windows = np.lib.stride_tricks.sliding_window_view(signal, width)
    return np.sum(windows, axis=1) / width
    ### END SOLUTION
