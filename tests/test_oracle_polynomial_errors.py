"""The solution of ``ch06/polynomial_errors`` against numpy's polyfit, scikit-learn and SciPy's minimiser."""

import numpy as np
import pytest
from scipy import optimize
from sklearn.linear_model import Ridge
from sklearn.preprocessing import PolynomialFeatures

from solutions.ch06_optimization.polynomial_errors import polynomial_errors


def points(seed, count=12, others=7):
    rng = np.random.default_rng(seed)
    x, other = rng.uniform(-1, 1, count), rng.uniform(-1, 1, others)
    return x, np.sin(3 * x) + rng.normal(0, 0.3, count), other, np.sin(3 * other) + rng.normal(0, 0.3, others)


@pytest.mark.parametrize("seed", range(10))
def test_without_penalty_it_is_polyfit(seed):
    x, y, other, wanted = points(seed)
    degrees = [5, 0, 3, 1, 4, 2]
    fits = [np.polyfit(x, y, degree) for degree in degrees]
    right = [[np.mean((np.polyval(fit, a) - b) ** 2) for fit in fits] for a, b in ((x, y), (other, wanted))]
    np.testing.assert_allclose(polynomial_errors(x, y, other, wanted, degrees, 0.0), right, rtol=1e-6)


@pytest.mark.parametrize("l2", [0.01, 0.3, 5.0])
def test_with_penalty_it_is_ridge_regression_with_n_times_l2(l2):
    x, y, other, wanted = points(3)
    for degree in range(1, 6):
        features = PolynomialFeatures(degree, include_bias=False)
        model = Ridge(alpha=len(x) * l2).fit(features.fit_transform(x[:, np.newaxis]), y)
        found = polynomial_errors(x, y, other, wanted, [degree], l2)
        for (error,), a, b in zip(found, (x, other), (y, wanted), strict=True):
            guess = model.predict(features.transform(a[:, np.newaxis]))
            np.testing.assert_allclose(error, np.mean((guess - b) ** 2), rtol=1e-8)


def test_a_minimiser_that_knows_only_the_cost_finds_the_same():
    x, y, other, wanted = points(4)

    def cost(coefficients):
        left = np.polynomial.polynomial.polyval(x, coefficients) - y
        return np.mean(left**2) + 0.2 * np.sum(coefficients[1:] ** 2)

    best = optimize.minimize(cost, np.zeros(4), tol=1e-12).x
    right = [
        np.mean((np.polynomial.polynomial.polyval(a, best) - b) ** 2) for a, b in ((x, y), (other, wanted))
    ]
    found = np.ravel(polynomial_errors(x, y, other, wanted, [3], 0.2))
    np.testing.assert_allclose(found, right, rtol=1e-5)


def test_over_fitting_shows_on_average():
    degrees, training, validation = list(range(9)), [], []
    for seed in range(100):
        for errors, found in zip(
            (training, validation), polynomial_errors(*points(seed), degrees, 0.0), strict=True
        ):
            errors.append(found)
    training, validation = np.median(training, axis=0), np.median(validation, axis=0)
    assert (np.diff(training) < 0).all()
    assert validation.argmin() < 6
    assert (validation[1:] > training[1:]).all()
