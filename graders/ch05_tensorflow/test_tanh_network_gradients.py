"""What the right outputs and gradients of a network with one input, tanh twice and one output are."""

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
    unchanged,
)

PARAMETERS = ("hidden weights", "hidden biases", "output weights", "output biases")
NAMES = tuple(f"gradient by the {name}" for name in PARAMETERS)


@dataclass(frozen=True)
class Network:
    """A batch with its targets, and the weights and biases of both layers."""

    inputs: np.ndarray
    targets: np.ndarray
    hidden_weights: np.ndarray
    hidden_biases: np.ndarray
    output_weights: np.ndarray
    output_biases: np.ndarray

    @property
    def parameters(self):
        """Weights and biases in the order of their gradients."""
        return self.hidden_weights, self.hidden_biases, self.output_weights, self.output_biases

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return {"N": len(self.inputs), "H": len(self.hidden_biases)}

    @property
    def outputs(self):
        """What comes out of the network, example by example."""
        hidden = [np.tanh(x * self.hidden_weights[0] + self.hidden_biases) for x in self.inputs[:, 0]]
        sums = [units @ self.output_weights[:, 0] + self.output_biases[0] for units in hidden]
        return np.tanh(sums)[:, np.newaxis]

    @property
    def loss(self):
        """The mean squared error."""
        return np.mean((self.outputs - self.targets) ** 2)

    @property
    def is_wrong(self):
        """Whether the output's bias, for a start, has to move."""
        outputs = self.outputs
        return bool(np.abs(np.mean((outputs - self.targets) * (1 - outputs**2))) > 0.01)

    @property
    def scales(self):
        """The largest numbers that each gradient is summed from, were nothing to cancel."""
        reach = 2 * (1 + float(np.max(np.abs(self.targets))))
        back = reach * float(np.max(np.abs(self.output_weights)))
        far = max(1.0, float(np.max(np.abs(self.inputs))))
        return back * far, back, reach, reach

    def with_parameters(self, *parameters):
        """Return this network with other weights and biases."""
        return Network(self.inputs, self.targets, *parameters)

    def rows(self, chosen):
        """Return this network with some of the rows."""
        return replace(self, inputs=self.inputs[chosen], targets=self.targets[chosen])

    def ask(self, model):
        """The outputs and the four gradients, as `model` has them, each in its shape and finite."""
        answer = model.tanh_network_gradients(self.inputs, self.targets, *self.parameters)
        outputs, gradients = parts(answer, "outputs", "gradients")
        outputs = numbers(outputs, self.targets.shape, part="outputs")
        found = []
        for gradient, like, name in zip(parts(gradients, *NAMES), self.parameters, NAMES, strict=True):
            found.append(numbers(gradient, like.shape, part=name))
            holds(np.isfinite(found[-1]).all(), **{name: found[-1].tolist()})
        return outputs, found

    def same(self, found, right, **said):
        """Hold the four gradients to the right ones, those of the output layer first."""
        for at in (2, 3, 0, 1):
            same(found[at], right[at], part=NAMES[at], sizes=self.sizes, scale=self.scales[at], **said)


def small(inputs, targets, *parameters):
    """Return a network written in plain lists, the input and the targets as rows."""
    batch = (np.array(numbers, float)[:, np.newaxis] for numbers in (inputs, targets))
    hidden_weights, hidden_biases, output_weights, output_biases = (
        np.array(numbers, float) for numbers in parameters
    )
    return Network(
        *batch, hidden_weights[np.newaxis], hidden_biases, output_weights[:, np.newaxis], output_biases
    )


@st.composite
def networks(draw):
    """Networks of a few hidden units; as many rows as units, or more, or fewer."""
    rows, hidden = draw(st.sampled_from([(1, 3), (2, 3), (3, 2), (2, 2), (3, 3), (4, 1), (5, 4), (1, 1)]))
    return Network(
        inputs=draw(arrays((rows, 1), quarters(-1.5, 1.5))),
        targets=draw(arrays((rows, 1), quarters(-1.5, 1.5))),
        hidden_weights=draw(arrays((1, hidden), [0.5, -1.1, 0.3, 1.25, -0.7])),
        hidden_biases=draw(arrays((hidden,), [0.2, -0.5, 0.9, 0.0])),
        output_weights=draw(arrays((hidden, 1), [0.6, -0.4, 1.2, -0.75])),
        output_biases=draw(arrays((1,), [0.1, -0.3, 0.4])),
    )


ONE = small([1], [0], [0.5], [0.5], [1], [0.5])
WIDE = small([0.5], [1], [1, -1, 0.5], [0, 0.5, 1], [1, 0.5, -1], [0.25])
ROWS = small([0.5, -1, 1], [0.25, 1, 1], [1], [0.5], [0.75], [-0.25])
SQUARE = small([0.5, -1], [0.25, 1], [1, -0.5], [0.5, 0], [0.75, 2], [0.5])


def more_than_nothing(network, found):
    """Hold an answer to being more than zeros, where it has to be."""
    if network.is_wrong:
        holds(found[3].any(), **{NAMES[3]: "zero"})


