"""The gradients of the network that learns a parabola (section 5.5.4)."""

import numpy as np


def tanh_network_gradients(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    """Return the outputs of a network with one input and one output, and the gradients of its loss.

    This is the network of program 5-5, there with H = 10: one input, a layer of H hidden units, one output,
    and tanh after both layers. The loss is Keras' "mse", in which the square's derivative leaves a 2. ⊙ is
    elementwise::

        hidden  = tanh(inputs @ hidden_weights + hidden_biases)        shape (N, H)
        outputs = tanh(hidden @ output_weights + output_biases)        shape (N, 1)
        loss    = 1/N Σ_n (outputs[n] - targets[n])²

    Backward, a layer's delta is the gradient of the loss by what goes into its tanh. Where tanh puts out y,
    its slope is 1 - y², computed from the output, not from what went in::

        output_delta = 2/N (outputs - targets) ⊙ (1 - outputs²)                     shape (N, 1)
        hidden_delta = (output_delta @ output_weightsᵀ) ⊙ (1 - hidden²)             shape (N, H)

        weight gradient of a layer = (what comes into the layer)ᵀ @ its delta
        bias gradient of a layer   = the sum of its delta over the rows

    Parameters
    ----------
    inputs : ndarray, shape (N, 1)
        One example a row; N and H are at least 1.
    targets : ndarray, shape (N, 1)
        What the outputs should be: a column, as the outputs are.
    hidden_weights : ndarray, shape (1, H)
        From the input to hidden unit h.
    hidden_biases : ndarray, shape (H,)
        One for each hidden unit.
    output_weights : ndarray, shape (H, 1)
        From hidden unit h to the output.
    output_biases : ndarray, shape (1,)
        The bias of the output.

    Returns
    -------
    outputs : ndarray, shape (N, 1)
        What the network makes of the inputs.
    gradients : tuple of four ndarrays
        By the hidden weights, the hidden biases, the output weights and the output biases, each in the shape
        of what it is the gradient by. New arrays: the inputs stay as they were.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986.

    Examples
    --------
    Both tanh get 0 and put out 0, where 1 should be the output:

    >>> hidden_layer = np.array([[1.0]]), np.array([-2.0])
    >>> output_layer = np.array([[3.0]]), np.array([0.0])
    >>> tanh_network_gradients(np.array([[2.0]]), np.array([[1.0]]), *hidden_layer, *output_layer)
    (array([[0.]]), (array([[-12.]]), array([-6.]), array([[0.]]), array([-2.])))
    """
    raise NotImplementedError("go forward, then make both deltas from the error and the four gradients from the deltas")
