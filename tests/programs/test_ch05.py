"""Programs 5-1 to 5-7."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from solutions.shared import data
from tests.programs import students
from tests.programs.bands import Band, seeds

pytest.importorskip("tensorflow")
pytestmark = pytest.mark.tensorflow

# Measured with seeds 0 to 11 or 0 to 9, the broken ones with 0 to 4.
BANDS = {
    # 1001 of 2001 steps: 8.2e-5 to 2.6e-4, and fit_line's costs to 1e-6. Without an intercept: above 0.0083.
    "5-4": Band("5-4", {"cost_1000": (4e-5, 1e-3), "difference": (0, 1e-5)}, {"epochs": 1001}),
    # 0.00033 to 0.0005, with one's own gradients to 0.0009. Without the hidden tanh it is a line: above 0.0058.
    "5-5": Band("5-5", {"loss": (2e-4, 0.002), "difference": (0, 0.06)}),
    # 3 epochs: mean 0.063 to 0.075 and 0.46 to 0.75, sum 0.011 to 0.024 and 0.85 to 0.98. Labels of other images:
    # above 0.09 and at most 0.17, above 0.09 and at most 0.12.
    "5-6": Band(
        "5-6",
        {
            "loss": (0.05, 0.083),
            "test_accuracy": (0.3, 0.9),
            "sum_loss": (0.005, 0.05),
            "sum_test_accuracy": (0.7, 1),
        },
        {"epochs": 3},
    ),
    # 3 epochs: 0.063 to 0.077, 0.56 to 0.72. Labels of other images: above 0.09, at most 0.17.
    "5-7": Band("5-7", {"loss": (0.05, 0.083), "test_accuracy": (0.3, 0.9)}, {"epochs": 3}),
}
ON_FUNCTIONS = [("5-2", {}), ("5-4", {"epochs": 20}), ("5-5", {"epochs": 20}), ("5-6", {"epochs": 1})]


def no_intercept(module):
    import keras

    layer = keras.layers.Dense(1, bias_constraint=lambda bias: 0 * bias)
    module.build = lambda: keras.Sequential([keras.Input((1,)), layer])


def no_hidden_tanh(module):
    build = module.build

    def linear():
        model = build()
        model.layers[0].activation = lambda x: x
        return model

    module.build = linear


def labels_of_other_images(module):
    def load(name, rng):
        images = data.load(name, rng)
        train = data.Part(images.train.images, rng.permutation(images.train.labels))
        return images._replace(train=train)

    module.data = SimpleNamespace(load=load)


BROKEN = [
    ("5-4", no_intercept),
    ("5-5", no_hidden_tanh),
    ("5-6", labels_of_other_images),
    ("5-7", labels_of_other_images),
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


@pytest.mark.parametrize("id", ["5-4", "5-5", "5-6", "5-7"])
def test_the_same_seed_gives_the_same_and_one_epoch_is_enough(run, id):
    assert run(id, seed=1, epochs=1).metrics == run(id, seed=1, epochs=1).metrics


@pytest.mark.parametrize("id", ["5-1", "5-2"])
def test_the_product_is_the_book_s(run, id):
    metrics = run(id).metrics
    assert metrics["value"] == [[20]]
    assert metrics["shape"] == [1, 1]
    assert metrics["dtype"] == "int32"


def test_5_1_is_no_symbol(run):
    metrics = run("5-1").metrics
    assert metrics["said"] == "more than 10"
    assert metrics["mixed"] == "InvalidArgumentError"


def test_5_2_runs_three_graphs(run):
    metrics = run("5-2").metrics
    assert metrics["name"] == "MatMul:0"
    assert metrics["of_function"] == metrics["of_run_graph"] == [[20]]
    assert metrics["traced"] == 1
    assert metrics["computed"] == ["product"]


def test_5_3_gives_the_book_s_numbers(run):
    metrics = run("5-3").metrics
    assert metrics["difference"] == [-2, -1]
    assert metrics["total"] == metrics["total_after"] == [-1, 1]
    assert metrics["dtype"] == "int32"
    assert metrics["total_anew"] == [7, 7]


def test_5_4_is_two_numbers(module):
    assert [weight.shape for weight in module("5-4").build().weights] == [(1, 1), (1,)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_5_4_ends_where_no_line_is_better(run, seed):
    metrics = run("5-4", seed=seed).metrics
    assert metrics["cost_2000"] == pytest.approx(metrics["smallest_cost"], rel=0.05, abs=1e-6)
    np.testing.assert_allclose(metrics["line"], metrics["best_line"], atol=0.01)


def test_5_5_has_ten_hidden_units(module):
    shapes = [tuple(weight.shape) for weight in module("5-5").build().weights]
    assert shapes == [(1, 10), (10,), (10, 1), (1,)]


def test_5_5_goes_as_keras_step_for_step(run):
    """Far from the bottom rounding does not grow, so here float32 is all that they differ by."""
    assert run("5-5", seed=4, epochs=300).metrics["difference"] < 1e-5


def test_5_6_and_5_7_are_one_network(module, course):
    """Program 5-6's loop, and program 5-7's model with `fit`: the same weights after the same two epochs."""
    import keras

    from gradcheck.running import Implementation

    by_hand, with_keras = module("5-6"), module("5-7")
    assert with_keras.LEARNING_RATE == by_hand.LEARNING_RATE
    assert with_keras.BATCH == by_hand.BATCH
    functions = Implementation(course, folder=course.root / "solutions").functions
    tape_gradients = functions("ch05/tape_gradients").tape_gradients

    rng = np.random.default_rng(1)
    images = data.load("digits", rng).one_hot()
    weights, biases = by_hand.initial_weights(rng, 784, 10)
    inputs, targets = by_hand.rows(images.train)

    model = with_keras.build(10)
    assert model.count_params() == 7850
    model.set_weights([weights, biases])
    model.compile(keras.optimizers.SGD(with_keras.LEARNING_RATE), loss="mse")
    model.fit(*images.train, batch_size=with_keras.BATCH, epochs=2, shuffle=False, verbose=0)
    assert model.optimizer.iterations.numpy() == 2 * -(-len(inputs) // by_hand.BATCH)

    for _ in range(2):
        for first in range(0, len(inputs), by_hand.BATCH):
            rows = slice(first, first + by_hand.BATCH)
            _, by_weights, by_biases = tape_gradients(weights, biases, inputs[rows], targets[rows])
            weights = weights - by_hand.LEARNING_RATE * by_weights
            biases = biases - by_hand.LEARNING_RATE * by_biases
    np.testing.assert_allclose(model.get_weights()[0], weights, atol=1e-5)
    np.testing.assert_allclose(model.get_weights()[1], biases, atol=1e-5)


def test_5_6_goes_as_keras_and_counts_as_keras_does(run, module):
    """The whole program: its first epoch's loss and accuracy, of the mean and of the sum, as `fit` reports them."""
    import keras

    metrics = run("5-6", seed=2, epochs=2).metrics
    by_hand = module("5-6")
    rng = np.random.default_rng(2)
    images = data.load("digits", rng).one_hot()
    start = by_hand.initial_weights(rng, 784, 10)
    for name, rate, reduction in (("", 0.2, "sum_over_batch_size"), ("sum_", 0.1, "sum")):
        model = module("5-7").build(10)
        model.set_weights(start)
        loss = keras.losses.MeanSquaredError(reduction=reduction)
        model.compile(keras.optimizers.SGD(rate), loss=loss, metrics=["mse", "accuracy"])
        history = model.fit(*images.train, batch_size=32, epochs=2, shuffle=False, verbose=0).history
        assert metrics[f"{name}loss"] == pytest.approx(history["mse"][-1], rel=1e-3)
        assert metrics[f"{name}accuracy"] == pytest.approx(history["accuracy"][-1], abs=0.003)
        _, test_loss, test_accuracy = model.evaluate(*images.test, verbose=0)
        assert metrics[f"{name}test_loss"] == pytest.approx(test_loss, rel=1e-3)
        assert metrics[f"{name}test_accuracy"] == pytest.approx(test_accuracy, abs=0.003)
