"""The solution of ``ch04/batches`` against brute force, chance and tf.data."""

import numpy as np
import pytest

from solutions.ch04_backpropagation.batches import batches


def data(count):
    inputs = np.arange(count)[:, np.newaxis] * np.array([1.0, -1.0])
    return inputs, 10 * inputs[:, :1] + 1


@pytest.mark.parametrize("count", [1, 2, 5, 12, 13])
@pytest.mark.parametrize("batch_size", [1, 2, 4, 13, 50])
def test_an_epoch_is_every_pair_once(count, batch_size):
    inputs, targets = data(count)
    epoch = batches(inputs, targets, batch_size, np.random.default_rng(count))
    assert all(len(one) == batch_size for one, _ in epoch[:-1])
    assert 0 < len(epoch[-1][0]) <= batch_size
    every_input, every_target = (np.concatenate(side) for side in zip(*epoch, strict=True))
    order = every_input[:, 0].astype(int)
    np.testing.assert_array_equal(np.sort(order), np.arange(count))
    np.testing.assert_array_equal(every_input, inputs[order])
    np.testing.assert_array_equal(every_target, targets[order])


def test_every_order_is_as_likely():
    inputs, targets = data(3)
    rng = np.random.default_rng(0)
    counts = {}
    for _ in range(6000):
        order = tuple(float(one[0, 0]) for one, _ in batches(inputs, targets, 1, rng))
        counts[order] = counts.get(order, 0) + 1
    assert len(counts) == 6
    # The standard deviation of each count is 29.
    assert all(abs(count - 1000) < 150 for count in counts.values())


def test_what_is_said_of_drawing_with_replacement():
    rng = np.random.default_rng(0)
    left_out = [1 - len(np.unique(rng.integers(1347, size=1347))) / 1347 for _ in range(50)]
    assert np.mean(left_out) == pytest.approx(np.exp(-1), abs=0.005)


@pytest.mark.tensorflow
@pytest.mark.parametrize("batch_size", [1, 4, 5, 20])
def test_the_sizes_are_those_of_tf_data(batch_size):
    tf = pytest.importorskip("tensorflow")
    inputs, targets = data(10)
    dataset = tf.data.Dataset.from_tensor_slices((inputs, targets)).shuffle(10).batch(batch_size)
    right = [tuple(part.shape for part in pair) for pair in dataset]
    epoch = batches(inputs, targets, batch_size, np.random.default_rng(0))
    assert [tuple(part.shape for part in pair) for pair in epoch] == right
