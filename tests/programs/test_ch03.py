"""Programs 3-1 to 3-6."""

from __future__ import annotations

import numpy as np
import pytest

from solutions.ch03_perceptron.quadratic_features import quadratic_features
from tests.programs import students
from tests.programs.bands import Band, seeds

# Measured with seeds 0 to 39, the broken ones with 0 to 9.
BANDS = {
    # Epochs 4 to 25. A bias that stays as it is, or an update of the wrong sign: never, so all 100.
    "3-3": Band("3-3", {"epochs": (1, 60)}),
    # Gap 0.31 to 0.55, loss 0.012 to 0.025, beyond the limit 6e6 to 2e9. Errors of the signs, as a perceptron
    # has them: gap above 1.46, loss above 0.29; steps of double length: a gap of 1e20.
    "3-4": Band(
        "3-4",
        {"gap": (0.2, 0.8), "loss": (0.005, 0.06), "right": (4, 4), "loss_beyond": (1e5, 1e11)},
    ),
    # 1000 iterations: 0.5 to 1e-12. Errors of the signs: above 0.5006; steps uphill: above 1e12.
    "3-5": Band("3-5", {"loss": (0.5 - 1e-9, 0.5 + 1e-5), "right": (0, 3)}, {"epochs": 1000}),
    # Loss 4.4e-5 to 6.8e-5. Without x1 x2: 0.5; errors of the signs: above 0.39.
    "3-6": Band("3-6", {"loss": (1e-5, 3e-4), "right": (4, 4), "rank": (4, 4)}),
}


def errors_of_the_signs(weights, inputs, targets, learning_rate):
    return weights + learning_rate * inputs.T @ (targets - np.sign(inputs @ weights)) / len(inputs)


def steps_uphill(weights, inputs, targets, learning_rate):
    return weights - learning_rate * inputs.T @ (targets - inputs @ weights) / len(inputs)


def double_steps(weights, inputs, targets, learning_rate):
    return weights + 2 * learning_rate * inputs.T @ (targets - inputs @ weights) / len(inputs)


def without_cross_term(points):
    return quadratic_features(points) * [1, 1, 1, 1, 0, 1]


def fit_with(change):
    def perceptron_fit(inputs, targets, weights, learning_rate, max_epochs):
        for epoch in range(1, max_epochs + 1):
            errors = targets - np.sign(inputs @ weights)
            weights = weights + change * learning_rate * inputs.T @ errors / len(inputs)
            if (np.sign(inputs @ weights) == targets).all():
                return weights, epoch, True
        return weights, max_epochs, False

    return perceptron_fit


BROKEN = [
    ("3-3", "ch03/perceptron_fit", {"perceptron_fit": fit_with(np.array([[0], [1], [1]]))}),
    ("3-3", "ch03/perceptron_fit", {"perceptron_fit": fit_with(-1)}),
    ("3-4", "ch03/lms_step", {"lms_step": errors_of_the_signs}),
    ("3-4", "ch03/lms_step", {"lms_step": double_steps}),
    ("3-5", "ch03/lms_step", {"lms_step": errors_of_the_signs}),
    ("3-5", "ch03/lms_step", {"lms_step": steps_uphill}),
    ("3-6", "ch03/quadratic_features", {"quadratic_features": without_cross_term}),
    ("3-6", "ch03/lms_step", {"lms_step": errors_of_the_signs}),
]
ON_FUNCTIONS = [("3-2", {}), ("3-3", {}), ("3-4", {}), ("3-5", {}), ("3-6", {"epochs": 50})]


@pytest.mark.parametrize(("band", "seed"), seeds(BANDS.values()))
def test_the_figures_are_in_their_bands(run, band, seed):
    assert band.misses(run(band.id, seed=seed, **band.settings).metrics) == {}


@pytest.mark.parametrize(("id", "exercise", "functions"), BROKEN)
def test_a_broken_model_misses_its_band(run, id, exercise, functions):
    broken = students.mistaken(exercise, **functions)
    assert BANDS[id].misses(run(id, broken=broken, **BANDS[id].settings).metrics)


@pytest.mark.parametrize(("id", "settings"), ON_FUNCTIONS)
def test_a_student_s_functions_give_the_same(run, course, tmp_path, id, settings):
    students.same_on_a_students_own(run, course, tmp_path, id, **settings)


@pytest.mark.parametrize("id", [id for id, _ in ON_FUNCTIONS])
def test_what_is_not_started_is_named(run, course, tmp_path, id):
    students.names_what_is_not_started(run, course, tmp_path, id)


@pytest.mark.parametrize("id", ["3-1", "3-2", "3-3", "3-4", "3-5", "3-6"])
def test_the_same_seed_gives_the_same_and_one_epoch_is_enough(run, id):
    assert run(id, seed=1, epochs=1).metrics == run(id, seed=1, epochs=1).metrics


