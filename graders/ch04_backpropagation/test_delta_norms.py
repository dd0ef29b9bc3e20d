"""What the right norms of the deltas are."""

import itertools
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

ACTIVATIONS = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1.0, 0.0)),
}


@dataclass(frozen=True)
class Network:
    """A network, layer by layer, a batch, and the gradient that comes back to its outputs."""

    layers: list[tuple[np.ndarray, np.ndarray, str]]
    inputs: np.ndarray
    output_gradient: np.ndarray

    @property
    def sums(self):
        """What goes into each activation."""
        outputs, sums = self.inputs, []
        for weights, biases, activation in self.layers:
            sums.append(outputs @ weights + biases)
            outputs = ACTIVATIONS[activation][0](sums[-1])
        return sums

    @property
    def right(self):
        """The right norms, and the largest number that each was summed from, were nothing to cancel."""
        gradient, norms, scale = self.output_gradient, [], np.abs(self.output_gradient)
        scales = []
        for (weights, _, activation), z in reversed(list(zip(self.layers, self.sums, strict=True))):
            delta = gradient * ACTIVATIONS[activation][1](z)
            norms.append(np.sqrt(np.sum(delta**2)))
            scales.append(np.max(scale))
            gradient, scale = delta @ weights.T, scale @ np.abs(weights).T
        return np.array(norms[::-1]), float(np.max(scales))

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return {"N": len(self.inputs)}

    def ask(self, impl):
        """Return the norms that `impl` gives: one for each layer."""
        answer = impl.delta_norms(self.layers, self.inputs, self.output_gradient)
        return numbers(answer, (len(self.layers),), part="norms")

    def times(self, factor):
        """Return this network with all weights multiplied."""
        return replace(self, layers=[(factor * weights, *rest) for weights, *rest in self.layers])


def small(*layers, inputs, output_gradient):
    """Return a network written in plain lists."""
    return Network(
        [
            (np.array(weights, float), np.array(biases, float), activation)
            for weights, biases, activation in layers
        ],
        np.array(inputs, float),
        np.array(output_gradient, float),
    )


def tame(network):
    """Return whether no relu is near its kink, and no S so flat that rounding hides its slope."""
    flat = {"identity": np.inf, "sigmoid": 6, "tanh": 3, "relu": np.inf}
    return all(
        (np.abs(z) < flat[activation]).all() and (activation != "relu" or (np.abs(z) > 0.01).all())
        for z, (_, _, activation) in zip(network.sums, network.layers, strict=True)
    )


@st.composite
def networks(draw, kinds=tuple(ACTIVATIONS), shallowest=1, deepest=4):
    """Networks of every depth: half with layers of one size, half with no two sizes alike."""
    depth = draw(st.integers(shallowest, deepest))
    alike = st.integers(2, 3).map(lambda units: (units,) * (depth + 1))
    units = draw(st.one_of(alike, sizes(depth + 1, high=max(depth + 1, 4))))
    rows = draw(st.integers(1, 3))
    tenths = [0.1, -0.2, 0.3, -0.6]  # with quarters, these keep relu from its kink
    layers = [
        (draw(arrays(shape, quarters(-1, 1))), draw(arrays(shape[1:], tenths)), draw(st.sampled_from(kinds)))
        for shape in itertools.pairwise(units)
    ]
    network = Network(
        layers,
        inputs=draw(arrays((rows, units[0]), quarters(-1.5, 1.5))),
        output_gradient=draw(arrays((rows, units[-1]), quarters(-2, 2))),
    )
    assume(tame(network))
    return network


TURNS = [
    [[0.6, -0.8], [0.8, 0.6]],
    [[0.0, 1.0], [1.0, 0.0]],
    [[-1.0, 0.0], [0.0, 1.0]],
    [[0.28, 0.96], [-0.96, 0.28]],
]


@st.composite
def turning(draw, kind="identity"):
    """Networks whose weights turn or mirror, and change no length."""
    layers = [
        (np.array(turn), draw(arrays((2,), [0.0, 0.5])), kind)
        for turn in draw(st.lists(st.sampled_from(TURNS), min_size=2, max_size=5))
    ]
    shape = (draw(st.integers(1, 3)), 2)
    return Network(layers, draw(arrays(shape)), draw(arrays(shape, [3.0, 4.0, -1.0, 0.5])))


