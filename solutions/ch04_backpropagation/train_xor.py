"""Training a network on XOR (section 4.9)."""

import numpy as np

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def train_xor(hidden_weights, hidden_biases, output_weights, output_biases, learning_rate, steps):
    """Train a network of two layers of sigmoids on XOR, and return how its loss fell and what it answers.

    XOR, one of the two but not both, is what no perceptron can learn. With H hidden units between, it can be
    learnt. The network gives for its four rows of inputs, all in one batch::

        hidden  = sigmoid(INPUTS @ hidden_weights + hidden_biases)               shape (4, H)
        outputs = sigmoid(hidden @ output_weights + output_biases)               shape (4, 1)
        loss    = 1/8 Σ (outputs - TARGETS)²,   half the squared error, mean over the rows

    A step goes back through it, where ⊙ is elementwise and y ⊙ (1 - y) the slope of a sigmoid with output y::

        output_delta = (outputs - TARGETS) / 4 ⊙ outputs ⊙ (1 - outputs)
        hidden_delta = (output_delta @ output_weightsᵀ) ⊙ hidden ⊙ (1 - hidden)

    and then moves everything at once against its gradient::

        output_weights  by  -learning_rate * hiddenᵀ @ output_delta
        output_biases   by  -learning_rate * sum of output_delta over the rows
        hidden_weights  by  -learning_rate * INPUTSᵀ @ hidden_delta
        hidden_biases   by  -learning_rate * sum of hidden_delta over the rows

    `INPUTS`, `TARGETS` and `_sigmoid`, above, are given.

    Parameters
    ----------
    hidden_weights : ndarray, shape (2, H)
        The weights to begin with, from the two inputs to the hidden units.
    hidden_biases : ndarray, shape (H,)
        The biases of the hidden units.
    output_weights : ndarray, shape (H, 1)
        The weights from the hidden units to the output.
    output_biases : ndarray, shape (1,)
        The bias of the output.
    learning_rate : float
        As in the formulas.
    steps : int
        How many steps to take, 0 or more.

    Returns
    -------
    losses : ndarray, shape (steps + 1,)
        losses[k] is the loss after k steps: the first that of the weights to begin with, the last that of
        `outputs`.
    outputs : ndarray, shape (4, 1)
        What the network answers after the last step. All that was given stays as it was.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986.

    Examples
    --------
    Two hidden units are enough, if they begin differently and the learning rate is large:

    >>> hidden_weights, hidden_biases = np.array([[1.0, 2.0], [1.0, -1.0]]), np.array([-1.0, 1.0])
    >>> output_weights, output_biases = np.array([[-3.0], [2.0]]), np.array([-1.0])
    >>> start = hidden_weights, hidden_biases, output_weights, output_biases
    >>> losses, outputs = train_xor(*start, learning_rate=4.0, steps=400)
    >>> np.round(losses[:2], 4)
    array([0.1616, 0.1461])
    >>> np.round(outputs, 1)
    array([[0.1],
           [0.9],
           [0.9],
           [0.1]])
    """
    ### BEGIN SOLUTION go forward and note the loss, then back, and move all weights and biases at once
    losses = []
    for _ in range(steps + 1):
        hidden = _sigmoid(INPUTS @ hidden_weights + hidden_biases)
        outputs = _sigmoid(hidden @ output_weights + output_biases)
        errors = outputs - TARGETS
        losses.append(np.mean(errors**2) / 2)
        output_delta = errors / len(INPUTS) * outputs * (1 - outputs)
        hidden_delta = output_delta @ output_weights.T * hidden * (1 - hidden)
        output_weights = output_weights - learning_rate * hidden.T @ output_delta
        output_biases = output_biases - learning_rate * output_delta.sum(axis=0)
        hidden_weights = hidden_weights - learning_rate * INPUTS.T @ hidden_delta
        hidden_biases = hidden_biases - learning_rate * hidden_delta.sum(axis=0)
    return np.array(losses), outputs
    ### END SOLUTION
