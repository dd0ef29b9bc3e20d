"""`moving_average` against NumPy's convolution, SciPy's filter, loops and TensorFlow."""

import numpy as np
import pytest
from scipy.ndimage import uniform_filter1d

from solutions.ch02_environment.moving_average import moving_average

CASES = [(1, 1), (5, 1), (5, 2), (5, 5), (8, 3), (40, 7), (300, 50)]


def signal_of(length, seed):
    return np.random.default_rng(seed).normal(2, 3, length)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("length", "width"), CASES)
def test_it_is_a_convolution_of_equal_weights(length, width, seed):
    signal = signal_of(length, seed)
    expected = np.convolve(signal, np.ones(width) / width, mode="valid")
    np.testing.assert_allclose(moving_average(signal, width), expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(("length", "width"), CASES)
def test_it_is_the_inside_of_scipys_uniform_filter(length, width):
    signal = signal_of(length, 1)
    filtered = uniform_filter1d(signal, width, mode="constant")
    inside = filtered[width // 2 : width // 2 + length - width + 1]
    np.testing.assert_allclose(moving_average(signal, width), inside, rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize(("length", "width"), CASES)
def test_it_is_the_mean_of_each_slice_of_integers_too(length, width):
    signal = np.random.default_rng(2).integers(-50, 50, length)
    expected = [sum(signal[t : t + width].tolist()) / width for t in range(length - width + 1)]
    found = moving_average(signal, width)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, expected, rtol=1e-13)


@pytest.mark.tensorflow
@pytest.mark.parametrize(("length", "width"), CASES)
def test_it_is_tensorflows_average_pooling_with_stride_one(length, width):
    tf = pytest.importorskip("tensorflow")
    signal = signal_of(length, 3)
    pooled = tf.nn.avg_pool1d(signal[None, :, None], ksize=width, strides=1, padding="VALID").numpy()
    np.testing.assert_allclose(moving_average(signal, width), pooled[0, :, 0], rtol=1e-10, atol=1e-11)
