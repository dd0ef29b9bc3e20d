"""The loop of every exercise (section 2.3)."""

import numpy as np


def center(values):
    """Return the values less their mean.

    This function is right as it stands: it is here for you to try the loop that every exercise goes round.

    1. Type ``gradcheck check intro``, or ``pytest -k intro``: its checks pass.
    2. Break it on purpose, divide by ``len(values) - 1`` for instance, and check again. Read the message from
       top to bottom: which property fails, on which small case, what came out and what should have.
    3. Ask ``gradcheck hint intro``, mend the function and check until all is well.
    4. Go on with ``gradcheck watch``: it checks whenever you save, and says which exercise is next.

    What it computes is the first thing done to most data sets: move them so that they lie around zero::

        mean        = (values[0] + … + values[N - 1]) / N
        centered[i] = values[i] - mean

    Parameters
    ----------
    values : ndarray of float, shape (N,)
        At least one value.

    Returns
    -------
    centered : ndarray, shape (N,)
        A new array: `values` stays as it was.

    Examples
    --------
    >>> center(np.array([1.0, 2.0, 6.0]))
    array([-2., -1.,  3.])
    """
    mean = np.sum(values) / len(values)
    return values - mean
