"""The solution of ``ch18/gram_matrix`` against numpy's and TensorFlow's products and covariances."""

import numpy as np
import pytest

from solutions.ch18_style_transfer import gram_matrix as solution

SHAPES = [(1, 1, 1, 1), (2, 3, 4, 5), (3, 7, 1, 2), (1, 16, 12, 8), (4, 1, 9, 3)]


def features(shape, seed):
    return np.random.default_rng(seed).normal(size=shape) * 3 + 1


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", SHAPES)
def test_it_agrees_with_einsum(shape, seed):
    x = features(shape, seed)
    expected = np.einsum("bhwc,bhwd->bcd", x, x, optimize=False) / (shape[1] * shape[2])
    np.testing.assert_allclose(solution.gram_matrix(x), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_positive_semi_definite_and_of_low_rank(shape):
    _, height, width, channels = shape
    gram = solution.gram_matrix(features(shape, 0))
    values = np.linalg.eigvalsh(gram)
    assert (values >= -1e-10 * values.max()).all()
    assert (np.linalg.matrix_rank(gram) == min(channels, height * width)).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_the_second_moment_about_zero(shape):
    x = features(shape, 1)
    for picture, gram in zip(x, solution.gram_matrix(x), strict=True):
        rows = picture.reshape(-1, shape[3])
        means = rows.mean(axis=0)
        covariance = np.atleast_2d(np.cov(rows, rowvar=False, bias=True))
        np.testing.assert_allclose(gram, covariance + np.outer(means, means), rtol=1e-10, atol=1e-10)


def test_it_reads_fortran_order_and_strides_as_they_are_indexed():
    x = features((2, 6, 4, 3), 2)
    expected = solution.gram_matrix(x[:, ::2])
    np.testing.assert_allclose(solution.gram_matrix(np.asfortranarray(x)[:, ::2]), expected, rtol=1e-12)


@pytest.mark.tensorflow
@pytest.mark.parametrize("shape", SHAPES)
def test_it_agrees_with_tensorflow(shape):
    tf = pytest.importorskip("tensorflow")
    x = tf.constant(features(shape, 3), tf.float64)
    by_einsum = tf.linalg.einsum("bijc,bijd->bcd", x, x) / (shape[1] * shape[2])
    rows = tf.reshape(x, (shape[0], -1, shape[3]))
    by_product = tf.matmul(rows, rows, transpose_a=True) / (shape[1] * shape[2])
    found = solution.gram_matrix(x.numpy())
    np.testing.assert_allclose(found, by_einsum.numpy(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found, by_product.numpy(), rtol=1e-12, atol=1e-12)
