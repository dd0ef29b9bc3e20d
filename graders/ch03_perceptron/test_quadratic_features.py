"""What right quadratic features are, and a right curve."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, parts, quarters, same, unchanged

COLUMNS = ("1", "x", "y", "x²", "x * y", "y²")

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([-1.0, 1.0, 1.0, -1.0])

CLEAR = 0.2
"""Nearer to zero than this, a discriminant may get the wrong sign from rounding."""


@dataclass(frozen=True)
class Curve:
    """The weights of a curve, and where it is asked for."""

    weights: np.ndarray
    x: np.ndarray

    @property
    def coefficients(self):
        """What stands before y² and before y, and the rest."""
        w, x = self.weights, self.x
        return w[5], w[2] + w[4] * x, w[0] + w[1] * x + w[3] * x * x

    @property
    def discriminant(self):
        """Above zero where there are two y, below where there is none."""
        a, b, c = self.coefficients
        return b * b - 4 * a * c

    @property
    def right(self):
        """The right y, lower and higher, where there are two."""
        a, b, _ = self.coefficients
        root = np.sqrt(self.discriminant)
        return np.sort([(-b - root) / (2 * a), (-b + root) / (2 * a)], axis=0)

    @property
    def scale(self):
        """How large the numbers are that each y is the difference of: what rounding is measured by."""
        a, b, c = self.coefficients
        return float(np.max(np.abs(b) + np.sqrt(b * b + 4 * np.abs(a * c))) / abs(a))

    def at(self, chosen):
        """Return this curve over some of its x only."""
        return replace(self, x=self.x[chosen])


def curve(weights, x):
    """Return a curve written in plain lists."""
    return Curve(np.array(weights, float), np.array(x, float))


CIRCLE = curve([-25, 0, 0, 1, 0, 1], [0, 3])
TILTED = curve([-3, 1, 2, 0.5, -1, 2], [0, 1])
"""An ellipse in no special position."""

TURNED = replace(TILTED, weights=-TILTED.weights)
"""The same ellipse, with the classes inside and outside exchanged."""


def features_of(points):
    """Return the right features."""
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([np.ones(len(points)), x, y, x * x, x * y, y * y])


def points_in_rows():
    """From one point to six: also as many as there are coordinates, or features."""
    return arrays(st.sampled_from([(1, 2), (2, 2), (3, 2), (4, 2), (6, 2)]))


@st.composite
def curves(draw, passes):
    """Curves that pass over all their x, or, unless they are to, do not pass over some."""
    weights = draw(arrays((6,)).filter(lambda weights: weights[5] != 0))
    drawn = Curve(weights, draw(arrays((draw(st.integers(1, 4)),))))
    sign = 1 if passes else -1
    if not (sign * drawn.discriminant > CLEAR).any():
        drawn = replace(drawn, weights=weights * np.array([-1, -1, 1, -1, 1, 1]))
    assume((sign * drawn.discriminant > CLEAR).any())
    return drawn.at(drawn.discriminant > CLEAR if passes else np.abs(drawn.discriminant) > CLEAR)


@st.composite
def touching(draw):
    """Circles around the origin at their two ends, and lines ``(y - slope * x - intercept)² = 0``.

    All in powers of two, so that over y = 0 no rounding spoils them, whatever the weights are divided by.
    """
    a, size = draw(st.sampled_from([1.0, -1.0, 0.5, -2.0])), draw(st.sampled_from([1.0, 2.0, 0.5, 4.0]))
    if draw(st.booleans()):
        return curve(a * np.array([-(size**2), 0, 0, 1, 0, 1]), [size, -size])
    slope, intercept = draw(st.permutations([size, -0.5, 0.0]))[:2]
    weights = [intercept**2, 2 * slope * intercept, -2 * intercept, slope**2, -2 * slope, 1.0]
    return Curve(a * np.array(weights), draw(arrays((draw(st.integers(1, 4)),), quarters(-2, 2))))


def features(impl, points):
    """Return the answer's features, six for each point."""
    return numbers(impl.quadratic_features(points), (len(points), len(COLUMNS)), part="features")


def both(impl, curve):
    """Return the answer's lower and higher y, by name."""
    answer = parts(impl.conic_y(curve.weights, curve.x), "lower", "higher")
    return {
        name: numbers(part, curve.x.shape, part=name)
        for name, part in zip(("lower", "higher"), answer, strict=True)
    }


def same_roots(found, curve, which=""):
    """Hold the lower and the higher y to the right ones."""
    for (name, y), right in zip(found.items(), curve.right, strict=True):
        same(y, right, part=f"{name}{which}", scale=curve.scale)


@check("contract", points=1)
@given(points=points_in_rows())
@example(points=np.array([[2.0, 3.0], [1.0, -1.0], [0.0, 2.0]]))
def test_every_point_has_six_features_and_the_points_stay(impl, points):
    """Each point gets a row of six numbers, the same again, others when it moves; the points stay."""
    first, again, moved = features(impl, points), features(impl, points), features(impl, points + 1.0)
    unchanged(impl)
    holds(np.array_equal(first, again), first=first.tolist(), again=again.tolist())
    holds(
        np.any(first != moved, axis=1).all(), features=first.tolist(), when_x_and_y_grow_by_1=moved.tolist()
    )


