"""The solution of ``ch01/k_nearest_neighbours`` against scikit-learn, and against sorting by hand at ties."""

from collections import Counter

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from solutions.ch01_background.k_nearest_neighbours import k_nearest_neighbours


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("k", [1, 2, 3, 5, 12])
def test_agrees_with_scikit_learn_where_no_distances_tie(seed, k):
    rng = np.random.default_rng(seed)
    points, queries = rng.normal(size=(12, 3)), rng.normal(size=(20, 3))
    labels = rng.integers(0, 4, 12)
    oracle = KNeighborsClassifier(k, algorithm="brute").fit(points, labels)
    np.testing.assert_array_equal(k_nearest_neighbours(points, labels, queries, k), oracle.predict(queries))


@pytest.mark.parametrize("seed", range(50))
def test_ties_go_to_the_earlier_row_and_the_smallest_label(seed):
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(1, 60))
    points, queries = rng.integers(-2, 3, (rows, 2)) * 0.5, rng.integers(-2, 3, (8, 2)) * 0.5
    labels, k = rng.integers(0, 4, rows), int(rng.integers(1, rows + 1))
    expected = []
    for query in queries.tolist():
        far = [sum((a - b) ** 2 for a, b in zip(query, row, strict=True)) for row in points.tolist()]
        nearest = sorted(range(rows), key=lambda row, far=far: (far[row], row))[:k]
        votes = Counter(labels[nearest].tolist())
        expected.append(min(votes, key=lambda label, votes=votes: (-votes[label], label)))
    np.testing.assert_array_equal(k_nearest_neighbours(points, labels, queries, k), expected)
