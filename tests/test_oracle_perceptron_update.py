"""`perceptron_update` against the book's trace, scikit-learn's steps, brute force and TensorFlow."""

import numpy as np
import pytest

from solutions.ch03_perceptron.perceptron_update import perceptron_update


def test_it_goes_the_way_that_programs_3_1_and_3_2_print():
    weights, x = np.array([-5.0, 0.0, 0.0]), np.array([1.0, 0.0, -1.0])
    for expected in ([-3, 0, -2], [-1, 0, -4], [-1, 0, -4]):
        weights = perceptron_update(weights, x, 1, 1.0)
        assert weights.tolist() == expected


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_rule_written_out(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 9))
    weights, x = rng.normal(size=size), rng.integers(-2, 3, size).astype(float)
    target, rate = int(rng.choice([-1, 1])), float(rng.uniform(0.01, 2))
    net = sum(w * v for w, v in zip(weights, x, strict=True))
    output = 1 if net > 0 else -1 if net < 0 else 0
    expected = [w + rate * (target - output) * v for w, v in zip(weights, x, strict=True)]
    np.testing.assert_allclose(perceptron_update(weights, x, target, rate), expected, rtol=1e-13)


@pytest.mark.parametrize("seed", range(5))
def test_with_half_the_rate_it_is_scikit_learns_perceptron(seed):
    linear_model = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(50, 4))
    targets = rng.choice([-1, 1], 50)
    weights = rng.normal(size=4)
    model = linear_model.Perceptron(fit_intercept=False, eta0=0.5)
    model.partial_fit(rows[:1], targets[:1], classes=[-1, 1])
    model.coef_[0] = weights
    for x, target in zip(rows, targets, strict=True):
        model.partial_fit(x[None], [target])
        weights = perceptron_update(weights, x, target, 0.25)
        np.testing.assert_allclose(weights, model.coef_[0], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_on_separable_data_it_makes_no_more_mistakes_than_novikoff_allows(seed):
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=3)
    truth /= np.linalg.norm(truth)
    rows = rng.normal(size=(80, 3))
    rows = rows[np.abs(rows @ truth) > 0.2]
    targets = np.sign(rows @ truth)
    most = (np.linalg.norm(rows, axis=1).max() / np.abs(rows @ truth).min()) ** 2
    # Not from zero, where the first step is half a one.
    weights = perceptron_update(np.zeros(3), rows[0], targets[0], 2.0)
    mistakes = 1
    for _ in range(200):
        before = mistakes
        for x, target in zip(rows, targets, strict=True):
            after = perceptron_update(weights, x, target, 1.0)
            mistakes += int((after != weights).any())
            weights = after
        if mistakes == before:
            break
    assert mistakes <= most
    np.testing.assert_array_equal(np.sign(rows @ weights), targets)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_negative_gradient_of_the_perceptron_loss(seed):
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(seed)
    start, x = rng.normal(size=5), rng.normal(size=5)
    for target in (1, -1):
        weights = tf.constant(start)
        with tf.GradientTape() as tape:
            tape.watch(weights)
            loss = 2 * tf.nn.relu(-target * tf.tensordot(weights, tf.constant(x), 1))
        moved = start - 0.3 * tape.gradient(loss, weights).numpy()
        np.testing.assert_allclose(perceptron_update(start, x, target, 0.3), moved, rtol=1e-12)
