"""Programs 7-1 to 7-11: what one saves, the other loads, and it is the same to the bit."""

from __future__ import annotations

import csv
import json
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest

from gradcheck.course import CourseError
from tests.programs.bands import Band, seeds

pytest.importorskip("tensorflow")

import keras
import tensorflow as tf

from solutions.shared import data, saving, training

pytestmark = [
    pytest.mark.tensorflow,
    # Keras' own arrays on saving; a variable of TensorFlow's does not know NumPy 2's keyword yet.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
]

PROGRAMS = [f"7-{number}" for number in range(1, 12)]
SAVED_BY = {"7-2": "7-1", "7-4": "7-3", "7-6": "7-5", "7-8": "7-7", "7-11": "7-10"}
SHAPES = [[784, 200], [200], [200, 100], [100], [100, 10], [10]]
SAME = (0.0, 0.0)

# All by default settings. Measured with seeds 0 to 12; what a broken one gives, with seeds 0 to 5.
BANDS = [
    # loss 0.044 to 0.055, accuracy 0.69 to 0.82, on test images 0.69 to 0.83.
    Band("7-1", {"loss": (0.038, 0.062), "accuracy": (0.6, 0.9), "test_accuracy": (0.6, 0.92)}),
    # first loss 0.038 to 0.047, loss 0.024 to 0.028, accuracy 0.85 to 0.92, on test images 0.83 to 0.94.
    Band(
        "7-2",
        {
            "difference": SAME,
            "first_loss": (0.033, 0.053),
            "loss": (0.021, 0.032),
            "accuracy": (0.8, 0.96),
            "test_accuracy": (0.77, 0.98),
        },
    ),
    # As 7-1: it is the same training.
    Band("7-3", {"loss": (0.038, 0.062), "accuracy": (0.6, 0.9), "test_accuracy": (0.6, 0.92)}),
    # As 7-2.
    Band(
        "7-4",
        {
            "difference": SAME,
            "difference_rebuilt": SAME,
            "first_loss": (0.033, 0.053),
            "loss": (0.021, 0.032),
            "test_accuracy": (0.77, 0.98),
        },
    ),
    # difference 0.18 to 0.37.
    Band("7-6", {"difference": (0.1, 0.6)}),
    # loss 0.26 to 0.38, accuracy 0.88 to 0.93, on test images 0.83 to 0.96.
    Band("7-7", {"loss": (0.2, 0.45), "accuracy": (0.84, 0.96), "test_accuracy": (0.78, 0.99)}),
    # difference before 0.91 to 0.98, accuracy before 0.06 to 0.17.
    Band(
        "7-8",
        {
            "difference_before": (0.8, 1.0),
            "difference": SAME,
            "accuracy_before": (0.0, 0.3),
            "test_accuracy": (0.78, 0.99),
        },
    ),
    # validation 0.93 to 0.97, on test images 0.94 to 0.97, the last epoch's 0.94 to 0.975.
    Band(
        "7-9",
        {
            "best_validation_accuracy": (0.89, 1.0),
            "test_accuracy": (0.9, 1.0),
            "last_test_accuracy": (0.9, 1.0),
            "difference": SAME,
        },
    ),
    # loss 0.0130 to 0.0146, accuracy 0.934 to 0.951, on test images 0.91 to 0.95.
    Band("7-10", {"loss": (0.0115, 0.0165), "accuracy": (0.91, 0.97), "test_accuracy": (0.87, 0.99)}),
    # loss 0.0082 to 0.0090, weights alone 0.0018 to 0.0030, accuracy 0.960 to 0.972.
    Band(
        "7-11",
        {
            "difference": SAME,
            "restored_difference": SAME,
            "weights_only_difference": (0.001, 0.006),
            "loss": (0.0075, 0.01),
            "accuracy": (0.94, 0.99),
        },
    ),
]


@pytest.fixture
def done(run, out):
    """Run a program, after the one that it loads from, unless it has been run with this seed already."""

    def _done(id, seed=0):
        folder = out / f"ch07-{seed}"
        if (id, folder) not in _DONE:
            if id in SAVED_BY:
                _done(SAVED_BY[id], seed)
            _DONE[id, folder] = run(id, seed=seed, out=folder)
        return _DONE[id, folder]

    return _done


_DONE = {}


