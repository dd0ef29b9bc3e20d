"""The gradients of softmax regression, by two losses (sections 5.6.3 and 5.6.4)."""

import numpy as np


def softmax_regression_gradients(inputs, targets, weights, biases, loss):
    """Return the gradients of the weights and biases of softmax regression, by either of two losses.

    This is the network of programs 5-6 and 5-7: one layer, with softmax along each row, N examples of K
    classes. Both losses are means over the batch, as Keras has them; "mse" is a mean over the classes too::

        outputs = softmax(inputs @ weights + biases)                        shape (N, K)

        "mse":            loss = 1/(N K) Σ_n Σ_k (outputs[n, k] - targets[n, k])²
        "cross_entropy":  loss = -1/N Σ_n Σ_k targets[n, k] * ln outputs[n, k]

    Backward, delta is the gradient of the loss by the logits, which go into softmax. Each output depends on
    all logits of its row, so the gradient by the outputs, here called g, passes a whole Jacobian; with the
    cross-entropy, most of it cancels::

        "mse":            g = 2/(N K) (outputs - targets)
                          delta[n, k] = outputs[n, k] * (g[n, k] - Σ_j g[n, j] * outputs[n, j])
        "cross_entropy":  delta = 1/N (outputs - targets)

        weight_gradient = inputsᵀ @ delta
        bias_gradient   = the sum of delta over the rows

    The gradients must be right for logits as far as 10000 from 0: take the largest of each row away before
    raising e to their powers. A warning on the way does not count.

    Parameters
    ----------
    inputs : ndarray, shape (N, D)
        One example a row; N, D and K are at least 1.
    targets : ndarray, shape (N, K)
        The class of each example in one-hot code: each row has a 1 in the column of its class, else 0.
    weights : ndarray, shape (D, K)
        weights[d, k] leads from input d to class k.
    biases : ndarray, shape (K,)
        One for each class.
    loss : {"mse", "cross_entropy"}
        Which of the two.

    Returns
    -------
    weight_gradient : ndarray, shape (D, K)
        The slope of the loss by each weight.
    bias_gradient : ndarray, shape (K,)
        The slope of the loss by each bias. New arrays: the inputs stay as they were.

    References
    ----------
    Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs, with Relationships to
    Statistical Pattern Recognition", in Neurocomputing, 1990: for softmax.

    Examples
    --------
    Both outputs are 1/2, where the first should be 1:

    >>> example = np.array([[2.0]]), np.array([[1.0, 0.0]]), np.zeros((1, 2)), np.zeros(2)
    >>> softmax_regression_gradients(*example, loss="cross_entropy")
    (array([[-1.,  1.]]), array([-0.5,  0.5]))
    >>> softmax_regression_gradients(*example, loss="mse")
    (array([[-0.5,  0.5]]), array([-0.25,  0.25]))
    """
    ### BEGIN SOLUTION go forward to the outputs, make delta by the loss, then both gradients from delta
    logits = inputs @ weights + biases
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    outputs = powers / powers.sum(axis=1, keepdims=True)
    if loss == "mse":
        slopes = 2 * (outputs - targets) / targets.size
        delta = outputs * (slopes - np.sum(slopes * outputs, axis=1, keepdims=True))
    else:
        delta = (outputs - targets) / len(targets)
    return inputs.T @ delta, delta.sum(axis=0)
    ### END SOLUTION
