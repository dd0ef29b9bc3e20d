"""The solution of ``ch05/softmax`` against exact arithmetic, scipy and TensorFlow."""

from fractions import Fraction

import numpy as np
import pytest

from solutions.ch05_tensorflow.softmax import softmax


def drawn(seed):
    rng = np.random.default_rng(seed)
    shape = rng.integers(1, 6, size=rng.integers(1, 5))
    logits = rng.choice([1.0, 100.0, 10000.0]) * rng.normal(size=shape)
    return logits, int(rng.integers(-len(shape), len(shape)))


@pytest.mark.parametrize("seed", range(40))
def test_agrees_with_scipy(seed):
    special = pytest.importorskip("scipy.special")
    logits, axis = drawn(seed)
    np.testing.assert_allclose(softmax(logits, axis), special.softmax(logits, axis=axis), rtol=1e-11)
    np.testing.assert_allclose(softmax(logits), special.softmax(logits, axis=-1), rtol=1e-11)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_fractions_of_whole_powers(seed):
    weights = np.random.default_rng(seed).integers(1, 1000, size=5)
    total = Fraction(int(weights.sum()))
    right = [float(int(weight) / total) for weight in weights]
    np.testing.assert_allclose(softmax(np.log(weights) + 5000), right, rtol=1e-11)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_ruled_out_might_not_be_there(seed):
    rng = np.random.default_rng(seed)
    logits, out = 1000 * rng.normal(size=8), rng.permutation(8) < 4
    found = softmax(np.where(out, -np.inf, logits))
    assert (found[out] == 0).all()
    np.testing.assert_allclose(found[~out], softmax(logits[~out]), rtol=1e-12)


@pytest.mark.tensorflow
def test_agrees_with_tensorflow():
    tf = pytest.importorskip("tensorflow")
    for seed in range(40, 60):
        logits, axis = drawn(seed)
        np.testing.assert_allclose(softmax(logits, axis), tf.nn.softmax(logits, axis=axis), rtol=1e-11)
        np.testing.assert_allclose(softmax(logits), tf.nn.softmax(logits), rtol=1e-11)
