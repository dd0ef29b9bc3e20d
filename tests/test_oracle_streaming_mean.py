"""`streaming_mean` against numpy's mean, scikit-learn and tf.keras.metrics."""

import numpy as np
import pytest

from solutions.ch05_tensorflow.streaming_mean import is_correct, result, start, update


def cut(rng, array):
    """Cut an array into batches of random sizes, some of them empty."""
    return np.split(array, np.sort(rng.integers(0, len(array) + 1, 4)))


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_mean_of_all_numbers(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=rng.integers(1, 40))
    state = start()
    for batch in cut(rng, values):
        state = update(state, batch)
    np.testing.assert_allclose(result(state), values.mean(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("seed", range(10))
def test_the_mean_of_what_is_correct_is_the_accuracy(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    scores, labels = rng.normal(size=(50, 4)), rng.integers(0, 4, 50)
    state = start()
    for rows in cut(rng, np.arange(50)):
        state = update(state, is_correct(scores[rows], labels[rows]))
    np.testing.assert_allclose(result(state), metrics.accuracy_score(labels, scores.argmax(axis=1)))
    np.testing.assert_allclose(result(state), metrics.top_k_accuracy_score(labels, scores, k=1))


@pytest.mark.tensorflow
def test_it_is_keras_mean_and_accuracy():
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(0)
    mean, accuracy = tf.keras.metrics.Mean(), tf.keras.metrics.SparseCategoricalAccuracy()
    for _epoch in range(2):
        mean.reset_state()
        accuracy.reset_state()
        of_losses = of_answers = start()
        assert float(mean.result()) == result(of_losses) == 0.0
        for size in (32, 32, 16, 1):
            losses, scores = rng.random(size), rng.random((size, 10))
            labels = rng.integers(0, 10, size)
            mean.update_state(losses)
            accuracy.update_state(labels, scores)
            of_losses = update(of_losses, losses)
            of_answers = update(of_answers, is_correct(scores, labels))
            np.testing.assert_allclose(result(of_losses), float(mean.result()), rtol=1e-5)
            np.testing.assert_allclose(result(of_answers), float(accuracy.result()), rtol=1e-6)
