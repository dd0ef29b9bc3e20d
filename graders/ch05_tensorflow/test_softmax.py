"""What a right softmax is.

Logits are quarters, and far ones powers of ten, so that shifting a slice by a quarter is exact.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, quarters, same, unchanged

QUARTERS = quarters()

SHAPES = [(3,), (2, 3), (3, 2), (2, 3, 4), (4, 1, 2), (1, 3), (3, 1), (1,)]
ALIKE = [(2, 2), (3, 3), (2, 2, 2)]
"""Shapes in which the wrong axis has an answer too."""


@dataclass(frozen=True)
class Slices:
    """Logits, and the axis along which their probabilities add up to 1."""

    logits: np.ndarray
    axis: int

    @property
    def right(self):
        """The probabilities, from the logarithm of each slice's sum."""
        sums = np.logaddexp.reduce(self.logits, axis=self.axis, keepdims=True)
        return np.exp(self.logits - sums)

    @property
    def spread(self):
        """The shape of one number for each slice."""
        shape = list(self.logits.shape)
        shape[self.axis] = 1
        return tuple(shape)

    def ask(self, impl):
        """The probabilities, as `impl` has them."""
        return numbers(impl.softmax(self.logits, axis=self.axis), self.logits.shape, part="probabilities")

    def same(self, found, right=None, part="probabilities"):
        """Hold probabilities to the right ones."""
        same(found, self.right if right is None else right, part=part, scale=1.0)


def small(logits, axis=-1):
    """Return logits written in plain lists."""
    return Slices(np.array(logits, float), axis)


@st.composite
def slices(draw, logits=QUARTERS, some=tuple(SHAPES + ALIKE)):
    """Logits of one to three axes, and any of them, counted from the front or from the end."""
    shape = draw(st.sampled_from(some))
    return Slices(draw(arrays(shape, logits)), draw(st.integers(-len(shape), len(shape) - 1)))


ONE = small([2, 0, 1])
ROWS = small([[1, 0, -1], [0, 2, 0]])
COLUMNS = small([[1, 3], [2, 0], [0, 0]], axis=0)
SQUARE = small([[2, -1], [1, 0]], axis=1)
SEVERAL = [(2,), (3,), (2, 3), (3, 2), (2, 2)]
"""Shapes without an axis of one."""


@check("contract", points=1)
@given(case=slices(some=SEVERAL))
@example(case=ONE)
@example(case=ROWS)
@example(case=SQUARE)
@example(case=COLUMNS)
def test_a_larger_logit_has_a_larger_probability_and_the_input_stays(impl, case):
    """Each logit gets a probability, in a slice the larger the larger; the logits stay."""
    found = case.ask(impl)
    unchanged(impl)
    shown = {"probabilities": np.round(found, 6).tolist()}
    holds(((found > 0) & (found < 1)).all(), **shown)
    logits, chances = (np.moveaxis(array, case.axis, 0) for array in (case.logits, found))
    above = logits[:, np.newaxis] > logits
    holds((chances[:, np.newaxis] > chances)[above].all(), logits=case.logits.tolist(), **shown)


@check("values", points=1)
@given(case=slices())
@example(case=ONE)
@example(case=ROWS)
@example(case=COLUMNS)
def test_each_slice_adds_up_to_one(impl, case):
    """Along the axis, the probabilities add up to 1."""
    found = case.ask(impl)
    holds((found >= 0).all(), probabilities=np.round(found, 6).tolist())
    sums = np.sum(found, axis=case.axis, keepdims=True)
    same(sums, np.ones(case.spread), part=f"sums along axis {case.axis}", scale=1.0)


@check("values", points=2, cases=50)
@given(case=slices())
@example(case=ONE)
@example(case=ROWS)
@example(case=SQUARE)
@example(case=COLUMNS)
def test_the_probabilities_follow_the_formula(impl, case):
    """Each probability is e to its logit, divided by the sum of these powers along the axis."""
    case.same(case.ask(impl))


