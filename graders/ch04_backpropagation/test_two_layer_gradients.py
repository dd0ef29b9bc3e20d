"""What the right gradients of a network with two layers are."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    numbers,
    parts,
    quarters,
    same,
    same_gradient,
    sizes,
    unchanged,
)

PARAMETERS = ("hidden weights", "hidden biases", "output weights", "output biases")
NAMES = tuple(f"gradient by the {name}" for name in PARAMETERS)


def sigmoid(z):
    """Return the sigmoid of each number."""
    return 1 / (1 + np.exp(-z))


@dataclass(frozen=True)
class Network:
    """A batch with its targets, and the weights and biases of both layers."""

    inputs: np.ndarray
    targets: np.ndarray
    hidden_layer: tuple[np.ndarray, np.ndarray]
    output_layer: tuple[np.ndarray, np.ndarray]

    @classmethod
    def of(cls, inputs, targets, *lists):
        """Return a network of inputs, targets and parameters, such as plain lists."""
        batch = (np.array(numbers, float) for numbers in (inputs, targets))
        parameters = [np.array(numbers, float) for numbers in lists]
        return cls(*batch, tuple(parameters[:2]), tuple(parameters[2:]))

    @property
    def parameters(self):
        """Weights and biases in the order of their gradients."""
        return *self.hidden_layer, *self.output_layer

    @property
    def arguments(self):
        """What the function is called with."""
        return self.inputs, self.targets, *self.parameters

    def with_parameters(self, *parameters):
        """Return this network with other weights and biases."""
        return replace(self, hidden_layer=parameters[:2], output_layer=parameters[2:])

    @property
    def hidden(self):
        """What comes out of the hidden layer."""
        weights, biases = self.hidden_layer
        return sigmoid(self.inputs @ weights + biases)

    @property
    def outputs(self):
        """What comes out of the network."""
        weights, biases = self.output_layer
        return sigmoid(self.hidden @ weights + biases)

    @property
    def loss(self):
        """The mean over the rows of half the squared distance."""
        return np.sum((self.outputs - self.targets) ** 2) / (2 * len(self.inputs))

    @property
    def is_wrong(self):
        """Whether the output biases, for a start, have to move."""
        pulls = (self.outputs - self.targets) * self.outputs * (1 - self.outputs)
        return bool((np.abs(pulls.sum(axis=0)) > 0.01).any())

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return dict(zip("NK", self.targets.shape, strict=True))

    @property
    def scales(self):
        """The largest numbers that each gradient is summed from, were nothing to cancel."""
        delta = (self.outputs + np.abs(self.targets)) / (4 * len(self.inputs))
        back = delta @ np.abs(self.output_layer[0]).T / 4
        sums = np.abs(self.inputs).T @ back, back.sum(axis=0), self.hidden.T @ delta, delta.sum(axis=0)
        return [float(np.max(each)) for each in sums]

    def rows(self, chosen):
        """Return this network with some of the rows."""
        return replace(self, inputs=self.inputs[chosen], targets=self.targets[chosen])


@st.composite
def networks(draw, most_hidden=4):
    """Networks of a few units: half with layers of one size, half with no two sizes alike."""
    alike = st.integers(2, 3).map(lambda units: (units,) * 3)
    inputs, hidden, outputs = draw(st.one_of(alike, sizes(3, high=4)))
    hidden, rows = min(hidden, most_hidden), draw(st.sampled_from([1, 2, 3, 5]))
    targets = draw(st.sampled_from([[0.0, 1.0], quarters(-1, 2)]))
    return Network(
        draw(arrays((rows, inputs), quarters(-2, 2))),
        draw(arrays((rows, outputs), targets)),
        (draw(arrays((inputs, hidden), quarters(-1.5, 1.5))), draw(arrays((hidden,), [0.0, 0.5, -1.0]))),
        (draw(arrays((hidden, outputs), quarters(-2, 2))), draw(arrays((outputs,), [0.0, -0.5, 1.0]))),
    )


def ask(model, network):
    """Return the loss, one number, and the four gradients, each in its shape; all of them finite."""
    loss, gradients = parts(model.two_layer_gradients(*network.arguments), "loss", "gradients")
    loss = numbers(loss, (), part="loss")
    found = []
    for gradient, like, name in zip(parts(gradients, *NAMES), network.parameters, NAMES, strict=True):
        found.append(numbers(gradient, like.shape, part=name))
        holds(np.isfinite(found[-1]).all(), **{name: found[-1].tolist()})
    return loss, found


def more_than_nothing(loss, found, network):
    """Hold an answer to being more than zeros, where it has to be."""
    if network.is_wrong:
        holds(loss > 0, loss=loss)
        holds(any(gradient.any() for gradient in found), gradients="all zero")


def same_gradients(found, right, network, labels=()):
    """Hold the four gradients to the right ones, those of the output layer first."""
    for at in (2, 3, 0, 1):
        same(
            found[at],
            right[at],
            part=NAMES[at],
            labels=labels,
            sizes=network.sizes,
            scale=network.scales[at],
        )


ONES = Network.of([[2]], [[1]], [[1]], [-2], [[2]], [-1])
WIDE = Network.of([[1, 2]], [[0, 1, 1]], [[1], [-0.5]], [0.5], [[1, -1, 2]], [0, 0.5, 0])
SQUARE = Network.of([[1, 2]], [[1, 0]], [[1, -1], [0, 0.5]], [0, 0.5], [[0.5, 2], [-1, 1]], [0, -0.5])
ROWS = Network.of([[1], [2], [0]], [[1], [0], [1]], [[1]], [0.5], [[2]], [-1])
COLUMNS = Network.of([[1]], [[1, 0]], [[1]], [0.5], [[1, -1]], [0, 0])
XOR = Network.of(
    [[0, 0], [0, 1], [1, 0], [1, 1]],
    [[0], [1], [1], [0]],
    [[1, -1], [-1, 0.5]],
    [0.5, 0],
    [[1], [2]],
    [-1],
)


@check("contract", points=1, cases=12)
@given(network=networks())
@example(network=WIDE)
@example(network=SQUARE)
def test_a_number_and_four_arrays_in_their_shapes(impl, network):
    """The loss is one number, each gradient has the shape of its weights or biases; inputs stay."""
    loss, found = ask(impl, network)
    unchanged(impl)
    more_than_nothing(loss, found, network)


@check("values", points=1, cases=12)
@given(network=networks())
@example(network=ROWS)
@example(network=COLUMNS)
def test_the_loss_is_the_mean_of_half_the_squared_distances(impl, network):
    """The loss is the mean over the rows of half the squared distance from the targets."""
    loss, _ = ask(impl, network)
    same(loss, network.loss, part="loss", sizes=network.sizes)


@check("values", points=1, cases=10)
@given(network=networks())
@example(network=ROWS)
def test_a_batch_has_the_mean_of_its_rows_gradients(impl, network):
    """The gradients of a batch are the means of its rows' gradients."""
    alone = [ask(impl, network.rows([n]))[1] for n in range(len(network.inputs))]
    mean = [np.mean(gradients, axis=0) for gradients in zip(*alone, strict=True)]
    loss, found = ask(impl, network)
    same_gradients(found, mean, network, labels=("the batch", "mean of rows"))
    more_than_nothing(loss, found, network)


