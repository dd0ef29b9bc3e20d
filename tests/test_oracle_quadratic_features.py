"""The solution of ``ch03/quadratic_features`` against scikit-learn, polynomial roots, and the book's XOR."""

import numpy as np
import pytest

from solutions.ch03_perceptron import lms_step
from solutions.ch03_perceptron import quadratic_features as solution

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([-1.0, 1.0, 1.0, -1.0])


@pytest.mark.parametrize("rows", [1, 2, 6, 40])
def test_the_features_are_scikit_learn_s(rows):
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    points = np.random.default_rng(rows).normal(size=(rows, 2))
    expected = preprocessing.PolynomialFeatures(2).fit_transform(points)
    np.testing.assert_allclose(solution.quadratic_features(points), expected, rtol=1e-14)


@pytest.mark.parametrize("seed", range(20))
def test_the_roots_are_those_of_the_polynomial(seed):
    rng = np.random.default_rng(seed)
    weights, x = rng.normal(size=6), rng.normal(size=50) * 2
    lower, higher = solution.conic_y(weights, x)
    for value, first, second in zip(x, lower, higher, strict=True):
        b, c = weights[2] + weights[4] * value, weights[0] + weights[1] * value + weights[3] * value**2
        expected = np.roots([weights[5], b, c])
        if np.isrealobj(expected):
            np.testing.assert_allclose([first, second], np.sort(expected), rtol=1e-8, atol=1e-10)
        else:
            assert np.isnan([first, second]).all()


@pytest.mark.parametrize("seed", range(20))
def test_the_sign_of_the_output_changes_at_the_curve(seed):
    rng = np.random.default_rng(seed + 100)
    weights, x = rng.normal(size=6), rng.normal(size=50) * 2
    lower, higher = solution.conic_y(weights, x)

    def sign(y, chosen):
        return np.sign(solution.quadratic_features(np.column_stack([x, y])[chosen]) @ weights)

    wide = higher - lower > 1e-3
    inside = sign((lower + higher) / 2, wide)
    np.testing.assert_array_equal(inside, -np.sign(weights[5]))
    for outside in (lower - 1e-3, higher + 1e-3):
        np.testing.assert_array_equal(sign(outside, wide), np.sign(weights[5]))
    missed = np.isnan(lower)
    np.testing.assert_array_equal(missed, np.isnan(higher))
    for y in (-5.0, 0.0, 5.0):
        np.testing.assert_array_equal(sign(np.full(50, y), missed), np.sign(weights[5]))


def test_least_squares_solves_xor_with_the_shortest_of_many_weights():
    features = solution.quadratic_features(CORNERS)
    assert np.linalg.matrix_rank(features) == 4
    weights = np.linalg.pinv(features) @ XOR
    np.testing.assert_allclose(weights, [-1, 1, 1, 1, -4, 1], atol=1e-12)
    np.testing.assert_allclose(features @ weights, XOR, atol=1e-12)
    assert np.linalg.matrix_rank(np.delete(features, 4, axis=1)) == 3


def test_lms_learns_xor_on_them_and_its_curve_parts_the_corners():
    features, weights = solution.quadratic_features(CORNERS), np.zeros((6, 1))
    for _ in range(5000):
        weights = lms_step.lms_step(weights, features, XOR[:, np.newaxis], 0.1)
    np.testing.assert_allclose(weights.ravel(), [-1, 1, 1, 1, -4, 1], atol=1e-3)
    lower, higher = solution.conic_y(weights.ravel(), np.array([0.0, 1.0]))
    assert 0 < higher[0] < 1
    assert 0 < lower[1] < 1


def test_lines_that_touch_a_circle():
    circle = np.array([-25.0, 0.0, 0.0, 1.0, 0.0, 1.0])
    lower, higher = solution.conic_y(circle, np.array([-5.0, 5.0, 5.1]))
    np.testing.assert_array_equal(lower, [0, 0, np.nan])
    np.testing.assert_array_equal(higher, [0, 0, np.nan])