@check("values", points=1)
@given(case=slices(), shift=st.sampled_from([1.0, -2.5, 10.0]))
@example(case=ONE, shift=10.0)
@example(case=ROWS, shift=1.0)
def test_adding_a_number_to_a_slice_changes_nothing(impl, case, shift):
    """A number added to all logits of a slice, another to each slice, changes nothing."""
    count = int(np.prod(case.spread))
    shifts = shift * np.arange(1, count + 1).reshape(case.spread)
    shifted = replace(case, logits=case.logits + shifts)
    case.same(shifted.ask(impl), part="probabilities after the shift")


@check("values", points=1)
@given(case=slices())
@example(case=ROWS)
@example(case=small([[[1, 0], [0, 2]], [[3, 0], [0, -1]]]))
def test_the_last_axis_is_the_default_and_axes_count_from_either_end(impl, case):
    """Without an axis it is the last; an axis counted from the end is the same from the front."""
    last = replace(case, axis=-1)
    default = impl.softmax(case.logits)
    last.same(default, part="probabilities, no axis given")
    from_end = replace(case, axis=case.axis % case.logits.ndim - case.logits.ndim)
    for same_axis in (from_end, replace(from_end, axis=from_end.axis + case.logits.ndim)):
        same_axis.same(same_axis.ask(impl), part=f"probabilities, axis={same_axis.axis}")


@check("values", points=1)
@given(pairs=st.integers(1, 4).flatmap(lambda count: arrays((count, 2), QUARTERS)))
@example(pairs=np.array([[1.0, 0.0]]))
@example(pairs=np.array([[2.0, 0.0], [-1.0, 2.0]]))
def test_of_two_classes_each_has_the_sigmoid_of_the_difference(impl, pairs):
    """Of two classes, each has the sigmoid of its logit less the other's."""
    case = Slices(pairs, 1)
    case.same(case.ask(impl), 1 / (1 + np.exp(pairs[:, ::-1] - pairs)))


@check("edges", points=1)
@given(case=slices(logits=[1e4, -1e4, 1000.0, 1000.5, -1000.0, -1000.5, 0.0]))
@example(case=small([1000, 1001]))
@example(case=small([-1001, -1000]))
@example(case=small([[1000, 1001], [-1001, -1000]]))
@example(case=small([[10000, 0, -10000], [-10000, -10000, -9999]]))
def test_far_from_zero_the_probabilities_are_right(impl, case):
    """With logits as far from 0 as 10000, in slices near and far, the probabilities are right."""
    case.same(case.ask(impl))


@st.composite
def ruled_out(draw):
    """Logits of which some are -inf, but not all of a slice."""
    case = draw(slices(logits=[0.0, 1.0, -2.5, 3.0, -1000.0], some=((3,), (2, 3), (3, 2), (3, 3), (2, 3, 4))))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    out = rng.random(case.logits.shape) < 0.5
    # The first of each slice stays.
    np.moveaxis(out, case.axis, 0)[0] = False
    return replace(case, logits=np.where(out, -np.inf, case.logits))


@check("edges", points=1)
@given(case=ruled_out())
@example(case=small([1, -np.inf, 0]))
@example(case=small([[0, -np.inf], [-1000, -1000]]))
def test_what_is_ruled_out_gets_nothing(impl, case):
    """A logit of -inf gets the probability 0, and the others of its slice share all."""
    case.same(case.ask(impl))


@check("use", points=1)
@given(case=slices())
@example(case=small([1, 3, 2]))
@example(case=small([[2, 0, 2], [-1, -3, -2]]))
def test_as_the_temperature_nears_zero_the_largest_takes_all(impl, case):
    """Divided by a temperature near zero, the largest logit takes all, and equal ones share it."""
    cold = replace(case, logits=case.logits / 2.0**-11)  # at most 8192: no farther than was promised
    largest = case.logits == np.max(case.logits, axis=case.axis, keepdims=True)
    shares = largest / np.sum(largest, axis=case.axis, keepdims=True)
    cold.same(cold.ask(impl), shares, part="probabilities at temperature 1/2048")
