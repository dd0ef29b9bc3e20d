"""`delta_norms` against `backprop`, numerical derivatives and TensorFlow."""

import itertools

import numpy as np
import pytest

from solutions.ch04_backpropagation.backprop import backprop
from solutions.ch04_backpropagation.delta_norms import ACTIVATIONS, delta_norms

KINDS = list(ACTIVATIONS)


def network(rng):
    units = rng.integers(1, 6, int(rng.integers(2, 7)))
    layers = [
        (rng.normal(size=(a, b)), rng.normal(size=b), KINDS[rng.integers(len(KINDS))])
        for a, b in itertools.pairwise(units)
    ]
    rows = int(rng.integers(1, 5))
    return layers, rng.normal(size=(rows, units[0])), rng.normal(size=(rows, units[-1]))


def outputs_of(layers, inputs, moves):
    for (weights, biases, activation), move in zip(layers, moves, strict=True):
        inputs = ACTIVATIONS[activation](inputs @ weights + biases + move)
    return inputs


@pytest.mark.parametrize("seed", range(15))
def test_it_is_the_norm_of_the_derivative_by_every_z(seed):
    layers, inputs, gradient = network(np.random.default_rng(seed))
    found = delta_norms(layers, inputs, gradient)
    assert found.shape == (len(layers),)
    still = [np.zeros((len(inputs), len(biases))) for _, biases, _ in layers]
    for number, zero in enumerate(still):
        slopes = np.empty(zero.shape)
        for place in np.ndindex(zero.shape):
            ends = []
            for step in (1e-5, -1e-5):
                moves = [array.copy() for array in still]
                moves[number][place] = step
                ends.append(np.sum(gradient * outputs_of(layers, inputs, moves)))
            slopes[place] = (ends[0] - ends[1]) / 2e-5
        np.testing.assert_allclose(found[number], np.sqrt(np.sum(slopes**2)), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_row_by_row_it_is_the_norm_of_backprops_bias_gradients(seed):
    layers, inputs, targets = network(np.random.default_rng(seed))
    still = [np.zeros(len(biases)) for _, biases, _ in layers]
    for row, target in zip(inputs[:, np.newaxis], targets[:, np.newaxis], strict=True):
        found = delta_norms(layers, row, outputs_of(layers, row, still) - target)
        expected = [np.linalg.norm(by_biases) for _, by_biases in backprop(layers, row, target)]
        np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_ten_layers_of_sigmoids_leave_less_than_a_millionth():
    rng = np.random.default_rng(0)
    layers = []
    for _ in range(10):
        turn = np.linalg.qr(rng.normal(size=(8, 8)))[0]
        layers.append((turn, np.zeros(8), "sigmoid"))
    gradient = rng.normal(size=(5, 8))
    found = delta_norms(layers, rng.normal(size=(5, 8)), gradient)
    assert (found[:-1] <= found[1:] / 4).all()
    assert found[0] < 1e-6 * np.linalg.norm(gradient)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_tensorflow_differentiates(seed):
    tf = pytest.importorskip("tensorflow")
    functions = {"identity": tf.identity, "sigmoid": tf.sigmoid, "tanh": tf.tanh, "relu": tf.nn.relu}
    layers, inputs, gradient = network(np.random.default_rng(seed))
    moves = [tf.zeros((len(inputs), len(biases)), tf.float64) for _, biases, _ in layers]
    with tf.GradientTape() as tape:
        tape.watch(moves)
        outputs = tf.constant(inputs)
        for (weights, biases, activation), move in zip(layers, moves, strict=True):
            outputs = functions[activation](outputs @ weights + biases + move)
        loss = tf.reduce_sum(gradient * outputs)
    expected = [tf.linalg.global_norm([delta]).numpy() for delta in tape.gradient(loss, moves)]
    np.testing.assert_allclose(delta_norms(layers, inputs, gradient), expected, rtol=1e-10)
