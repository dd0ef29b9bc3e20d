"""The solution of ``ch06/random_augment`` against TensorFlow's image functions, brute force and chance itself."""

import numpy as np
import pytest
from scipy import stats

from solutions.ch06_optimization.random_augment import flip_and_brighten, random_augment


def drawn(seed, shape=(6, 4, 5, 3)):
    rng = np.random.default_rng(seed)
    return rng.random(shape), rng.random(shape[0]) < 0.5, rng.uniform(0, 3, shape[0])


def test_pixel_by_pixel_it_is_the_definition():
    images, flips, factors = drawn(1)
    found = flip_and_brighten(images, flips, factors)
    for n, h, w, c in np.ndindex(images.shape):
        source = images[n, h, images.shape[2] - 1 - w if flips[n] else w, c]
        assert found[n, h, w, c] == min(source * factors[n], 1.0)


@pytest.mark.tensorflow
def test_tensorflow_flips_and_saturates_alike():
    tf = pytest.importorskip("tensorflow")
    images, flips, factors = drawn(2)
    right = [
        tf.clip_by_value((tf.image.flip_left_right(image) if flip else tf.constant(image)) * factor, 0.0, 1.0)
        for image, flip, factor in zip(images, flips, factors, strict=True)
    ]
    np.testing.assert_allclose(flip_and_brighten(images, flips, factors), np.stack(right), rtol=1e-12)


def test_flips_are_even_and_factors_uniform_and_neither_tells_of_the_other():
    images = np.tile(np.array([0.125, 0.5]).reshape(1, 1, 2, 1), (4000, 1, 1, 1))
    found = random_augment(images, 0.7, 1.3, True, np.random.default_rng(3))[:, 0, :, 0]
    flips, factors = found[:, 0] > found[:, 1], found.sum(axis=1) / 0.625
    assert stats.binomtest(int(flips.sum()), len(flips)).pvalue > 1e-4
    assert stats.kstest(factors, stats.uniform(0.7, 0.6).cdf).pvalue > 1e-4
    assert stats.ks_2samp(factors[flips], factors[~flips]).pvalue > 1e-4
    assert abs(np.corrcoef(factors[:-1], factors[1:])[0, 1]) < 0.08