@pytest.mark.parametrize(("band", "seed"), seeds(BANDS))
def test_the_figures_are_in_their_bands(done, band, seed):
    assert band.misses(done(band.id, seed).metrics) == {}


def _quick(ids, quick):
    """Return the ids, of which those that are not quick are run where slow tests are asked for."""
    return [pytest.param(id, marks=[] if id in quick else [pytest.mark.slow]) for id in ids]


def _labels_of_other_images(module):
    # Every loss above 0.09, accuracy at most 0.13.
    def load(*arguments, **options):
        images = data.load(*arguments, **options)
        labels = np.random.default_rng(0).permutation(images.train.labels)
        return images._replace(train=images.train._replace(labels=labels))

    module.data = SimpleNamespace(load=load)


def _architecture_alone(module):
    # The answers differ by 0.49 and more, the first loss is at least 0.085.
    def load_model(path):
        model = keras.models.load_model(path)
        return keras.models.model_from_json(model.to_json())

    module.keras = SimpleNamespace(models=SimpleNamespace(load_model=load_model), utils=keras.utils)


def _weights_left_in_the_export(module):
    # The answers differ by 0.49 and more, the first loss is at least 0.085.
    module.rebuilt = lambda config, exported: keras.models.model_from_json(config)


def _the_same_draw(module):
    # The answers are the same.
    module.training = SimpleNamespace(start=lambda seed: training.start(seed - 1))


def _hidden_layers_stay(module):
    # Loss at least 1.18, accuracy at most 0.64.
    build = module.build

    def frozen(classes):
        model = build(classes)
        for layer in model.layers[:-1]:
            layer.trainable = False
        return model

    module.build = frozen


def _without_tanh(module):
    # The answers differ by 0.09 and more.
    build = module.build

    def linear(classes):
        model = build(classes)
        for layer in model.layers[:-1]:
            layer.activation = keras.activations.linear
        return model

    module.build = linear


def _the_worst_is_kept(module):
    # The file is the first epoch's: 0.02 and more below the best.
    def checkpointing(folder):
        return keras.callbacks.ModelCheckpoint(
            folder / module.NAME, monitor="val_accuracy", mode="min", save_best_only=True
        )

    module.checkpointing = checkpointing


def _loss_summed_over_the_batch(module):
    # As the book's vector of losses does. Loss at least 0.055, accuracy at most 0.69.
    mean = keras.losses.MeanSquaredError(reduction="sum")
    module.keras = SimpleNamespace(
        losses=SimpleNamespace(MeanSquaredError=lambda: mean),
        metrics=keras.metrics,
        optimizers=keras.optimizers,
    )


def _oldest_checkpoint(module):
    # The answers differ by 0.17 and more.
    def oldest(folder):
        return tf.train.get_checkpoint_state(str(folder)).all_model_checkpoint_paths[0]

    module.tf = SimpleNamespace(
        train=SimpleNamespace(latest_checkpoint=oldest, Checkpoint=tf.train.Checkpoint)
    )


BROKEN = {
    "7-1": _labels_of_other_images,
    "7-2": _architecture_alone,
    "7-4": _weights_left_in_the_export,
    "7-6": _the_same_draw,
    "7-7": _hidden_layers_stay,
    "7-8": _without_tanh,
    "7-9": _the_worst_is_kept,
    "7-10": _loss_summed_over_the_batch,
    "7-11": _oldest_checkpoint,
}


@pytest.mark.parametrize("id", _quick(BROKEN, ["7-1", "7-2", "7-6", "7-7", "7-8", "7-10", "7-11"]))
def test_a_broken_model_misses_its_band(run, done, module, out, id):
    if id in SAVED_BY:
        done(SAVED_BY[id])
    (band,) = (band for band in BANDS if band.id == id)
    try:
        outcome = run(id, broken=BROKEN[id], out=out / ("ch07-0" if id in SAVED_BY else "broken"))
    finally:
        module(id)  # in its place, for those that import from it
    assert band.misses(outcome.metrics)


@pytest.mark.parametrize("id", _quick(PROGRAMS, ["7-5", "7-6", "7-8", "7-10"]))
def test_the_same_seed_gives_the_same_figures(run, done, id):
    before = done(id)
    again = run(id, out=before.settings.out.parent)
    assert again.metrics == before.metrics
    assert again.history == before.history


