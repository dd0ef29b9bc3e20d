"""Programs 8-1 to 8-3, and the images of shapes that 8-3 learns from."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from gradcheck.course import CourseError
from solutions.shared import data, shapes
from tests.programs.bands import Band, seeds

pytest.importorskip("tensorflow")

import keras

from solutions.shared import training

pytestmark = [
    pytest.mark.tensorflow,
    # Keras' own arrays on saving; a variable of TensorFlow's does not know NumPy 2's keyword yet.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
]

# Measured with seeds 0 to 9; what a broken one gives, with seeds 0 to 4.
BANDS = [
    # 4 epochs of 20: loss 0.49 to 0.63, accuracy on test images 0.88 to 0.93.
    # Convolutions that never learn: loss 1.37 to 1.52; without relu: loss 0.26 to 0.31; shuffled labels: 2.28.
    Band("8-1", {"loss": (0.4, 0.8), "test_accuracy": (0.83, 0.97)}, {"epochs": 4}),
    # 2 epochs of 8: loss 1.44 to 2.14, accuracy on test images 0.48 to 0.72.
    # Convolutions that never learn: accuracy at most 0.19; without relu: 0.82 to 0.85, loss at most 0.82;
    # shuffled labels: at most 0.1.
    Band("8-3", {"loss": (1.1, 2.25), "test_accuracy": (0.36, 0.8)}, {"epochs": 2}),
]


@pytest.fixture
def reader(run, out):
    """The folder of 8-1's run with seed 0, for 8-2."""
    folder = out / "reader"
    if not (folder / "8-1" / "metrics.json").exists():
        run("8-1", out=folder, **BANDS[0].settings)
    return folder


@pytest.mark.parametrize(("band", "seed"), seeds(BANDS))
def test_the_figures_are_in_their_bands(run, reader, band, seed):
    if (band.id, seed) == ("8-1", 0):
        metrics = json.loads((reader / "8-1" / "metrics.json").read_text())["metrics"]
    else:
        metrics = run(band.id, seed=seed, **band.settings).metrics
    assert band.misses(metrics) == {}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))])
def test_8_2_reads_photographs_once_they_are_centred(module, reader, seed):
    """Of 50 photographs, measured with seeds 0 to 9: centred 0.50 to 0.58; not centred 0.04 to 0.24."""
    program, rng = module("8-2"), np.random.default_rng(seed)
    model = keras.saving.load_model(reader / "8-1" / "mnist.keras")
    digits = np.tile(np.arange(10), 5)
    photos = [program.photograph(digit, rng) for digit in digits]

    def share_read(prepare):
        images = np.stack([prepare(photo) for photo in photos])
        return np.mean(training.outputs(model, images).argmax(axis=1) == digits)

    assert 0.42 <= share_read(lambda photo: program.centred(program.ink_of(photo))) <= 0.7
    assert share_read(lambda photo: program.small(program.ink_of(photo))) < 0.32
    assert share_read(lambda photo: 1 - program.centred(program.ink_of(photo))) < 0.32
    assert share_read(program.as_in_the_book) < 0.32


def test_8_2_says_how_many_it_has_read_and_twice_the_same(run, reader):
    metrics, again = (run("8-2", seed=1, out=reader).metrics for _ in range(2))
    assert metrics == again
    assert metrics["digits"] == list(range(10))
    for way in ("as_in_the_book", "without_paper", "centred"):
        right = sum(answer == digit for digit, answer in enumerate(metrics[way]))
        assert metrics[f"accuracy_{way}"] == pytest.approx(right / 10)
    assert len(list((reader / "8-2").glob("[0-9].png"))) == 10


def _changed(change):
    """Return what changes the network that a module builds."""

    def broken(module):
        build = module.build

        def spoilt(classes):
            model = build(classes)
            for layer in model.layers:
                change(layer)
            return model

        module.build = spoilt

    return broken


def _never_learns(layer):
    if isinstance(layer, keras.layers.Conv2D):
        layer.trainable = False


def _no_relu(layer):
    if getattr(layer, "activation", None) is keras.activations.relu:
        layer.activation = keras.activations.linear


