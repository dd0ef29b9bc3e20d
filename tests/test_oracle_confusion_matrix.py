"""The solution of ``ch04/confusion_matrix`` against scikit-learn and TensorFlow."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix as oracle

from solutions.ch04_backpropagation.confusion_matrix import confusion_matrix


def labels_of(seed):
    rng = np.random.default_rng(seed)
    classes, count = rng.integers(1, 12), rng.integers(1, 60)
    return (*rng.integers(0, classes, (2, count)), int(classes))


@pytest.mark.filterwarnings("ignore:A single label was found")
@pytest.mark.parametrize("seed", range(60))
def test_agrees_with_scikit_learn(seed):
    true, predicted, classes = labels_of(seed)
    found = confusion_matrix(true, predicted, classes)
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, oracle(true, predicted, labels=range(classes)))


def test_without_labels_scikit_learn_keeps_only_classes_that_occur():
    assert oracle([0, 3], [0, 3]).shape == (2, 2)
    assert confusion_matrix(np.array([0, 3]), np.array([0, 3]), 5).shape == (5, 5)


@pytest.mark.parametrize("seed", range(20))
def test_the_other_way_that_is_told_of_counts_the_same(seed):
    true, predicted, classes = labels_of(seed)
    counts = np.bincount(true * classes + predicted, minlength=classes**2).reshape(classes, classes)
    np.testing.assert_array_equal(confusion_matrix(true, predicted, classes), counts)


@pytest.mark.tensorflow
def test_agrees_with_tensorflow():
    tf = pytest.importorskip("tensorflow")
    for seed in range(60, 80):
        true, predicted, classes = labels_of(seed)
        right = tf.math.confusion_matrix(true, predicted, num_classes=classes).numpy()
        np.testing.assert_array_equal(confusion_matrix(true, predicted, classes), right)
