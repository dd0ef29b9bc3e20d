"""The solution of ``ch01/k_fold_indices`` against scikit-learn's sizes, sets and chance itself."""

from collections import Counter

import numpy as np
import pytest
from scipy import stats
from sklearn.model_selection import KFold, LeaveOneOut

from solutions.ch01_background.k_fold_indices import k_fold_indices


@pytest.mark.parametrize("k", [2, 3, 4, 7, 10])
def test_sizes_are_those_of_scikit_learn_and_the_folds_a_partition(k):
    for count in range(k, 4 * k + 3):
        rounds = k_fold_indices(count, k, np.random.default_rng(count))
        oracle = KFold(k, shuffle=True, random_state=0).split(np.zeros(count))
        sizes = [(len(train), len(validation)) for train, validation in oracle]
        assert [(len(train), len(validation)) for train, validation in rounds] == sizes
        assert Counter(np.concatenate([found for _, found in rounds]).tolist()) == Counter(range(count))
        for train, validation in rounds:
            assert set(train.tolist()) == set(range(count)) - set(validation.tolist())


def test_as_many_folds_as_samples_are_scikit_learns_leave_one_out():
    found = {
        int(validation[0]): set(train.tolist())
        for train, validation in k_fold_indices(6, 6, np.random.default_rng(3))
    }
    right = {int(left[0]): set(rest.tolist()) for rest, left in LeaveOneOut().split(np.zeros(6))}
    assert found == right


def test_every_way_to_deal_is_as_likely_as_any_other():
    rng, met = np.random.default_rng(11), Counter()
    for _ in range(6000):
        met[tuple(frozenset(found.tolist()) for _, found in k_fold_indices(5, 2, rng))] += 1
    assert len(met) == 10
    assert stats.chisquare(list(met.values())).pvalue > 1e-3
