"""The solution of ``ch06/softmax_jacobian`` against complex steps, scipy and TensorFlow."""

import numpy as np
import pytest

from solutions.ch06_optimization.softmax_jacobian import softmax_jacobian


def drawn(seed):
    rng = np.random.default_rng(seed)
    return 3 * rng.normal(size=rng.integers(1, 8))


def softmax(logits):
    powers = np.exp(logits)
    return powers / powers.sum()


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_complex_steps(seed):
    logits = drawn(seed)
    columns = [softmax(logits + 1e-30j * unit).imag / 1e-30 for unit in np.eye(len(logits))]
    np.testing.assert_allclose(softmax_jacobian(softmax(logits)), np.transpose(columns), atol=1e-15)


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_the_differences_of_scipys_softmax(seed):
    special = pytest.importorskip("scipy.special")
    logits, h = drawn(seed), 1e-5
    columns = [
        (special.softmax(logits + h * unit) - special.softmax(logits - h * unit)) / (2 * h)
        for unit in np.eye(len(logits))
    ]
    np.testing.assert_allclose(
        softmax_jacobian(special.softmax(logits)), np.transpose(columns), rtol=0, atol=1e-9
    )


@pytest.mark.parametrize("seed", range(20))
def test_has_rank_k_less_one_and_no_negative_eigenvalue(seed):
    logits = drawn(seed)
    values = np.linalg.eigvalsh(softmax_jacobian(softmax(logits)))
    assert values[0] == pytest.approx(0, abs=1e-15)
    assert (values[1:] > 1e-12).all()


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_tape_agrees(seed):
    tf = pytest.importorskip("tensorflow")
    variable = tf.Variable(drawn(seed))
    with tf.GradientTape() as tape:
        outputs = tf.nn.softmax(variable)
    np.testing.assert_allclose(
        softmax_jacobian(outputs.numpy()), tape.jacobian(outputs, variable), atol=1e-15
    )
