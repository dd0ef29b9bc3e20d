"""What a right penalty on the weights is, and its gradients."""

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

SHAPES = [(1,), (2,), (4,), (1, 3), (2, 3), (3, 2), (2, 2)]
QUARTERS = quarters()
STRENGTHS = (0.5, 0.0, 0.01, 0.125)
STRONG = (0.5, 0.125)
NONE = (0.0,)
AWAY_FROM_ZERO = (1.0, -1.0, 0.5, -2.5, 3.0, -0.25)


@dataclass(frozen=True)
class Model:
    """The weights of some layers, and how much they are to cost."""

    weights: list[np.ndarray]
    l1: float
    l2: float

    @property
    def sizes(self):
        """The sizes by which a sum is told from a mean."""
        return {"the number of arrays": len(self.weights), "the number of weights": self.count}

    @property
    def count(self):
        """How many weights there are in all."""
        return sum(w.size for w in self.weights)

    @property
    def penalty(self):
        """The right penalty, weight by weight."""
        return sum(self.l1 * abs(n) + self.l2 * n * n for w in self.weights for n in w.ravel().tolist())

    @property
    def gradients(self):
        """The right gradients."""
        return [self.l1 * ((w > 0) - 1.0 * (w < 0)) + (self.l2 + self.l2) * w for w in self.weights]

    def scaled(self, factor):
        """Return this model with all weights multiplied by `factor`."""
        return replace(self, weights=[factor * w for w in self.weights])

    def ask(self, impl):
        """The penalty and the list of gradients, as `impl` has them."""
        penalty, gradients = parts(
            impl.weight_penalty(self.weights, self.l1, self.l2), "penalty", "gradients"
        )
        names = [f"gradient of array {i}" for i in range(len(self.weights))]
        each = parts(gradients, *names)
        found = [numbers(g, w.shape, part=n) for g, w, n in zip(each, self.weights, names, strict=True)]
        return numbers(penalty, (), part="penalty"), found

    def same_penalty(self, found, right=None, part="penalty"):
        """Hold a penalty to the right one."""
        same(found, self.penalty if right is None else right, part=part, sizes=self.sizes)

    def same_slopes(self, found, right=None, of=""):
        """Hold gradients to the right ones."""
        for i, (mine, slope) in enumerate(zip(found, right or self.gradients, strict=True)):
            same(mine, slope, part=f"gradient of array {i}{of}", sizes=self.sizes)


def small(*weights, l1, l2):
    """Return a model written in plain lists."""
    return Model([np.array(w, float) for w in weights], l1, l2)


@st.composite
def models(draw, elements=QUARTERS, most=3, l1=STRENGTHS, l2=STRENGTHS):
    """Models of a few layers."""
    shapes = draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=most))
    weights = [draw(arrays(shape, elements)) for shape in shapes]
    return Model(weights, draw(st.sampled_from(l1)), draw(st.sampled_from(l2)))


SQUARES = small([[3, -1, 2]], l1=0.0, l2=0.5)
SIZES = small([[3, -1, 2]], l1=0.5, l2=0.0)
BOTH = small([[1, -2], [0, 3]], [[2], [-1]], l1=0.5, l2=0.125)
VECTOR = small([2, -1], [[1, 0.5, -1]], l1=0.125, l2=0.5)


@check("contract", points=1, cases=12)
@given(model=models(elements=AWAY_FROM_ZERO, l1=STRONG, l2=STRONG))
@example(model=small([[3, -1]], l1=0.5, l2=0.125))
@example(model=BOTH)
@example(model=VECTOR)
def test_each_array_has_a_gradient_in_its_shape_and_the_weights_stay(impl, model):
    """A penalty comes back, larger for larger weights, a gradient for each array; the weights stay."""
    penalty, gradients = model.ask(impl)
    larger, _ = model.scaled(1.5).ask(impl)
    unchanged(impl)
    holds(0 < penalty < larger, penalty=float(penalty), penalty_of_weights_half_as_large_again=float(larger))
    for w, gradient in zip(model.weights, gradients, strict=True):
        away = (gradient * w > 0) | (w == 0)
        holds(away.all(), weights=w.tolist(), their_gradient=np.round(gradient, 6).tolist())


@check("values", points=2)
@given(model=models())
@example(model=SQUARES)
@example(model=SIZES)
@example(model=BOTH)
def test_the_penalty_is_the_sum_of_sizes_and_squares(impl, model):
    """The penalty is l1 times the sum of all absolute values, and l2 times that of all squares."""
    model.same_penalty(model.ask(impl)[0])


@check("values", points=1)
@given(model=models())
@example(model=SQUARES)
@example(model=SIZES)
@example(model=BOTH)
def test_the_gradients_are_signs_and_twice_the_weights(impl, model):
    """The gradient of each weight is l1 times its sign, and 2 * l2 times the weight."""
    model.same_slopes(model.ask(impl)[1])


