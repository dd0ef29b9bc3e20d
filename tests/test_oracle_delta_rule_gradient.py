"""The solution of ``ch04/delta_rule_gradient`` against complex steps, its neighbours and TensorFlow."""

import numpy as np
import pytest

from solutions.ch03_perceptron import lms_step
from solutions.ch04_backpropagation import backprop, quadratic_cost, sigmoid
from solutions.ch04_backpropagation import delta_rule_gradient as solution

KINDS = ("identity", "sigmoid", "tanh", "relu")


def drawn(seed):
    rng = np.random.default_rng(seed)
    rows, features, units = rng.integers(1, 8, size=3)
    return (
        rng.normal(size=(rows, features)),
        rng.normal(size=(features, units)),
        rng.normal(size=(rows, units)),
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(10))
def test_it_agrees_with_complex_steps(seed, kind):
    inputs, weights, targets = drawn(seed)
    activation = {
        "identity": lambda z: z,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "relu": lambda z: np.where(z.real > 0, z, 0),
    }[kind]
    expected = np.empty(weights.shape)
    for place in np.ndindex(weights.shape):
        moved = weights.astype(complex)
        moved[place] += 1e-30j
        cost = np.sum((activation(inputs @ moved) - targets) ** 2) / (2 * len(inputs))
        expected[place] = cost.imag / 1e-30
    found = solution.delta_rule_gradient(inputs, weights, targets, kind)
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(10))
def test_it_is_back_propagation_through_one_layer(seed, kind):
    inputs, weights, targets = drawn(seed)
    layer = (weights, np.zeros(weights.shape[1]), kind)
    ((expected, _),) = backprop.backprop([layer], inputs, targets)
    found = solution.delta_rule_gradient(inputs, weights, targets, kind)
    np.testing.assert_allclose(found, expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("seed", range(10))
def test_with_identity_a_step_against_it_is_a_step_of_lms(seed):
    inputs, weights, targets = (array[:, :1] if i else array for i, array in enumerate(drawn(seed)))
    gradient = solution.delta_rule_gradient(inputs, weights, targets, "identity")
    expected = lms_step.lms_step(weights, inputs, targets, 0.3)
    np.testing.assert_allclose(weights - 0.3 * gradient, expected, rtol=1e-12, atol=1e-14)


def test_with_it_a_neuron_learns_and_and_the_cost_falls_at_every_step():
    inputs = np.array([[1.0, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]])
    targets, weights = np.array([[0.0], [0], [0], [1]]), np.zeros((3, 1))
    costs = []
    for _ in range(2000):
        outputs = sigmoid.sigmoid(inputs @ weights)
        costs.append(quadratic_cost.quadratic_cost(targets, outputs))
        gradient = solution.delta_rule_gradient(inputs, weights, targets, "sigmoid")
        weights = weights - 2.0 * gradient
    assert (np.diff(costs) < 0).all()
    np.testing.assert_array_equal(outputs >= 0.5, targets == 1)


@pytest.mark.tensorflow
@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_tape_agrees(kind):
    tf = pytest.importorskip("tensorflow")
    activation = {"identity": tf.identity, "sigmoid": tf.sigmoid, "tanh": tf.tanh, "relu": tf.nn.relu}[kind]
    for seed in range(5):
        inputs, weights, targets = drawn(seed)
        variable = tf.Variable(weights)
        with tf.GradientTape() as tape:
            errors = activation(tf.matmul(inputs, variable)) - targets
            cost = tf.reduce_mean(tf.reduce_sum(tf.square(errors), axis=1)) / 2
        expected = tape.gradient(cost, variable).numpy()
        found = solution.delta_rule_gradient(inputs, weights, targets, kind)
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-14)
