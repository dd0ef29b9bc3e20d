"""The gradient of one layer by the delta rule (section 4.4)."""

import numpy as np

ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
}

# The slope of each activation, as a function of its OUTPUT.
SLOPES = {
    "identity": lambda output: np.ones_like(output),
    "sigmoid": lambda output: output * (1 - output),
    "tanh": lambda output: 1 - output**2,
    "relu": lambda output: (output > 0).astype(output.dtype),
}


def delta_rule_gradient(inputs, weights, targets, activation):
    """Return the gradient of the quadratic cost by the weights of a single layer.

    The layer has no biases; whoever wants one gives it an input that is always 1. Forward::

        z       = inputs @ weights
        outputs = activation(z)
        cost    = 1/(2N) Σ (outputs - targets)²,   the sum over all N rows and K columns

    The delta rule is the chain rule for it: from the cost to the outputs, through the activation to z, and
    from z to the weights; ⊙ is elementwise and ' the derivative::

        delta    = (outputs - targets) ⊙ activation'(z)
        gradient = 1/N Σ_n inputs[n, d] * delta[n, k]        for each weight [d, k]

    These equations are to be used: differences, as in `numerical_gradient`, are not exact enough.

    `ACTIVATIONS` and `SLOPES`, above, are given. A slope is computed from the activation's output:
    ``SLOPES[activation](outputs)`` is activation'(z). With identity, whose slope is 1 everywhere, this is the
    LMS rule. For relu at exactly z = 0, any slope from 0 to 1 is right.

    Parameters
    ----------
    inputs : ndarray of float, shape (N, D)
        One example a row.
    weights : ndarray of float, shape (D, K)
        weights[d, k] leads from input d to output k.
    targets : ndarray of float, shape (N, K)
        What the outputs should be.
    activation : {"identity", "sigmoid", "tanh", "relu"}
        The activation of all K outputs.

    Returns
    -------
    ndarray, shape (D, K)
        The gradient: learning goes against it, to weights - learning_rate * gradient. A new array: the
        inputs stay as they were.

    References
    ----------
    Widrow and Hoff, "Adaptive Switching Circuits", IRE WESCON Convention Record, 1960: for identity.
    Rumelhart, Hinton and Williams, "Learning Internal Representations by Error Propagation", 1986.

    Examples
    --------
    The outputs are 1 and 3, which is too large by 1 and by 2:

    >>> inputs = np.array([[1.0, 0.0], [1.0, 2.0]])
    >>> delta_rule_gradient(inputs, np.array([[1.0], [1.0]]), np.array([[0.0], [1.0]]), "identity")
    array([[1.5],
           [2. ]])

    The outputs are 0.5, where the slope of the sigmoid is 0.25:

    >>> delta_rule_gradient(np.array([[2.0, 4.0]]), np.zeros((2, 1)), np.array([[1.0]]), "sigmoid")
    array([[-0.25],
           [-0.5 ]])
    """
    raise NotImplementedError("go forward, make delta of errors and slopes, then lead it back to the weights")