@pytest.mark.parametrize(("id", "saver"), SAVED_BY.items())
def test_a_loader_says_what_has_to_be_run_first(run, tmp_path, id, saver):
    with pytest.raises(CourseError, match=rf"{saver} saves it.*gradcheck run {saver} --out"):
        run(id, out=tmp_path)


@pytest.mark.parametrize(("id", "saver"), SAVED_BY.items())
def test_a_loader_refuses_what_was_trained_on_other_images(run, done, out, id, saver):
    done(saver)
    with pytest.raises(CourseError, match=rf"{saver} was run with --data digits --seed 0"):
        run(id, seed=1, out=out / "ch07-0")


def test_7_1_saves_one_file_with_everything(done):
    outcome = done("7-1")
    with zipfile.ZipFile(outcome.settings.out / "model.keras") as archive:
        assert set(archive.namelist()) == {"metadata.json", "config.json", "model.weights.h5"}
        config = json.loads(archive.read("config.json"))
    assert config["compile_config"]["optimizer"]["class_name"] == "SGD"
    contents = saving.contents(outcome.settings.out / "model.keras")
    assert contents.pop("layers/dense/vars/0  (784, 10)") == 784 * 10 * 4
    assert contents.pop("layers/dense/vars/1  (10,)") == 10 * 4
    assert outcome.metrics["parameters"] == 7850
    assert outcome.metrics["updates"] == 5 * -(-1294 // 32)


def test_7_2_goes_on_as_the_live_model_would(done, module):
    saved, loaded = done("7-1"), done("7-2")
    model, images, _history, _start = module("7-1").trained(saved.settings)
    keras.utils.set_random_seed(0)
    assert loaded.history == training.fit(model, images, loaded.settings, batch_size=32)
    assert loaded.metrics["updates_found"] == saved.metrics["updates"]


def test_7_3_exports_what_answers_and_writes_down_the_make(done):
    folder = done("7-3").settings.out
    serve = tf.saved_model.load(folder / "exported").signatures["serve"]
    ((images,), (answers,)) = serve.structured_input_signature[1].values(), serve.structured_outputs.values()
    assert images.shape.as_list() == [None, 28, 28]
    assert answers.shape.as_list() == [None, 10]
    dense = json.loads((folder / "config.json").read_text())["config"]["layers"][-1]["config"]
    assert dense["kernel_initializer"]["class_name"] == "GlorotUniform"
    assert dense["bias_initializer"]["class_name"] == "Zeros"


def test_7_4_loses_nothing_but_the_count_of_updates(done):
    exported, loaded = done("7-4"), done("7-2")
    assert exported.metrics["updates_found"] == 0
    assert exported.history == loaded.history


def test_7_5_writes_the_architecture_once_encoded(done, module):
    outcome = done("7-5")
    text = (outcome.settings.out / "architecture.json").read_text(encoding="utf-8")
    assert isinstance(json.loads(text), dict)
    assert outcome.metrics == {
        "shapes": SHAPES,
        "parameters": 178_110,
        "architecture_bytes": len(text.encode()),
        "weights_bytes": 4 * 178_110,
    }
    layers = keras.models.model_from_json(text).layers
    assert [layer.rate for layer in layers if isinstance(layer, keras.layers.Dropout)] == [0.4, 0.4]
    dense = [layer.activation.__name__ for layer in layers if isinstance(layer, keras.layers.Dense)]
    assert dense == ["tanh", "tanh", "softmax"]
    assert [layer.count_params() for layer in module("7-5").build(10).layers if layer.weights] == [
        157_000,
        20_100,
        1_010,
    ]


def test_7_6_builds_the_same_architecture(done):
    outcome = done("7-6")
    assert outcome.metrics["parameters_by_layer"] == [157_000, 20_100, 1_010]
    assert outcome.metrics["parameters"] == 178_110
    assert "178,110" in (outcome.settings.out / "summary.txt").read_text(encoding="utf-8")


def test_7_7_saves_every_array(done):
    outcome = done("7-7")
    contents = saving.contents(outcome.settings.out / "network.weights.h5")
    arrays = [size for name, size in contents.items() if name.startswith("layers/")]
    assert arrays == [4 * int(np.prod(shape)) for shape in SHAPES]
    assert outcome.metrics["shapes"] == SHAPES


def test_7_8_gets_the_accuracy_back_and_other_shapes_are_refused(done, module):
    assert done("7-8").metrics["test_accuracy"] == done("7-7").metrics["test_accuracy"]
    with pytest.raises(ValueError, match="shape"):
        module("7-5").build(11).load_weights(done("7-7").settings.out / "network.weights.h5")


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))])
def test_7_9_saves_exactly_the_epochs_that_were_better_than_all_before(done, seed):
    outcome = done("7-9", seed)
    accuracies = outcome.history["validation_accuracy"]
    better = [n for n, value in enumerate(accuracies, 1) if value > max(accuracies[: n - 1], default=-1)]
    assert outcome.metrics["saved_epochs"] == better
    assert outcome.metrics["best_validation_accuracy"] == max(accuracies)
    names = sorted(path.name for path in (outcome.settings.out / "checkpoints").iterdir())
    assert names == [f"{n:02d}-{accuracies[n - 1]:.4f}.keras" for n in better]


