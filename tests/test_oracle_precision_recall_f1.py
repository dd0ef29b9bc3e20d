"""The solution of ``ch04/precision_recall_f1`` against scikit-learn and Keras."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from solutions.ch04_backpropagation.precision_recall_f1 import averaged_scores, precision_recall_f1


def labels_of(seed):
    rng = np.random.default_rng(seed)
    classes, count = rng.integers(1, 9), rng.integers(1, 40)
    true, predicted = rng.integers(0, classes, (2, count))
    return true, np.where(rng.random(count) < 0.5, true, predicted), int(classes)


@pytest.mark.parametrize("seed", range(60))
def test_agrees_with_scikit_learn(seed):
    true, predicted, classes = labels_of(seed)
    options = {"labels": range(classes), "zero_division": 0}
    right = precision_recall_fscore_support(true, predicted, **options)[:3]
    np.testing.assert_allclose(precision_recall_f1(true, predicted, classes), right, rtol=1e-12)
    for average in ("macro", "weighted", "micro"):
        right = precision_recall_fscore_support(true, predicted, average=average, **options)[:3]
        found = averaged_scores(true, predicted, classes, average)
        assert all(type(score) is float for score in found)
        np.testing.assert_allclose(found, right, rtol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_micro_and_the_weighted_recall_are_accuracy(seed):
    true, predicted, classes = labels_of(seed)
    right = accuracy_score(true, predicted)
    np.testing.assert_allclose(averaged_scores(true, predicted, classes, "micro"), right)
    np.testing.assert_allclose(averaged_scores(true, predicted, classes, "weighted")[1], right)


@pytest.mark.parametrize("seed", range(20))
def test_the_f1_of_the_means_is_never_smaller(seed):
    true, predicted, classes = labels_of(seed)
    precision, recall, f1 = averaged_scores(true, predicted, classes, "macro")
    assert precision + recall == 0 or 2 * precision * recall / (precision + recall) >= f1 - 1e-12


def test_without_labels_scikit_learn_leaves_absent_classes_out():
    true = predicted = np.array([0, 1])
    left_out = precision_recall_fscore_support(true, predicted, average="macro", zero_division=0)[2]
    assert left_out == 1.0
    assert averaged_scores(true, predicted, 4, "macro")[2] == 0.5


@pytest.mark.tensorflow
def test_agrees_with_keras():
    tf = pytest.importorskip("tensorflow")
    for seed in range(60, 70):
        true, predicted, classes = labels_of(seed)
        for average in ("macro", "weighted", "micro"):
            metric = tf.keras.metrics.F1Score(average=average)
            metric.update_state(np.eye(classes)[true], np.eye(classes)[predicted])
            found = averaged_scores(true, predicted, classes, average)[2]
            # Keras counts in float32 and adds 1e-7 to its denominators.
            assert found == pytest.approx(float(metric.result()), rel=1e-5, abs=1e-6)
