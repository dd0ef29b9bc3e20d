"""CTC greedy decoding (section 13.7.2)."""

import numpy as np


def ctc_collapse(path, blank):
    """Return the labelling that a path spells: runs of equal symbols merged, then the blanks dropped.

    A network that reads an image of text names one class for each frame, and there are more frames than
    letters: a letter may last for several, and the blank stands where there is none. The paper calls this
    map B. It has two steps, in this order; with a = 0, b = 1 and the blank, -, as class 2::

        the path                        - a a - a b b        [2, 0, 0, 2, 0, 1, 1]
        each run becomes one symbol     - a - a b            [2, 0, 2, 0, 1]
        the blanks go                   a a b                [0, 0, 1]

    A blank between two equal symbols keeps them apart: that is how a path spells a double letter.

    Parameters
    ----------
    path : ndarray of int, shape (T,)
        The class of each frame; T may be 0.
    blank : int
        Which class is the blank. Libraries differ: it is the first class (0) for PyTorch and for the CTC
        functions of Keras 3, the last for TensorFlow's greedy decoder and for the book's programs. Here it
        may be any.

    Returns
    -------
    labelling : list of int
        The classes that are left, in order. It is empty if there is nothing but blanks.

    References
    ----------
    Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification: Labelling Unsegmented
    Sequence Data with Recurrent Neural Networks", ICML 2006, section 3.1.

    Examples
    --------
    >>> ctc_collapse(np.array([2, 0, 0, 2, 0, 1, 1]), blank=2)
    [0, 0, 1]
    """
    raise NotImplementedError("keep a symbol where it differs from the one before it and is not the blank")


def ctc_greedy_decode(probabilities, length, blank):
    """Return the labelling of the best path: the most probable class of each frame, collapsed.

    The paper calls it best path decoding::

        best_path[t] = the c for which probabilities[t, c] is largest,   t = 0, …, length - 1
        labelling    = ctc_collapse(best_path, blank)

    No path is more probable than this one. Another labelling may be, because the probabilities of all the
    paths that collapse to it add up; greedy decoding does not look for it.

    Parameters
    ----------
    probabilities : ndarray, shape (T, C)
        Probability of each of C classes, the blank among them, at each of T frames. Where two classes of
        a frame tie, either may be chosen.
    length : int
        How many frames the image has, 0 ≤ length ≤ T. Those after them are padding, there only because
        another image of the batch is wider; whatever they hold, they are not read.
    blank : int
        Which class is the blank, as for `ctc_collapse`.

    Returns
    -------
    labelling : list of int
        The classes that were read, and nothing else: not filled up to any length.

    References
    ----------
    Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal Classification: Labelling Unsegmented
    Sequence Data with Recurrent Neural Networks", ICML 2006, section 3.2.

    Examples
    --------
    >>> frames = np.array([[0.2, 0.7, 0.1], [0.3, 0.6, 0.1], [0.1, 0.1, 0.8], [0.5, 0.4, 0.1]])
    >>> ctc_greedy_decode(frames, length=4, blank=2)
    [1, 0]
    >>> ctc_greedy_decode(frames, length=3, blank=2)
    [1]
    """
    raise NotImplementedError("find the most probable class of each frame that counts, then collapse them")