@pytest.mark.parametrize(
    ("band", "change"),
    [
        (BANDS[0], _never_learns),
        pytest.param(BANDS[0], _no_relu, marks=pytest.mark.slow),
        (BANDS[1], _never_learns),
        pytest.param(BANDS[1], _no_relu, marks=pytest.mark.slow),
    ],
    ids=["8-1-never_learns", "8-1-no_relu", "8-3-never_learns", "8-3-no_relu"],
)
def test_a_broken_network_misses_its_band(run, band, change):
    assert band.misses(run(band.id, broken=_changed(change), **band.settings).metrics)


def test_8_1_is_built_as_in_the_book(module):
    model = module("8-1").build(10)
    shapes = [layer.output.shape[1:] for layer in model.layers]
    assert shapes[1:7] == [
        (28, 28, 32),
        (14, 14, 32),
        (14, 14, 64),
        (7, 7, 64),
        (3136,),
        (1024,),
    ]
    counts = [layer.count_params() for layer in model.layers if layer.weights]
    assert counts == [832, 51_264, 3_212_288, 10_250]
    assert model.count_params() == 3_274_634


def test_8_3_is_built_as_in_the_book(module):
    model = module("8-3").build(10)
    counts = [layer.count_params() for layer in model.layers if layer.weights]
    assert counts == [896, 9_248, 18_496, 36_928, 73_856, 147_584, 20_490]
    assert model.count_params() == 307_498
    pooled = [
        layer.output.shape[1:] for layer in model.layers if isinstance(layer, keras.layers.MaxPooling2D)
    ]
    assert pooled == [(16, 16, 32), (8, 8, 64), (4, 4, 128)]


def test_8_1_saves_its_network_with_all_its_updates(reader):
    model = keras.saving.load_model(reader / "8-1" / "mnist.keras")
    images = data.load("digits", np.random.default_rng(0))
    assert len(images.train.images) == 1294
    assert model.optimizer.iterations == BANDS[0].settings["epochs"] * 21  # batches of 64


@pytest.mark.slow
def test_8_1_dense_layers_alone_get_about_as_many_right(run):
    """As its docstring says of the small digits."""

    def untouched(shape, dtype=None):
        return np.pad(np.ones((1, 1, 1, 1), "float32"), ((2, 2), (2, 2), (0, 0), (0, 0)))

    def dense(module):
        layers = keras.layers
        module.build = lambda classes: keras.Sequential(
            [
                keras.Input((28, 28)),
                layers.Reshape((28, 28, 1)),
                layers.Conv2D(1, 5, padding="same", kernel_initializer=untouched, trainable=False),
                layers.Flatten(),
                layers.Dense(1024, activation="relu"),
                layers.Dropout(0.5),
                layers.Dense(classes, activation="softmax"),
            ]
        )

    convolutions, alone = run("8-1").metrics, run("8-1", broken=dense).metrics
    assert alone["parameters"] < convolutions["parameters"]
    assert abs(alone["test_accuracy"] - convolutions["test_accuracy"]) < 0.02


def test_8_2_needs_the_network_of_8_1(run, tmp_path):
    with pytest.raises(CourseError, match="gradcheck run 8-1"):
        run("8-2", out=tmp_path)


def test_8_2_reads_a_photograph_of_ones_own(run, reader, module, tmp_path):
    photo = module("8-2").photograph(0, np.random.default_rng(0)).resize((480, 320))
    photo.save(tmp_path / "0 of mine.jpg")
    photo.save(tmp_path / "mine.png")
    known = run("8-2", data=str(tmp_path / "0 of mine.jpg"), out=reader).metrics
    assert known["digits"] == [0]
    assert len(known["centred"]) == 1
    assert known["accuracy_centred"] in (0, 1)
    unknown = run("8-2", data=str(tmp_path / "mine.png"), out=reader).metrics
    assert unknown["digits"] == []
    assert unknown["accuracy_centred"] is None


def test_8_2_says_so_if_there_is_nothing_on_a_photograph(run, reader, tmp_path):
    Image.new("RGB", (100, 100), "white").save(tmp_path / "white.png")
    with pytest.raises(CourseError, match="nothing on the photograph"):
        run("8-2", data=str(tmp_path / "white.png"), out=reader)


@pytest.mark.parametrize("digit", range(10))
def test_8_2_finds_the_ink_and_brings_it_to_the_middle(module, digit):
    program = module("8-2")
    photo = program.photograph(digit, np.random.default_rng(digit))
    image = program.centred(program.ink_of(photo))
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert 0.9 < image.max() <= 1
    places = np.arange(28) + 0.5
    assert places @ image.sum(axis=1) / image.sum() == pytest.approx(14, abs=0.51)
    assert places @ image.sum(axis=0) / image.sum() == pytest.approx(14, abs=0.51)
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    assert program.ink_of(photo).astype(bool).mean() < 0.25  # no paper is left


