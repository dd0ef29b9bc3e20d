"""The solution of ``ch01/train_validation_test_split`` against decimal arithmetic, sets and chance itself."""

from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest
from scipy import stats
from sklearn.model_selection import train_test_split

from solutions.ch01_background.train_validation_test_split import train_validation_test_split


def share(count, hundredths):
    return int((Decimal(count) * hundredths / 100).quantize(Decimal(1), ROUND_HALF_EVEN))


@pytest.mark.parametrize("validation", [0, 5, 10, 20, 25, 29, 33, 50])
@pytest.mark.parametrize("test", [0, 1, 10, 15, 30, 48])
def test_sizes_are_those_of_decimal_arithmetic_and_the_sets_a_partition(validation, test):
    for count in range(100, 300, 7):
        if 50 in (count * validation % 100, count * test % 100):
            continue  # halfway, by decimals but perhaps not in binary
        sets = train_validation_test_split(count, validation / 100, test / 100, np.random.default_rng(count))
        sizes = [share(count, validation), share(count, test)]
        assert [len(found) for found in sets] == [count - sum(sizes), *sizes]
        assert Counter(np.concatenate(sets).tolist()) == Counter(range(count))


@pytest.mark.parametrize("count", [10, 40, 200])
def test_sizes_are_those_of_scikit_learn_called_twice_with_whole_numbers(count):
    sets = train_validation_test_split(count, 0.2, 0.1, np.random.default_rng(1))
    rest, test = train_test_split(np.arange(count), test_size=count // 10, random_state=1)
    train, validation = train_test_split(rest, test_size=count // 5, random_state=1)
    assert [len(found) for found in sets] == [len(train), len(validation), len(test)]


def test_every_deal_is_as_likely_as_any_other():
    met = Counter()
    rng = np.random.default_rng(7)
    for _ in range(6000):
        _, validation, test = train_validation_test_split(5, 0.4, 0.2, rng)
        met[frozenset(validation.tolist()), int(test[0])] += 1
    assert len(met) == 30
    assert stats.chisquare(list(met.values())).pvalue > 1e-3
