"""`ch04/backprop` against derivatives by complex steps and TensorFlow's, and the digits that it trains on."""

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.source import patched
from solutions.ch04_backpropagation import trainer_digits
from solutions.ch04_backpropagation.backprop import backprop

KINDS = ("identity", "sigmoid", "tanh", "relu")


def random_network(seed):
    rng = np.random.default_rng(seed)
    units = rng.integers(1, 7, size=rng.integers(2, 7))
    layers = [
        (rng.normal(size=shape), rng.normal(size=shape[1]), str(rng.choice(KINDS)))
        for shape in pairwise(units)
    ]
    rows = rng.integers(1, 9)
    return layers, rng.normal(size=(rows, units[0])), rng.normal(size=(rows, units[-1]))


def complex_loss(layers, inputs, targets):
    outputs = inputs.astype(complex)
    for weights, biases, kind in layers:
        z = outputs @ weights + biases
        outputs = {
            "identity": lambda z: z,
            "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
            "tanh": np.tanh,
            "relu": lambda z: np.where(z.real > 0, z, 0),
        }[kind](z)
    return np.sum((outputs - targets) ** 2) / (2 * len(inputs))


def by_complex_steps(layers, inputs, targets):
    gradients = []
    for number, layer in enumerate(layers):
        pair = []
        for place in (0, 1):
            gradient = np.empty(layer[place].shape)
            for index in np.ndindex(gradient.shape):
                nudged = layer[place].astype(complex)
                nudged[index] += 1e-30j
                changed = list(layer)
                changed[place] = nudged
                loss = complex_loss([*layers[:number], changed, *layers[number + 1 :]], inputs, targets)
                gradient[index] = loss.imag / 1e-30
            pair.append(gradient)
        gradients.append(pair)
    return gradients


