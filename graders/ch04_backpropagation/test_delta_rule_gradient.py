"""What a right gradient of one layer is."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    numbers,
    quarters,
    same,
    same_gradient,
    sizes,
    unchanged,
)

# Each activation and its derivative, both of z.
ACTIVATIONS = {
    "identity": (lambda z: z, np.ones_like),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: (z + np.abs(z)) / 2, lambda z: (z > 0).astype(float)),
}

ALIKE = [(2, 2, 2), (3, 3, 3), (2, 2, 1), (3, 3, 2), (2, 2, 3), (3, 2, 2), (1, 2, 2)]
"""Sizes with which a product of the wrong arrays, or of transposed ones, has an answer too."""

SIZES = st.one_of(sizes(3, 1, 4), st.sampled_from(ALIKE))


@dataclass(frozen=True)
class Layer:
    """One layer, and a batch with its targets."""

    activation: str
    inputs: np.ndarray
    weights: np.ndarray
    targets: np.ndarray

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        rows, features = self.inputs.shape
        return {"N": rows, "D": features, "K": self.targets.shape[1]}

    @property
    def z(self):
        """What goes into the activation."""
        return self.inputs @ self.weights

    @property
    def outputs(self):
        """What comes out of it."""
        return ACTIVATIONS[self.activation][0](self.z)

    @property
    def right(self):
        """The gradient, row by row, with slopes that are taken of z."""
        delta = (self.outputs - self.targets) * ACTIVATIONS[self.activation][1](self.z)
        return np.mean([np.outer(row, d) for row, d in zip(self.inputs, delta, strict=True)], axis=0)

    @property
    def scale(self):
        """The largest number that a gradient is summed from, were nothing to cancel."""
        errors = np.abs(self.outputs) + np.abs(self.targets)
        return float(np.max(np.abs(self.inputs).T @ errors) / len(self.inputs))

    @property
    def tame(self):
        """Whether no relu is near its kink, and nothing else so flat that rounding hides its slope."""
        if self.activation == "relu":
            return bool((np.abs(self.z[self.inputs.any(axis=1)]) > 0.01).all())
        flat = {"identity": np.inf, "sigmoid": 6, "tanh": 3}
        return bool((np.abs(self.z) < flat[self.activation]).all())

    def cost(self, weights):
        """Return the cost with other weights."""
        return np.sum((replace(self, weights=weights).outputs - self.targets) ** 2) / (2 * len(self.inputs))

    def ask(self, model):
        """Return the gradient as `model` has it, in the shape of the weights."""
        answer = model.delta_rule_gradient(self.inputs, self.weights, self.targets, self.activation)
        return numbers(answer, self.weights.shape, part="gradient")


def small(activation, *, inputs, weights, targets):
    """Return a layer written in plain lists."""
    return Layer(activation, *(np.array(array, float) for array in (inputs, weights, targets)))


@st.composite
def layers(draw, kinds=tuple(ACTIVATIONS), some=SIZES):
    """Layers of a few rows, inputs and outputs."""
    rows, features, units = draw(some)
    layer = Layer(
        activation=draw(st.sampled_from(kinds)),
        inputs=draw(arrays((rows, features), quarters(-1.5, 1.5))),
        weights=draw(arrays((features, units), [0.3, -0.7, 1.1, -0.4, 0.6, -1.3, 0.0])),
        targets=draw(arrays((rows, units), quarters(-1.5, 1.5))),
    )
    assume(layer.tame)
    return layer


ONE = small("sigmoid", inputs=[[2]], weights=[[0.25]], targets=[[0]])
ONE_ROW = small("tanh", inputs=[[1, 2]], weights=[[0.5, -1, 1], [0.5, 0.25, 0]], targets=[[0, 0, 0]])
TWO_ROWS = small("identity", inputs=[[1], [3]], weights=[[2]], targets=[[1], [2]])
TWO_UNITS = small("sigmoid", inputs=[[1, 2], [-1, 1]], weights=[[0.5, 1], [0, -2]], targets=[[1, 0], [0, 1]])
SWITCHED = small("relu", inputs=[[1, 1], [2, -1]], weights=[[1], [3]], targets=[[1], [1]])
"""The unit is on for the first row and off for the second."""


def short(array):
    """Return numbers to be read."""
    return np.round(array, 6).tolist()


@check("contract", points=1)
@given(layer=layers())
@example(layer=ONE_ROW)
@example(layer=TWO_UNITS)
def test_each_weight_has_its_gradient_and_the_inputs_stay(impl, layer):
    """Each weight has its gradient, the same again, another for other targets; the inputs stay."""
    first, again = layer.ask(impl), layer.ask(impl)
    moved = replace(layer, targets=layer.targets + 1.0)
    other = moved.ask(impl)
    unchanged(impl)
    holds(np.array_equal(first, again), first=short(first), again=short(again))
    differs = (np.abs(moved.right - layer.right) > 1e-3 * layer.scale).any()
    shown = {"gradient": short(first), "gradient for targets larger by 1": short(other)}
    holds((first != other).any() or not differs, **shown)


@check("values", points=1)
@given(layer=layers(kinds=["identity"]))
@example(layer=TWO_ROWS)
def test_with_identity_it_is_the_mean_of_error_times_input(impl, layer):
    """With identity, the gradient is the mean over the rows of error times input: the LMS rule."""
    same(layer.ask(impl), layer.right, part="gradient", sizes=layer.sizes, scale=layer.scale)


@check("values", points=2, cases=40)
@given(layer=layers())
@example(layer=ONE)
@example(layer=ONE_ROW)
@example(layer=SWITCHED)
@example(layer=TWO_UNITS)
def test_the_gradient_follows_the_delta_rule(impl, layer):
    """With every activation, the gradient follows the delta rule."""
    same(layer.ask(impl), layer.right, part="gradient", sizes=layer.sizes, scale=layer.scale)


@check("values", points=1)
@given(times=st.integers(2, 4), layer=layers())
@example(times=3, layer=ONE)
@example(times=3, layer=TWO_ROWS)
def test_repeating_all_rows_changes_nothing(impl, times, layer):
    """A batch in which every row is repeated has the same gradient."""
    inputs, targets = (np.tile(array, (times, 1)) for array in (layer.inputs, layer.targets))
    repeated = replace(layer, inputs=inputs, targets=targets)
    same(
        repeated.ask(impl),
        layer.right,
        part="gradient of the batch repeated",
        sizes=repeated.sizes | {"times": times},
        scale=layer.scale,
    )


@check("values", points=1)
@given(more=st.integers(1, 2), layer=layers())
@example(more=1, layer=TWO_ROWS)
@example(more=1, layer=ONE_ROW)
def test_a_unit_that_is_right_has_no_gradient(impl, more, layer):
    """A further unit whose outputs are right has no gradient, and the others' are what they were."""
    added = np.tile(layer.weights[:, :1], (1, more))
    wider = replace(layer, weights=np.hstack([layer.weights, added]))
    wider = replace(wider, targets=np.hstack([layer.targets, wider.outputs[:, -more:]]))
    right = np.hstack([layer.right, np.zeros_like(added)])
    part = "gradient, with the further units last"
    same(wider.ask(impl), right, part=part, sizes=wider.sizes, scale=wider.scale)


