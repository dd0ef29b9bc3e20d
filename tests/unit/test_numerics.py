"""The checker is checked: right gradients pass at any kink and scale, those a thousandth too large do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from gradcheck.compare import Mismatch
from gradcheck.numerics import GROUPS, Slope, same_gradient, slope


@dataclass(frozen=True)
class Rule:
    """A function and its backward pass, with the places of its kinks."""

    f: Callable
    backward: Callable
    kinks: tuple[float, ...] = ()


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def softmax_backward(x, c):
    p = softmax(x)
    return p * (c - (p * c).sum(-1, keepdims=True))


def layer_norm(x):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)


def layer_norm_backward(x, c):
    y = layer_norm(x)
    scale = 1 / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
    return scale * (c - c.mean(-1, keepdims=True) - y * (c * y).mean(-1, keepdims=True))


def log_sum_exp(x):
    top = x.max(-1, keepdims=True)
    return (top + np.log(np.exp(x - top).sum(-1, keepdims=True)))[..., 0]


def largest(x):
    return (x == x.max(-1, keepdims=True)).astype(float)


def first_largest(x):
    return (np.arange(x.shape[-1]) == x.argmax(-1)[..., None]).astype(float)


WEIGHTS = np.array([[1.0, -2.0], [0.5, 1.0], [2.0, 1.0]])


def hidden_layer(x):
    return np.sum((np.maximum(x, 0) @ WEIGHTS - 1) ** 2)


def hidden_layer_backward(x, c):
    return c * 2 * (np.maximum(x, 0) @ WEIGHTS - 1) @ WEIGHTS.T * (x > 0)


SMOOTH = {
    "square": Rule(np.square, lambda x, c: 2 * x * c),
    "sine": Rule(np.sin, lambda x, c: c * np.cos(x)),
    "tanh": Rule(np.tanh, lambda x, c: c * (1 - np.tanh(x) ** 2)),
    "sigmoid": Rule(lambda x: (1 + np.tanh(x / 2)) / 2, lambda x, c: c * (1 - np.tanh(x / 2) ** 2) / 4),
    "softplus": Rule(lambda x: np.logaddexp(0, x), lambda x, c: c * (1 + np.tanh(x / 2)) / 2),
    "softmax": Rule(softmax, softmax_backward),
    "layer norm": Rule(layer_norm, layer_norm_backward),
    "log-sum-exp": Rule(log_sum_exp, lambda x, c: c[..., None] * softmax(x)),
    "sum of cubes": Rule(lambda x: np.sum(x**3), lambda x, c: 3 * c * x**2),
    "transpose": Rule(np.transpose, lambda x, c: c.T),
    "variance": Rule(
        lambda x: x.var(-1), lambda x, c: c[..., None] * 2 * (x - x.mean(-1, keepdims=True)) / x.shape[-1]
    ),
}

KINKED = {
    "relu": Rule(lambda x: np.maximum(x, 0), lambda x, c: c * (x > 0), (0.0,)),
    "relu, one at zero": Rule(lambda x: np.maximum(x, 0), lambda x, c: c * (x >= 0), (0.0,)),
    "relu, half at zero": Rule(lambda x: np.maximum(x, 0), lambda x, c: c * (1 + np.sign(x)) / 2, (0.0,)),
    "leaky relu": Rule(
        lambda x: np.where(x > 0, x, x / 8), lambda x, c: c * np.where(x > 0, 1, 1 / 8), (0.0,)
    ),
    "abs": Rule(np.abs, lambda x, c: c * np.sign(x), (0.0,)),
    "abs, one at zero": Rule(np.abs, lambda x, c: c * np.where(x < 0, -1, 1), (0.0,)),
    "hinge": Rule(lambda x: np.maximum(0, 1 - x), lambda x, c: -c * (x < 1), (1.0,)),
    "clip": Rule(lambda x: np.clip(x, -1, 1), lambda x, c: c * (np.abs(x) < 1), (-1.0, 1.0)),
    "max": Rule(lambda x: x.max(-1), lambda x, c: c[..., None] * first_largest(x), (0.0,)),
    "max, ties share": Rule(
        lambda x: x.max(-1),
        lambda x, c: c[..., None] * largest(x) / largest(x).sum(-1, keepdims=True),
        (0.0,),
    ),
    "square of relus": Rule(
        lambda x: np.maximum(x, 0).sum() ** 2, lambda x, c: c * 2 * np.maximum(x, 0).sum() * (x > 0), (0.0,)
    ),
    "hidden layer": Rule(hidden_layer, hidden_layer_backward, (0.0,)),
}

RULES = SMOOTH | KINKED

OFF_THE_KINK = (0.0, 1e-12, -1e-12, 1e-9, -1e-8, 1e-7, -1e-6, 1e-6, 3e-6, -1e-5, 1e-4)


def draw(rule, rng, shape=(2, 3)):
    """Return a point, 1e-6 to 1e2 in size and 30 % of the time at or near kinks and ties, and a cotangent."""
    x = rng.choice([-1, 1], shape) * 10.0 ** rng.uniform(-6, 2, shape)
    match rng.integers(4):
        case 0:
            x = rng.integers(-8, 9, shape) / 4
        case 1:
            x = rng.normal(size=shape)
    if rule.kinks and rng.random() < 0.3:
        near = rng.choice(rule.kinks, shape) + rng.choice(OFF_THE_KINK, shape)
        x = np.where(rng.random(shape) < 0.5, near, x)
        if rng.random() < 0.5:
            x[..., 1] = x[..., 0] + rng.choice(OFF_THE_KINK)
    return x, rng.normal(size=np.shape(rule.f(x)))


def tells(rule, x, c, g):
    """Return where a thousandth of a gradient is more than the function's rounding."""
    size = max(1.0, np.abs(x).max())
    rounding = max(np.abs(c * rule.f(x)).sum() / size, np.abs(c).max(), np.abs(g).max())
    return np.abs(g) > 1e-5 * rounding


