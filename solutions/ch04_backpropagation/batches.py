"""The batches of one epoch (section 4.12)."""

import numpy as np


def batches(inputs, targets, batch_size, rng):
    """Deal all examples out to batches, in random order, for one epoch of training.

    A step of training takes the mean gradient of one batch; when every example had its turn, an epoch is
    over. The data often lie sorted, so the order is drawn first, one for inputs and targets together::

        order   = 0, …, N - 1 in random order
        batch 1 = the examples order[0], …, order[batch_size - 1]
        batch 2 = the next batch_size examples of order, and so on

    Every example is in exactly one batch, with its own target. All batches have `batch_size` examples but
    the last, which has whatever is left, at least one. Program 4-3 does it otherwise: it draws each batch
    anew from all examples, with replacement.

    Parameters
    ----------
    inputs : ndarray of float, shape (N, D)
        One example a row, at least one.
    targets : ndarray of float, shape (N, K)
        The target of each example, in the same order.
    batch_size : int
        How many examples make a batch, at least one; it may be more than N.
    rng : numpy.random.Generator
        Where all chance comes from: the same generator in the same state gives the same batches, another
        one others. Every order is as likely as any other.

    Returns
    -------
    list of (batch_inputs, batch_targets)
        One pair for each batch of B examples, of shapes (B, D) and (B, K); B is `batch_size`, or fewer in the
        last batch. The inputs stay as they were.

    Examples
    --------
    >>> inputs, targets = np.array([[1.0], [2.0], [3.0]]), np.array([[10.0], [20.0], [30.0]])
    >>> epoch = batches(inputs, targets, 2, np.random.default_rng(0))
    >>> [len(batch_inputs) for batch_inputs, batch_targets in epoch]
    [2, 1]
    >>> sum(np.sum(batch_inputs) for batch_inputs, batch_targets in epoch).item()
    6.0
    """
    ### BEGIN SOLUTION draw one order of all examples, cut it into pieces, and pick inputs and targets by them
    order = rng.permutation(len(inputs))
    pieces = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
    return [(inputs[piece], targets[piece]) for piece in pieces]
    ### END SOLUTION
