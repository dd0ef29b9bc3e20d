"""The solution of ``ch04/split_and_scale`` against scikit-learn."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

from solutions.ch04_backpropagation.split_and_scale import scale_to_unit, split_counts


@pytest.mark.parametrize("count", [2, 3, 7, 100, 450, 1797])
@pytest.mark.parametrize("fraction", [0.01, 0.07, 0.25, 0.3, 1 / 3, 0.5, 0.49])
def test_counts_as_scikit_learn_does(count, fraction):
    train, test = train_test_split(np.arange(count), test_size=fraction, random_state=0)
    found = split_counts(count, fraction)
    assert found == (len(train), len(test))
    assert [type(number) for number in found] == [int, int]


def test_the_shares_that_are_told_of():
    assert split_counts(1797, 0.25) == (1347, 450)
    assert split_counts(100, 0.07) == (92, 8)
    assert split_counts(5, 0.0) == (5, 0)
    assert split_counts(5, 1.0) == (0, 5)


@pytest.mark.parametrize("seed", range(30))
def test_scales_as_the_scaler_does_where_all_is_one_column(seed):
    rng = np.random.default_rng(seed)
    columns = rng.integers(1, 5)
    train, test = (rng.normal(3, 10, (rng.integers(1, 9), columns)) for _ in range(2))
    if seed % 5 == 0:
        train = np.full_like(train, train[0, 0])
    scaler = MinMaxScaler().fit(train.reshape(-1, 1))
    for found, values in zip(scale_to_unit(train, test), (train, test), strict=True):
        right = scaler.transform(values.reshape(-1, 1)).reshape(values.shape)
        np.testing.assert_allclose(found, right, rtol=1e-9, atol=1e-12)


def test_the_digits_end_at_16():
    images = load_digits().data
    assert (images.min(), images.max()) == (0, 16)
    train, test = scale_to_unit(images[:1347], images[1347:])
    np.testing.assert_array_equal(np.vstack([train, test]), images / 16)
