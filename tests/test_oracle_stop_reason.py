"""`stop_reason` against exact fractions, and against loops that really stop."""

from fractions import Fraction

import numpy as np
import pytest

from solutions.ch03_perceptron.lms_step import lms_step
from solutions.ch03_perceptron.stop_reason import stop_reason


def is_small(row, tolerance):
    """Whether the length of `row` is below `tolerance`, without a root and without rounding."""
    return sum(Fraction(value) ** 2 for value in row) < Fraction(tolerance) ** 2


def by_fractions(errors, changes, error_tolerance, change_tolerance, most):
    """Return what the list of reasons says, each asked by itself and the earliest taken."""
    when = {
        "error": [i for i, row in enumerate(errors) if is_small(row, error_tolerance)],
        "change": [i for i, row in enumerate(changes) if is_small(row, change_tolerance)],
        "max_epochs": [most - 1],
    }
    order = list(when)
    return min(((i, name) for name in order for i in when[name]), key=lambda it: (it[0], order.index(it[1])))


@pytest.mark.parametrize("seed", range(200))
def test_it_is_the_earliest_reason(seed):
    rng = np.random.default_rng(seed)
    epochs, examples, weights = rng.integers(1, [13, 5, 5])
    errors, changes = (rng.integers(-6, 7, (epochs, n)) / 4 for n in (examples, weights))
    tolerances = [float(t) for t in rng.choice([0.0, 0.25, 0.5, 1.0, 1.25], 2)]
    most = int(rng.integers(1, epochs + 1))
    expected = by_fractions(errors.tolist(), changes.tolist(), *tolerances, most)
    assert stop_reason(errors, changes, *tolerances, most) == expected


@pytest.mark.parametrize("seed", range(30))
def test_a_loop_that_asks_after_every_epoch_stops_there(seed):
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(6, 3)), rng.normal(size=(6, 1))
    tolerances = 10 ** rng.uniform(-3, 0.5, 2)
    most = int(rng.integers(1, 60))
    weights, errors, changes, stopped = np.zeros((3, 1)), [], [], None
    for epoch in range(60):
        after = lms_step(weights, inputs, targets, 0.3)
        errors.append((targets - inputs @ after)[:, 0])
        changes.append((after - weights)[:, 0])
        weights = after
        if stopped is None:
            by_error = np.hypot.reduce(errors[-1]) < tolerances[0]
            by_change = np.hypot.reduce(changes[-1]) < tolerances[1]
            if by_error or by_change or epoch == most - 1:
                stopped = epoch, "error" if by_error else "change" if by_change else "max_epochs"
    assert stop_reason(np.array(errors), np.array(changes), *tolerances, most) == stopped


@pytest.mark.parametrize("seed", range(20))
def test_larger_tolerances_and_fewer_epochs_never_stop_later(seed):
    rng = np.random.default_rng(seed)
    errors, changes = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
    tolerances = np.sort(rng.uniform(0, 2, 8))
    indices = [stop_reason(errors, changes, t, t / 2, 20)[0] for t in tolerances]
    assert indices == sorted(indices, reverse=True)
    indices = [stop_reason(errors, changes, 0.3, 0.2, most)[0] for most in range(1, 21)]
    assert indices == sorted(indices)
