"""Split, then scale (section 4.12)."""

import numpy as np


def split_counts(count, test_fraction):
    """Return how many of `count` examples are for training, and how many are kept for the test.

    The share of the test set is rounded up, as in scikit-learn's train_test_split; training has the rest::

        test  = count * test_fraction, rounded up to a whole number
        train = count - test

    So not an example is lost, and a test set of any share above 0 has at least one. The product is that of
    floats, in which 100 * 0.07 is a little above 7; you will not be asked for shares where that decides.

    Parameters
    ----------
    count : int
        How many examples there are, at least one.
    test_fraction : float
        The share of the test set, from 0 to 1.

    Returns
    -------
    train, test : int

    Examples
    --------
    The book keeps a quarter of the 1797 digits for the test:

    >>> split_counts(1797, 0.25)
    (1347, 450)
    """
    ### BEGIN SOLUTION round the share of the test set up, and give training the rest
    test = int(np.ceil(count * test_fraction))
    return count - test, test
    ### END SOLUTION


def scale_to_unit(train, test):
    """Scale training values to the range from 0 to 1, and test values along with them.

    Sigmoids learn fast only where their inputs are neither tiny nor large. The smallest training value goes
    to 0, the largest to 1, and everything else in proportion::

        scaled = (value - smallest) / (largest - smallest)

    `smallest` and `largest` are two numbers for the whole array, not two for each column: pixels are all
    measured in one unit, and keep their contrasts. The test values are scaled by the same two numbers,
    those of the training values, as any value will be that is still to come. So some of them may end
    below 0 or above 1, and stay there. Where all training values are alike, there is no range to divide by:
    1 takes its place, and they all go to 0.

    Parameters
    ----------
    train : ndarray of float, shape (N, D)
        The training values, at least one.
    test : ndarray of float, shape (M, D)
        The test values, in the same unit.

    Returns
    -------
    scaled_train, scaled_test : ndarray of float, shapes (N, D) and (M, D)
        New arrays: the inputs stay as they were.

    Examples
    --------
    The book's digits have pixels from 0 to 16:

    >>> scale_to_unit(np.array([[0.0, 16.0], [4.0, 8.0]]), np.array([[12.0, 20.0]]))
    (array([[0.  , 1.  ],
           [0.25, 0.5 ]]), array([[0.75, 1.25]]))
    """
    ### BEGIN SOLUTION find smallest and range of the training values, then scale both arrays by them
    smallest = train.min()
    spread = train.max() - smallest or 1.0
    return (train - smallest) / spread, (test - smallest) / spread
    ### END SOLUTION
