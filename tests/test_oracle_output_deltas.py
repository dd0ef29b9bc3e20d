"""The solution of ``ch06/output_deltas`` against exact decimals, scipy and TensorFlow."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from solutions.ch06_optimization import output_deltas as solution


def drawn(seed):
    rng = np.random.default_rng(seed)
    net = 10.0 ** rng.uniform(-3, 1.5, (4, 3)) * rng.choice([-1, 1], (4, 3))
    return net, rng.choice([0.0, 1.0, rng.random()], (4, 3))


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_decimals_of_fifty_digits(seed):
    net, targets = drawn(seed)
    squared, other = solution.squared_delta(net, targets), solution.cross_entropy_delta(net, targets)
    with localcontext() as context:
        context.prec = 50
        for place in np.ndindex(net.shape):
            t = Decimal(float(targets[place]))
            y = 1 / (1 + (-Decimal(float(net[place]))).exp())
            # By the chain rule, from the costs by the output.
            slope = y * (1 - y)
            assert squared[place] == pytest.approx(float((y - t) * slope), abs=1e-15)
            assert other[place] == pytest.approx(float((-t / y + (1 - t) / (1 - y)) * slope), abs=1e-15)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_the_differences_of_scipys_costs(seed):
    special = pytest.importorskip("scipy.special")
    net, targets = drawn(seed)
    h = 1e-5

    def squared(z):
        return (special.expit(z) - targets) ** 2 / 2

    def cross_entropy(z):
        return -targets * special.log_expit(z) - (1 - targets) * special.log_expit(-z)

    for delta, cost in (
        (solution.squared_delta, squared),
        (solution.cross_entropy_delta, cross_entropy),
    ):
        difference = (cost(net + h) - cost(net - h)) / (2 * h)
        np.testing.assert_allclose(delta(net, targets), difference, atol=1e-8)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_the_gradient_tape_agrees(seed):
    tf = pytest.importorskip("tensorflow")
    net, targets = drawn(seed)
    variable = tf.Variable(net)
    with tf.GradientTape(persistent=True) as tape:
        squared = tf.nn.l2_loss(tf.sigmoid(variable) - targets)
        losses = tf.nn.sigmoid_cross_entropy_with_logits(tf.constant(targets), variable)
        other = tf.reduce_sum(losses)
    np.testing.assert_allclose(
        solution.squared_delta(net, targets), tape.gradient(squared, variable), atol=1e-14
    )
    np.testing.assert_allclose(
        solution.cross_entropy_delta(net, targets), tape.gradient(other, variable), atol=1e-14
    )
