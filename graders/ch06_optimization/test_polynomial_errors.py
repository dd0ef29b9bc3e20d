"""What the right errors of fitted polynomials are.

All x are from -1 to 1 and degrees at most 4, so that normal equations are solved to many digits.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, parts, quarters, same, unchanged

PARTS = ("training_errors", "validation_errors")
PLACES = np.arange(-4, 5) / 4
"""Where training points may lie."""


@dataclass(frozen=True)
class Task:
    """Points to fit and points to validate with, and what to fit."""

    degrees: list[int]
    l2: float
    x: np.ndarray
    y: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray

    @property
    def sizes(self):
        """Numbers of points, by which a sum or another penalty would be too large."""
        return {"N": len(self.x), "M": len(self.x_validation)}


def written(x, y, x_validation, y_validation, degrees, l2=0.0):
    """Return a task written in plain lists."""
    return Task(degrees, l2, *(np.array(part, float) for part in (x, y, x_validation, y_validation)))


@st.composite
def tasks(draw, l2=(0.0, 0.0, 0.125, 0.5, 2.0)):
    """Tasks of five to eight training points, in any order, with y whatever it is."""
    count, others = draw(st.sampled_from([(5, 3), (6, 2), (7, 4), (8, 1), (6, 6)]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return Task(
        x=rng.permutation(PLACES)[:count],
        y=draw(arrays((count,), quarters())),
        x_validation=rng.integers(-8, 9, others) / 8,
        y_validation=draw(arrays((others,), quarters())),
        degrees=draw(st.lists(st.integers(0, 4), min_size=1, max_size=4)),
        l2=draw(st.sampled_from(l2)),
    )


HAT = written([-1, 0, 1], [0, 3, 0], [0.5, -0.5], [2, 2], [0, 1, 2])
"""Three points on no line: all on a parabola, which lies 0.25 too high at the others."""

RIDGE = replace(HAT, degrees=[1, 2], l2=0.5)
SLOPE = written([-1, 0, 1], [0, 1, 5], [0.5], [2], [1], l2=0.5)


def errors_of(model, task):
    """Return training errors and validation errors, each with a number for each degree."""
    points = (task.x, task.y, task.x_validation, task.y_validation)
    answer = parts(model.polynomial_errors(*points, degrees=task.degrees, l2=task.l2), *PARTS)
    shape = (len(task.degrees),)
    return tuple(numbers(found, shape, part=name) for name, found in zip(PARTS, answer, strict=True))


def same_errors(impl, task, right, **shown):
    """Hold both errors of `task` to those that are `right`."""
    for name, found, expected, y in zip(
        PARTS, errors_of(impl, task), right, (task.y, task.y_validation), strict=True
    ):
        # Coefficients are the solution of a system, so an error is good to half the digits of its dtype.
        single = found.dtype == np.float32
        scale = float(np.mean(task.y**2) + np.mean(y**2) + 1)
        near = (
            {"relative": 1e-2, "scale": 256 * scale} if single else {"relative": 1e-7, "scale": 1e4 * scale}
        )
        same(found, expected, part=name, sizes=task.sizes, **near, **shown)


@check("contract", points=1)
@given(task=tasks(), place=st.integers(0, 4))
@example(task=replace(HAT, degrees=[2, 1]), place=1)
def test_there_is_an_error_for_each_degree_in_its_place(impl, task, place):
    """Both have one error for each degree, in the order given; at degree 0 that of the mean of y."""
    place = min(place, len(task.degrees))
    degrees = [*task.degrees[:place], 0, *task.degrees[place:]]
    training, validation = errors_of(impl, replace(task, degrees=degrees))
    unchanged(impl)
    for name, found, y in zip(PARTS, (training, validation), (task.y, task.y_validation), strict=True):
        part = f"{name}[{place}], of degree 0"
        same(found[place], np.mean((y - task.y.mean()) ** 2), part=part, sizes=task.sizes, scale=64.0)


@check("values", points=2, cases=40)
@given(task=tasks())
@example(task=HAT)
@example(task=SLOPE)
@example(task=RIDGE)
def test_errors_are_mean_squares_of_the_best_fit(impl, reference, task):
    """Both errors are the mean squares that are left of the fit with the smallest cost."""
    same_errors(impl, task, errors_of(reference, task))


@check("values", points=1)
@given(task=tasks(l2=(0.0,)), degree=st.integers(1, 4), seed=st.integers(0, 999))
@example(task=replace(HAT, x=np.array([-1.0, -0.5, 0.0, 0.5, 1.0])), degree=2, seed=0)
def test_a_polynomial_is_recognised(impl, task, degree, seed):
    """If y is a polynomial of x, its degree and higher ones have no error, in training or validation."""
    coefficients = np.random.default_rng(seed).choice([-2.0, -1.0, 1.0, 2.0], degree + 1)
    curve = replace(
        task,
        y=np.polynomial.Polynomial(coefficients)(task.x),
        x_validation=task.x[:2] + 0.125,
        y_validation=np.polynomial.Polynomial(coefficients)(task.x[:2] + 0.125),
        degrees=[degree - 1, degree, 4],
    )
    training, validation = errors_of(impl, curve)
    for name, found in zip(PARTS, (training, validation), strict=True):
        part = f"{name} of degree {degree} and of degree 4"
        same(found[1:], np.zeros(2), part=part, scale=1e4 * float(np.mean(1 + curve.y**2)))
    holds(training[0] > 1e-6, degree_of_y=degree, training_error_of_one_degree_less=training[0])


@check("values", points=1)
@given(task=tasks())
@example(task=RIDGE)
def test_validation_points_have_no_say_in_the_fit(impl, reference, task):
    """Validation points have no say in the fit: where they move far away, training errors stay."""
    far = replace(task, y_validation=task.y_validation + 8.0)
    same_errors(impl, far, (errors_of(reference, task)[0], errors_of(reference, far)[1]))


@check("values", points=1)
@given(task=tasks(), times=st.integers(2, 3))
@example(task=SLOPE, times=2)
def test_the_same_points_twice_change_nothing(impl, reference, task, times):
    """The same training points two or three times over give the same errors, whatever l2 is."""
    more = replace(task, x=np.tile(task.x, times), y=np.tile(task.y, times))
    same_errors(impl, more, errors_of(reference, task))


@check("values", points=1)
@given(task=tasks(), shift=st.sampled_from([4.0, -8.0]))
@example(task=SLOPE, shift=4.0)
def test_a_constant_added_to_all_y_changes_nothing(impl, reference, task, shift):
    """A constant added to all y, in training and validation, changes no error, whatever l2 is."""
    moved = replace(task, y=task.y + shift, y_validation=task.y_validation + shift)
    same_errors(impl, moved, errors_of(reference, task))


@check("edges", points=1)
@given(task=tasks(l2=(0.0,)))
@example(task=HAT)
def test_as_many_coefficients_as_points_leave_no_training_error(impl, reference, task):
    """With as many coefficients as points the training error is 0, but the validation error is not."""
    count = min(len(task.x), 5)
    few = replace(task, x=np.sort(task.x)[:count], y=task.y[:count], degrees=[0, count - 1])
    training, validation = errors_of(reference, few)
    same_errors(impl, few, ([training[0], 0.0], validation))


@check("edges", points=1)
@given(task=tasks())
@example(task=replace(HAT, degrees=[1, 2]))
def test_a_huge_penalty_leaves_the_mean(impl, task):
    """With an l2 beyond all bounds only the constant is left, and it is the mean of y."""
    mean = task.y.mean()
    right = [np.full(len(task.degrees), np.mean((y - mean) ** 2)) for y in (task.y, task.y_validation)]
    same_errors(impl, replace(task, l2=1e12), right)


@check("use", points=1)
@given(task=tasks(l2=(0.0,)))
@example(task=written([-1, -0.5, 0, 0.5, 1], [-1, 1, -1, 1, 0], [-0.75, 0.75], [0, 0], [0]))
def test_training_errors_fall_with_the_degree(impl, reference, task):
    """Without a penalty the training error never grows with the degree, whatever validation says."""
    every = replace(task, degrees=[0, 1, 2, 3, 4])
    training, _ = errors_of(impl, every)
    holds((np.diff(training) <= 1e-4 * np.mean(1 + task.y**2)).all(), training_errors=training)
    same_errors(impl, every, errors_of(reference, every))
