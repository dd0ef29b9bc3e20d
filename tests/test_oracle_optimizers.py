"""The seven optimisers of chapter 6 on the digits network: its milestones, and the trainer that they stand on."""

import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.source import patched
from solutions.ch06_optimization import trainer_optimizers as trainer

SHOWING = {
    "sgd": ["ascent", "learning-rate-forgotten", "step-returned"],
    "momentum": [
        "learning-rate-outside",
        "look-ahead",
        "moved-by-the-old-velocity",
        "push-damped",
        "velocity-of-pytorch",
    ],
    "nesterov": ["momentum-twice", "old-velocity-returned", "plain-momentum", "velocity-of-pytorch"],
    "adagrad": [
        "epsilon-kept-in-the-accumulator",
        "epsilon-outside-the-root",
        "moving-average",
        "one-sum-for-all-weights",
        "root-of-the-old-sum",
    ],
    "rmsprop": [
        "corrected-as-adam-s-first",
        "epsilon-outside-the-root",
        "root-of-the-old-average",
        "sum-of-adagrad",
    ],
    "adadelta": [
        "change-average-updated-first",
        "epsilon-outside-the-roots",
        "learning-rate-in-the-average",
        "no-root-of-the-changes",
        "rmsprop",
    ],
    "adam": [
        "epsilon-inside-the-root",
        "epsilon-of-keras",
        "no-bias-correction",
        "steps-from-zero",
        "steps-shared-by-all-models",
    ],
}
"""Misconceptions that lead the network another way. Others don't: a velocity with its sign turned goes the same."""


@pytest.fixture(autouse=True)
def _needs_scikit_learn():
    pytest.importorskip("sklearn")


def move(name, **other):
    """Return the solution's step, with some settings other than the trainer's."""
    function = getattr(importlib.import_module(f"solutions.ch06_optimization.{name}"), f"{name}_step")

    def step(number, gradient, *state):
        answer = function(*state, gradient, **trainer.settings(name, number) | other)
        return answer if isinstance(answer, tuple) else (answer,)

    return step


def apart(stage):
    """Return how far the two networks of a stage are apart, as a share of the largest weight of each array."""
    return max(np.max(np.abs(found - right)) / np.max(np.abs(right)) for _, found, right in stage.arrays)


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("name", "misconception"), [(name, wrong) for name in SHOWING for wrong in ("", *SHOWING[name])]
)
def test_the_milestone_tells_right_from_wrong(course, name, misconception):
    pytest.importorskip("tensorflow")
    exercise = course.one(f"ch06/{name}")
    edits = {known.id: known.edits for known in exercise.misconceptions} | {"": ()}
    source = patched(exercise.solution, edits[misconception])
    examiner = Examiner(exercise, milestones=True)
    (milestone,) = (check for check in examiner.checks if check.rung == "milestone")
    result = examiner.run(milestone, LocalImplementation(source.encode(), f"{name}.py"))
    assert result.status == ("failed" if misconception else "passed")


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", SHOWING)
def test_the_milestone_takes_right_answers_in_other_styles(course, name):
    pytest.importorskip("tensorflow")
    exercise = course.one(f"ch06/{name}")
    examiner = Examiner(exercise, milestones=True)
    (milestone,) = (check for check in examiner.checks if check.rung == "milestone")
    for style, source in exercise.variants.items():
        result = examiner.run(milestone, LocalImplementation(source.encode(), f"{name}.py"))
        assert result.status == "passed", style


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", SHOWING)
@pytest.mark.parametrize("seed", [0, 1])
def test_from_any_start_the_two_agree_and_the_loss_falls(name, seed):
    pytest.importorskip("tensorflow")
    task = trainer.digits_task(30, seed)
    before = [array.copy() for array in task.arrays]
    way = trainer.train(trainer.keras_optimizer(name), task)
    for steps, (layers, right) in enumerate(
        zip(trainer.walk(name, move(name), task), way, strict=True), start=1
    ):
        assert apart(trainer.Stage(task, steps, layers, right)) < 1e-12
    assert task.loss(layers) < task.loss(task.layers) * 2 / 3
    for array, old in zip(task.arrays, before, strict=True):
        np.testing.assert_array_equal(array, old)


@pytest.mark.tensorflow
def test_where_conventions_part_the_two_part_unless_they_are_brought_together(monkeypatch):
    pytest.importorskip("tensorflow")
    # Adam with Keras' own epsilon, Adadelta with the learning rate that Keras has by default.
    assert apart(next(trainer.beside("adam", move("adam", epsilon=1e-7)))) > 1e-3
    assert apart(next(trainer.beside("adadelta", move("adadelta", learning_rate=0.001)))) > 1e-3
    # AdaGrad from the paper's accumulator.
    monkeypatch.setitem(trainer.STATES, "adagrad", (0.0,))
    assert apart(next(trainer.beside("adagrad", move("adagrad")))) > 1e-3


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("name", "setting", "number", "rounded"),
    [
        ("sgd", "learning_rate", 0.3, True),
        ("momentum", "momentum", 0.9, True),
        ("adagrad", "initial_accumulator_value", 0.1, True),
        ("adam", "beta_1", 0.9, True),
        ("adam", "beta_2", 0.999, True),
        ("adagrad", "epsilon", 1e-3, False),
        ("rmsprop", "rho", 0.85, False),
        ("adadelta", "rho", 0.85, False),
        ("adadelta", "epsilon", 1e-3, False),
        ("adam", "epsilon", 1e-3, False),
    ],
)
def test_which_settings_keras_rounds_to_float32(monkeypatch, name, setting, number, rounded):
    pytest.importorskip("tensorflow")
    assert number != trainer.single(number)
    kind, options = trainer.KERAS[name]
    monkeypatch.setitem(trainer.KERAS, name, (kind, options | {setting: number}))
    if setting == "initial_accumulator_value":
        monkeypatch.setitem(trainer.STATES, name, (number,))
    task = trainer.digits_task(3, 0)
    way = trainer.train(trainer.keras_optimizer(name), task)
    ways = zip(trainer.walk(name, move(name), task), way, strict=True)
    off = max(apart(trainer.Stage(task, steps, *pair)) for steps, pair in enumerate(ways, start=1))
    assert (off > 1e-11) == rounded


def test_the_digits_task_needs_no_tensorflow():
    code = (
        "import sys\n"
        "from solutions.ch06_optimization import trainer_optimizers as trainer\n"
        "trainer.digits_task(), trainer.settings('adam', 1)\n"
        "assert 'tensorflow' not in sys.modules"
    )
    root = Path(trainer.__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


@pytest.mark.tensorflow
def test_the_log_has_a_line_for_each_optimiser(capsys):
    pytest.importorskip("tensorflow")
    trainer.main(steps=10, every=5)
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split()[-4:] == ["0", "5", "10", "accuracy"]
    assert [line.split()[0] for line in lines] == list(trainer.KERAS)
    for line in lines:
        first, _, last = map(float, line.split()[1:4])
        assert last < first
