"""The solution of ``ch03/lms_step`` against sums written out, least squares, Keras and the book's programs."""

import numpy as np
import pytest

from solutions.ch03_perceptron import lms_step as solution

BOOK = np.array([[1.0, 3.0, 3.0], [1.0, 4.0, 3.0], [1.0, 1.0, 1.0], [1.0, 2.0, 1.0]])
CLASSES = np.array([[1.0], [1.0], [-1.0], [-1.0]])
XOR = np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
XOR_CLASSES = np.array([[-1.0], [1.0], [1.0], [-1.0]])
SHAPES = [(1, 1), (4, 3), (3, 4), (5, 5), (40, 7)]


def drawn(shape, seed):
    rng = np.random.default_rng(seed)
    rows, columns = shape
    return rng.normal(size=(columns, 1)), rng.normal(size=shape), rng.normal(size=(rows, 1))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_the_sum_written_out(shape, seed):
    weights, inputs, targets = drawn(shape, seed)
    rows, columns = shape
    expected = weights.copy()
    for d in range(columns):
        for n in range(rows):
            output = sum(inputs[n, e] * weights[e, 0] for e in range(columns))
            expected[d, 0] += 0.1 * (targets[n, 0] - output) * inputs[n, d] / rows
    np.testing.assert_allclose(
        solution.lms_step(weights, inputs, targets, 0.1), expected, rtol=1e-12, atol=1e-13
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", SHAPES)
def test_its_step_is_the_slope_by_the_complex_step(shape, seed):
    weights, inputs, targets = drawn(shape, seed)
    slope = np.empty_like(weights)
    for d in range(len(weights)):
        moved = weights.astype(complex)
        moved[d] += 1e-20j
        errors = targets - inputs @ moved
        slope[d] = (np.sum(errors**2) / (2 * len(inputs))).imag / 1e-20
    step = solution.lms_step(weights, inputs, targets, 0.3) - weights
    np.testing.assert_allclose(step, -0.3 * slope, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_it_ends_at_least_squares(seed):
    weights, inputs, targets = drawn((30, 4), seed)
    linear_model = pytest.importorskip("sklearn.linear_model")
    best = linear_model.LinearRegression(fit_intercept=False).fit(inputs, targets).coef_.T
    for _ in range(2000):
        weights = solution.lms_step(weights, inputs, targets, 0.2)
    np.testing.assert_allclose(weights, best, atol=1e-9)


def test_the_book_s_linear_network_ends_at_y_equal_to_two():
    weights = np.full((3, 1), 0.5)
    for _ in range(20_000):
        weights = solution.lms_step(weights, BOOK, CLASSES, 0.1)
    np.testing.assert_allclose(weights, [[-2], [0], [1]], atol=1e-6)


def test_the_book_s_xor_ends_at_zero():
    weights = np.full((3, 1), 0.5)
    for _ in range(5000):
        weights = solution.lms_step(weights, XOR, XOR_CLASSES, 0.1)
    np.testing.assert_allclose(weights, 0, atol=1e-9)
    np.testing.assert_allclose(XOR @ weights, 0, atol=1e-9)


@pytest.mark.tensorflow
@pytest.mark.parametrize("shape", SHAPES)
def test_keras_takes_a_step_twice_as_long(shape):
    keras = pytest.importorskip("tensorflow").keras
    weights, inputs, targets = drawn(shape, 0)
    dense = keras.layers.Dense(1, use_bias=False, dtype="float64")
    model = keras.Sequential([keras.Input((shape[1],), dtype="float64"), dense])
    model.compile(optimizer=keras.optimizers.SGD(0.05), loss="mse")
    dense.set_weights([weights])
    model.train_on_batch(inputs, targets)
    np.testing.assert_allclose(
        dense.get_weights()[0], solution.lms_step(weights, inputs, targets, 0.1), rtol=1e-6, atol=1e-8
    )


@pytest.mark.tensorflow
@pytest.mark.parametrize("shape", SHAPES)
def test_it_agrees_with_tensorflow(shape):
    tf = pytest.importorskip("tensorflow")
    weights, inputs, targets = drawn(shape, 1)
    variable = tf.Variable(weights)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(targets - inputs @ variable)) / 2
    expected = weights - 0.1 * tape.gradient(loss, variable).numpy()
    np.testing.assert_allclose(
        solution.lms_step(weights, inputs, targets, 0.1), expected, rtol=1e-12, atol=1e-13
    )
