"""The solution of ``ch05/fit_line`` against least squares, fractions, TensorFlow and program 5-4."""

from fractions import Fraction

import numpy as np
import pytest

from solutions.ch05_tensorflow.fit_line import fit_line


def points(seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, size=rng.integers(4, 30))
    return x, rng.normal(size=2) @ [x, np.ones_like(x)] + 0.1 * rng.normal(size=len(x))


@pytest.mark.parametrize("seed", range(20))
def test_ends_at_the_line_of_least_squares(seed):
    x, y = points(seed)
    slope, intercept, losses = fit_line(x, y, 0.3, 2000, slope=0.5, intercept=-0.5)
    (right, residuals, *_) = np.polyfit(x, y, 1, full=True)
    np.testing.assert_allclose([slope, intercept], right, rtol=1e-9, atol=1e-12)
    assert losses[-1] == pytest.approx(residuals[0] / len(x), rel=1e-9)
    assert (np.diff(losses) <= 1e-15).all()


@pytest.mark.parametrize("seed", range(10))
def test_agrees_with_fractions(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(-8, 9, size=(2, 3)) / 4
    line, losses = [Fraction(1, 2), Fraction(-1)], []
    for _ in range(4):
        errors = [
            line[0] * Fraction(across) + line[1] - Fraction(up) for across, up in zip(x, y, strict=True)
        ]
        losses.append(sum(error**2 for error in errors) / 3)
        by_slope = sum(error * Fraction(across) for error, across in zip(errors, x, strict=True))
        line = [line[0] - Fraction(1, 8) * 2 * by_slope / 3, line[1] - Fraction(1, 8) * 2 * sum(errors) / 3]
    slope, intercept, found = fit_line(x, y, 0.125, 4, slope=0.5, intercept=-1.0)
    np.testing.assert_allclose([slope, intercept], [float(number) for number in line], rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(found, [float(loss) for loss in losses], rtol=1e-12)
    assert type(slope) is type(intercept) is float


@pytest.mark.parametrize("seed", range(5))
def test_program_5_4_ends_at_the_variance_of_its_noise(seed):
    rng = np.random.default_rng(seed)
    x = rng.random(100)
    y = 0.1 * x + 0.2 + rng.normal(scale=0.01, size=100)
    # Keras begins with a weight from Glorot's uniform distribution; the book's loss was 0.33 there.
    slope, intercept, losses = fit_line(x, y, 0.03, 2001, slope=rng.uniform(-1.7, 1.7), intercept=0.0)
    assert losses.shape == (2001,)
    assert slope == pytest.approx(0.1, abs=0.02)
    assert intercept == pytest.approx(0.2, abs=0.02)
    assert 0.5e-4 < losses[2000] < 2e-4
    assert (np.diff(losses) < 0).all()


@pytest.mark.tensorflow
def test_keras_goes_the_same_way():
    tf = pytest.importorskip("tensorflow")
    x, y = points(3)
    layer = tf.keras.layers.Dense(1, dtype="float64")
    model = tf.keras.Sequential([tf.keras.Input((1,), dtype="float64"), layer])
    layer.set_weights([np.array([[0.7]]), np.array([-0.2])])
    model.compile(tf.keras.optimizers.SGD(0.25), loss="mse")
    right = [float(model.train_on_batch(x[:, np.newaxis], y[:, np.newaxis])) for _ in range(5)]
    slope, intercept, losses = fit_line(x, y, 0.25, 5, slope=0.7, intercept=-0.2)
    np.testing.assert_allclose(losses, right, rtol=1e-5)  # Keras has them in float32
    weights, biases = layer.get_weights()
    np.testing.assert_allclose([slope, intercept], [weights[0, 0], biases[0]], rtol=1e-6)
