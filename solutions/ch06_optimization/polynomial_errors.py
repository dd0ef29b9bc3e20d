"""Over-fitting with polynomials (sections 6.2.1 and 6.2.2)."""

import numpy as np


def polynomial_errors(x, y, x_validation, y_validation, degrees, l2):
    """Fit polynomials of several degrees, and return how large their errors are, in training and afterwards.

    A polynomial of degree d has d + 1 coefficients, from the constant one to that of x^d. For each degree,
    they are chosen such that this cost of the N training points is as small as can be::

        p(x) = Σ_k coefficients[k] * x^k                 k = 0, 1, …, d
        cost = 1/N Σ_n (p(x[n]) - y[n])²  +  l2 * Σ_k coefficients[k]²     the last sum from k = 1

    The penalty keeps the curve flat. The constant coefficient is not in it: it only moves the curve up and
    down. Where the derivatives of the cost by all coefficients are zero, they solve a linear system, with
    features[n, k] = x[n]^k::

        (featuresᵀ features + N * l2 * I) coefficients = featuresᵀ y       I the identity, but I[0, 0] = 0

    What is returned is the mean squared error, without the penalty, of each fitted polynomial: on the points
    that it was fitted to, and on others that it has never met.

    Parameters
    ----------
    x, y : ndarray, shape (N,)
        The training points. If l2 is 0, they have more different values of x than the highest degree.
    x_validation, y_validation : ndarray, shape (M,)
        Other points, by which nothing is chosen.
    degrees : sequence of int
        The degrees to try, at least one, each 0 or more, in any order.
    l2 : float
        The strength of the penalty, not negative.

    Returns
    -------
    training_errors, validation_errors : ndarray, shape of degrees
        For each degree, in the order given, the mean over N or M points of the squared difference between
        p(x) and y.

    Examples
    --------
    Three points on no line; a parabola goes through all of them, and misses the next by 6:

    >>> x, y = np.array([-1.0, 0.0, 1.0]), np.array([0.0, 3.0, 0.0])
    >>> training, validation = polynomial_errors(x, y, np.array([2.0]), np.array([-3.0]), [0, 1, 2], l2=0.0)
    >>> np.round(training, 6), np.round(validation, 6)
    (array([2., 2., 0.]), array([16., 16., 36.]))
    """
    ### BEGIN SOLUTION for each degree: raise x to the powers, solve for the coefficients, measure both errors
    errors = []
    for degree in degrees:
        powers = np.arange(degree + 1)
        features = x[:, np.newaxis] ** powers
        penalty = len(x) * l2 * np.diag(powers > 0)
        coefficients = np.linalg.solve(features.T @ features + penalty, features.T @ y)
        errors.append(
            [
                np.mean((inputs[:, np.newaxis] ** powers @ coefficients - targets) ** 2)
                for inputs, targets in [(x, y), (x_validation, y_validation)]
            ]
        )
    training_errors, validation_errors = np.transpose(errors)
    return training_errors, validation_errors
    ### END SOLUTION