@check("contract", points=1)
@given(curve=curves(passes=True))
@example(curve=curve([-25, 0, 0, 1, 0, 1], [0, 3, 4]))
@example(curve=TILTED)
def test_every_x_has_two_y_and_the_inputs_stay(impl, curve):
    """Each x gets two y, the same again, others for another bias; weights and x stay."""
    first, again = both(impl, curve), both(impl, curve)
    wider = both(impl, replace(curve, weights=curve.weights - np.sign(curve.weights[5]) * np.eye(6)[0]))
    unchanged(impl)
    for name, y in first.items():
        holds(
            np.isfinite(y).any(),
            **{"b² - 4ac": curve.discriminant.tolist(), name: y.tolist()},
        )
        repeated, other = again[name], wider[name]
        holds(np.array_equal(y, repeated, equal_nan=True), **{name: y.tolist(), "again": repeated.tolist()})
        holds(np.all(y != other), **{name: y.tolist(), "for_another_bias": other.tolist()})


@check("values", points=2)
@given(points=points_in_rows())
@example(points=np.array([[2.0, 3.0], [-1.0, 0.5]]))
def test_the_columns_come_in_the_order_of_the_formula(impl, points):
    """The columns are 1, x, y, x², x * y and y², in this order."""
    found = features(impl, points)
    for number, (name, right) in enumerate(zip(COLUMNS, features_of(points).T, strict=True)):
        same(found[:, number], right, part=f"features[:, {number}], which is {name}")


@check("values", points=1)
@given(curve=curves(passes=True))
@example(curve=CIRCLE)
@example(curve=TILTED)
def test_both_y_lie_on_the_curve(impl, curve):
    """With either y, the output of the network is zero, and the two differ."""
    a, b, c = curve.coefficients
    size = np.abs(c) + np.abs(b) * curve.scale + np.abs(a) * curve.scale**2
    found = both(impl, curve)
    for name, y in found.items():
        output = (a * y.astype(float) + b) * y + c
        output = output.astype(y.dtype if y.dtype.kind == "f" else float)
        same(
            output, np.zeros(y.shape), part=f"output of the network at y = {name}", scale=float(np.max(size))
        )
    holds(np.all(found["lower"] != found["higher"]), **{name: y.tolist() for name, y in found.items()})


@check("values", points=2, cases=50)
@given(curve=curves(passes=True))
@example(curve=CIRCLE)
@example(curve=TILTED)
@example(curve=TURNED)
def test_the_smaller_y_comes_first(impl, curve):
    """The two y are those of the formula, the smaller one first whatever the sign of weights[5]."""
    same_roots(both(impl, curve), curve)


@check("edges", points=1)
@given(curve=touching())
@example(curve=curve([-4, 0, 0, 1, 0, 1], [2, -2]))
@example(curve=curve([1, -2, -2, 1, 2, 1], [0, 2]))
def test_where_the_curve_has_one_point_both_y_are_that_point(impl, curve):
    """Where the curve has only one point over x, both y are that point."""
    a, b, _ = curve.coefficients
    right = 0.0 - b / (2 * a)
    for name, y in both(impl, curve).items():
        # Off y = 0, weights that were divided by something first may miss the curve by one rounding.
        missed = np.isnan(y) & (right != 0)
        # And of one rounding in the discriminant, the root is what y may be off by.
        unit = np.finfo(y.dtype if y.dtype.kind == "f" else float).eps
        same(y[~missed], right[~missed], part=name, scale=curve.scale / np.sqrt(unit))


@check("edges", points=1)
@given(curve=curves(passes=False))
@example(curve=curve([-25, 0, 0, 1, 0, 1], [3, 6]))
@example(curve=replace(TURNED, x=np.array([-6.0, 0.0])))
def test_where_the_curve_does_not_pass_both_y_are_nan(impl, curve):
    """Where the curve does not pass over x, both y are nan, and nowhere else."""
    missed = curve.discriminant < 0
    found = both(impl, curve)
    for name, y in found.items():
        holds(
            np.isnan(y[missed]).all(),
            x=curve.x[missed].tolist(),
            **{"b² - 4ac": curve.discriminant[missed].tolist(), name: y[missed].tolist()},
        )
    if not missed.all():
        passed = {name: y[~missed] for name, y in found.items()}
        same_roots(passed, curve.at(~missed), ", where it passes")


@check("use", points=1, cases=12)
@given(side=st.sampled_from([1.0, 2.0, 0.5, 4.0]), sign=st.sampled_from([1.0, -1.0]))
@example(side=1.0, sign=1.0)
def test_a_linear_network_on_these_features_solves_xor(impl, side, sign):
    """On these features least squares solves XOR, and the curve goes between the classes."""
    points, targets = side * CORNERS, sign * XOR
    found = features(impl, points)
    holds(np.isfinite(found).all(), features=found.tolist())
    best = np.linalg.lstsq(features_of(points), targets, rcond=None)[0]
    learnt = np.linalg.lstsq(found.astype(float), targets, rcond=None)[0]
    same(learnt, best, part="weights of least squares", scale=1.0 + float(np.max(np.abs(best))))
    border = Curve(best, side * np.array([0.0, 1.0]))
    same_roots(both(impl, border), border, " y of the border at the two x")