@check("contract", points=1, cases=12)
@given(network=networks())
@example(network=WIDE)
@example(network=SQUARE)
def test_outputs_within_reach_and_gradients_in_their_shapes(impl, network):
    """Outputs between -1 and 1 come back, and gradients in their parameters' shapes; the inputs stay."""
    outputs, found = network.ask(impl)
    unchanged(impl)
    more_than_nothing(network, found)
    holds((np.abs(outputs) < 1).all(), outputs=np.round(outputs, 6).tolist())


@check("values", points=1, cases=20)
@given(network=networks())
@example(network=ONE)
@example(network=ROWS)
def test_the_outputs_are_those_of_the_network(impl, network):
    """The outputs are tanh of the output layer, which hears tanh of the hidden layer."""
    outputs, _ = network.ask(impl)
    same(outputs, network.outputs, part="outputs", scale=1.0)


@check("values", points=1, cases=15)
@given(network=networks())
@example(network=ROWS)
def test_a_batch_has_the_mean_of_its_rows_gradients(impl, network):
    """The gradients of a batch are the means of its rows' gradients."""
    alone = [network.rows([n]).ask(impl)[1] for n in range(len(network.inputs))]
    mean = [np.mean(gradients, axis=0) for gradients in zip(*alone, strict=True)]
    found = network.ask(impl)[1]
    network.same(found, mean, labels=("the batch", "mean of rows"))
    more_than_nothing(network, found)


@check("values", points=2, cases=30)
@given(network=networks())
@example(network=ONE)
@example(network=WIDE)
@example(network=ROWS)
@example(network=SQUARE)
def test_all_gradients_follow_the_formulas(impl, reference, network):
    """All four gradients follow the formulas."""
    network.same(network.ask(impl)[1], network.ask(reference)[1])


@check("values", points=0.5, cases=12)
@given(network=networks())
@example(network=ROWS)
def test_there_is_nothing_to_learn_where_the_outputs_are_right(impl, network):
    """Where the outputs are the targets all gradients are zero; elsewhere they are not."""
    right = replace(network, targets=network.outputs)
    _, found = right.ask(impl)
    right.same(found, [np.zeros_like(array) for array in right.parameters])
    more_than_nothing(network, network.ask(impl)[1])


@check("values", points=1, cases=15)
@given(network=networks())
@example(network=ROWS)
@example(network=SQUARE)
def test_without_biases_the_network_is_an_odd_function(impl, reference, network):
    """With biases of zero, -x gives minus what x gives, so there x² is out of reach."""
    plain = replace(network, hidden_biases=network.hidden_biases * 0, output_biases=network.output_biases * 0)
    mirrored = replace(plain, inputs=0.0 - plain.inputs)
    outputs, found = mirrored.ask(impl)
    same(outputs, -plain.outputs, part="outputs for -x", scale=1.0)
    mirrored.same(found, mirrored.ask(reference)[1])


@check("gradients", points=1.5, cases=15)
@given(network=networks(), seed=st.integers(0, 999))
@example(network=ONE, seed=0)
@example(network=WIDE, seed=0)
def test_each_gradient_is_the_slope_of_the_loss(impl, network, seed):
    """Each gradient is the slope of the loss by its weights or biases."""
    found = network.ask(impl)[1]
    for at in (2, 3, 0, 1):

        def loss(value, at=at):
            other = list(network.parameters)
            other[at] = value
            return network.with_parameters(*other).loss

        same_gradient(found[at], loss, network.parameters[at], part=NAMES[at], seed=seed)


@check("edges", points=1, cases=15)
@given(network=networks(), far=st.sampled_from([30.0, -30.0, 400.0]))
@example(network=ONE, far=30.0)
@example(network=SQUARE, far=-30.0)
def test_a_unit_far_out_learns_nothing(impl, reference, network, far):
    """A hidden unit that is flat, its sum far from zero, has no gradient; the others have theirs."""
    biases = network.hidden_biases.copy()
    biases[0] = far
    flat = replace(network, hidden_biases=biases)
    outputs, found = flat.ask(impl)
    same(outputs, flat.outputs, part="outputs", scale=1.0)
    flat.same(found, flat.ask(reference)[1])
    same(found[1][0], 0.0, part="gradient by the first hidden bias", scale=flat.scales[1])


def moved(network, gradients, learning_rate):
    """Return the network after one step, in the gradients' own precision, by which it is judged."""
    return network.with_parameters(
        *(
            before.astype(np.result_type(gradient, np.float16)) - learning_rate * gradient
            for before, gradient in zip(network.parameters, gradients, strict=True)
        )
    )


PARABOLA = small([-0.5, -0.25, 0, 0.5], [0.25, 0.0625, 0, 0.25], [1, -0.5], [0.25, 0.5], [0.5, -1], [0.25])


@check("use", points=1, cases=8)
@given(network=networks(), learning_rate=st.sampled_from([0.25, 0.3]))
@example(network=PARABOLA, learning_rate=0.25)
def test_the_network_learns_step_for_step(impl, reference, network, learning_rate):
    """Three steps of gradient descent go the right way, with the right outputs before each."""
    mine = right = network
    for step in range(1, 4):
        (outputs, found), (wanted, expected) = mine.ask(impl), right.ask(reference)
        same(outputs, wanted, part=f"outputs before step {step}", scale=1.0)
        mine, right = moved(mine, found, learning_rate), moved(right, expected, learning_rate)
        for name, after, place in zip(PARAMETERS, mine.parameters, right.parameters, strict=True):
            same(after, place, part=f"{name} after step {step}", scale=4.0)
