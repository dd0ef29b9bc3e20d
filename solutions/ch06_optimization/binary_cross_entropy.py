"""The cross-entropy of two classes, from logits (sections 6.1.2 and 6.1.3)."""

import numpy as np


def binary_cross_entropy(targets, logits):
    """Return the cross-entropy of a sigmoid output, mean over a batch, and its gradient by the logits.

    A logit is what goes into the sigmoid. The output, a probability, says how much the network believes in
    class 1; the cost of an example is the logarithm of the probability given to the right class, negated::

        y[n]        = sigmoid(logits[n]) = 1 / (1 + e^-logits[n])
        loss        = 1/N Σ_n -(targets[n] * ln y[n] + (1 - targets[n]) * ln(1 - y[n]))
        gradient[n] = d loss / d logits[n] = (y[n] - targets[n]) / N

    Computed as it stands, the loss breaks down: sigmoid(40) is 1 to the last digit, ln(1 - y) is -∞, and 0
    times that is not a number. The logits tell how wrong the output is where y no longer can. Since
    -ln y = ln(1 + e^-logit) and -ln(1 - y) = ln(1 + e^logit), the cost of one example is also::

        ln(1 + e^logit) - target * logit = max(logit, 0) - target * logit + ln(1 + e^-|logit|)

    On the right nothing overflows. The loss and its gradient must be right for logits as far as 10000 from 0.
    A warning on the way does not count.

    Parameters
    ----------
    targets : ndarray, shape (N,)
        The class of each example, 0 or 1; or a number between, the probability of class 1.
    logits : ndarray, shape (N,)
        What goes into the sigmoid.

    Returns
    -------
    loss : float
        The mean cost of an example, in natural logarithms.
    gradient : ndarray, shape (N,)
        The slope of the loss by each logit. The inputs stay as they were.

    References
    ----------
    Nielsen, "Neural Networks and Deep Learning", 2015, chapter 3.

    Examples
    --------
    Both outputs are 1/2, whatever they should be, and each costs ln 2:

    >>> binary_cross_entropy(np.array([1.0, 0.0]), np.array([0.0, 0.0]))
    (0.6931471805599453, array([-0.25,  0.25]))

    The output is 1 to the last digit, and should be 0:

    >>> binary_cross_entropy(np.array([0.0]), np.array([1000.0]))
    (1000.0, array([1.]))
    """
    ### BEGIN SOLUTION take the mean of the stable form, and of output less target
    losses = np.logaddexp(0, logits) - targets * logits
    outputs = np.exp(-np.logaddexp(0, -logits))
    return float(np.mean(losses)), (outputs - targets) / len(logits)
    ### END SOLUTION