def balanced(network, kind="sigmoid", middle=0.5):
    """Return the network with biases such that every z is 0, whatever the weights."""
    inputs, layers = np.zeros_like(network.inputs), []
    for number, (weights, _, _) in enumerate(network.layers):
        layers.append((weights, -(middle if number else 0.0) * weights.sum(axis=0), kind))
    return replace(network, layers=layers, inputs=inputs)


def same_norms(found, network, right=None, part="norms", rows="layer"):
    """Hold norms to those of `network`, or to others."""
    expected, scale = network.right
    same(found, expected if right is None else right, part=part, rows=rows, sizes=network.sizes, scale=scale)


ONE_LAYER = small(([[1, 2]], [0.1, 0], "sigmoid"), inputs=[[0.5]], output_gradient=[[1, -2]])
TWO_LAYERS = small(
    ([[1, -1]], [0.1, 0.3], "tanh"),
    ([[2], [1]], [-0.2], "sigmoid"),
    inputs=[[0.5]],
    output_gradient=[[2]],
)
SQUARE = small(
    ([[1, 2], [0, -1]], [0.1, 0.3], "sigmoid"),
    ([[0.5, 1], [-1, 1]], [-0.2, 0.1], "tanh"),
    inputs=[[1, 2]],
    output_gradient=[[1, 3]],
)
WIDE = small(
    ([[1, -1]], [0.1, 0.3], "tanh"),
    ([[2, 0, 1], [1, 1, 0]], [0, 0, 0.5], "identity"),
    inputs=[[0.5]],
    output_gradient=[[2, 0, 1]],
)
TWO_ROWS = small(([[1, 2]], [0, 0], "identity"), inputs=[[1], [2]], output_gradient=[[3, 4], [0, 12]])
LINEAR = small(
    ([[1, 0]], [0, 0], "identity"),
    ([[3, 1], [4, 0]], [1, 0], "identity"),
    inputs=[[1]],
    output_gradient=[[1, 0]],
)
TURNED = small(
    ([[0, 1], [1, 0]], [0, 0], "identity"),
    (TURNS[0], [0, 0], "identity"),
    inputs=[[1, 2]],
    output_gradient=[[3, 4]],
)
CHAIN = small(
    ([[1]], [0.5], "tanh"),
    ([[2]], [-0.5], "sigmoid"),
    ([[-1]], [0], "identity"),
    inputs=[[0.25]],
    output_gradient=[[1]],
)


@check("contract", points=1, cases=12)
@given(network=networks())
@example(network=SQUARE)
@example(network=WIDE)
def test_each_layer_has_one_norm_and_the_inputs_stay(impl, network):
    """Each layer has one norm, 0 or more; twice the output gradient has twice the norms; inputs stay."""
    norms = network.ask(impl)
    twice = replace(network, output_gradient=2 * network.output_gradient).ask(impl)
    unchanged(impl)
    holds(np.isfinite(norms).all() and (norms >= 0).all(), norms=norms.tolist())
    same_norms(twice, network, 2 * norms, part="norms for twice the gradient")


@check("values", points=2.5, cases=30)
@given(network=networks())
@example(network=ONE_LAYER)
@example(network=TWO_LAYERS)
@example(network=TWO_ROWS)
@example(network=SQUARE)
def test_delta_is_measured_in_each_layer_on_its_way_back(impl, network):
    """Each norm is that of the layer's delta: the gradient by what goes into its activation."""
    same_norms(network.ask(impl), network)


@check("values", points=1, cases=12)
@given(network=turning())
@example(network=TURNED)
def test_weights_that_only_turn_leave_the_norm_as_it_is(impl, network):
    """In a linear network whose weights only turn, the norm is the same in every layer."""
    length = np.sqrt(np.sum(network.output_gradient**2))
    same_norms(network.ask(impl), network, np.full(len(network.layers), length))


@check("values", points=1, cases=12)
@given(network=networks(kinds=("identity",), shallowest=2), factor=st.sampled_from([2.0, 0.5, -3.0]))
@example(network=LINEAR, factor=2.0)
def test_weights_twice_as_large_double_it_at_every_layer_that_follows(impl, network, factor):
    """In a linear network, weights c times as large make it c times larger for each layer after."""
    scaled = network.times(factor)
    after = np.arange(len(network.layers))[::-1]
    same_norms(scaled.ask(impl), scaled, np.abs(factor) ** after * network.right[0])