@check("values", points=0.5, cases=10)
@given(network=networks())
@example(network=ONES)
def test_there_is_nothing_to_learn_where_the_outputs_are_right(impl, network):
    """Where the outputs are right, the loss and all gradients are zero; elsewhere they are not."""
    right = replace(network, targets=network.outputs)
    loss, found = ask(impl, right)
    same(loss, 0.0, part="loss", scale=1.0)
    same_gradients(found, [np.zeros_like(array) for array in right.parameters], right)
    more_than_nothing(*ask(impl, network), network)


@check("values", points=1, cases=12)
@given(network=networks(), shift=st.integers(1, 3))
@example(network=SQUARE, shift=1)
def test_hidden_units_that_change_places_take_their_gradients_along(impl, network, shift):
    """Hidden units that change places take their gradients with them."""
    weights, biases, output_weights, output_biases = network.parameters
    order = np.roll(np.arange(len(biases)), shift)
    moved = network.with_parameters(weights[:, order], biases[order], output_weights[order], output_biases)
    before = ask(impl, network)[1]
    expected = [before[0][:, order], before[1][order], before[2][order], before[3]]
    loss, found = ask(impl, moved)
    same_gradients(found, expected, moved, labels=("after the change", "before, moved"))
    more_than_nothing(loss, found, moved)