def assert_same(found, right):
    assert len(found) == len(right)
    for mine, theirs in zip(found, right, strict=True):
        for gradient, expected in zip(mine, theirs, strict=True):
            assert gradient.shape == expected.shape
            np.testing.assert_allclose(gradient, expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_it_agrees_with_complex_steps(seed):
    layers, inputs, targets = random_network(seed)
    assert_same(backprop(layers, inputs, targets), by_complex_steps(layers, inputs, targets))


@pytest.mark.tensorflow
@pytest.mark.parametrize("kind", [*KINDS, "mixed"])
def test_it_agrees_with_the_gradient_tape(kind):
    tf = pytest.importorskip("tensorflow")
    activations = {"identity": tf.identity, "sigmoid": tf.sigmoid, "tanh": tf.tanh, "relu": tf.nn.relu}
    for seed in range(100, 112):
        layers, inputs, targets = random_network(seed)
        if kind != "mixed":
            layers = [(weights, biases, kind) for weights, biases, _ in layers]
        parameters = [[tf.Variable(weights), tf.Variable(biases)] for weights, biases, _ in layers]
        with tf.GradientTape() as tape:
            outputs = tf.constant(inputs)
            for (weights, biases), (_, _, activation) in zip(parameters, layers, strict=True):
                outputs = activations[activation](tf.matmul(outputs, weights) + biases)
            loss = tf.reduce_mean(tf.reduce_sum(tf.square(outputs - targets), axis=1)) / 2
        right = [[gradient.numpy() for gradient in pair] for pair in tape.gradient(loss, parameters)]
        assert right[0][0].dtype == np.float64
        assert_same(backprop(layers, inputs, targets), right)


@pytest.mark.tensorflow
def test_the_slope_of_relu_at_zero_is_tensorflows():
    tf = pytest.importorskip("tensorflow")
    weights, inputs, targets = np.array([[1.0, 2.0]]), np.array([[0.0]]), np.array([[1.0, -1.0]])
    biases = tf.Variable(np.zeros(2))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum((tf.nn.relu(inputs @ weights + biases) - targets) ** 2) / 2
    ((_, found),) = backprop([(weights, np.zeros(2), "relu")], inputs, targets)
    np.testing.assert_array_equal(found, tape.gradient(loss, biases).numpy())


def test_the_digits_are_divided_without_tensorflow():
    pytest.importorskip("sklearn")
    code = (
        "import sys, numpy\n"
        "from solutions.ch04_backpropagation import trainer_digits as trainer\n"
        "rng = numpy.random.default_rng(0)\n"
        "trainer.digits(rng), trainer.initial_layers(rng), trainer.batches(rng, 1347, 30)\n"
        "assert 'tensorflow' not in sys.modules"
    )
    root = trainer_digits.__file__.rsplit("/", 3)[0]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


def test_the_digits_are_as_the_docstring_says():
    datasets = pytest.importorskip("sklearn.datasets")
    data = trainer_digits.digits(np.random.default_rng(1))
    again = trainer_digits.digits(np.random.default_rng(1))
    assert data.train_inputs.shape == (1347, 64)
    assert data.train_targets.shape == (1347, 10)
    assert data.test_inputs.shape == (450, 64)
    assert data.test_labels.shape == (450,)
    assert data.train_inputs.min() == 0
    assert data.train_inputs.max() == 1
    np.testing.assert_array_equal(data.train_targets.sum(axis=1), 1)
    np.testing.assert_array_equal(data.train_inputs, again.train_inputs)
    # Every image is in exactly one part, with its own label.
    images, labels = datasets.load_digits(return_X_y=True)
    inputs = np.concatenate([data.train_inputs, data.test_inputs]) * 16
    digits = np.concatenate([data.train_targets.argmax(axis=1), data.test_labels])
    mine, theirs = (
        np.column_stack([pixels, shown])[np.lexsort(np.column_stack([pixels, shown]).T)]
        for pixels, shown in ((inputs, digits), (images, labels))
    )
    np.testing.assert_array_equal(mine, theirs)


@pytest.mark.tensorflow
def test_the_trainer_learns_and_keeps_what_it_is_asked_to():
    pytest.importorskip("tensorflow")
    pytest.importorskip("sklearn")
    rng = np.random.default_rng(2)
    data = trainer_digits.digits(rng)
    layers = trainer_digits.initial_layers(rng)
    chosen = trainer_digits.batches(rng, len(data.train_inputs), steps=1500)
    before = [(weights.copy(), biases.copy()) for weights, biases, _ in layers]
    way, losses = trainer_digits.train(layers, data.train_inputs, data.train_targets, chosen, 1.0, every=500)
    assert len(way) == 3
    assert losses.shape == (1500,)
    first = trainer_digits.loss_of(layers, data.train_inputs[chosen[0]], data.train_targets[chosen[0]])
    assert losses[0] == pytest.approx(first, rel=1e-12)
    for (weights, biases, _), (old_weights, old_biases) in zip(layers, before, strict=True):
        np.testing.assert_array_equal(weights, old_weights)
        np.testing.assert_array_equal(biases, old_biases)
    assert trainer_digits.accuracy_of(layers, data.test_inputs, data.test_labels) < 0.3
    assert (
        trainer_digits.accuracy_of(way[-1], data.test_inputs, data.test_labels) > 0.9
    )  # 12 seeds: 0.956 to 0.971


@pytest.mark.tensorflow
@pytest.mark.parametrize("misconception", ["", "no-mean-over-rows", "slope-of-the-sum"])
def test_the_milestone_tells_right_from_wrong(course, misconception):
    pytest.importorskip("tensorflow")
    pytest.importorskip("sklearn")
    exercise = course.one("ch04/backprop")
    edits = {known.id: known.edits for known in exercise.misconceptions} | {"": ()}
    source = patched(exercise.solution, edits[misconception])
    examiner = Examiner(exercise, milestones=True)
    (milestone,) = (check for check in examiner.checks if check.rung == "milestone")
    result = examiner.run(milestone, LocalImplementation(source.encode(), "backprop.py"))
    assert result.status == ("failed" if misconception else "passed")
