"""The solution of ``ch06/sgd`` against loops written out, and against Keras, step by step and epoch by epoch."""

import numpy as np
import pytest

from solutions.ch06_optimization import sgd as solution


class Recorder:
    """The gradient of the mean squared error of a linear network, and the batches it was asked for."""

    def __init__(self):
        self.batches = []

    def __call__(self, weights, inputs, targets):
        self.batches.append((inputs, targets))
        return 2 * inputs.T @ (inputs @ weights - targets) / targets.size


def drawn(rows, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(4, 3)), rng.normal(size=(rows, 4)), rng.normal(size=(rows, 3))


@pytest.mark.parametrize("seed", range(10))
def test_a_step_is_the_formula_weight_by_weight(seed):
    rng = np.random.default_rng(seed)
    weights, gradient = rng.normal(size=(3, 2)), rng.normal(size=(3, 2)) * 10.0 ** rng.uniform(-6, 2, (3, 2))
    found = solution.sgd_step(weights, gradient, 0.3)
    for place in np.ndindex(3, 2):
        assert found[place] == pytest.approx(weights[place] - 0.3 * gradient[place], rel=1e-14)


@pytest.mark.parametrize("batch_size", [1, 3, 5, 10, 11])
@pytest.mark.parametrize("seed", range(5))
def test_an_epoch_visits_every_row_once_and_goes_on_from_step_to_step(seed, batch_size):
    weights, inputs, targets = drawn(10, seed)
    recorder = Recorder()
    found = solution.sgd_epoch(
        weights, recorder, inputs, targets, batch_size, np.random.default_rng(seed), 0.05
    )
    batches = recorder.batches[:]
    expected = weights
    for some, others in batches:
        expected = expected - 0.05 * recorder(expected, some, others)
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    visited = np.concatenate([np.hstack(batch) for batch in batches])
    everything = np.hstack([inputs, targets])
    np.testing.assert_array_equal(visited[visited[:, 0].argsort()], everything[everything[:, 0].argsort()])
    assert [len(some) for some, _ in batches[:-1]] == [batch_size] * (len(batches) - 1)


def test_every_order_is_as_likely_as_any_other():
    inputs = np.arange(3.0)[:, np.newaxis]
    counts = {}
    rng = np.random.default_rng(0)
    for _ in range(3000):
        seen = []

        def gradient_of(weights, rows, targets, seen=seen):
            seen.append(int(rows[0, 0]))
            return 0 * weights

        solution.sgd_epoch(np.zeros(1), gradient_of, inputs, inputs, 1, rng)
        counts[tuple(seen)] = counts.get(tuple(seen), 0) + 1
    assert len(counts) == 6
    assert all(abs(count - 500) < 5 * np.sqrt(500) for count in counts.values())


@pytest.mark.tensorflow
def test_a_step_agrees_with_keras():
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(3, 2))
    variable = tf.Variable(weights, dtype=tf.float64)
    keras = tf.keras.optimizers.SGD(0.125)  # a learning rate that float32 holds exactly, as Keras must
    for _ in range(10):
        gradient = rng.normal(size=(3, 2))
        keras.apply_gradients([(tf.constant(gradient, tf.float64), variable)])
        weights = solution.sgd_step(weights, gradient, 0.125)
        np.testing.assert_allclose(weights, variable.numpy(), rtol=1e-12)


@pytest.mark.tensorflow
@pytest.mark.parametrize("batch_size", [4, 5, 10])
def test_an_epoch_agrees_with_keras_fit_on_the_same_order(batch_size):
    keras = pytest.importorskip("tensorflow").keras
    weights, inputs, targets = drawn(10, 1)
    recorder = Recorder()
    expected = solution.sgd_epoch(
        weights, recorder, inputs, targets, batch_size, np.random.default_rng(2), 0.0625
    )
    some, others = (np.concatenate(rows) for rows in zip(*recorder.batches, strict=True))
    dense = keras.layers.Dense(3, use_bias=False, dtype="float64")
    model = keras.Sequential([keras.Input((4,), dtype="float64"), dense])
    model.compile(optimizer=keras.optimizers.SGD(0.0625), loss="mse")
    dense.set_weights([weights])
    model.fit(some, others, batch_size=batch_size, shuffle=False, verbose=0)
    np.testing.assert_allclose(dense.get_weights()[0], expected, rtol=1e-6, atol=1e-7)