def test_7_9_logs_every_epoch(done):
    outcome = done("7-9")
    with (outcome.settings.out / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for name, values in outcome.history.items():
        logged = [float(row[name.replace("validation", "val")]) for row in rows]
        np.testing.assert_allclose(logged, values, rtol=1e-6)


def test_what_an_earlier_run_has_saved_is_gone(run, out):
    folder = out / "again"
    run("7-10", epochs=4, out=folder)
    outcome = run("7-10", epochs=2, out=folder)
    assert outcome.metrics["kept"] == [1, 2]
    assert not list((folder / "7-10" / "checkpoints").glob("ckpt-4*"))


def test_7_10_keeps_three_checkpoints(done):
    outcome = done("7-10")
    assert outcome.metrics["kept"] == [3, 4, 5]
    files = sorted(path.stem for path in (outcome.settings.out / "checkpoints").glob("*.index"))
    assert files == ["ckpt-3", "ckpt-4", "ckpt-5"]
    assert outcome.metrics["updates"] == 5 * -(-1294 // 32)


def test_7_10_goes_as_a_plain_loop(done, module):
    """Gradients by hand in float64, one scalar loss, and each epoch's figures its own."""
    outcome, program = done("7-10"), module("7-10")
    training.start(0)
    weights, biases = (array.astype(float) for array in program.new_state(10).model.get_weights())
    images = data.load("digits", np.random.default_rng(0)).one_hot().train
    inputs, speeds = images.images.reshape(len(images.images), -1), [0.0, 0.0]
    for epoch, (loss, accuracy) in enumerate(
        zip(outcome.history["loss"], outcome.history["accuracy"], strict=True)
    ):
        order = np.random.default_rng([0, epoch]).permutation(len(inputs))
        squares, right = 0.0, 0
        for rows in np.split(order, range(32, len(order), 32)):
            nets = inputs[rows] @ weights + biases
            outputs = np.exp(nets) / np.exp(nets).sum(axis=1, keepdims=True)
            errors = outputs - images.labels[rows]
            squares += np.square(errors).sum()
            right += (outputs.argmax(axis=1) == images.labels[rows].argmax(axis=1)).sum()
            by_outputs = 2 * errors / errors.size
            deltas = outputs * (by_outputs - (by_outputs * outputs).sum(axis=1, keepdims=True))
            gradients = inputs[rows].T @ deltas, deltas.sum(axis=0)
            speeds = [0.9 * speed - 0.1 * gradient for speed, gradient in zip(speeds, gradients, strict=True)]
            weights, biases = weights + speeds[0], biases + speeds[1]
        assert loss == pytest.approx(squares / images.labels.size, rel=1e-4)
        assert accuracy == pytest.approx(right / len(inputs), abs=2 / len(inputs))


def test_7_11_goes_on_as_if_it_had_never_stopped(run, done, tmp_path):
    resumed = done("7-11")
    assert resumed.metrics["epochs_found"] == 5
    assert resumed.metrics["updates_found"] == done("7-10").metrics["updates"]
    uninterrupted = run("7-10", epochs=10, out=tmp_path)
    assert resumed.history == {name: values[5:] for name, values in uninterrupted.history.items()}


@pytest.mark.slow
@pytest.mark.parametrize("id", PROGRAMS)
def test_one_epoch_is_enough(run, module, out, id):
    settings = {"epochs": 1} if "epochs" in module(id).PROGRAM else {}
    assert run(id, out=out / "one-epoch", **settings).metrics
