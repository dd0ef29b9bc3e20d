"""The images that the programs learn from, in three parts that share no image.

Training data are for the weights, validation data for whatever else is chosen (when to stop, which
checkpoint to keep), and test data for the one figure at the end. The book's programs use the test data for
the second purpose too, and then report the best of many looks at them.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from solutions.shared import shapes

BRIGHTEST = 255
VALIDATION_SHARE, TEST_SHARE = 0.1, 0.2


class Part(NamedTuple):
    """Images and what they show.

    Attributes
    ----------
    images : ndarray of float32, shape (N, height, width) or (N, height, width, channels)
        From 0 to 1.
    labels : ndarray of int, shape (N,)
        Classes.
    """

    images: np.ndarray
    labels: np.ndarray


class Images(NamedTuple):
    """A data set.

    Attributes
    ----------
    train, validation, test : Part
        See above.
    classes : int
        How many classes there are.
    """

    train: Part
    validation: Part
    test: Part
    classes: int

    def one_hot(self):
        """Return the same images with labels of shape (N, classes): 1 in the class' column, else 0."""
        ones = np.eye(self.classes, dtype=np.float32)
        return Images(*(Part(part.images, ones[part.labels]) for part in self[:3]), self.classes)


def load(name, rng, **drawn):
    """Return the data set `name`.

    Parameters
    ----------
    name : str
        ``digits``, ``mnist``, ``shapes``, ``cifar10``, or the path to a local copy: an ``.npz`` with arrays
        ``x_train``, ``y_train``, ``x_test`` and ``y_test`` as Keras has it, or a folder
        ``cifar-10-batches-py``.
    rng : numpy.random.Generator
        What the division is drawn from, and for ``shapes`` the images.
    **drawn
        Of ``shapes``: ``count``, ``size`` and ``classes``, see `shapes.draw`.

    Returns
    -------
    Images
        Of ``digits`` and ``shapes`` a fifth is for testing; MNIST and CIFAR-10 bring their own test data. A
        tenth of the rest, at most 5000, is for validation.

    Raises
    ------
    ConnectionError
        If the data would have to be fetched and cannot be.
    """
    if name in _MADE_HERE:
        images, labels = _MADE_HERE[name](rng, **(drawn if name == "shapes" else {}))
        order = rng.permutation(len(images))
        tests = round(TEST_SHARE * len(images))
        rest, test = (Part(images[rows], labels[rows]) for rows in (order[tests:], order[:tests]))
    else:
        rest, test = _fetched(name) if name in ("mnist", "cifar10") else _local(Path(name))
    order = rng.permutation(len(rest.images))
    held = min(round(VALIDATION_SHARE * len(order)), 5000)
    train, validation = (Part(rest.images[rows], rest.labels[rows]) for rows in (order[held:], order[:held]))
    return Images(train, validation, test, int(rest.labels.max()) + 1)


def digits(rng=None):
    """Return scikit-learn's 1797 handwritten digits, made as large as MNIST's.

    Each of the 8 x 8 pixels becomes 3 x 3, and two pixels of margin on each side make it 28 x 28.

    Returns
    -------
    images : ndarray of float32, shape (1797, 28, 28)
        From 0, paper, to 1, ink.
    labels : ndarray of int, shape (1797,)
        The digits.
    """
    from sklearn.datasets import load_digits

    small = load_digits()
    large = np.kron(small.images / small.images.max(), np.ones((1, 3, 3)))
    return np.pad(large, ((0, 0), (2, 2), (2, 2))).astype(np.float32), small.target


_MADE_HERE = {"digits": digits, "shapes": shapes.draw}


def _fetched(name):
    from keras import datasets

    try:
        train, test = getattr(datasets, name).load_data()
    except Exception as error:  # Keras raises a bare Exception where it cannot reach the network
        reason = str(error).splitlines()[0]
        raise ConnectionError(f"{name} is not on this machine and could not be fetched: {reason}") from error
    return _scaled(*train), _scaled(*test)


def _local(path):
    if path.is_dir():
        return _cifar_batches(path)
    try:
        with np.load(path) as arrays:
            train, test = ((arrays[f"x_{part}"], arrays[f"y_{part}"]) for part in ("train", "test"))
    except (KeyError, ValueError) as error:
        raise OSError(f"{path} does not hold x_train, y_train, x_test and y_test: {error}") from error
    return _scaled(*train), _scaled(*test)


def _cifar_batches(folder):
    import pickle

    def part(names):
        batches = [pickle.loads((folder / name).read_bytes(), encoding="bytes") for name in names]
        images = np.concatenate([batch[b"data"] for batch in batches]).reshape(-1, 3, 32, 32)
        return _scaled(images.transpose(0, 2, 3, 1), np.concatenate([b[b"labels"] for b in batches]))

    return part([f"data_batch_{number}" for number in range(1, 6)]), part(["test_batch"])


def _scaled(images, labels):
    return Part(np.asarray(images, np.float32) / BRIGHTEST, np.asarray(labels).reshape(-1).astype(int))