def test_8_2_prepares_a_photograph_as_the_book_does(module):
    page = Image.new("RGB", (56, 56), "white")
    page.paste((255, 0, 0), (0, 0, 28, 56))
    image = module("8-2").as_in_the_book(page)
    assert image.shape == (28, 28)
    np.testing.assert_allclose(image[:, -5:], 0)
    np.testing.assert_allclose(image[:, :5], 1 - 76 / 255, atol=1e-6)  # pure red is a grey of 76


def test_8_3_runs_on_a_local_copy(run, tmp_path):
    rng = np.random.default_rng(0)
    arrays = {
        f"{kind}_{part}": rng.integers(0, top, (40, *shape), dtype=np.uint8)
        for part in ("train", "test")
        for kind, top, shape in (("x", 256, (32, 32, 3)), ("y", 10, (1,)))
    }
    np.savez(tmp_path / "cifar.npz", **arrays)
    assert (
        run("8-3", data=str(tmp_path / "cifar.npz"), epochs=1, out=tmp_path).metrics["parameters"] == 307_498
    )


def test_8_3_trains_as_the_book_does_if_asked_and_twice_the_same(run):
    asked = []

    def few(module):
        module.BOOK = module.BOOK._replace(images=100)
        fit = module.training.fit

        def watched(model, images, settings, **options):
            asked.append((float(model.optimizer.learning_rate), options["batch_size"]))
            return fit(model, images, settings, **options)

        module.training = SimpleNamespace(fit=watched, start=module.training.start)

    first, second = (run("8-3", seed=7, full=True, epochs=1, broken=few) for _ in range(2))
    assert asked == [(pytest.approx(1e-4), 64)] * 2
    assert (first.metrics, first.history) == (second.metrics, second.history)


@pytest.mark.slow
def test_8_1_goes_twice_the_same(run, reader):
    """With whatever has run in between."""
    first = json.loads((reader / "8-1" / "metrics.json").read_text())
    second = run("8-1", **BANDS[0].settings)
    assert (first["metrics"], first["history"]) == (second.metrics, second.history)


def test_shapes_are_as_many_and_as_large_as_asked_for():
    images, labels = shapes.draw(np.random.default_rng(0), 100, size=64, classes=17)
    assert images.shape == (100, 64, 64, 3)
    assert images.dtype == np.float32
    assert images.min() >= 0
    assert images.max() <= 1
    assert set(np.bincount(labels)) == {5, 6}
    assert len(shapes.NAMES) == 17
    assert np.any(np.diff(labels) < 0)  # in random order
    again, _ = shapes.draw(np.random.default_rng(0), 100, size=64, classes=17)
    np.testing.assert_array_equal(images, again)


def test_shapes_come_as_a_data_set():
    images = data.load("shapes", np.random.default_rng(0), count=200, size=16, classes=4)
    assert [len(part.images) for part in images[:3]] == [144, 16, 40]
    assert images.classes == 4
    assert len(data.load("digits", np.random.default_rng(0), count=200).test.images) == 359


def test_a_thousand_shapes_a_second():
    began = time.process_time()
    shapes.draw(np.random.default_rng(0), 1000)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("name", shapes.NAMES)
def test_a_figure_is_no_other_and_keeps_within_its_circle(name):
    y, x = np.mgrid[-1.5:1.5:61j, -1.5:1.5:61j]
    inside = {other: figure(x, y) < 0 for other, figure in shapes.FIGURES.items()}
    for other, there in inside.items():
        shared = (there & inside[name]).sum() / (there | inside[name]).sum()
        assert (shared == 1) if other == name else (shared < 0.9), other
    assert inside[name].any()
    assert not np.any(inside[name] & (np.hypot(x, y) > 1.2))


def test_its_colours_do_not_give_a_shape_away():
    images, labels = shapes.draw(np.random.default_rng(0), 2000)
    colours = images.mean(axis=(1, 2))
    means = np.stack([colours[:1000][labels[:1000] == label].mean(axis=0) for label in range(10)])
    nearest = np.square(colours[1000:, None] - means).sum(axis=-1).argmin(axis=1)
    assert np.mean(nearest == labels[1000:]) < 0.2
