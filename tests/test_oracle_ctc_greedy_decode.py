"""`ctc_greedy_decode` against libraries, the standard library's `groupby` and enumeration of all paths."""

from itertools import groupby, product

import numpy as np
import pytest

from solutions.ch13_captcha.ctc_greedy_decode import ctc_collapse, ctc_greedy_decode


def random_frames(rng, most_frames=12, most_classes=6):
    frames, classes = rng.integers(1, most_frames + 1), rng.integers(2, most_classes + 1)
    return rng.dirichlet(np.ones(classes), size=frames)


def labelling_of(symbols, blank):
    return [symbol for symbol, _ in groupby(symbols) if symbol != blank]


@pytest.mark.parametrize("classes", [1, 2, 3])
def test_every_short_path_collapses_as_groupby_says(classes):
    for frames in range(7):
        for path in product(range(classes), repeat=frames):
            for blank in range(classes):
                assert ctc_collapse(np.array(path, dtype=int), blank) == labelling_of(path, blank)


@pytest.mark.parametrize("seed", range(20))
def test_the_best_path_is_the_most_probable_of_all(seed):
    rng = np.random.default_rng(seed)
    probabilities = random_frames(rng, most_frames=5, most_classes=4)
    frames, classes = probabilities.shape
    length, blank = int(rng.integers(0, frames + 1)), int(rng.integers(classes))
    paths = product(range(classes), repeat=length)
    best = max(paths, key=lambda path: np.prod(probabilities[np.arange(length), path]))
    assert ctc_greedy_decode(probabilities, length, blank) == labelling_of(best, blank)


def test_it_need_not_be_the_most_probable_labelling():
    probabilities = np.array([[0.4, 0.6], [0.4, 0.6]])
    totals = {}
    for path in product(range(2), repeat=2):
        labelling = tuple(ctc_collapse(np.array(path), 1))
        totals[labelling] = totals.get(labelling, 0.0) + np.prod(probabilities[[0, 1], path])
    assert totals == pytest.approx({(): 0.36, (0,): 0.64})
    assert ctc_greedy_decode(probabilities, 2, 1) == []


@pytest.mark.tensorflow
def test_it_is_tensorflows_greedy_decoder():
    tf = pytest.importorskip("tensorflow")
    for seed in range(40):
        rng = np.random.default_rng(seed)
        probabilities = random_frames(rng)
        frames, classes = probabilities.shape
        length, blank = int(rng.integers(1, frames + 1)), int(rng.integers(classes))
        logits = np.log(probabilities)[:, None, :]
        for index, given in ((blank, {"blank_index": blank}), (classes - 1, {})):
            (decoded,), _ = tf.nn.ctc_greedy_decoder(logits, [length], merge_repeated=True, **given)
            assert ctc_greedy_decode(probabilities, length, index) == decoded.values.numpy().tolist()


@pytest.mark.tensorflow
def test_it_is_keras_greedy_decoder_without_the_filling():
    pytest.importorskip("tensorflow")
    keras = pytest.importorskip("keras")
    for seed in range(20):
        rng = np.random.default_rng(seed)
        probabilities = random_frames(rng)
        length = int(rng.integers(1, len(probabilities) + 1))
        batch = np.log(probabilities)[None]
        (decoded,), _ = keras.ops.ctc_decode(batch, np.array([length]), strategy="greedy")
        found = np.asarray(decoded)[0]
        assert ctc_greedy_decode(probabilities, length, 0) == found[found >= 0].tolist()
