"""What one program leaves for another, and how the other one knows that it has got it whole.

Beside its model, a program leaves some images and what the model answered to them. The one that loads the
model asks it the same, and the answers have to be the same numbers to the last bit: a file that was read
wrongly may still give answers that look right.
"""

import json
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

ANSWERS = "answers.npz"
ASKED = 16


class Left(NamedTuple):
    """What a program has left.

    Attributes
    ----------
    images : ndarray, shape (N, height, width) or (N, height, width, channels)
        What its model was asked.
    answers : ndarray, shape (N, K)
        What it answered.
    metrics : dict
        The figures of its run.
    history : dict of str to list of float
        How its training went.
    """

    images: np.ndarray
    answers: np.ndarray
    metrics: dict
    history: dict

    def difference(self, model):
        """Return by how much the answers of `model` differ from those that were left, at most."""
        return float(np.max(np.abs(answers_of(model, self.images) - self.answers)))


def answers_of(model, images):
    """Return what `model`, anything that can be called, answers to a batch of images."""
    return model(images).numpy()


def leave(settings, model, images):
    """Save what `model` answers to the first few of `images`, beside whatever else the program saves."""
    asked = images[:ASKED]
    np.savez(settings.out / ANSWERS, images=asked, answers=answers_of(model, asked))


def left_by(settings, program):
    """Return what `program`, such as ``7-1``, has left.

    Raises
    ------
    FileNotFoundError
        If it has not been run.
    OSError
        If it was run on other data or with another seed: the images are then divided otherwise, and some of
        those to be tested on may be known to its model.
    """
    run = json.loads(settings.saved_by(program, "metrics.json").read_text(encoding="utf-8"))
    if (run["data"], run["seed"]) != (settings.data, settings.seed):
        how = f"--data {run['data']} --seed {run['seed']}"
        raise OSError(
            f"{program} was run with {how}; its model may have learned from what would be tested on here. "
            f"Run this one with {how} too, or {program} with --data {settings.data} --seed {settings.seed}."
        )
    with np.load(settings.saved_by(program, ANSWERS)) as left:
        return Left(left["images"], left["answers"], run["metrics"], run["history"])


def empty(folder):
    """Return `folder`, made anew: what an earlier run has left in it is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def contents(path):
    """Return what a file of Keras' holds.

    Parameters
    ----------
    path : Path
        A ``.weights.h5``, or a ``.keras``: that is a zip file with a ``model.weights.h5`` in it.

    Returns
    -------
    dict of str to int
        Each part's name, for an array with its shape, and how many bytes it has.
    """
    import h5py

    parts = {}

    def add(name, part):
        if isinstance(part, h5py.Dataset):
            parts[f"{name}  {part.shape}"] = part.nbytes

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts.update((part.filename, part.file_size) for part in archive.infolist())
            del parts["model.weights.h5"]  # its arrays follow, one by one
            with archive.open("model.weights.h5") as inner, h5py.File(inner) as file:
                file.visititems(add)
    else:
        with h5py.File(path) as file:
            file.visititems(add)
    return parts
