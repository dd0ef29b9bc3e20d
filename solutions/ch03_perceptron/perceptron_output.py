"""The output of a perceptron (sections 3.2.1 to 3.2.3)."""

import numpy as np


def perceptron_output(inputs, weights, bias, activation="sign"):
    """Return the output of a perceptron for each of several inputs.

    A perceptron adds up its weighted inputs and the bias, and says only on which side of zero the sum, its
    net input, lies::

        net[n] = Σ_d inputs[n, d] * weights[d] + bias

        "sign":  1 if net[n] > 0,   0 if net[n] = 0,   -1 if net[n] < 0
        "step":  1 if net[n] ≥ 0,                       0 if net[n] < 0

    Sign is what the book's programs use. With it a net input of exactly zero has an output of its own, as
    in `np.sign`; the step counts it to the 1s. Others decide otherwise there.

    Parameters
    ----------
    inputs : ndarray of float, shape (N, D)
        N inputs of D features, one a row.
    weights : ndarray of float, shape (D,)
        One for each feature.
    bias : float
        Added to each weighted sum.
    activation : {"sign", "step"}
        Which of the two is asked for.

    Returns
    -------
    ndarray of float, shape (N,)
        One output for each row of `inputs`. A new array: the inputs stay as they were.

    References
    ----------
    Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in the
    Brain", Psychological Review, 1958.

    Examples
    --------
    Net inputs of 2, -1 and 0, first with sign, then with step:

    >>> perceptron_output(np.array([[2.0, 1.0], [0.0, 2.0], [1.0, 2.0]]), np.array([1.0, -1.0]), bias=1.0)
    array([ 1., -1.,  0.])
    >>> perceptron_output(np.array([[2.0], [-1.0], [0.0]]), np.array([1.0]), bias=0.0, activation="step")
    array([1., 0., 1.])
    """
    ### BEGIN SOLUTION add up weighted inputs and bias, then say on which side of zero each sum lies
    net = inputs @ weights + bias
    if activation == "sign":
        return np.sign(net)
    return np.where(net >= 0, 1.0, 0.0)
    ### END SOLUTION
