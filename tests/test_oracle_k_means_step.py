"""The solution of ``ch01/k_means_step`` against scikit-learn, and against loops at ties and idle centroids."""

import warnings

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import pairwise_distances_argmin

from solutions.ch01_background.k_means_step import k_means_step


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("clusters", [1, 2, 5])
def test_agrees_with_one_iteration_of_scikit_learn(seed, clusters):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(40, 3))
    start = points[:clusters] + 0.01
    assignment, moved = k_means_step(points, start)
    with warnings.catch_warnings(action="ignore"):  # that one iteration is not enough
        oracle = KMeans(clusters, init=start, n_init=1, max_iter=1, algorithm="lloyd").fit(points)
    np.testing.assert_array_equal(assignment, pairwise_distances_argmin(points, start))
    # Its labels are those of a next step, made with the centroids that it gives.
    np.testing.assert_allclose(moved, oracle.cluster_centers_, rtol=1e-9)
    np.testing.assert_array_equal(k_means_step(points, moved)[0], oracle.labels_)


@pytest.mark.parametrize("seed", range(50))
def test_ties_go_to_the_lower_number_and_idle_centroids_stay(seed):
    rng = np.random.default_rng(seed)
    points, start = rng.integers(-2, 3, (9, 2)) * 0.5, rng.integers(-3, 4, (6, 2)) * 0.5
    assignment, moved = k_means_step(points, start)
    for point, found in zip(points.tolist(), assignment, strict=True):
        far = [sum((a - b) ** 2 for a, b in zip(point, centroid, strict=True)) for centroid in start.tolist()]
        assert found == far.index(min(far))
    for number, centroid in enumerate(start):
        own = points[assignment == number].tolist()
        expected = [sum(column) / len(own) for column in zip(*own, strict=True)] if own else centroid
        np.testing.assert_allclose(moved[number], expected, rtol=1e-12)


def test_repeated_it_ends_where_scikit_learn_ends():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(60, 2)) + 6 * rng.integers(0, 2, (60, 2))
    now, before = points[:4], None
    while before is None or not np.array_equal(now, before):
        before, (assignment, now) = now, k_means_step(points, now)
    oracle = KMeans(4, init=points[:4], n_init=1, tol=0).fit(points)
    np.testing.assert_allclose(now, oracle.cluster_centers_, rtol=1e-9)
    np.testing.assert_array_equal(assignment, oracle.labels_)
