"""What a right output of a perceptron is.

Inputs and weights are whole numbers and the bias is half of one, so that every net input is exact: zero
where a check means it to be, and at least a half elsewhere.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, same, sizes, unchanged

ACTIVATIONS = {
    "sign": lambda net: (net > 0).astype(float) - (net < 0),
    "step": lambda net: (net >= 0).astype(float),
}

# Where a product the wrong way round has an answer too: as many rows as features.
ALIKE = [(2, 2), (3, 3), (1, 1), (4, 4)]

WHOLE = range(-3, 4)


@dataclass(frozen=True)
class Neuron:
    """A perceptron and what it is shown."""

    inputs: np.ndarray
    weights: np.ndarray
    bias: float

    @property
    def net(self):
        """The net inputs, row by row."""
        return np.array([sum(row * self.weights) + self.bias for row in self.inputs])

    def right(self, activation):
        """The outputs, from the definition."""
        return ACTIVATIONS[activation](self.net)

    def ask(self, impl, **options):
        """The outputs as `impl` gives them."""
        return impl.perceptron_output(self.inputs, self.weights, self.bias, **options)


@st.composite
def neurons(draw):
    """Perceptrons that never come to a net input of zero."""
    rows, features = draw(st.one_of(sizes(2, 1, 5), st.sampled_from(ALIKE)))
    bias = draw(st.sampled_from([0.5, -0.5, 1.5, -2.5]))
    return Neuron(draw(arrays((rows, features), WHOLE)), draw(arrays((features,), WHOLE)), bias)


@st.composite
def neurons_on_the_boundary(draw):
    """Perceptrons whose first input has a net input of exactly zero."""
    plain = draw(neurons())
    return Neuron(plain.inputs, plain.weights, -float(sum(plain.inputs[0] * plain.weights)))


THREE = Neuron(np.array([[1.0, 2.0], [3.0, -1.0], [-2.0, 0.0]]), np.array([2.0, -1.0]), 0.5)
"""The first row's weighted sum is 0: the bias decides."""

BOUNDARY = Neuron(np.array([[2.0, 1.0], [3.0, 1.0], [0.0, 1.0]]), np.array([1.0, -1.0]), -1.0)


def same_outputs(impl, neuron, right=None):
    """Hold both activations of `neuron` to those of `right`, another perceptron that must agree with it."""
    for activation in ACTIVATIONS:
        expected = (right or neuron).right(activation)
        same(neuron.ask(impl, activation=activation), expected, part=activation)


@check("contract", points=1, cases=20)
@given(neuron=neurons(), activation=st.sampled_from(list(ACTIVATIONS)))
@example(neuron=THREE, activation="sign")
@example(neuron=THREE, activation="step")
def test_each_row_has_an_answer_of_its_own(impl, neuron, activation):
    """Each row has an answer of its own, and another when weights and bias change sign; inputs stay."""
    count = len(neuron.inputs)
    opposite = Neuron(neuron.inputs, -neuron.weights, -neuron.bias)
    found = numbers(neuron.ask(impl, activation=activation), (count,))
    other = numbers(opposite.ask(impl, activation=activation), (count,))
    unchanged(impl)
    holds(not (found == other).any(), output=found, with_the_other_signs=other)
    for index in range(count):
        one = Neuron(neuron.inputs[index : index + 1], neuron.weights, neuron.bias)
        alone = numbers(one.ask(impl, activation=activation), (1,))
        holds(np.isfinite(alone).all(), output=alone)
        same(found[index], alone[0], part=f"output[{index}]", labels=("in the batch", "alone"))


@check("values", points=3, cases=50)
@given(neuron=neurons())
@example(neuron=THREE)
def test_the_output_is_the_side_of_zero_of_the_net_input(impl, neuron):
    """Sign gives 1 or -1, step 1 or 0, by whether weighted sum plus bias is above or below zero."""
    same_outputs(impl, neuron)


@check("values", points=1, cases=20)
@given(neuron=neurons())
@example(neuron=THREE)
def test_the_activation_is_sign_unless_another_is_named(impl, neuron):
    """Unless another activation is named, it is sign."""
    same(neuron.ask(impl), neuron.right("sign"), part="output")


@check("values", points=1, cases=20)
@given(neuron=neurons())
@example(neuron=THREE)
def test_a_bias_is_the_weight_of_an_input_of_one(impl, neuron):
    """A bias is one more weight, of an input that is always 1, and may stand before the others."""
    ones = np.ones((len(neuron.inputs), 1))
    extended = Neuron(np.hstack([ones, neuron.inputs]), np.append(neuron.bias, neuron.weights), 0.0)
    same_outputs(impl, extended, right=neuron)


@check("values", points=1, cases=20)
@given(neuron=neurons(), factor=st.sampled_from([4.0, -1.0, 2.0**-30, -(2.0**20)]))
@example(neuron=THREE, factor=4.0)
@example(neuron=THREE, factor=2.0**-30)
def test_only_the_sign_of_a_common_factor_matters(impl, neuron, factor):
    """Weights and bias c times as large change no answer if c > 0, and every answer if c < 0."""
    scaled = Neuron(neuron.inputs, factor * neuron.weights, factor * neuron.bias)
    sign = np.sign(factor)
    same_outputs(impl, scaled, right=Neuron(neuron.inputs, sign * neuron.weights, sign * neuron.bias))


@check("edges", points=2)
@given(neuron=neurons_on_the_boundary())
@example(neuron=BOUNDARY)
def test_exactly_on_the_boundary(impl, neuron):
    """Exactly on the boundary, where the net input is 0, sign gives 0 and step gives 1."""
    same_outputs(impl, neuron)


GATES = {
    "and": (1.0, lambda n: 0.5 - n, all),
    "or": (1.0, lambda n: -0.5, any),
    "nand": (-1.0, lambda n: n - 0.5, lambda row: not all(row)),
    "nor": (-1.0, lambda n: 0.5, lambda row: not any(row)),
}
"""Weight of every input, bias for n of them, and truth."""


@check("use", points=1)
@given(gate=st.sampled_from(list(GATES)), features=st.integers(1, 3))
@example(gate="and", features=2)
@example(gate="or", features=2)
def test_gates_of_logic(impl, gate, features):
    """With fitting weights and bias, a perceptron with a step computes AND, OR, NAND and NOR."""
    weight, bias, truth = GATES[gate]
    table = np.array(list(itertools.product([0.0, 1.0], repeat=features)))
    neuron = Neuron(table, np.full(features, weight), bias(features))
    expected = np.array([truth(row) for row in table], float)
    same(neuron.ask(impl, activation="step"), expected, part=f"{gate} of the rows {table.tolist()}")
