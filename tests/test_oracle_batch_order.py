"""`batch_order` against tf.data, and against the counts of MNIST."""

import itertools

import pytest

from solutions.ch05_tensorflow.batch_order import batch_order


def test_it_counts_the_batches_of_mnist():
    assert len(batch_order(60000, 32, 1)) == 1875
    test = batch_order(10000, 32, 1)
    assert (len(test), len(test[-1])) == (313, 16)
    assert len(batch_order(10000, 32, 2)) == 625
    assert len(batch_order(10000, 32, 2, "batch_repeat")) == 626
    assert len(batch_order(10000, 32, 2, "batch_repeat", drop_remainder=True)) == 624


@pytest.mark.parametrize("order", ["batch", "batch-repeat", "", None])
def test_no_other_order_will_do(order):
    with pytest.raises(ValueError, match="neither"):
        batch_order(3, 2, 1, order)


@pytest.mark.tensorflow
def test_it_is_tf_data():
    tf = pytest.importorskip("tensorflow")
    for count, size, epochs, drop in itertools.product((1, 4, 5), (1, 2, 3, 7), (1, 3), (False, True)):
        data = tf.data.Dataset.range(count)
        chains = {
            "repeat_batch": data.repeat(epochs).batch(size, drop_remainder=drop),
            "batch_repeat": data.batch(size, drop_remainder=drop).repeat(epochs),
        }
        for order, chain in chains.items():
            right = [batch.tolist() for batch in chain.as_numpy_iterator()]
            assert batch_order(count, size, epochs, order, drop) == right
        right = [batch.tolist() for batch in data.repeat(epochs).batch(size).as_numpy_iterator()]
        assert batch_order(count, size, epochs) == right