@check("gradients", points=2)
@given(layer=layers(), seed=st.integers(0, 999))
@example(layer=ONE, seed=0)
@example(layer=ONE_ROW, seed=0)
@example(layer=SWITCHED, seed=0)
def test_it_is_the_slope_of_the_cost(impl, layer, seed):
    """The gradient is the slope of the cost by each weight."""
    same_gradient(layer.ask(impl), layer.cost, layer.weights, part="gradient", seed=seed)


@st.composite
def layers_far_out(draw):
    """Layers of one unit, which most rows bring to where its activation is flat."""
    rows = draw(st.integers(1, 3))
    return Layer(
        activation=draw(st.sampled_from(["sigmoid", "tanh"])),
        inputs=draw(arrays((rows, 2), [1.0, -1.0, 0.5, 0.0])),
        weights=draw(arrays((2, 1), [5.0, -5.0, 8.0, -7.0])),
        targets=draw(arrays((rows, 1), [4.0, -4.0, 9.0])),
    )


@check("edges", points=1)
@given(layer=layers_far_out())
@example(layer=small("sigmoid", inputs=[[1]], weights=[[8]], targets=[[-4]]))
@example(layer=small("tanh", inputs=[[1], [-0.5]], weights=[[-6]], targets=[[4], [9]]))
def test_where_the_activation_is_flat_hardly_anything_is_left(impl, layer):
    """Far out, where sigmoid and tanh are flat, hardly any gradient is left, however large the error."""
    same(layer.ask(impl), layer.right, part="gradient", sizes=layer.sizes, scale=layer.scale)


AND = small(
    "sigmoid",
    inputs=[[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]],
    weights=[[0], [0], [0]],
    targets=[[0], [0], [0], [1]],
)
"""The first input is always 1, and its weight the bias."""


@check("use", points=1, cases=10)
@given(learning_rate=st.sampled_from([0.25, 0.5]), layer=layers(kinds=["identity", "sigmoid", "tanh"]))
@example(learning_rate=0.5, layer=AND)
def test_gradient_descent_goes_the_right_way_step_for_step(impl, learning_rate, layer):
    """Gradient descent with it goes the right way, step for step."""
    mine = right = layer
    scale = float(np.max(np.abs(layer.weights)))
    for step in range(1, 5):
        gradient = mine.ask(impl)
        # In the gradient's own precision, so that the weights are judged by it.
        before = mine.weights.astype(np.result_type(gradient, np.float16))
        mine = replace(mine, weights=before - learning_rate * gradient)
        scale += learning_rate * right.scale
        right = replace(right, weights=right.weights - learning_rate * right.right)
        same(mine.weights, right.weights, part=f"weights after step {step}", scale=scale)