def accepted(gradient, rule, x, c, seed=0):
    try:
        same_gradient(gradient, rule.f, x, cotangent=c, seed=seed)
    except Mismatch:
        return False
    return True


def false_rejections(rule, draws, seed=0):
    rng = np.random.default_rng(seed)
    wrong = []
    for number in range(draws):
        x, c = draw(rule, rng)
        if not accepted(rule.backward(x, c), rule, x, c, number):
            wrong.append((x, c))
    return wrong


@pytest.mark.parametrize("name", RULES)
def test_a_right_gradient_is_accepted_at_and_near_every_kink(name):
    assert false_rejections(RULES[name], 120) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", RULES)
def test_a_right_gradient_is_accepted_thousands_of_times(name):
    assert false_rejections(RULES[name], 5000, seed=1) == []


def off_by_a_thousandth(rule, rng, shape, *, everywhere):
    """Yield gradients that are a thousandth too large, everywhere or in one place where it tells."""
    while True:
        x, c = draw(Rule(rule.f, rule.backward), rng, shape)
        g = np.array(rule.backward(x, c), float)
        (places,) = np.nonzero(tells(rule, x, c, g).ravel())
        if not places.size:
            continue
        if everywhere:
            g *= 1.001
        else:
            g.flat[rng.choice(places)] *= 1.001
        yield x, c, g


def false_acceptances(rule, draws, shape, *, everywhere):
    cases = off_by_a_thousandth(rule, np.random.default_rng(5), shape, everywhere=everywhere)
    return sum(
        accepted(g, rule, x, c, number) for number, (x, c, g) in zip(range(draws), cases, strict=False)
    )


@pytest.mark.parametrize("name", SMOOTH)
def test_a_gradient_a_thousandth_too_large_is_rejected(name):
    assert false_acceptances(SMOOTH[name], 40, (2, 3), everywhere=True) == 0


