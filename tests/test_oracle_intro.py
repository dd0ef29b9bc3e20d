"""`center` against libraries that do the same."""

import numpy as np
import pytest
from scipy.signal import detrend

from solutions.ch02_environment import intro


@pytest.mark.parametrize("seed", range(20))
def test_it_is_scipys_constant_detrending(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(rng.normal(0, 100), 10, rng.integers(1, 50))
    np.testing.assert_allclose(intro.center(values), detrend(values, type="constant"), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_scikit_learns_scaling_without_the_scale(seed):
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    values = np.random.default_rng(seed).normal(5, 2, 30)
    expected = preprocessing.scale(values, with_std=False)
    np.testing.assert_allclose(intro.center(values), expected, rtol=1e-9, atol=1e-12)