@pytest.mark.parametrize("id", ["3-1", "3-2"])
def test_the_book_s_trace_comes_out_to_the_digit(run, id):
    metrics = run(id, seed=4).metrics
    assert metrics["weights"] == [[-5, 0, 0], [-3, 0, -2], [-1, 0, -4]]
    assert metrics["updates"] == 2
    assert metrics["output"] == 1


def test_3_1_says_what_the_sums_were(run):
    assert run("3-1").metrics["net_inputs"] == [-5, -1, 3]


def plainly(weights, rows, targets, epochs, error_of, done=lambda answers: False):
    """Train without arrays, number by number."""
    weights = [float(weight) for weight in np.ravel(weights)]
    for epoch in range(1, epochs + 1):
        sums = [sum(weight * x for weight, x in zip(weights, row, strict=True)) for row in rows]
        errors = [target - error_of(total) for target, total in zip(targets, sums, strict=True)]
        for place in range(len(weights)):
            weights[place] += (
                0.1 * sum(e * row[place] for e, row in zip(errors, rows, strict=True)) / len(rows)
            )
        sums = [sum(weight * x for weight, x in zip(weights, row, strict=True)) for row in rows]
        if done([float(np.sign(total)) for total in sums]):
            return weights, epoch
    return weights, epochs


POINTS, CLASSES = [[1, 3, 3], [1, 4, 3], [1, 1, 1], [1, 2, 1]], [1, 1, -1, -1]
XOR, XOR_CLASSES = [[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]], [-1, 1, 1, -1]


def test_3_3_goes_the_book_s_way_from_the_book_s_weights(run):
    metrics = run("3-3").metrics
    assert metrics["epochs_from_the_book"] == 16
    assert np.round(metrics["weights_from_the_book"], 8).tolist() == [-0.11330549, -0.01947302, 0.10564497]


@pytest.mark.parametrize("seed", [0, 3])
def test_3_3_goes_as_number_by_number(run, seed):
    metrics = run("3-3", seed=seed).metrics
    start = np.random.default_rng(seed).uniform(0, 1, 3)
    weights, epochs = plainly(start, POINTS, CLASSES, 100, np.sign, lambda answers: answers == CLASSES)
    assert metrics["epochs"] == epochs
    np.testing.assert_allclose(metrics["weights"], weights, rtol=1e-9)


@pytest.mark.parametrize(("id", "rows", "classes"), [("3-4", POINTS, CLASSES), ("3-5", XOR, XOR_CLASSES)])
def test_lms_goes_as_number_by_number(run, id, rows, classes):
    start = np.random.default_rng(2).uniform(0, 1, 3)
    weights, _ = plainly(start, rows, classes, 100, float)
    np.testing.assert_allclose(run(id, seed=2).metrics["weights"], weights, rtol=1e-9)


def test_3_4_knows_the_optimum_and_the_limit_and_arrives(run):
    metrics = run("3-4", epochs=3000).metrics
    np.testing.assert_allclose(metrics["optimum"], [-2, 0, 1], atol=1e-12)
    assert round(metrics["limit"], 10) == 0.1513120160
    assert metrics["gap"] < 1e-9


def test_3_5_has_nowhere_to_go_but_zero(run):
    metrics = run("3-5", epochs=3000).metrics
    assert metrics["optimum"] == [0, 0, 0]
    assert metrics["smallest_loss"] == pytest.approx(0.5, abs=1e-15)
    np.testing.assert_allclose(metrics["outputs"], 0, atol=1e-12)


def test_no_line_answers_more_than_three_of_xor():
    weights = np.random.default_rng(0).normal(size=(3, 20_000))
    assert np.max(np.sum(np.sign(XOR @ weights) == np.array(XOR_CLASSES)[:, None], axis=0)) == 3


def test_3_6_ends_where_its_start_lets_it(run):
    metrics = run("3-6", seed=5, epochs=6000).metrics
    np.testing.assert_allclose(metrics["outputs"], XOR_CLASSES, atol=1e-9)
    np.testing.assert_allclose(metrics["smallest_solution"], [-1, 1, 1, 1, -4, 1], atol=1e-12)
    start = np.random.default_rng(5).uniform(0, 1, 6)
    features = quadratic_features(np.array(XOR, dtype=float)[:, 1:])
    moved = np.array(metrics["weights"]) - start
    never = np.eye(6) - np.linalg.pinv(features) @ features  # what changes no output
    np.testing.assert_allclose(never @ moved, 0, atol=1e-9)
    np.testing.assert_allclose(metrics["weights"] - never @ start, [-1, 1, 1, 1, -4, 1], atol=1e-8)


def test_3_6_from_zeros_ends_at_the_smallest_solution(module, course):
    from gradcheck.running import Implementation

    lms_step = Implementation(course, folder=course.root / "solutions").functions("ch03/lms_step").lms_step
    program = module("3-6")
    features = quadratic_features(program.POINTS)
    weights, _ = program.descend(lms_step, np.zeros((6, 1)), features, program.TARGETS, 0.1, 6000)
    np.testing.assert_allclose(np.ravel(weights), [-1, 1, 1, 1, -4, 1], atol=1e-8)