NONE_BY_A_SINGLE_NUMBER = ("softmax", "layer norm", "variance")


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        *((name, shape) for name in SMOOTH for shape in ((2, 3), (5, 7))),
        *((name, (1, 1)) for name in SMOOTH if name not in NONE_BY_A_SINGLE_NUMBER),
    ],
)
def test_a_single_element_a_thousandth_too_large_is_rejected(name, shape):
    assert false_acceptances(SMOOTH[name], 25, shape, everywhere=False) == 0


@pytest.mark.parametrize("name", ["square", "tanh", "softmax", "layer norm"])
def test_one_element_in_a_thousand_is_found(name):
    assert false_acceptances(SMOOTH[name], 6, (25, 40), everywhere=False) == 0


@pytest.mark.parametrize("name", KINKED)
def test_off_its_kinks_a_kinked_function_is_as_strictly_judged(name):
    rule = KINKED[name]
    rng = np.random.default_rng(3)
    for number in range(40):
        x = rng.choice([-1, 1], (2, 3)) * rng.permutation([0.11, 0.3, 0.62, 1.4, 2.7, 5.5]).reshape(2, 3)
        c = rng.normal(size=np.shape(rule.f(x)))
        g = np.array(rule.backward(x, c), float)
        (places,) = np.nonzero(g.ravel())
        if places.size:
            g.flat[rng.choice(places)] *= 1.001
            assert not accepted(g, rule, x, c, number)


@pytest.mark.slow
@pytest.mark.parametrize("everywhere", [True, False])
@pytest.mark.parametrize("name", SMOOTH)
def test_a_thousandth_too_much_is_rejected_thousands_of_times(name, everywhere):
    assert false_acceptances(SMOOTH[name], 2000, (2, 3), everywhere=everywhere) == 0


@pytest.mark.parametrize("share", [0.0, 1e-9, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize(("name", "low", "high"), [("relu", 0, 1), ("abs", -1, 1), ("leaky relu", 1 / 8, 1)])
def test_at_a_kink_any_slope_between_the_two_sides_is_right(name, low, high, share):
    x, c = np.array([0.0, 3.0, -2.0, 0.0]), np.array([0.7, -1.2, 0.4, -0.3])
    g = KINKED[name].backward(x, c)
    g[[0, 3]] = c[[0, 3]] * (low + share * (high - low))
    assert accepted(g, KINKED[name], x, c)


@pytest.mark.parametrize("beyond", [-0.5, -0.02, 1.02, 2.0])
@pytest.mark.parametrize(("name", "low", "high"), [("relu", 0, 1), ("abs", -1, 1), ("leaky relu", 1 / 8, 1)])
def test_at_a_kink_a_slope_beyond_both_sides_is_wrong(name, low, high, beyond):
    x, c = np.array([0.0, 3.0, -2.0, 1.0]), np.array([0.7, -1.2, 0.4, -0.3])
    g = KINKED[name].backward(x, c)
    g[0] = c[0] * (low + beyond * (high - low))
    assert not accepted(g, KINKED[name], x, c)


@pytest.mark.parametrize("beside", [1e-6, 1e-5, 1e-3, -1e-6, -1e-4])
def test_beside_a_kink_only_the_slope_of_that_side_is_right(beside):
    x, c = np.array([beside, 2.0]), np.array([0.8, -0.5])
    relu = KINKED["relu"]
    assert accepted(relu.backward(x, c), relu, x, c)
    for other in (0.5, float(beside < 0)):
        assert not accepted(np.array([other, 1.0]) * c, relu, x, c)


@pytest.mark.parametrize("beside", [1e-6, 1e-4, -1e-6, -1e-3])
def test_beside_a_kink_that_is_not_at_zero_too(beside):
    x, c = np.array([1 + beside, -0.5]), np.array([0.8, -0.5])
    hinge = KINKED["hinge"]
    assert accepted(hinge.backward(x, c), hinge, x, c)
    for other in (-0.5, -float(beside > 0)):
        assert not accepted(np.array([other, -1.0]) * c, hinge, x, c)


@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1.0, 1e3, 1e6])
@pytest.mark.parametrize("name", ["relu", "abs", "leaky relu"])
def test_kinks_are_kinks_at_every_scale(name, scale):
    rule = KINKED[name]
    x, c = scale * np.array([0.0, 1.5, -2.0]), np.array([0.7, -1.2, 0.4])
    g = rule.backward(x, c)
    assert accepted(g, rule, x, c)
    assert not accepted(g + np.array([1.5, 0, 0]), rule, x, c)
    assert not accepted(g * np.array([1, 1.001, 1]), rule, x, c)


