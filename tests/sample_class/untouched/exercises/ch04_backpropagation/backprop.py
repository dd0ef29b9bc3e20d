"""Back-propagation through any number of layers (sections 4.6.2 to 4.7)."""

import numpy as np

ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
}

# The slope of each activation, as a function of its OUTPUT: nothing but the outputs need be remembered.
SLOPES = {
    "identity": lambda output: np.ones_like(output),
    "sigmoid": lambda output: output * (1 - output),
    "tanh": lambda output: 1 - output**2,
    "relu": lambda output: (output > 0).astype(output.dtype),
}


def backprop(layers, inputs, targets):
    """Return the gradient of the loss by every weight and bias of a network of any depth.

    Forward, each of the L layers takes the outputs of the one before it; the first takes the inputs::

        outputs_0 = inputs
        outputs_l = activation_l(z_l),   z_l = outputs_(l-1) @ weights_l + biases_l      for l = 1, …, L
        loss = 1/(2N) Σ (outputs_L - targets)²,   the sum over all N rows and K columns

    Backward, delta_l is the gradient of the loss by z_l, of shape (N, units of layer l); ⊙ is elementwise
    and ' the derivative. The names are Nielsen's, whose weights are the transposes of these::

        BP1   delta_L = (outputs_L - targets) / N ⊙ activation_L'(z_L)
        BP2   delta_l = (delta_(l+1) @ weights_(l+1)ᵀ) ⊙ activation_l'(z_l)
        BP3   bias gradient of layer l   = sum of delta_l over the rows
        BP4   weight gradient of layer l = outputs_(l-1)ᵀ @ delta_l

    These equations are to be used: differences, as in `numerical_gradient`, are not exact enough.

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
    targets : ndarray of float, shape (N, K)
        What the outputs should be; the last layer has K units.

    Returns
    -------
    gradients : list of (weight_gradient, bias_gradient)
        One pair for each layer, in the order of `layers`, in the shapes of its weights and biases. New
        arrays: the inputs stay as they were.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986.
    Nielsen, "Neural Networks and Deep Learning", 2015, chapter 2: the equations BP1 to BP4.

    Examples
    --------
    Forward: [1, 2] becomes [1, 0] in the hidden layer and 4 in the output, which should be 2.

    >>> hidden = (np.array([[1.0, 1.0], [0.0, -1.0]]), np.array([0.0, 0.0]), "relu")
    >>> output = (np.array([[3.0], [4.0]]), np.array([1.0]), "identity")
    >>> backprop([hidden, output], np.array([[1.0, 2.0]]), np.array([[2.0]]))
    [(array([[ 6.,  0.],
           [12.,  0.]]), array([6., 0.])), (array([[2.],
           [0.]]), array([2.]))]
    """
    raise NotImplementedError("go forward and keep all outputs, then carry delta from the last layer back to the first")
