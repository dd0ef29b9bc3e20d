"""What our way of training costs: a program's epoch beside one of plain Keras, in one process.

``python benchmarks/programs.py [--json] [--rounds 15]`` prints ratios of CPU seconds, the two taking turns: the
median over the rounds. The bar for both is 1.05.

- ``ours_over_plain_fit``: program 8-1's training as `gradcheck run` has it, with a progress bar, over
  ``model.fit`` of the same network on the same images in batches of the same size;
- ``ours_over_plain_loop``: program 7-10's loop with ``GradientTape``, with a progress bar, over such a loop with
  nothing else (one ``tf.function`` a step, batches cut from the arrays: with tf.data it is slower), of the same
  network on the same images in batches of the same size.

``…_wall`` are the same of seconds on the clock: they are worth something where nothing else is running. The
progress bar is drawn as on a terminal, into nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np  # noqa: E402 - after the root is on the path

from gradcheck.cli.programs import progress_bar  # noqa: E402 - after the root is on the path
from gradcheck.course import Course  # noqa: E402 - after the root is on the path
from gradcheck.programs import select  # noqa: E402 - after the root is on the path
from gradcheck.running import Implementation, Settings  # noqa: E402 - after the root is on the path

Turn = Callable[[], object]
BAR = 1.05
EPOCHS = {"fit": 3, "loop": 20}
"""How many a turn has: some seconds' worth."""


def program(id: str) -> ModuleType:
    """Return the module of a program."""
    return select(Course(ROOT), id, None)[0].load()


def settings(epochs: int, out: Path) -> Settings:
    """Return what `gradcheck run` would hand to a program."""
    functions = Implementation.named(Course(ROOT), "solutions").functions
    return Settings(epochs, "digits", 0, out, full=False, functions=functions, progress=progress_bar)


@contextmanager
def drawn_into_nothing() -> Iterator[None]:
    """Have the progress bar take all the trouble that it takes on a terminal."""
    before = sys.stderr
    os.environ |= {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    with Path(os.devnull).open("w") as nothing:
        sys.stderr = nothing
        try:
            yield
        finally:
            sys.stderr = before


def fits(out: Path) -> tuple[Turn, Turn]:
    """Return some epochs of program 8-1's training, and as many of Keras' own."""
    import keras

    from solutions.shared import data, training

    module = program("8-1")
    images = data.load("digits", np.random.default_rng(0))
    images = images._replace(train=data.Part(*(array[: 10 * module.BATCH] for array in images.train)))

    def compiled() -> keras.Model:
        model = module.build(images.classes)
        optimizer = keras.optimizers.Adam(module.LEARNING_RATE)
        model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        return model

    training.start(0)
    ours, plain, run = compiled(), compiled(), settings(EPOCHS["fit"], out)

    def plain_fit() -> object:
        return plain.fit(
            images.train.images,
            images.train.labels,
            validation_data=images.validation,
            batch_size=module.BATCH,
            epochs=run.epochs,
            verbose=0,
        )

    return lambda: training.fit(ours, images, run, batch_size=module.BATCH), plain_fit


def loops(out: Path) -> tuple[Turn, Turn]:
    """Return some epochs of program 7-10's loop, and as many of a plain one."""
    import keras
    import tensorflow as tf

    from solutions.shared import data, training

    module = program("7-10")
    images = data.load("digits", np.random.default_rng(0)).one_hot()
    training.start(0)

    state = module.new_state(images.classes)
    run = settings(EPOCHS["loop"], out)
    epochs = module.train(state, images, sys.maxsize, 0)

    def our_loop() -> None:
        with run.progress(run.epochs, "epochs") as tick:
            for _ in range(run.epochs):
                tick(**next(epochs))

    model = module.build(images.classes)
    optimizer = keras.optimizers.SGD(module.LEARNING_RATE, momentum=module.MOMENTUM)
    loss_of = keras.losses.MeanSquaredError()
    loss, accuracy = keras.metrics.MeanSquaredError(), keras.metrics.CategoricalAccuracy()
    rng = np.random.default_rng(0)
    inputs, targets = images.train

    @tf.function(reduce_retracing=True)
    def step(inputs: tf.Tensor, targets: tf.Tensor) -> None:
        with tf.GradientTape() as tape:
            outputs = model(inputs, training=True)
            value = loss_of(targets, outputs)
        gradients = tape.gradient(value, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        loss.update_state(targets, outputs)
        accuracy.update_state(targets, outputs)

    def plain_loop() -> None:
        for _ in range(run.epochs):
            loss.reset_state()
            accuracy.reset_state()
            order = rng.permutation(len(inputs))
            for first in range(0, len(order), module.BATCH):
                rows = order[first : first + module.BATCH]
                step(inputs[rows], targets[rows])
            float(loss.result()), float(accuracy.result())
            outputs = model(images.validation.images, training=False)
            float(loss_of(images.validation.labels, outputs))
            np.mean(np.argmax(outputs, axis=1) == np.argmax(images.validation.labels, axis=1))

    return our_loop, plain_loop


def ratios(ours: Turn, plain: Turn, rounds: int) -> tuple[float, float]:
    """Return the median of ours over plain, in CPU seconds and on the clock, once both are warm."""
    ours(), plain()
    found = []
    for number in range(rounds):
        taken = {}
        for turn in (ours, plain) if number % 2 else (plain, ours):
            began = time.process_time(), time.perf_counter()
            turn()
            taken[turn] = time.process_time() - began[0], time.perf_counter() - began[1]
        found.append([mine / theirs for mine, theirs in zip(taken[ours], taken[plain], strict=True)])
    cpu, wall = (statistics.median(values) for values in zip(*found, strict=True))
    return cpu, wall


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=15, help="how often the two take turns")
    options = parser.parse_args()
    results: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="gradcheck-bench-") as out, drawn_into_nothing():
        for name, turns in (("ours_over_plain_fit", fits), ("ours_over_plain_loop", loops)):
            results[name], results[f"{name}_wall"] = ratios(*turns(Path(out)), options.rounds)
    results |= {"bar": BAR, "rounds": options.rounds}
    print(
        json.dumps(results, indent=1)
        if options.json
        else "\n".join(f"{k:<26} {v}" for k, v in results.items())
    )


if __name__ == "__main__":
    main()