@pytest.mark.parametrize("share", [[1, 0, 0], [0, 1, 0], [0.5, 0.5, 0], [0.3, 0.7, 0]])
def test_of_a_tie_each_may_have_its_part(share):
    x, c = np.array([[2.0, 2.0, 1.0]]), np.array([1.5])
    assert accepted(c[:, None] * [share], KINKED["max"], x, c)


@pytest.mark.parametrize("share", [[1, 0, 0.1], [1.1, 0, 0], [0, -0.1, 0]])
def test_of_a_tie_none_may_have_more_than_all_or_less_than_none(share):
    x, c = np.array([[2.0, 2.0, 1.0]]), np.array([1.5])
    assert not accepted(c[:, None] * [share], KINKED["max"], x, c)


def test_at_a_tie_each_is_judged_by_itself_as_documented():
    x, c = np.array([[2.0, 2.0, 1.0]]), np.array([1.5])
    assert accepted(c[:, None] * [[1, 1, 0]], KINKED["max"], x, c)


def test_behind_a_layer_at_a_kink_any_convention_is_right():
    rng = np.random.default_rng(0)
    inputs, out = np.array([[1.0, -0.5], [0.5, 2.0]]), rng.normal(size=(3, 2))

    def loss(w):
        return np.sum(log_sum_exp(np.maximum(inputs @ w, 0) @ out))

    w = np.array([[1.0, 0.5, -1.0], [2.0, -1.0, 0.75]])  # one sum of row 0 is exactly zero
    sums = inputs @ w
    assert (sums == 0).sum() == 1
    for convention in (0.0, 0.3, 1.0):
        mask = np.where(sums == 0, convention, sums > 0)
        g = inputs.T @ (softmax(np.maximum(sums, 0) @ out) @ out.T * mask)
        same_gradient(g, loss, w)
        with pytest.raises(Mismatch):
            same_gradient(g * 1.001, loss, w)


def frozen_statistics(x, c):
    return c / np.sqrt(x.var(-1, keepdims=True) + 1e-5)


def without_the_variance(x, c):
    return (c - c.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)


ZERO = {
    "softmax backward = 0": ("softmax", lambda x, c: np.zeros_like(x)),
    "layer-norm backward = 0": ("layer norm", lambda x, c: np.zeros_like(x)),
}

WRONG = ZERO | {
    "layer norm without the variance path": ("layer norm", without_the_variance),
    "layer norm with statistics for constants": ("layer norm", frozen_statistics),
    "transpose backward = reshape": ("transpose", lambda x, c: c.reshape(x.shape)),
    "relu that ignores what comes from above": ("relu", lambda x, c: (x > 0) * 1.0),
    "relu of the upstream gradient": ("relu", lambda x, c: np.maximum(c, 0)),
    "softmax with the diagonal only": ("softmax", lambda x, c: c * softmax(x) * (1 - softmax(x))),
    "tanh as a sigmoid": ("tanh", lambda x, c: c * np.tanh(x) * (1 - np.tanh(x))),
    "sigmoid of the input": ("sigmoid", lambda x, c: c * x * (1 - x)),
    "sum forgotten": ("log-sum-exp", lambda x, c: c[..., None] * np.exp(x - x.max(-1, keepdims=True))),
    "half the square": ("square", lambda x, c: x * c),
    "the wrong sign": ("tanh", lambda x, c: -c * (1 - np.tanh(x) ** 2)),
    "variance by N - 1": ("variance", lambda x, c: c[..., None] * (x - x.mean(-1, keepdims=True))),
    "max to the first element": ("max", lambda x, c: c[..., None] * np.eye(x.shape[-1])[0]),
}