@check("values", points=1.5, cases=20)
@given(network=networks())
@example(network=ONES)
@example(network=WIDE)
@example(network=ROWS)
@example(network=SQUARE)
def test_all_gradients_follow_the_formulas(impl, reference, network):
    """All four gradients follow the formulas."""
    same_gradients(ask(impl, network)[1], ask(reference, network)[1], network)


@check("gradients", points=2, cases=12)
@given(network=networks(), seed=st.integers(0, 99))
@example(network=WIDE, seed=0)
@example(network=ROWS, seed=0)
def test_each_gradient_is_the_slope_of_the_loss(impl, network, seed):
    """Each gradient is the slope of the loss by its weights or biases."""
    found = ask(impl, network)[1]
    for at in (2, 3, 0, 1):

        def loss(value, at=at):
            other = list(network.parameters)
            other[at] = value
            return network.with_parameters(*other).loss

        same_gradient(found[at], loss, network.parameters[at], part=NAMES[at], seed=seed)


@check("edges", points=1, cases=10)
@given(network=networks(), unit=st.integers(0, 3))
@example(network=WIDE, unit=0)
@example(network=SQUARE, unit=1)
def test_a_hidden_unit_that_nobody_listens_to_learns_only_to_be_heard(impl, reference, network, unit):
    """A hidden unit with output weights of zero has no gradient, but its output weights have."""
    weights, biases, output_weights, output_biases = network.parameters
    unit %= len(biases)
    output_weights = output_weights.copy()
    output_weights[unit] = 0
    silent = network.with_parameters(weights, biases, output_weights, output_biases)
    found, right = ask(impl, silent)[1], ask(reference, silent)[1]
    zeros = np.zeros(len(weights))
    same(found[0][:, unit], zeros, part=f"gradient by the hidden weights, column {unit}")
    same(found[1][unit], 0.0, part=f"gradient by the hidden biases, place {unit}")
    same(
        found[2][unit],
        right[2][unit],
        part=f"gradient by the output weights, row {unit}",
        scale=silent.scales[2],
    )


@check("use", points=1, cases=6)
@given(network=networks(most_hidden=3), learning_rate=st.sampled_from([0.5, 2.0]))
@example(network=XOR, learning_rate=2.0)
def test_gradient_descent_goes_the_right_way_step_for_step(impl, reference, network, learning_rate):
    """Three steps of gradient descent go the right way, with the right loss at each."""
    mine = right = network
    for step in range(1, 4):
        (loss, found), (right_loss, expected) = ask(impl, mine), ask(reference, right)
        same(loss, right_loss, part=f"loss before step {step}")
        mine, right = moved(mine, found, learning_rate), moved(right, expected, learning_rate)
        for name, after, wanted in zip(PARAMETERS, mine.parameters, right.parameters, strict=True):
            same(after, wanted, part=f"{name} after step {step}", scale=4.0)


def moved(network, gradients, learning_rate):
    """Return the network after one step, in the gradients' own precision, by which it is judged."""
    return network.with_parameters(
        *(
            before.astype(np.result_type(gradient, np.float16)) - learning_rate * gradient
            for before, gradient in zip(network.parameters, gradients, strict=True)
        )
    )
