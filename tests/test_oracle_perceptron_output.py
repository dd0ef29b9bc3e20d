"""`perceptron_output` against NumPy's own activations, scikit-learn's decisions and TensorFlow."""

import numpy as np
import pytest

from solutions.ch03_perceptron.perceptron_output import perceptron_output

SIZES = [(1, 1), (5, 3), (3, 5), (4, 4), (200, 10)]


def neuron(sizes, seed, whole=False):
    rng = np.random.default_rng(seed)
    if whole:
        return rng.integers(-3, 4, sizes).astype(float), rng.integers(-3, 4, sizes[1]).astype(float), 1.0
    return rng.normal(size=sizes), rng.normal(size=sizes[1]), float(rng.normal())


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("sizes", SIZES)
def test_it_is_numpys_sign_and_heaviside(sizes, whole):
    for seed in range(10):
        inputs, weights, bias = neuron(sizes, seed, whole)
        net = np.array([np.dot(row, weights) + bias for row in inputs])
        np.testing.assert_array_equal(perceptron_output(inputs, weights, bias), np.sign(net))
        steps = perceptron_output(inputs, weights, bias, activation="step")
        np.testing.assert_array_equal(steps, np.heaviside(net, 1.0))


@pytest.mark.parametrize("seed", range(5))
def test_a_perceptron_that_scikit_learn_trained_decides_the_same(seed):
    linear_model = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(60, 3))
    labels = np.where(inputs @ [1.0, -2.0, 0.5] > 0.3, 1, -1)
    model = linear_model.Perceptron(random_state=0).fit(inputs, labels)
    weights, bias = model.coef_[0], float(model.intercept_[0])
    np.testing.assert_array_equal(perceptron_output(inputs, weights, bias), model.predict(inputs))


def test_scikit_learn_counts_the_boundary_to_the_negative_class():
    linear_model = pytest.importorskip("sklearn.linear_model")
    model = linear_model.Perceptron().fit([[1.0], [-1.0]], [1, -1])
    model.coef_, model.intercept_ = np.array([[1.0]]), np.array([0.0])
    assert model.predict([[0.0]]).tolist() == [-1]
    assert perceptron_output(np.zeros((1, 1)), np.ones(1), 0.0).tolist() == [0.0]


@pytest.mark.tensorflow
@pytest.mark.parametrize("sizes", SIZES)
def test_it_is_tensorflows_sign(sizes):
    tf = pytest.importorskip("tensorflow")
    inputs, weights, bias = neuron(sizes, 3)
    expected = tf.sign(tf.linalg.matvec(tf.constant(inputs), weights) + bias).numpy()
    np.testing.assert_array_equal(perceptron_output(inputs, weights, bias), expected)