@check("values", points=1, cases=15)
@given(model=models(elements=AWAY_FROM_ZERO, l1=STRONG, l2=STRONG))
@example(model=BOTH)
@example(model=VECTOR)
def test_every_array_counts_whatever_its_place(impl, model):
    """The penalty of all arrays is the sum of what each costs alone, whatever their order."""
    alone = [replace(model, weights=[w]).ask(impl) for w in model.weights]
    holds(all(penalty > 0 for penalty, _ in alone), penalties_alone=[float(p) for p, _ in alone])
    backwards = replace(model, weights=model.weights[::-1])
    penalty, gradients = backwards.ask(impl)
    labels = ("all arrays", "each alone")
    same(penalty, sum(float(p) for p, _ in alone), part="penalty", labels=labels, sizes=model.sizes)
    for i, (mine, (_, (theirs,))) in enumerate(zip(gradients, reversed(alone), strict=True)):
        same(mine, theirs, part=f"gradient of array {i} of them backwards", labels=labels)


@check("values", points=1)
@given(model=models(), factor=st.sampled_from([2.0, -1.0, 0.5]))
@example(model=SQUARES, factor=2.0)
@example(model=SIZES, factor=2.0)
@example(model=BOTH, factor=-1.0)
def test_l1_grows_with_the_weights_and_l2_with_their_squares(impl, model, factor):
    """With all weights c times as large, what l1 costs is |c| times as large, what l2 costs c²."""
    scaled = model.scaled(factor)
    sizes, squares = (replace(model, **{name: 0.0}).penalty for name in ("l2", "l1"))
    part = f"penalty of {factor:g} times the weights"
    model.same_penalty(scaled.ask(impl)[0], abs(factor) * sizes + factor**2 * squares, part)


@check("gradients", points=1)
@given(model=models(elements=AWAY_FROM_ZERO), seed=st.integers(0, 999))
@example(model=SQUARES, seed=0)
@example(model=SIZES, seed=0)
@example(model=small([[1, -2], [2, 3]], [[2], [-1]], l1=0.5, l2=0.125), seed=0)
def test_each_gradient_is_the_slope_of_the_penalty(impl, model, seed):
    """Each gradient is the slope of the penalty by the weights of its array."""
    for i, (w, gradient) in enumerate(zip(model.weights, model.ask(impl)[1], strict=True)):

        def of(array):
            return model.l1 * np.sum(np.abs(array)) + model.l2 * np.sum(array**2)

        same_gradient(gradient, of, w, part=f"gradient of array {i}", seed=seed)


@check("edges", points=1)
@given(model=models(elements=[0.0, 0.0, 1.0, -2.0]))
@example(model=small([[0, 2]], l1=0.5, l2=0.0))
@example(model=small([[0, 0]], [[0]], l1=0.5, l2=0.5))
def test_a_weight_of_zero_is_left_alone(impl, model):
    """A weight of exactly 0 costs nothing and has a gradient of 0."""
    penalty, gradients = model.ask(impl)
    for i, (w, gradient) in enumerate(zip(model.weights, gradients, strict=True)):
        at_zero = gradient[w == 0]
        same(at_zero, np.zeros(at_zero.shape), part=f"gradient of array {i}, where its weights are 0")
    model.same_penalty(penalty)


@check("use", points=1)
@given(model=models(most=2, l1=NONE, l2=STRONG))
@example(model=small([[4, -2]], l1=0.0, l2=0.125))
def test_by_l2_every_weight_loses_the_same_fraction(impl, model):
    """Descending by L2 alone, every step leaves 1 - 2 * learning_rate * l2 of each weight."""
    learning_rate = 0.5
    for steps, found in enumerate(descent(impl, model, learning_rate), start=1):
        left = (1 - 2 * learning_rate * model.l2) ** steps
        for i, (mine, w) in enumerate(zip(found, model.weights, strict=True)):
            part = f"array {i} after {steps} steps, learning rate {learning_rate:g}"
            same(mine, left * w, part=part, scale=4.0)


@check("use", points=1)
@given(model=models(elements=[3.0, -3.0, 2.0, -2.5, 4.0], most=2, l1=[1.0, 0.5], l2=NONE))
@example(model=small([[4, -2]], l1=1.0, l2=0.0))
def test_by_l1_every_weight_loses_the_same_amount(impl, model):
    """Descending by L1 alone, every step takes learning_rate * l1 off each weight's size."""
    learning_rate = 0.5
    for steps, found in enumerate(descent(impl, model, learning_rate), start=1):
        for i, (mine, w) in enumerate(zip(found, model.weights, strict=True)):
            right = w - np.copysign(steps * learning_rate * model.l1, w)
            part = f"array {i} after {steps} steps, learning rate {learning_rate:g}"
            same(mine, right, part=part, scale=4.0)


def descent(impl, model, learning_rate):
    """Yield the weights after each of three steps down the penalty, in the gradients' precision."""
    for _ in range(3):
        gradients = model.ask(impl)[1]
        moved = [w - learning_rate * g for w, g in zip(model.weights, gradients, strict=True)]
        model = replace(model, weights=moved)
        yield [m.astype(np.result_type(g, np.float16)) for m, g in zip(moved, gradients, strict=True)]
