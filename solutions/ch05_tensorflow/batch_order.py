"""Batch and repeat, in either order (sections 5.6.1 and 5.6.3)."""

import numpy as np


def batch_order(count, batch_size, epochs, order="repeat_batch", drop_remainder=False):
    """Return which examples are in which batch, when a data set is repeated and cut into batches.

    A pipeline of tf.data is a chain of steps, and each acts on what the step before gives. `repeat` gives
    everything `epochs` times over, one time after the other; `batch` cuts what comes to it into pieces of
    `batch_size`, and its last piece has whatever is left. So their order matters::

        "repeat_batch"  dataset.repeat(epochs).batch(batch_size)   one long row of examples, cut into batches
        "batch_repeat"  dataset.batch(batch_size).repeat(epochs)   one epoch cut into batches, these repeated

    In the first, one batch may have the end of an epoch and the beginning of the next, and only the very
    last may be smaller. In the second, every epoch has the same batches, and each may end with a smaller one.

    Nothing is shuffled: an epoch is 0, 1, …, count - 1.

    Parameters
    ----------
    count : int
        How many examples there are, at least one.
    batch_size : int
        How many make a batch, at least one; it may be more than `count`.
    epochs : int
        How often each example comes, at least once.
    order : str
        "repeat_batch" or "batch_repeat".
    drop_remainder : bool
        Whether `batch` leaves out a piece that has fewer than `batch_size` examples. By default it does not.

    Returns
    -------
    list of list of int
        The indices of the examples in each batch; a batch may as well be an array of ints. There may be no
        batch, if remainders are dropped: then the list is empty.

    Raises
    ------
    ValueError
        If `order` is neither of the two.

    Examples
    --------
    >>> batch_order(3, 2, epochs=2)
    [[0, 1], [2, 0], [1, 2]]
    >>> batch_order(3, 2, epochs=2, order="batch_repeat")
    [[0, 1], [2], [0, 1], [2]]
    >>> batch_order(3, 2, epochs=2, order="batch_repeat", drop_remainder=True)
    [[0, 1], [0, 1]]
    """
    ### BEGIN SOLUTION cut the repeated indices, or repeat the batches that one epoch is cut into
    epoch = list(range(count))

    def cut(indices):
        pieces = [indices[start : start + batch_size] for start in range(0, len(indices), batch_size)]
        return [piece for piece in pieces if len(piece) == batch_size or not drop_remainder]

    if order == "repeat_batch":
        return cut(epoch * epochs)
    if order == "batch_repeat":
        return cut(epoch) * epochs
    raise ValueError(f"order is {order!r}, neither repeat_batch nor batch_repeat")
    ### END SOLUTION
