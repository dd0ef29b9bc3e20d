"""The solution of ``ch03/decision_line`` against a root finder, a fit, and the book's perceptrons."""

import numpy as np
import pytest

from solutions.ch03_perceptron import decision_line as solution

POINTS = np.array([[3.0, 3.0], [4.0, 3.0], [1.0, 1.0], [2.0, 1.0]])
CLASSES = np.array([1, 1, -1, -1])


def drawn(seed):
    return np.random.default_rng(seed).normal(size=3)


@pytest.mark.parametrize("seed", range(20))
def test_it_passes_through_the_roots_of_the_net_input(seed):
    optimize = pytest.importorskip("scipy.optimize")
    bias, of_x, of_y = drawn(seed)
    slope, intercept = solution.decision_line(np.array([bias, of_x, of_y]))
    for x in (-2.0, 0.0, 3.5):
        far = (abs(bias) + abs(of_x * x)) / abs(of_y) + 1
        root = optimize.brentq(lambda y, x=x: bias + of_x * x + of_y * y, -far, far, xtol=1e-13)
        assert slope * x + intercept == pytest.approx(root, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_the_weight_vector_stands_at_right_angles_to_it(seed):
    weights = drawn(seed)
    slope, _ = solution.decision_line(weights)
    assert weights[1:] @ [1.0, slope] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_points_above_and_below_it_are_of_two_classes(seed):
    weights = drawn(seed)
    slope, intercept = solution.decision_line(weights)
    points = np.random.default_rng(seed + 100).normal(size=(200, 2))
    above = np.sign(points[:, 1] - (slope * points[:, 0] + intercept))
    np.testing.assert_array_equal(np.sign(weights[0] + points @ weights[1:]), np.sign(weights[2]) * above)


def test_the_book_s_linear_network_ends_at_y_equal_to_two():
    inputs = np.column_stack([np.ones(4), POINTS])
    weights = np.linalg.lstsq(inputs, CLASSES, rcond=None)[0]
    np.testing.assert_allclose(weights, [-2, 0, 1], atol=1e-12)
    assert solution.decision_line(weights) == pytest.approx((0.0, 2.0), abs=1e-12)
    assert solution.decision_line(np.array([-2.0, 0.0, 1.0])) == (0.0, 2.0)


def test_the_book_s_perceptron_parts_its_four_points():
    slope, intercept = solution.decision_line(np.array([-0.11330549, -0.01947302, 0.10564497]))
    above = np.sign(POINTS[:, 1] - (slope * POINTS[:, 0] + intercept))
    np.testing.assert_array_equal(above, CLASSES)


@pytest.mark.parametrize("weights", [[1, 2, 0], [0, 0, 0], [1, 0, -0.0]])
def test_there_is_none_without_a_weight_of_y(weights):
    with pytest.raises(ValueError, match="weights"):
        solution.decision_line(np.array(weights, float))
    assert np.isfinite(solution.decision_line(np.array(weights, float) + np.array([0, 0, 1e-300]))).all()
