"""Programs 4-1 to 4-4."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from solutions.ch04_backpropagation import backprop, trainer_digits
from tests.programs import students
from tests.programs.bands import Band, seeds

BANDS = {
    # 20,001 of 100,001 steps. Measured with seeds 0 to 11: 0.0044 to 0.019; after all steps, with seeds 0 to 9,
    # 0.00021 to 0.00035. Hidden units that all begin alike stay alike: 0.119 to 0.124 with seeds 0 to 4.
    "4-1": Band("4-1", {"loss_20000": (0.002, 0.05), "difference": (0, 1e-9)}, {"epochs": 20_001}),
    # 3000 of 30,002 updates, because an output may be stuck until then. Measured with seeds 0 to 19: accuracy 0.71
    # to 0.94, loss 0.085 to 0.18. With seeds 0 to 4, a hidden layer that goes uphill: at most 0.18, above 0.47;
    # labels of other images: at most 0.21, above 0.44.
    "4-3": Band("4-3", {"test_accuracy": (0.6, 0.98), "loss": (0.05, 0.3)}, {"epochs": 3000}),
    # 30 of 500 epochs. Measured with seeds 0 to 11: accuracy 0.937 to 0.978, loss 0.147 to 0.218.
    # Labels of other images, seeds 0 to 4: at most 0.16, above 2.1.
    "4-4": Band("4-4", {"test_accuracy": (0.9, 0.995), "loss": (0.1, 0.35)}, {"epochs": 30}),
}
ON_FUNCTIONS = [("4-1", {"epochs": 300}), ("4-3", {"epochs": 60})]


def all_alike(module):
    initial_weights = module.initial_weights
    module.initial_weights = lambda rng: tuple(np.full_like(w, w.mean()) for w in initial_weights(rng))


def hidden_layer_uphill(layers, inputs, targets):
    (by_weights, by_biases), last = backprop.backprop(layers, inputs, targets)
    return [(-by_weights, -by_biases), last]


def labels_of_other_images(module):
    def digits(rng):
        data = trainer_digits.digits(rng)
        return dataclasses.replace(data, train_targets=rng.permutation(data.train_targets))

    module.trainer_digits = SimpleNamespace(**(vars(trainer_digits) | {"digits": digits}))


BROKEN = [
    ("4-1", all_alike),
    ("4-3", students.mistaken("ch04/backprop", backprop=hidden_layer_uphill)),
    ("4-3", labels_of_other_images),
    ("4-4", labels_of_other_images),
]


@pytest.mark.parametrize(("band", "seed"), seeds(BANDS.values()))
def test_the_figures_are_in_their_bands(run, band, seed):
    assert band.misses(run(band.id, seed=seed, **band.settings).metrics) == {}


@pytest.mark.parametrize(("id", "broken"), BROKEN)
def test_a_broken_model_misses_its_band(run, id, broken):
    assert BANDS[id].misses(run(id, broken=broken, **BANDS[id].settings).metrics)


@pytest.mark.parametrize(("id", "settings"), ON_FUNCTIONS)
def test_a_student_s_functions_give_the_same(run, course, tmp_path, id, settings):
    students.same_on_a_students_own(run, course, tmp_path, id, **settings)


@pytest.mark.parametrize("id", [id for id, _ in ON_FUNCTIONS])
def test_what_is_not_started_is_named(run, course, tmp_path, id):
    students.names_what_is_not_started(run, course, tmp_path, id)


@pytest.mark.parametrize("id", ["4-1", "4-3", "4-4"])
def test_the_same_seed_gives_the_same_and_one_epoch_is_enough(run, id):
    assert run(id, seed=1, epochs=1).metrics == run(id, seed=1, epochs=1).metrics


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_4_1_learns_xor_whatever_its_start(run, seed):
    metrics = run("4-1", seed=seed).metrics
    assert metrics["answers"] == [0, 1, 1, 0]
    assert 0.0001 < metrics["loss_100000"] < 0.0007  # the book: 0.000303


@pytest.mark.tensorflow
def test_4_1_goes_as_with_tensorflow(run, module):
    tf = pytest.importorskip("tensorflow")
    program = module("4-1")
    weights = [tf.Variable(array) for array in program.initial_weights(np.random.default_rng(3))]
    losses = []
    for _ in range(200):
        with tf.GradientTape() as tape:
            hidden = tf.sigmoid(program.INPUTS @ weights[0] + weights[1])
            outputs = tf.sigmoid(hidden @ weights[2] + weights[3])
            loss = tf.reduce_mean((program.TARGETS - outputs) ** 2) / 2
        for weight, slope in zip(weights, tape.gradient(loss, weights), strict=True):
            weight.assign_sub(0.1 * slope)
        losses.append(float(loss))
    outcome = run("4-1", epochs=200, seed=3)
    np.testing.assert_allclose(outcome.history["loss"][:-1], losses, rtol=1e-10)
    hidden = tf.sigmoid(program.INPUTS @ weights[0] + weights[1])
    outputs = np.ravel(tf.sigmoid(hidden @ weights[2] + weights[3]))
    np.testing.assert_allclose(outcome.metrics["outputs"], outputs, rtol=1e-4)  # one step earlier


def test_4_2_shows_what_the_book_shows(run):
    metrics = run("4-2").metrics
    assert metrics["data_shape"] == [1797, 64]
    assert metrics["target_shape"] == [1797]
    assert metrics["pixels"] == [0, 16]
    assert sum(metrics["of_each_digit"]) == 1797


@pytest.mark.tensorflow
def test_4_3_goes_as_with_tensorflow(run):
    pytest.importorskip("tensorflow")
    outcome = run("4-3", epochs=40, seed=3)
    rng = np.random.default_rng(3)
    data = trainer_digits.digits(rng)
    layers = trainer_digits.initial_layers(rng)
    chosen = trainer_digits.batches(rng, len(data.train_inputs), 40)
    way, _losses = trainer_digits.train(layers, data.train_inputs, data.train_targets, chosen, 0.1)
    with np.load(outcome.settings.out / "weights.npz") as saved:
        for ours, theirs in zip(
            saved.values(), (array for layer in way[-1] for array in layer[:2]), strict=True
        ):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_4_3_begins_with_outputs_that_are_stuck(run):
    metrics = run("4-3", epochs=300).metrics
    assert metrics["stuck"] == 2
    assert metrics["test_accuracy"] < 0.6


@pytest.mark.slow
def test_4_3_may_end_with_an_output_that_is_stuck(run):
    """As its docstring says, and that it is 1 start in 20."""
    stuck = run("4-3", seed=13).metrics
    assert stuck["stuck"] == 1
    assert stuck["test_accuracy"] < 0.9
    assert run("4-3", seed=12).metrics["test_accuracy"] > 0.95


def test_4_3_counts_as_scikit_learn_does(run):
    from sklearn.metrics import precision_recall_fscore_support

    outcome = run("4-3", epochs=500, seed=2)
    data = trainer_digits.digits(np.random.default_rng(2))
    with np.load(outcome.settings.out / "weights.npz") as saved:
        arrays = list(saved.values())
    layers = [(*arrays[:2], "sigmoid"), (*arrays[2:], "sigmoid")]
    answers = trainer_digits.outputs_of(layers, data.test_inputs).argmax(axis=1)
    theirs = precision_recall_fscore_support(data.test_labels, answers, average="macro", zero_division=0)
    metrics = outcome.metrics
    assert metrics["right"] == np.sum(answers == data.test_labels) == round(450 * metrics["test_accuracy"])
    np.testing.assert_allclose([metrics[name] for name in ("precision", "recall", "f1")], theirs[:3])


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))])
def test_4_4_stops_by_itself_and_does_as_well_as_the_book(run, seed):
    metrics = run("4-4", seed=seed).metrics
    assert metrics["converged"]
    assert metrics["parameters"] == 64 * 100 + 100 + 100 * 20 + 20 + 20 * 10 + 10
    assert 150 < metrics["epochs"] < 300  # with seeds 0 to 11: 179 to 237
    assert 0.955 < metrics["test_accuracy"] < 0.995  # with the same: 0.969 to 0.982; the book: 0.98


def test_4_4_reads_the_images_that_4_3_reads(module):
    assert module("4-4").trainer_digits is module("4-3").trainer_digits