@pytest.mark.parametrize("bug", WRONG)
def test_a_wrong_backward_pass_is_rejected_under_a_random_cotangent(bug):
    name, backward = WRONG[bug]
    rng = np.random.default_rng(1)
    for number in range(50):
        x = rng.normal(size=(2, 3))
        c = rng.normal(size=np.shape(RULES[name].f(x)))
        if not np.array_equal(backward(x, c), RULES[name].backward(x, c)):
            assert not accepted(backward(x, c), RULES[name], x, c, number)


@pytest.mark.parametrize("bug", ZERO)
def test_an_all_ones_cotangent_would_have_been_blind(bug):
    name, backward = ZERO[bug]
    rng = np.random.default_rng(1)
    for number in range(20):
        x = rng.normal(size=(2, 3))
        assert accepted(backward(x, 1.0), RULES[name], x, np.ones((2, 3)), number)


AT_SCALE = [
    *((name, scale) for name in ("square", "variance") for scale in (1e-6, 1e-3, 1e3, 1e6)),
    *((name, scale) for name in ("softmax", "layer norm") for scale in (1e-3, 1e-2, 10)),
    *((name, scale) for name in ("log-sum-exp", "softplus") for scale in (1e-6, 1e-3, 1e3, 1e6)),
    *(("sum of cubes", scale) for scale in (1e-2, 1e3, 1e6)),
    *(("transpose", scale) for scale in (1e-6, 1e6)),
]


@pytest.mark.parametrize(("name", "scale"), AT_SCALE)
def test_scale_changes_nothing(name, scale):
    rule, rng = SMOOTH[name], np.random.default_rng(2)
    for number in range(20):
        x = scale * rng.normal(size=(2, 3))
        x[0, 0] = abs(x[0, 0])  # where a softplus is not flat
        c = rng.normal(size=np.shape(rule.f(x)))
        g = rule.backward(x, c)
        assert accepted(g, rule, x, c, number)
        assert not accepted(1.001 * g, rule, x, c, number)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 30.0, 1e3])
def test_a_loss_that_cancels_to_nearly_nothing_is_judged_by_what_it_cancelled_from(scale):
    rng = np.random.default_rng(9)
    for number in range(200):
        logits, labels = scale * rng.normal(size=(2, 3)), rng.integers(0, 3, 2)

        def loss(z, labels=labels):
            return np.mean(log_sum_exp(z) - z[[0, 1], labels])

        right = (softmax(logits) - np.eye(3)[labels]) / 2
        same_gradient(right, loss, logits, seed=number)
        if np.abs(right).max() > 1e-6:
            with pytest.raises(Mismatch):
                same_gradient(1.001 * right, loss, logits, seed=number)


