"""`train_xor` against `backprop`, TensorFlow's gradients, and what program 4-1 recorded."""

import numpy as np
import pytest

from solutions.ch04_backpropagation.backprop import backprop
from solutions.ch04_backpropagation.train_xor import INPUTS, TARGETS, train_xor


def start(rng, units):
    """Return what program 4-1 begins with: weights from 0 to 1, biases of 0."""
    return [rng.random((2, units)), np.zeros(units), rng.random((units, 1)), np.zeros(1)]


def answers(weights):
    hidden = 1 / (1 + np.exp(-(INPUTS @ weights[0] + weights[1])))
    return 1 / (1 + np.exp(-(hidden @ weights[2] + weights[3])))


@pytest.mark.parametrize("seed", range(10))
def test_step_for_step_it_is_backprops_gradient_descent(seed):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=array.shape) for array in start(rng, int(rng.integers(1, 12)))]
    rate = float(rng.uniform(0.1, 5))
    losses, outputs = train_xor(*weights, rate, 30)
    expected = []
    for step in range(31):
        expected.append(np.mean((answers(weights) - TARGETS) ** 2) / 2)
        if step == 30:
            break
        layers = [(*weights[:2], "sigmoid"), (*weights[2:], "sigmoid")]
        gradients = [array for pair in backprop(layers, INPUTS, TARGETS) for array in pair]
        weights = [array - rate * gradient for array, gradient in zip(weights, gradients, strict=True)]
    np.testing.assert_allclose(losses, expected, rtol=1e-11)
    np.testing.assert_allclose(outputs, answers(weights), rtol=1e-11)


def test_it_learns_about_as_fast_as_the_book_recorded():
    # 0.238 at first, 0.079 after 10000 steps, 0.0084 after 20000; the book's start is not known.
    losses, _ = train_xor(*start(np.random.default_rng(0), 10), 0.1, 20_000)
    assert 0.15 < losses[0] < 0.3
    assert 0.02 < losses[10_000] < 0.125
    assert losses[20_000] < 0.06
    assert (np.diff(losses) < 0).all()


def test_nearly_every_start_of_the_books_network_learns_it():
    rng = np.random.default_rng(0)
    learnt = []
    for _ in range(40):
        _, outputs = train_xor(*start(rng, 10), 8.0, 600)
        learnt.append((outputs >= 0.5).ravel().tolist() == [False, True, True, False])
    assert np.mean(learnt) >= 0.95


def test_hidden_units_that_begin_alike_do_not():
    _, outputs = train_xor(np.full((2, 10), 0.3), np.zeros(10), np.full((10, 1), 0.2), np.zeros(1), 8.0, 2000)
    assert (outputs >= 0.5).ravel().tolist() != [False, True, True, False]


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_it_goes_the_way_that_tensorflow_differentiates(seed):
    tf = pytest.importorskip("tensorflow")
    first = start(np.random.default_rng(seed), 4)
    variables = [tf.Variable(array) for array in first]
    expected = []
    for _ in range(21):
        with tf.GradientTape() as tape:
            hidden = tf.sigmoid(INPUTS @ variables[0] + variables[1])
            outputs = tf.sigmoid(hidden @ variables[2] + variables[3])
            loss = tf.reduce_mean((outputs - TARGETS) ** 2) / 2
        expected.append(loss.numpy())
        for variable, gradient in zip(variables, tape.gradient(loss, variables), strict=True):
            variable.assign_sub(2.0 * gradient)
    losses, found = train_xor(*first, 2.0, 20)
    np.testing.assert_allclose(losses, expected, rtol=1e-11)
    np.testing.assert_allclose(found, outputs, rtol=1e-11)
