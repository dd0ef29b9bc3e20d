"""`perceptron_fit` against the book's trace, exact fractions, linear programming and TensorFlow's gradient."""

from fractions import Fraction

import numpy as np
import pytest

from solutions.ch03_perceptron.perceptron_fit import perceptron_fit
from solutions.ch03_perceptron.perceptron_update import perceptron_update

BOOK = np.array([[1.0, 3.0, 3.0], [1.0, 4.0, 3.0], [1.0, 1.0, 1.0], [1.0, 2.0, 1.0]])
CLASSES = np.array([[1.0], [1.0], [-1.0], [-1.0]])


def test_it_goes_the_way_that_program_3_3_printed():
    # Epoch 1 finds the outputs all 1, so its step, and with it the start, is known from what it printed.
    after_one = np.array([[0.83669451], [0.58052698], [0.25564497]])
    start = after_one - 0.1 * BOOK.T @ (CLASSES - 1) / 4
    first, *_ = perceptron_fit(BOOK, CLASSES, start, 0.1, 1)
    np.testing.assert_allclose(first, after_one, rtol=1e-12)
    weights, epochs, converged = perceptron_fit(BOOK, CLASSES, start, 0.1, 100)
    assert (epochs, converged) == (17, True)
    np.testing.assert_allclose(weights[:, 0], [-0.11330549, -0.01947302, 0.10564497], atol=1e-12)


def by_fractions(rows, classes, weights, rate, most):
    """Return what comes of the rule in exact arithmetic."""
    rows = [[Fraction(value) for value in row] for row in rows]
    weights, rate = [Fraction(weight) for weight in weights], Fraction(rate)

    def errors():
        nets = [sum(w * x for w, x in zip(weights, row, strict=True)) for row in rows]
        return [int(c) - ((net > 0) - (net < 0)) for c, net in zip(classes, nets, strict=True)]

    for epoch in range(1, most + 1):
        wrong = errors()
        weights = [
            w + rate * sum(e * row[d] for e, row in zip(wrong, rows, strict=True)) / len(rows)
            for d, w in enumerate(weights)
        ]
        if not any(errors()):
            return weights, epoch, True
    return weights, most, False


@pytest.mark.parametrize("seed", range(40))
def test_it_is_the_rule_in_exact_arithmetic(seed):
    rng = np.random.default_rng(seed)
    rows, columns = int(rng.choice([1, 2, 4, 8])), int(rng.integers(1, 5))
    inputs = rng.integers(-3, 4, (rows, columns)).astype(float)
    targets = rng.choice([1.0, -1.0], (rows, 1))
    start, rate = rng.integers(-8, 9, (columns, 1)) / 4, float(rng.choice([2.0, 1.0, 0.5, 0.125]))
    expected = by_fractions(inputs.tolist(), targets[:, 0], start[:, 0].tolist(), rate, 20)
    weights, epochs, converged = perceptron_fit(inputs, targets, start, rate, 20)
    assert (epochs, converged) == expected[1:]
    assert weights[:, 0].tolist() == [float(weight) for weight in expected[0]]


@pytest.mark.parametrize("seed", range(20))
def test_it_converges_just_where_linear_programming_finds_weights(seed):
    optimize = pytest.importorskip("scipy.optimize")
    rng = np.random.default_rng(seed)
    inputs = np.hstack([np.ones((8, 1)), rng.integers(-3, 4, (8, 2))])
    targets = rng.choice([1.0, -1.0], (8, 1))
    if seed % 2:
        targets = np.where(inputs @ rng.integers(-3, 4, (3, 1)) > 0, 1.0, -1.0)
    signed = inputs * targets
    found = optimize.linprog(np.zeros(3), A_ub=-signed, b_ub=-np.ones(8), bounds=(None, None))
    weights, epochs, converged = perceptron_fit(inputs, targets, np.ones((3, 1)), 1.0, 3000)
    assert converged == (found.status == 0)
    assert converged == bool((signed @ weights > 0).all())
    assert converged or epochs == 3000


@pytest.mark.parametrize("seed", range(10))
def test_an_epoch_is_the_mean_of_the_updates_of_all_rows(seed):
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(7, 3)), rng.choice([1.0, -1.0], (7, 1))
    start = rng.normal(size=(3, 1))
    updates = [perceptron_update(start[:, 0], x, t, 0.3) for x, (t,) in zip(inputs, targets, strict=True)]
    weights, *_ = perceptron_fit(inputs, targets, start, 0.3, 1)
    np.testing.assert_allclose(weights[:, 0], np.mean(updates, axis=0), rtol=1e-12)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_an_epoch_goes_down_the_gradient_of_the_perceptron_loss(seed):
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(6, 4)), rng.choice([1.0, -1.0], (6, 1))
    weights = start = rng.normal(size=(4, 1))
    for epochs in range(1, 6):
        moving = tf.constant(weights)
        with tf.GradientTape() as tape:
            tape.watch(moving)
            loss = 2 * tf.reduce_mean(tf.nn.relu(-targets * (inputs @ moving)))
        weights = weights - 0.2 * tape.gradient(loss, moving).numpy()
        found, count, converged = perceptron_fit(inputs, targets, start, 0.2, epochs)
        np.testing.assert_allclose(found, weights, rtol=1e-10, atol=1e-12)
        if converged:
            break
        assert count == epochs