@pytest.mark.parametrize("name", ["log", "root", "norm", "x log x"])
def test_where_a_function_bends_within_the_step_the_step_shrinks(name):
    rules = {
        "log": Rule(np.log, lambda x, c: c / x),
        "root": Rule(np.sqrt, lambda x, c: c / (2 * np.sqrt(x))),
        "norm": Rule(lambda x: np.sqrt(np.sum(x * x)), lambda x, c: c * x / np.sqrt(np.sum(x * x))),
        "x log x": Rule(lambda x: np.sum(x * np.log(x)), lambda x, c: c * (np.log(x) + 1)),
    }
    rng = np.random.default_rng(4)
    for number in range(60):
        low = (-6, -6, 4)[number % 3]
        x = 10 ** rng.uniform(low, low + (12, 2, 2)[number % 3], (2, 3))
        c = rng.normal(size=np.shape(rules[name].f(x)))
        g = rules[name].backward(x, c)
        assert accepted(g, rules[name], x, c, number)
        assert not accepted(1.001 * g, rules[name], x, c, number)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize(("dtype", "wrong"), [(np.float32, 1.01), (np.float16, 1.5)])
def test_a_gradient_in_lower_precision_is_judged_by_it(name, dtype, wrong):
    rule, rng = SMOOTH[name], np.random.default_rng(6)
    for number in range(25):
        x = rng.normal(size=(3, 4)).astype(dtype)
        c = rng.normal(size=np.shape(rule.f(x))).astype(dtype)
        g = rule.backward(x, c).astype(dtype)
        assert accepted(g, rule, x, c, number)
        assert not accepted((g * wrong).astype(dtype), rule, x, c, number)


def test_what_cancels_in_float32_is_forgiven_there_and_only_there():
    rule, x = SMOOTH["softmax"], np.array([[0.5, 1.5, -1.0]])
    c = np.full((1, 3), 0.7)  # a constant cotangent: the gradient is zero
    g = rule.backward(x.astype(np.float32), c.astype(np.float32))
    assert accepted(g, rule, x, c)
    assert not accepted((g + 1e-4).astype(np.float32), rule, x, c)
    assert not accepted(g.astype(float) + 1e-4, rule, x, c)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("everywhere", [True, False])
def test_what_is_not_finite_is_no_gradient(bad, everywhere):
    x, c = np.array([0.0, 1.0, -2.0]), np.array([0.5, 1.0, -0.25])
    for name in ("square", "relu"):
        g = RULES[name].backward(x, c)
        g[slice(None) if everywhere else 0] = bad
        with pytest.raises(Mismatch) as caught:
            same_gradient(g, RULES[name].f, x, cotangent=c)
        assert np.isfinite(caught.value.difference.expected).all()


def test_a_number_has_a_gradient_and_an_empty_array_an_empty_one():
    same_gradient(6.0, np.square, 3.0)
    same_gradient(np.array(6.0), np.square, np.array(3.0))
    with pytest.raises(Mismatch):
        same_gradient(6.006, np.square, 3.0)
    same_gradient(np.zeros((0, 3)), lambda x: np.sum(x**2), np.zeros((0, 3)))
    with pytest.raises(Mismatch):
        same_gradient(np.zeros((3, 0)), lambda x: np.sum(x**2), np.zeros((0, 3)))


def test_a_list_and_integers_are_right_answers_too():
    same_gradient([[2, 4], [6, 8]], lambda x: np.sum(x**2), np.array([[1.0, 2], [3, 4]]))
    same_gradient(np.array([2, 4]), lambda x: np.sum(x**2), [1, 2])


@pytest.mark.parametrize(
    "gradient", [None, 2.0, [[2.0, 4.0]], [2.0], ["a", "b"], [True, False], [[1.0], [2.0, 3.0]]]
)
def test_what_is_no_array_of_numbers_in_the_shape_of_the_point_is_rejected(gradient):
    with pytest.raises(Mismatch):
        same_gradient(gradient, lambda x: np.sum(x**2), np.array([1.0, 2.0]))


@pytest.mark.parametrize("cotangent", [1.0, np.ones(2), np.ones((3, 1)), np.ones((1, 3))])
def test_a_cotangent_that_would_broadcast_is_the_graders_mistake(cotangent):
    with pytest.raises(ValueError, match="cotangent"):
        same_gradient(np.ones(3), np.square, np.arange(3.0), cotangent=cotangent)


