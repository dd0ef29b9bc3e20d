"""The largest stable learning rate of a linear network (section 3.4)."""

import numpy as np


def max_stable_learning_rate(inputs):
    """Return the learning rate up to which the training of a linear network converges.

    A linear network goes down half the mean squared error, step by step, always with the same batch, as in
    `lms_step`. With a small learning rate its outputs come to rest, wherever its weights start and whatever
    the targets are. With too large a one they swing from side to side, farther with every step.

    How large is too large, the inputs decide. How fast the slope of the loss changes, from place to place,
    is its curvature, one matrix for the whole valley. Along an eigenvector of eigenvalue λ, a step leaves
    (1 - learning_rate * λ) of the way to the bottom, and that must stay above -1 for every λ::

        curvature = 1/N Σ_n inputs[n] inputs[n]ᵀ = inputsᵀ @ inputs / N        shape (D, D)
        limit     = 2 / (largest eigenvalue of curvature)

    The curvature is symmetric, so its eigenvalues are real; `np.linalg.eigvalsh` is for such matrices. At
    half of this limit the steepest direction arrives in one step. Without the factor 1/2 in the loss, the
    curvature would be twice as large and the limit half as high.

    Parameters
    ----------
    inputs : ndarray of float, shape (N, D)
        One example a row; where there is a bias, one column is all ones. There may be fewer rows than
        columns; not all inputs are zero.

    Returns
    -------
    float
        The limit. `inputs` stays as it was.

    References
    ----------
    LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998.

    Examples
    --------
    Here the curvature is 2 along the first weight and 8 along the second:

    >>> max_stable_learning_rate(np.array([[2.0, 0.0], [0.0, 4.0]]))
    0.25
    """
    ### BEGIN SOLUTION find the largest eigenvalue of the curvature, and divide 2 by it
    curvature = np.mean([np.outer(row, row) for row in inputs], axis=0)
    return float(2 / np.linalg.eigvalsh(curvature).max())
    ### END SOLUTION
