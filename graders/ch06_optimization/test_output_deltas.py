"""What the right deltas of a sigmoid output are.

They are no larger than 1, and rounding is forgiven at that scale: 1 - y loses digits where y is nearly 1,
and so does a right answer.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    numbers,
    quarters,
    same,
    same_gradient,
    shapes,
    unchanged,
)


@dataclass(frozen=True)
class Outputs:
    """Net inputs of sigmoid outputs, and what should come out."""

    net: np.ndarray
    targets: np.ndarray

    @property
    def y(self):
        """What comes out."""
        return np.exp(-np.logaddexp(0.0, -self.net))

    @property
    def slope(self):
        """The slope of the sigmoid, from the net inputs."""
        return np.exp(-np.logaddexp(0.0, -self.net) - np.logaddexp(0.0, self.net))

    def squared(self, impl):
        """The delta of the quadratic cost, as `impl` has it."""
        return numbers(impl.squared_delta(self.net, self.targets), self.net.shape, part="squared_delta")

    def cross_entropy(self, impl):
        """The delta of the cross-entropy, as `impl` has it."""
        answer = impl.cross_entropy_delta(self.net, self.targets)
        return numbers(answer, self.net.shape, part="cross_entropy_delta")

    def squared_cost(self, net):
        """Return the quadratic cost of each output, with other net inputs."""
        return (replace(self, net=net).y - self.targets) ** 2 / 2

    def cross_entropy_cost(self, net):
        """Return the cross-entropy of each output, with other net inputs."""
        return self.targets * np.logaddexp(0.0, -net) + (1 - self.targets) * np.logaddexp(0.0, net)


def small(net, targets):
    """Return outputs written in plain lists."""
    return Outputs(np.array(net, float), np.array(targets, float))


QUARTERS = quarters()


@st.composite
def outputs(draw, net=QUARTERS, targets=(0.0, 1.0, 0.25, 0.5)):
    """Outputs of any shape, with net inputs of quarters."""
    shape = draw(shapes(2))
    return Outputs(draw(arrays(shape, net)), draw(arrays(shape, targets)))


def upstream(seed, shape):
    """Return a factor for each output, in eighths and never zero."""
    rng = np.random.default_rng(seed)
    return rng.choice([-1.0, 1.0], shape) * rng.integers(1, 17, shape) / 8


def short(array):
    """Return numbers to be read."""
    return np.round(array, 6).tolist()


def times(factor, delta):
    """Return their product in the precision of delta, so that it is judged by that."""
    return (factor * delta).astype(delta.dtype)


ONE = small([1], [0])
FEW = small([-2, 0, 1], [1, 1, 0])
BELOW = small([-2, 0, 1], [0.5, 0.75, 0])
SQUARE = small([[1, -2], [0.5, 4]], [[0, 1], [1, 0]])
SQUARE_BELOW = small([[1, -2], [0.5, 4]], [[0, 0.75], [0.5, 0]])
COLUMN_BELOW = small([[1], [-1], [0]], [[0], [0], [0.75]])


@check("contract", points=1, cases=12)
@given(case=outputs(targets=[0.0, 0.25, 0.5, 0.75]))
@example(case=BELOW)
@example(case=SQUARE_BELOW)
@example(case=COLUMN_BELOW)
def test_each_output_has_a_delta_of_its_own(impl, case):
    """Each output has deltas of its own, smaller for a larger target; the inputs stay."""
    higher = replace(case, targets=case.targets + 0.25)
    for ask in (Outputs.squared, Outputs.cross_entropy):
        found, above = ask(case, impl), ask(higher, impl)
        unchanged(impl)
        shown = {"delta": short(found), "delta with targets larger by 0.25": short(above)}
        holds((above < found).all(), **shown)
        for place in np.ndindex(case.net.shape):
            at = tuple(slice(i, i + 1) for i in place) or ...
            alone = ask(Outputs(case.net[at], case.targets[at]), impl)
            same(
                found[at], alone, part=f"delta of output {list(place)}", labels=("in net", "alone"), scale=1.0
            )


@check("values", points=2)
@given(case=outputs())
@example(case=ONE)
@example(case=FEW)
@example(case=SQUARE)
def test_the_cross_entropys_delta_is_output_less_target(impl, case):
    """The delta of the cross-entropy is the output less the target."""
    same(case.cross_entropy(impl), case.y - case.targets, part="cross_entropy_delta", scale=1.0)


@check("values", points=2)
@given(case=outputs())
@example(case=ONE)
@example(case=FEW)
@example(case=SQUARE)
def test_the_quadratic_delta_is_the_error_times_the_slope(impl, case):
    """The delta of the quadratic cost is output less target, times the slope of the sigmoid."""
    same(case.squared(impl), (case.y - case.targets) * case.slope, part="squared_delta", scale=1.0)


@check("values", points=1)
@given(case=outputs(targets=[0.0, 1.0]))
@example(case=ONE)
@example(case=FEW)
def test_the_two_differ_by_the_slope_of_the_sigmoid(impl, case):
    """Where the output is not yet right, the quadratic delta is the other one times the slope."""
    squared, other = case.squared(impl), case.cross_entropy(impl)
    holds((other != 0).all(), outputs=short(case.y), targets=case.targets, cross_entropy_delta=short(other))
    part = "squared_delta against cross_entropy_delta * slope"
    same(squared, times(case.slope, other).astype(float), part=part, scale=1.0)


@check("values", points=1)
@given(case=outputs())
@example(case=ONE)
@example(case=FEW)
def test_neither_class_is_preferred(impl, case):
    """With -net for net and 1 - target for target, both deltas change their signs alone."""
    mirrored = Outputs(-case.net, 1 - case.targets)
    for name, ask, slope in (
        ("squared_delta", Outputs.squared, case.slope),
        ("cross_entropy_delta", Outputs.cross_entropy, 1.0),
    ):
        right = (case.targets - case.y) * slope
        same(ask(mirrored, impl), right, part=f"{name} of -net and 1 - targets", scale=1.0)


@check("gradients", points=1)
@given(case=outputs(), seed=st.integers(0, 999))
@example(case=ONE, seed=0)
@example(case=FEW, seed=0)
def test_each_delta_is_the_slope_of_its_cost(impl, case, seed):
    """Each delta is the slope of its own cost by the net input."""
    weight = upstream(seed, case.net.shape)
    for name, ask, cost in (
        ("squared_delta", Outputs.squared, case.squared_cost),
        ("cross_entropy_delta", Outputs.cross_entropy, case.cross_entropy_cost),
    ):
        part = f"{name}, times a factor for each output"
        same_gradient(times(weight, ask(case, impl)), cost, case.net, cotangent=weight, part=part, seed=seed)


@check("edges", points=1)
@given(case=outputs(net=[1e4, -1e4, 1000.0, -1000.0, 750.0, -750.0], targets=[0.0, 1.0]))
@example(case=small([-750], [1]))
@example(case=small([1e4, 1e4, -1e4, -1e4], [0, 1, 0, 1]))
def test_an_output_that_is_wrong_and_sure_of_it(impl, case):
    """Far from 0, a wrong output has a quadratic delta of 0, and a cross-entropy's of 1 or -1."""
    same(case.squared(impl), np.zeros(case.net.shape), part="squared_delta", scale=1.0)
    right = (case.net > 0).astype(float) - case.targets
    same(case.cross_entropy(impl), right, part="cross_entropy_delta", scale=1.0)


@check("use", points=1, cases=12)
@given(
    start=st.sampled_from([4.0, -3.0, 0.5, 2.0]),
    target=st.sampled_from([0.0, 1.0]),
    learning_rate=st.sampled_from([0.5, 0.25]),
)
@example(start=4.0, target=0.0, learning_rate=0.5)
def test_a_neuron_goes_the_right_way_step_for_step(impl, start, target, learning_rate):
    """A neuron with a weight and a bias, trained by either delta, goes the right way, step for step."""
    for name, ask, slope_counts in (
        ("squared_delta", Outputs.squared, 1),
        ("cross_entropy_delta", Outputs.cross_entropy, 0),
    ):
        found, right = [start], [start]
        for _ in range(4):
            # Its input is 1, so that weight and bias both move by the same.
            delta = ask(small([found[-1]], [target]), impl)
            found.append(float(found[-1] - 2 * learning_rate * delta[0]))
            case = small([right[-1]], [target])
            right.append(
                float((case.net - 2 * learning_rate * (case.y - target) * case.slope**slope_counts)[0])
            )
        mine = np.array(found[1:]).astype(delta.dtype if delta.dtype.kind == "f" else float)
        same(mine, right[1:], part=f"net input, step by step, with {name}", rows="step", scale=8.0)
