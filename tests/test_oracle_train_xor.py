"""`train_xor` against `backprop`, TensorFlow's gradients, and what program 4-1 recorded."""

import numpy as np
import pytest

from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.source import patched
from solutions.ch04_backpropagation import trainer_xor
from solutions.ch04_backpropagation.backprop import backprop
from solutions.ch04_backpropagation.train_xor import INPUTS, TARGETS, train_xor

start = trainer_xor.initial_weights


def answers(weights):
    hidden = 1 / (1 + np.exp(-(INPUTS @ weights[0] + weights[1])))
    return 1 / (1 + np.exp(-(hidden @ weights[2] + weights[3])))


@pytest.mark.parametrize("seed", range(10))
def test_step_for_step_it_is_backprops_gradient_descent(seed):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=array.shape) for array in start(rng, int(rng.integers(1, 12)))]
    rate = float(rng.uniform(0.1, 5))
    losses, outputs = train_xor(*weights, rate, 30)
    expected = []
    for step in range(31):
        expected.append(np.mean((answers(weights) - TARGETS) ** 2) / 2)
        if step == 30:
            break
        layers = [(*weights[:2], "sigmoid"), (*weights[2:], "sigmoid")]
        gradients = [array for pair in backprop(layers, INPUTS, TARGETS) for array in pair]
        weights = [array - rate * gradient for array, gradient in zip(weights, gradients, strict=True)]
    np.testing.assert_allclose(losses, expected, rtol=1e-11)
    np.testing.assert_allclose(outputs, answers(weights), rtol=1e-11)


def test_it_learns_about_as_fast_as_the_book_recorded():
    # 0.238 at first, 0.079 after 10000 steps, 0.0084 after 20000; the book's start is not known.
    losses, _ = train_xor(*start(np.random.default_rng(0), 10), 0.1, 20_000)
    assert 0.15 < losses[0] < 0.3
    assert 0.02 < losses[10_000] < 0.125
    assert losses[20_000] < 0.06
    assert (np.diff(losses) < 0).all()


def test_nearly_every_start_of_the_books_network_learns_it():
    rng = np.random.default_rng(0)
    learnt = []
    for _ in range(40):
        _, outputs = train_xor(*start(rng, 10), 8.0, 600)
        learnt.append((outputs >= 0.5).ravel().tolist() == [False, True, True, False])
    assert np.mean(learnt) >= 0.95


def test_hidden_units_that_begin_alike_do_not():
    _, outputs = train_xor(np.full((2, 10), 0.3), np.zeros(10), np.full((10, 1), 0.2), np.zeros(1), 8.0, 2000)
    assert (outputs >= 0.5).ravel().tolist() != [False, True, True, False]


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_it_goes_the_way_that_tensorflow_differentiates(seed):
    pytest.importorskip("tensorflow")
    first = start(np.random.default_rng(seed), 4)
    before = [array.copy() for array in first]
    expected, outputs = trainer_xor.train(*first, 2.0, 20)
    losses, found = train_xor(*first, 2.0, 20)
    assert expected.shape == (21,)
    np.testing.assert_allclose(losses, expected, rtol=1e-11)
    np.testing.assert_allclose(found, outputs, rtol=1e-11)
    for array, old in zip(first, before, strict=True):
        np.testing.assert_array_equal(array, old)


def test_the_trainer_begins_as_the_program_does_and_has_its_rows():
    weights = trainer_xor.initial_weights(np.random.default_rng(5))
    assert [array.shape for array in weights] == [(2, 10), (10,), (10, 1), (1,)]
    assert 0 <= min(weights[0].min(), weights[2].min()) < max(weights[0].max(), weights[2].max()) < 1
    assert not weights[1].any()
    assert not weights[3].any()
    np.testing.assert_array_equal(trainer_xor.INPUTS, INPUTS)
    np.testing.assert_array_equal(trainer_xor.TARGETS, TARGETS)


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    "misconception",
    ["", "output-weights-moved-too-soon", "no-hidden-biases", "no-mean-over-rows", "one-step-behind"],
)
def test_the_milestone_tells_right_from_wrong(course, misconception):
    pytest.importorskip("tensorflow")
    exercise = course.one("ch04/train_xor")
    edits = {known.id: known.edits for known in exercise.misconceptions} | {"": ()}
    source = patched(exercise.solution, edits[misconception])
    examiner = Examiner(exercise, milestones=True)
    (milestone,) = (check for check in examiner.checks if check.rung == "milestone")
    result = examiner.run(milestone, LocalImplementation(source.encode(), "train_xor.py"))
    assert result.status == ("failed" if misconception else "passed")


@pytest.mark.tensorflow
def test_the_milestone_takes_right_answers_in_other_styles(course):
    pytest.importorskip("tensorflow")
    exercise = course.one("ch04/train_xor")
    examiner = Examiner(exercise, milestones=True)
    (milestone,) = (check for check in examiner.checks if check.rung == "milestone")
    for style, source in exercise.variants.items():
        result = examiner.run(milestone, LocalImplementation(source.encode(), "train_xor.py"))
        assert result.status == "passed", style
