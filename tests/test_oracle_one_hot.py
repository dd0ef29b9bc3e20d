"""The solution of ``ch04/one_hot`` against scikit-learn and TensorFlow, and where they say otherwise."""

import numpy as np
import pytest
from sklearn.preprocessing import LabelBinarizer

from solutions.ch04_backpropagation.one_hot import from_one_hot, one_hot


def labels_of(seed, classes):
    rng = np.random.default_rng(seed)
    return rng.integers(0, classes, rng.integers(1, 12))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("classes", [3, 4, 10])
def test_agrees_with_the_label_binarizer(seed, classes):
    labels = labels_of(seed, classes)
    binarizer = LabelBinarizer().fit(np.arange(classes))
    rows = one_hot(labels, classes)
    assert rows.dtype == np.float64
    np.testing.assert_array_equal(rows, binarizer.transform(labels))
    np.testing.assert_array_equal(from_one_hot(rows), binarizer.inverse_transform(rows))


def test_the_label_binarizer_makes_one_column_of_two_classes():
    assert LabelBinarizer().fit_transform([0, 1, 1]).shape == (3, 1)
    assert one_hot(np.array([0, 1, 1]), 2).shape == (3, 2)


@pytest.mark.parametrize("seed", range(40))
def test_the_largest_of_each_row_is_found(seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(-3, 4, rng.integers(1, 7, 2)) / 4
    assert from_one_hot(rows).tolist() == [row.index(max(row)) for row in rows.tolist()]


@pytest.mark.parametrize("labels", [[-1], [0, 3], [0, -3, 2]])
def test_labels_that_are_no_class_raise(labels):
    with pytest.raises(ValueError, match="from 0 to 2"):
        one_hot(np.array(labels), 3)


@pytest.mark.tensorflow
def test_agrees_with_tensorflow():
    tf = pytest.importorskip("tensorflow")
    for seed in range(20):
        classes = 1 + seed % 6
        labels = labels_of(seed, classes)
        rows = one_hot(labels, classes)
        np.testing.assert_array_equal(rows, tf.one_hot(labels, classes, dtype=tf.float64).numpy())
        np.testing.assert_array_equal(rows, tf.keras.utils.to_categorical(labels, classes))
        np.testing.assert_array_equal(from_one_hot(rows), tf.argmax(rows, axis=1).numpy())


@pytest.mark.tensorflow
def test_what_is_said_of_libraries_and_labels_that_are_no_class():
    tf = pytest.importorskip("tensorflow")
    np.testing.assert_array_equal(tf.one_hot([-1, 3], 3).numpy(), np.zeros((2, 3)))
    np.testing.assert_array_equal(tf.keras.utils.to_categorical(np.array([-1]), 3), [[0, 0, 1]])
    with pytest.raises(IndexError):
        tf.keras.utils.to_categorical(np.array([3]), 3)