@check("values", points=1, cases=12)
@given(network=networks(deepest=3))
@example(network=TWO_ROWS)
def test_the_squares_of_the_rows_norms_add_up(impl, network):
    """The square of a batch's norm is the sum of the squares of its rows' norms."""
    rows = [
        replace(network, inputs=network.inputs[n : n + 1], output_gradient=network.output_gradient[n : n + 1])
        for n in range(len(network.inputs))
    ]
    together = np.sqrt(np.sum([row.ask(impl) ** 2 for row in rows], axis=0))
    same_norms(together, network, part="root of the sum of the rows' squares")
    same_norms(network.ask(impl), network, part="norms of the batch")


@st.composite
def chains(draw):
    """Networks with a single unit in each layer, and one row."""
    kinds = draw(st.lists(st.sampled_from(["sigmoid", "tanh", "identity"]), min_size=1, max_size=4))
    layers = [
        (draw(arrays((1, 1), [0.5, -1.0, 2.0])), draw(arrays((1,), [0.1, -0.2, 0.3])), kind) for kind in kinds
    ]
    return Network(layers, draw(arrays((1, 1), quarters(-1.5, 1.5))), draw(arrays((1, 1), [1.0, -2.0, 0.5])))


@check("gradients", points=1, cases=12)
@given(network=chains())
@example(network=CHAIN)
def test_in_a_chain_of_neurons_it_is_the_slope_by_the_biases(impl, network):
    """In a chain of single neurons, it is the slope of the loss by each bias, but for the sign."""

    def loss(biases):
        layers = [
            (weights, bias[np.newaxis], kind)
            for (weights, _, kind), bias in zip(network.layers, biases, strict=True)
        ]
        last = replace(network, layers=layers)
        outputs = ACTIVATIONS[layers[-1][2]][0](last.sums[-1])
        return np.sum(network.output_gradient * outputs)

    signs = np.sign(network.output_gradient.item()) * np.ones(len(network.layers))
    for number, (weights, _, _) in enumerate(network.layers[1:]):
        signs[: number + 1] *= np.sign(weights.item())
    biases = np.array([bias.item() for _, bias, _ in network.layers])
    norms = network.ask(impl)
    same_gradient((signs * norms).astype(norms.dtype), loss, biases, part="norms, with the slopes' signs")


@check("edges", points=1, cases=12)
@given(network=turning())
@example(network=replace(TURNED, output_gradient=np.array([[3.0, 4.0]])))
def test_where_every_sum_is_zero_a_sigmoid_leaves_a_quarter(impl, network):
    """Where every z is 0 and the weights only turn, each layer of sigmoids leaves exactly a quarter."""
    network = balanced(network)
    depth = len(network.layers)
    quarter = 0.25 ** np.arange(depth, 0, -1)
    same_norms(network.ask(impl), network, quarter * np.sqrt(np.sum(network.output_gradient**2)))


def silenced(network, number):
    """Return the network with a layer of relus that let nothing through."""
    layers = [*network.layers]
    weights, biases, _ = layers[number]
    layers[number] = (weights, biases - 20.0, "relu")
    return replace(network, layers=layers)


@check("edges", points=0.5, cases=12)
@given(
    network=networks(shallowest=2, deepest=3).filter(
        lambda network: all(tame(silenced(network, number)) for number in (0, 1))
    ),
    number=st.integers(0, 1),
)
@example(network=TWO_LAYERS, number=0)
def test_behind_a_silent_layer_of_relus_there_is_no_delta(impl, network, number):
    """Where a whole layer of relus is silent, the norms are 0 from there down, and only there."""
    silent = silenced(network, number)
    found = silent.ask(impl)
    same(found[: number + 1], np.zeros(number + 1), part="norms up to the silent layer", rows="layer")
    same_norms(found, silent)


@check("use", points=1, cases=12)
@given(network=networks(kinds=("sigmoid",), shallowest=3, deepest=5), factor=st.sampled_from([1.0, 2.0]))
@example(network=balanced(TURNED), factor=2.0)
def test_sigmoids_leave_at_most_a_quarter_of_what_the_weights_send(impl, network, factor):
    """A layer of sigmoids leaves at most a quarter of what the weights after it send back."""
    network = network.times(factor)
    norms = network.ask(impl)
    after = zip(norms[1:], network.layers[1:], strict=True)
    most = [0.25 * np.linalg.norm(weights, 2) * norm for norm, (weights, _, _) in after]
    holds((norms[:-1] <= np.array(most) * (1 + 1e-4) + 1e-12).all(), norms=norms.tolist(), at_most=most)
    same_norms(norms, network)
