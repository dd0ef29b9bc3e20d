"""Early stopping (section 6.4)."""

import numpy as np


def early_stop(values, patience, mode, min_delta=0.0):
    """Return the epoch after which training stops, and the best epoch until then.

    After each epoch a network is measured on validation data. At first the measure gets better; later the
    network learns its training data by heart, and the measure gets worse. Training stops when `patience`
    epochs in a row have brought no improvement. One bad epoch is no reason: measures go up and down.

    An epoch is an improvement if its value is better than the best one so far by more than `min_delta`::

        mode "min":  best value - value > min_delta
        mode "max":  value - best value > min_delta

    It is then the best epoch, its value is the one to beat, and the waiting begins anew. The first epoch is
    the best one to begin with. A value equal to the best is no improvement, and one that is better by
    `min_delta` or less does not replace the best either.

    Parameters
    ----------
    values : ndarray, shape (E,)
        The measure after each of E ≥ 1 epochs. What comes after the stop makes no difference.
    patience : int
        How many epochs without an improvement are too many, at least 1.
    mode : str
        ``"min"`` if small values are good, as for a loss; ``"max"`` if large ones are, as for an accuracy.
    min_delta : float
        As above, not negative.

    Returns
    -------
    stop_epoch : int or None
        The epoch after which training stops; None if all E epochs pass without a stop. Epochs are counted
        from 0.
    best_epoch : int
        The last improvement until the stop.

    References
    ----------
    Prechelt, "Early Stopping - But When?", in Neural Networks: Tricks of the Trade, Springer, 1998.

    Examples
    --------
    Epochs 3 and 4 are not better than epoch 2. Whoever waits for one more sees epoch 5, the best of all:

    >>> values = np.array([0.75, 0.5, 0.25, 0.25, 0.5, 0.125])
    >>> stop_epoch, best_epoch = early_stop(values, patience=2, mode="min")
    >>> f"stop {stop_epoch}, best {best_epoch}"
    'stop 4, best 2'
    >>> stop_epoch, best_epoch = early_stop(values, patience=3, mode="min")
    >>> f"stop {stop_epoch}, best {best_epoch}"
    'stop None, best 5'
    """
    raise NotImplementedError("remember the last improvement, and stop when it lies `patience` epochs back")
