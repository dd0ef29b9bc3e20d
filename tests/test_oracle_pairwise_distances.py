"""`pairwise_distances` against SciPy, scikit-learn, exact arithmetic and TensorFlow."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from solutions.ch02_environment.pairwise_distances import pairwise_distances

SIZES = [(1, 1, 1), (3, 4, 2), (5, 2, 7), (2, 6, 1), (30, 20, 50)]


def points(sizes, seed, far=0.0):
    rng = np.random.default_rng(seed)
    rows, columns, features = sizes
    return far + rng.normal(size=(rows, features)), far + rng.normal(size=(columns, features))


@pytest.mark.parametrize("far", [0.0, 1e3, -1e8])
@pytest.mark.parametrize("sizes", SIZES)
def test_it_is_scipys_cdist(sizes, far):
    for seed in range(5):
        a, b = points(sizes, seed, far)
        np.testing.assert_allclose(pairwise_distances(a, b), cdist(a, b), rtol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_it_is_scikit_learns_near_the_origin(sizes):
    metrics = pytest.importorskip("sklearn.metrics.pairwise")
    a, b = points(sizes, 0)
    np.testing.assert_allclose(pairwise_distances(a, b), metrics.euclidean_distances(a, b), rtol=1e-9)


def test_far_from_the_origin_it_is_exact_arithmetic_where_the_square_multiplied_out_is_not():
    a, b = points((4, 3, 2), 1)
    a, b = 1e6 + 0.01 * a, 1e6 + 0.01 * b
    squares = [
        [sum((Fraction(x) - Fraction(y)) ** 2 for x, y in zip(p, q, strict=True)) for q in b.tolist()]
        for p in a.tolist()
    ]
    exact = np.sqrt(np.array(squares, dtype=float))
    np.testing.assert_allclose(pairwise_distances(a, b), exact, rtol=1e-14)
    with np.errstate(invalid="ignore"):
        careless = np.sqrt((a**2).sum(1)[:, None] - 2 * a @ b.T + (b**2).sum(1))
    assert not np.allclose(careless, exact, rtol=1e-3)


def test_it_is_a_metric():
    a, _ = points((12, 1, 3), 2)
    distances = pairwise_distances(a, a)
    np.testing.assert_array_equal(distances, distances.T)
    np.testing.assert_array_equal(np.diag(distances), 0)
    detours = (distances[:, :, None] + distances[None, :, :]).min(axis=1)
    assert (distances <= detours * (1 + 1e-12)).all()


@pytest.mark.tensorflow
@pytest.mark.parametrize("sizes", SIZES)
def test_it_is_tensorflows_norm_of_the_differences(sizes):
    tf = pytest.importorskip("tensorflow")
    a, b = points(sizes, 3)
    expected = tf.norm(tf.constant(a)[:, None] - tf.constant(b), axis=2).numpy()
    np.testing.assert_allclose(pairwise_distances(a, b), expected, rtol=1e-12)
