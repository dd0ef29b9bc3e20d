"""The solution of ``ch06/weight_penalty`` against exact fractions, scipy and Keras."""

from fractions import Fraction

import numpy as np
import pytest

from solutions.ch06_optimization.weight_penalty import weight_penalty


def drawn(seed):
    rng = np.random.default_rng(seed)
    shapes = [tuple(rng.integers(1, 5, size=rng.integers(1, 4))) for _ in range(rng.integers(1, 4))]
    weights = [rng.normal(size=shape) * rng.integers(0, 2, size=shape) for shape in shapes]
    return weights, *rng.random(2)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_fractions(seed):
    weights, l1, l2 = drawn(seed)
    penalty, gradients = weight_penalty(weights, l1, l2)
    assert isinstance(penalty, float)
    exact = [Fraction(float(n)) for w in weights for n in w.flat]
    right = sum(Fraction(float(l1)) * abs(n) + Fraction(float(l2)) * n * n for n in exact)
    assert penalty == pytest.approx(float(right), rel=1e-13)
    for w, gradient in zip(weights, gradients, strict=True):
        assert gradient.shape == w.shape
        assert (gradient[w == 0] == 0).all()


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_scipys_differences(seed):
    optimize = pytest.importorskip("scipy.optimize")
    weights, l1, l2 = drawn(seed)
    weights = [np.where(w == 0, 0.5, w) for w in weights]  # away from the kinks
    _, gradients = weight_penalty(weights, l1, l2)
    for i, (w, gradient) in enumerate(zip(weights, gradients, strict=True)):

        def of(vector, i=i, w=w):
            return weight_penalty([*weights[:i], vector.reshape(w.shape), *weights[i + 1 :]], l1, l2)[0]

        differences = optimize.approx_fprime(w.ravel(), of)
        np.testing.assert_allclose(gradient.ravel(), differences, atol=1e-5)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(5))
def test_keras_agrees(seed):
    tf = pytest.importorskip("tensorflow")
    weights, l1, l2 = drawn(seed)
    variables = [tf.Variable(w) for w in weights]
    regularizer = tf.keras.regularizers.L1L2(float(l1), float(l2))
    with tf.GradientTape() as tape:
        expected = tf.add_n([regularizer(variable) for variable in variables])
    penalty, gradients = weight_penalty(weights, l1, l2)
    assert penalty == pytest.approx(float(expected), rel=1e-6)
    for mine, theirs in zip(gradients, tape.gradient(expected, variables), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-6)
