"""Viterbi decoding (section 16.4.2)."""

import numpy as np


def viterbi(log_emissions, log_transitions, log_start, log_end):
    """Return the most probable path through a hidden Markov model, and its log-probability.

    Each of T frames is in one of S states, numbered from 0. A path names the state of every frame; its
    log-probability is the sum of what it meets on the way::

        score(path) = log_start[path[0]]
                      + Σ_t log_emissions[t, path[t]]                 t = 0, …, T-1
                      + Σ_t log_transitions[path[t-1], path[t]]       t = 1, …, T-1
                      + log_end[path[T-1]]

    There are S**T paths, but the best one that reaches state j in frame t is the best one that reaches
    some state i in frame t-1, and one move. So T rows of S numbers will do::

        best[0, j] = log_start[j] + log_emissions[0, j]
        best[t, j] = max_i (best[t-1, i] + log_transitions[i, j]) + log_emissions[t, j]
        score      = max_j (best[T-1, j] + log_end[j])

    The state j that gives the score ends the path. For each other frame, the state is the i that gave
    the maximum for the state after it: keep them, and follow them from the last frame to the first.

    Logarithms are added, which is to multiply probabilities; the probability of a long path itself would
    be rounded to zero. None of them is above 0, since no probability is above 1, but no row of probabilities
    needs to sum to one. -inf marks what is impossible, and at least one path is always possible. Where
    several paths are best, any of them is right.

    In word segmentation the frames are characters and the states are tags: s for a word of one
    character; b, m and e for the beginning, the middle and the end of a longer one. After b only m and e are
    possible, a sentence begins with s or b and ends with s or e.

    Parameters
    ----------
    log_emissions : ndarray, shape (T, S)
        Of each frame, in each state; T and S are at least 1.
    log_transitions : ndarray, shape (S, S)
        Of moving from state i to state j, at [i, j].
    log_start : ndarray, shape (S,)
        Of each state, to be the first.
    log_end : ndarray, shape (S,)
        Of each state, to be the last.

    Returns
    -------
    path : list of T ints, or ndarray of ints, shape (T,)
        A most probable path. The inputs stay as they were.
    score : float
        Its log-probability.

    References
    ----------
    Viterbi, "Error bounds for convolutional codes and an asymptotically optimum decoding algorithm", IEEE
    Transactions on Information Theory, 1967. Forney, "The Viterbi algorithm", Proceedings of the IEEE, 1973.

    Examples
    --------
    From state 1 there is no way back to state 0:

    >>> viterbi(
    ...     np.array([[-0.25, -3.0], [-1.0, -0.25], [-1.5, -2.0]]),
    ...     np.array([[-1.0, -1.5], [-np.inf, -0.25]]),
    ...     np.array([-1.0, -2.0]),
    ...     np.array([-1.0, -0.5]),
    ... )
    ([0, 1, 1], -5.75)
    """
    raise NotImplementedError("find the best way to every state, frame by frame, then follow the path back")
