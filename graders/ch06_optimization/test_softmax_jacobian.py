"""What a right Jacobian of softmax is.

Its numbers are products of probabilities, and rounding is forgiven at the scale of 1.
"""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, quarters, same, same_gradient, unchanged

TWO = np.array([0.75, 0.25])
THREE = np.array([0.5, 0.25, 0.25])
TENTHS = np.array([0.1, 0.2, 0.3, 0.4])


@st.composite
def outputs(draw, fewest=2, least=1):
    """Outputs of softmax: small whole numbers, divided by their sum; some 0, if `least` is far below it."""
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    weights = rng.integers(least, 10, size=draw(st.integers(fewest, 5)))
    weights = np.maximum(weights, 0.0)
    weights[rng.integers(len(weights))] = 5.0  # so that not all are zero
    return weights / weights.sum()


def softmax(logits):
    """Return the softmax of one row of logits."""
    powers = np.exp(logits - np.max(logits))
    return powers / powers.sum()


def ask(impl, probabilities):
    """The Jacobian as `impl` has it: a square of numbers."""
    shape = (len(probabilities),) * 2
    return numbers(impl.softmax_jacobian(probabilities), shape, part="jacobian")


def like(jacobian, product):
    """Return a product with the Jacobian in its precision, to be judged by that."""
    return product.astype(np.result_type(jacobian, np.float16))


@check("contract", points=1, cases=12)
@given(probabilities=outputs())
@example(probabilities=TWO)
@example(probabilities=THREE)
def test_every_output_rises_with_its_own_logit_and_falls_with_the_others(impl, probabilities):
    """Each output rises with its own logit and falls with every other one; the input stays."""
    found = ask(impl, probabilities)
    unchanged(impl)
    right_signs = np.where(np.eye(len(probabilities), dtype=bool), found > 0, found < 0)
    holds(right_signs.all(), jacobian=np.round(found, 6).tolist())


@check("values", points=2)
@given(probabilities=outputs())
@example(probabilities=TWO)
@example(probabilities=THREE)
@example(probabilities=TENTHS)
def test_each_slope_is_made_of_two_outputs(impl, probabilities):
    """On the diagonal the slope is y[i] (1 - y[i]), off it -y[i] y[j]."""
    right = [
        [y * (1 - y) if i == j else -y * other for j, other in enumerate(probabilities)]
        for i, y in enumerate(probabilities)
    ]
    same(ask(impl, probabilities), right, part="jacobian", sizes={"K": len(probabilities)}, scale=1.0)


@check("values", points=1)
@given(probabilities=outputs())
@example(probabilities=TWO)
@example(probabilities=THREE)
def test_rows_and_columns_add_up_to_nothing(impl, probabilities):
    """Every row adds up to 0, and every column: the outputs stay 1 in all, and shifts do nothing."""
    found = ask(impl, probabilities)
    zeros = np.zeros(len(probabilities))
    same(like(found, found.sum(axis=1)), zeros, part="sums of the rows", scale=1.0)
    same(like(found, found.sum(axis=0)), zeros, part="sums of the columns", scale=1.0)


@check("values", points=1)
@given(probabilities=outputs(), seed=st.integers(0, 999))
@example(probabilities=TWO, seed=0)
@example(probabilities=THREE, seed=1)
def test_between_two_copies_of_a_vector_stands_its_variance(impl, probabilities, seed):
    """For any numbers v, one for each class, v @ jacobian @ v is the variance of v, so never below 0."""
    v = np.random.default_rng(seed).permutation(len(probabilities)) + 1.0
    found = ask(impl, probabilities)
    variance = sum(probabilities * (v - sum(probabilities * v)) ** 2)
    same(like(found, v @ found @ v), variance, part=f"v @ jacobian @ v, for v = {v.tolist()}", scale=25.0)


@check("gradients", points=2)
@given(probabilities=outputs(), shift=quarters(-2, 2), seed=st.integers(0, 999))
@example(probabilities=TWO, shift=0.0, seed=0)
@example(probabilities=THREE, shift=1.0, seed=0)
def test_it_holds_the_slopes_of_softmax(impl, probabilities, shift, seed):
    """It holds the slopes of softmax by its logits, whatever logits gave these outputs."""
    found = ask(impl, probabilities)
    rng = np.random.default_rng(seed)
    above = rng.choice([-1.0, 1.0], len(probabilities)) * rng.integers(1, 17, len(probabilities)) / 8
    gradient, logits = like(found, above @ found), np.log(probabilities) + shift
    part = "a gradient from above, times the Jacobian"
    same_gradient(gradient, softmax, logits, cotangent=above, part=part, seed=seed)


@check("edges", points=1)
@given(probabilities=outputs(fewest=1, least=-20))
@example(probabilities=np.array([0.0, 1.0]))
@example(probabilities=np.array([0.5, 0.0, 0.5]))
@example(probabilities=np.array([1.0]))
def test_an_output_of_zero_or_one_does_not_move(impl, probabilities):
    """An output of exactly 0 or 1 moves with no logit; one class alone has a Jacobian of one 0."""
    found = ask(impl, probabilities)
    at_rest = (probabilities == 0) | (probabilities == 1)
    zeros = np.zeros((at_rest.sum(), len(probabilities)))
    same(found[at_rest], zeros, part="rows of the outputs that are 0 or 1")
    right = [[y * ((i == j) - o) for j, o in enumerate(probabilities)] for i, y in enumerate(probabilities)]
    same(found, np.array(right) + 0.0, part="jacobian", scale=1.0)


@check("use", points=1)
@given(probabilities=outputs(), label=st.integers(0, 4))
@example(probabilities=TWO, label=1)
@example(probabilities=THREE, label=0)
def test_the_cross_entropys_gradient_comes_through_as_output_less_target(impl, probabilities, label):
    """The cross-entropy's slopes by the outputs, -t / y, come through it as y - t."""
    target = np.eye(len(probabilities))[label % len(probabilities)]
    found = ask(impl, probabilities)
    part = "(-target / probabilities) @ jacobian"
    same(like(found, (-target / probabilities) @ found), probabilities - target, part=part, scale=10.0)


@check("use", points=1, cases=12)
@given(logits=st.integers(2, 4).flatmap(lambda k: arrays((k,), quarters(-2, 2))))
@example(logits=np.array([1.0, -1.0]))
def test_logits_that_learn_by_the_quadratic_cost_go_the_right_way(impl, logits):
    """Logits that learn by the quadratic cost, through the Jacobian, go the right way, step for step."""
    target = np.eye(len(logits))[-1]
    mine = right = logits
    for step in range(1, 5):
        y = softmax(mine)
        found = ask(impl, y)
        mine = mine - (y - target) @ found
        y = softmax(right)
        error = y - target
        right = right - y * (error - sum(y * error))
        same(like(found, mine), right, part=f"logits after step {step}", scale=5.0)