@pytest.mark.parametrize("x", [-1.0, 0.0])
def test_a_function_that_is_not_finite_at_the_point_is_the_graders_mistake(x):
    with pytest.raises(ValueError, match="not finite"), np.errstate(all="ignore"):
        same_gradient(np.array([1.0]), lambda x: np.sum(np.log(x)), np.array([x]))


def test_a_function_that_ends_at_the_point_is_the_graders_mistake():
    with pytest.raises(ValueError, match="not finite"):
        slope(np.sqrt, np.array(0.0), np.array(1.0))


def test_the_function_may_spoil_what_it_is_given():
    def spoiling(x):
        total = np.sum(x**2)
        x[:] = 0
        return total

    point = np.array([1.0, 2.0])
    same_gradient([2.0, 4.0], spoiling, point)
    assert point.tolist() == [1.0, 2.0]


def test_a_large_gradient_that_is_right_takes_no_more_calls_than_a_small_one():
    for size in (GROUPS, 10 * GROUPS, 1000 * GROUPS):
        calls = 0

        def counted(x):
            nonlocal calls
            calls += 1
            return np.sum(np.sin(x))

        x = np.linspace(-2, 2, size)
        same_gradient(np.cos(x), counted, x)
        assert calls == 1 + 2 * GROUPS


def test_the_message_keeps_what_is_right_and_mends_what_is_wrong():
    x = np.array([1.0, 0.5, 0.25, 0.0])
    g = 2 * x
    g[1] = 7.0
    with pytest.raises(Mismatch) as caught:
        same_gradient(g, np.square, x, cotangent=np.ones(4), part="gradient")
    difference = caught.value.difference
    assert difference.part == "gradient"
    assert (difference.yours == g).all()
    assert (difference.expected == [2.0, difference.expected[1], 0.5, 0.0]).all()
    assert difference.expected[1] == pytest.approx(1.0, rel=1e-9)


def test_the_message_shows_no_noise_where_the_derivative_is_zero():
    x = np.array([[0.5, 1.5, -1.0]])
    with pytest.raises(Mismatch) as caught:
        same_gradient(np.full((1, 3), 0.3), softmax, x, cotangent=np.full((1, 3), 0.7))
    assert caught.value.difference.expected.tolist() == [[0.0, 0.0, 0.0]]


def test_at_a_kink_the_message_names_the_nearest_right_slope():
    with pytest.raises(Mismatch) as caught:
        same_gradient(np.array([1.5, 1.0]), lambda x: np.maximum(x, 0), [0.0, 2.0], cotangent=np.ones(2))
    np.testing.assert_allclose(caught.value.difference.expected, [1.0, 1.0], rtol=1e-6)


@pytest.mark.parametrize("name", RULES)
def test_the_slope_is_the_derivative_along_any_direction(name):
    rule, rng = RULES[name], np.random.default_rng(8)
    for _ in range(20):
        x, v = (
            rng.choice([-1, 1], (2, 3)) * rng.permutation(np.linspace(0.2, 2, 6)).reshape(2, 3),
            rng.normal(size=(2, 3)),
        )
        c = rng.normal(size=np.shape(rule.f(x)))
        found = slope(rule.f, x, v, c)
        assert found.low == found.high == pytest.approx(np.sum(rule.backward(x, c) * v), rel=1e-8, abs=1e-9)


def test_the_slope_at_a_kink_is_every_value_between_its_sides():
    found = slope(np.abs, 0.0, 1.0, 3.0)
    assert (found.low, found.high) == pytest.approx((-3, 3))
    longer = slope(np.abs, 0.0, -200.0, 3.0)
    assert (longer.low, longer.high) == pytest.approx((-600, 600))


def test_along_no_direction_there_is_no_slope():
    assert slope(np.exp, np.ones(2), np.zeros(2), np.ones(2)) == Slope(0.0, 0.0, 0.0)
