"""Deltas that vanish and explode (sections 4.8.1 to 4.8.3)."""

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


def delta_norms(layers, inputs, output_gradient):
    """Return how large delta is in each layer of a network, and so how much each layer can learn.

    The layers are those of `backprop`, and so are the deltas: delta_l is the gradient of the loss by z_l, of
    shape (N, units of layer l); ⊙ is elementwise and ' the derivative::

        outputs_0 = inputs
        outputs_l = activation_l(z_l),   z_l = outputs_(l-1) @ weights_l + biases_l      for l = 1, …, L

        delta_L = output_gradient ⊙ activation_L'(z_L)
        delta_l = (delta_(l+1) @ weights_(l+1)ᵀ) ⊙ activation_l'(z_l)
        norm of layer l = √ Σ delta_l²,   the sum over all N rows and all units of the layer

    On its way back, delta meets the weights and the slope of every layer, and they multiply. No slope of a
    sigmoid is more than 1/4. So in a layer of sigmoids delta is bounded by the next layer's delta, and by
    the largest singular value of that layer's weights, ‖weights_(l+1)‖::

        norm of layer l  ≤  1/4 ‖weights_(l+1)‖ * norm of layer l+1

    With weights of norm 1, ten such layers leave a millionth: the gradient vanishes, and the first layers
    learn nothing. Where slopes are near 1 and weights large, it explodes instead.

    `ACTIVATIONS` and `SLOPES`, above, are given. A slope is computed from the activation's output:
    ``SLOPES[name](outputs_l)`` is activation_l'(z_l). For relu at exactly z = 0, any slope from 0 to 1
    is right.

    Parameters
    ----------
    layers : list of (weights, biases, activation)
        One or more, from the inputs to the output. `weights` has shape (units before, units of the layer),
        `biases` (units of the layer,); `activation` is "identity", "sigmoid", "tanh" or "relu".
    inputs : ndarray of float, shape (N, D)
        One example a row; the first layer's weights have D rows.
    output_gradient : ndarray of float, shape (N, K)
        The gradient of the loss by outputs_L; in `backprop` that is (outputs_L - targets) / N. The last layer
        has K units.

    Returns
    -------
    ndarray, shape (L,)
        One norm for each layer, in the order of `layers`. The inputs stay as they were.

    References
    ----------
    Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen", diploma thesis, TU München, 1991.

    Examples
    --------
    The biases keep every z at 0, where the sigmoid's slope is 1/4. What comes in at the end is of norm 5:

    >>> first = (np.eye(2), np.array([0.0, 0.0]), "sigmoid")
    >>> later = (np.eye(2), np.array([-0.5, -0.5]), "sigmoid")
    >>> delta_norms([first, later, later], np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]]))
    array([0.078125, 0.3125  , 1.25    ])
    """
    ### BEGIN SOLUTION go forward and keep the slopes, then carry delta back and measure it in each layer
    outputs, passed = inputs, []
    for weights, biases, activation in layers:
        outputs = ACTIVATIONS[activation](outputs @ weights + biases)
        passed.append((weights, SLOPES[activation](outputs)))
    gradient, norms = output_gradient, []
    for weights, slopes in reversed(passed):
        delta = gradient * slopes
        norms.append(np.linalg.norm(delta))
        gradient = delta @ weights.T
    return np.array(norms[::-1])
    ### END SOLUTION
