"""The gradients of a network with two layers (sections 4.6.1 to 4.7)."""

import numpy as np


def _sigmoid(z):
    """Return the sigmoid of each number."""
    return 1 / (1 + np.exp(-z))


def two_layer_gradients(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    """Return the loss of a network with two layers, and its gradient by all weights and biases.

    This is the network of program 4-1: D inputs, a layer of H hidden units, a layer of K outputs, and a
    sigmoid after each layer. `_sigmoid`, above, is given. Forward::

        hidden  = sigmoid(inputs @ hidden_weights + hidden_biases)       shape (N, H)
        outputs = sigmoid(hidden @ output_weights + output_biases)       shape (N, K)
        loss    = 1/(2N) Σ (outputs - targets)²,   the sum over all N rows and K columns

    Backward, a layer's delta is the gradient of the loss by what goes into its sigmoids. Where a sigmoid
    puts out y, its slope is y (1 - y), computed from the output, not from what went in. ⊙ is elementwise::

        output_delta = (outputs - targets) / N ⊙ outputs ⊙ (1 - outputs)            shape (N, K)
        hidden_delta = (output_delta @ output_weightsᵀ) ⊙ hidden ⊙ (1 - hidden)     shape (N, H)

        weight gradient of a layer = (what comes into the layer)ᵀ @ its delta
        bias gradient of a layer   = the sum of its delta over the rows

    Everything is computed with the weights that came in: a step of training moves them when all four
    gradients are known. These equations are to be used: differences, as in `numerical_gradient`, are not
    exact enough.

    Parameters
    ----------
    inputs : ndarray of float, shape (N, D)
        One example a row.
    targets : ndarray of float, shape (N, K)
        What the outputs should be.
    hidden_weights : ndarray of float, shape (D, H)
        From input d to hidden unit h.
    hidden_biases : ndarray of float, shape (H,)
        One for each hidden unit.
    output_weights : ndarray of float, shape (H, K)
        From hidden unit h to output k.
    output_biases : ndarray of float, shape (K,)
        One for each output.

    Returns
    -------
    loss : float
        As above.
    gradients : tuple of four ndarrays
        By the hidden weights, the hidden biases, the output weights and the output biases, each in the shape
        of what it is the gradient by. New arrays: the inputs stay as they were.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986.

    Examples
    --------
    Both sigmoids get 0 and put out 1/2, where 1 should be the output:

    >>> inputs, targets = np.array([[2.0, 1.0]]), np.array([[1.0]])
    >>> hidden_layer = np.array([[1.0], [-2.0]]), np.array([0.0])
    >>> output_layer = np.array([[2.0]]), np.array([-1.0])
    >>> loss, gradients = two_layer_gradients(inputs, targets, *hidden_layer, *output_layer)
    >>> loss
    0.125
    >>> gradients
    (array([[-0.125 ],
           [-0.0625]]), array([-0.0625]), array([[-0.0625]]), array([-0.125]))
    """
    raise NotImplementedError("go forward, then make both deltas from the error and the four gradients from the deltas")
