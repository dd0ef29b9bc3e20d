"""What right pairwise distances are."""

import math
from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, quarters, same, sizes, unchanged

# Where wrong axes give an answer of the right shape too, so that its numbers can be compared.
ALIKE = [(2, 2, 2), (3, 3, 3), (2, 2, 3), (3, 3, 2), (2, 2, 1), (1, 1, 3), (2, 3, 3), (3, 2, 2), (1, 3, 2)]

TENTHS = [0.0, 0.1, -0.1, 0.5, -0.5, 0.8, -0.8]
"""A million away, their squares are such that multiplied out they too come to the same in any order."""

STEPS = [(3, 4), (-5, 12), (1, 2, 2), (2, -3, 6), (-1, 4, 8), (8, 6, 0)]
"""Vectors whose length is a whole number."""


@dataclass(frozen=True)
class Points:
    """Two sets of points."""

    a: np.ndarray
    b: np.ndarray

    @property
    def right(self):
        """The distances, from the definition."""
        return np.array([[math.dist(one, other) for other in self.b] for one in self.a])

    @property
    def sizes(self):
        """The sizes by name."""
        return {"N": len(self.a), "M": len(self.b), "D": self.a.shape[1]}


@st.composite
def points(draw):
    """Two sets, of pairwise distinct sizes or not; some points are in both."""
    rows, columns, features = draw(st.one_of(sizes(3, 1, 5), st.sampled_from(ALIKE)))
    a, b = draw(arrays((rows, features), quarters())), draw(arrays((columns, features), quarters()))
    if draw(st.booleans()):
        b[: rows - 1] = a[1 : columns + 1]
    return Points(a, b)


@st.composite
def far_points(draw):
    """Two sets of points that lie far from the origin along one axis, and close together along another.

    The numbers are such that a square multiplied out comes to the same whatever the order of its terms.
    """
    near = draw(st.sampled_from([[0.007, 0.01], [0.0, 0.001, 0.002, 0.003, 0.005]]))
    upright = draw(st.booleans())

    def some(count):
        columns = [draw(arrays((count,), [1e6, -1e6])), draw(arrays((count,), near))]
        return np.stack(columns[::-1] if upright else columns, axis=1)

    rows, columns, _ = draw(st.one_of(sizes(3, 1, 5), st.sampled_from(ALIKE)))
    return Points(some(rows), some(columns))


RIGHT_ANGLED = Points(np.array([[0.0, 0.0], [3.0, 0.0]]), np.array([[3.0, 4.0], [-5.0, 0.0], [0.0, -4.0]]))

A_THIRD_OF_A_CENTIMETRE = Points(np.array([[1e6, 0.007]]), np.array([[1e6, 0.01], [1e6, 0.007]]))


def same_distances(impl, given, expected, **shown):
    """Hold the distances of `given` to those `expected`."""
    same(impl.pairwise_distances(given.a, given.b), expected, part="distances", sizes=given.sizes, **shown)


@check("contract", points=1)
@given(points=points())
@example(points=RIGHT_ANGLED)
def test_rows_are_points_of_a_and_columns_points_of_b(impl, points):
    """Each point of a has a row, each of b a column; swapped, they swap; the inputs stay."""
    rows, columns, _ = points.sizes.values()
    found = numbers(impl.pairwise_distances(points.a, points.b), (rows, columns), part="distances")
    swapped = numbers(impl.pairwise_distances(points.b, points.a), (columns, rows), part="of b and a")
    unchanged(impl)
    holds(np.isfinite(found).all(), distances=found)
    same(swapped, found.T, part="of b and a", labels=("yours", "of a and b, transposed"))
    if np.ptp(points.right):
        holds(np.ptp(found) > 0, distances=found)


@check("values", points=3, cases=50)
@given(points=points())
@example(points=RIGHT_ANGLED)
@example(points=Points(np.array([[1.0, 2.0, 2.0]]), np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 2.0]])))
def test_every_entry_is_the_length_of_a_difference(impl, points):
    """Entry (i, j) is the root of the sum of the squared differences of a[i] and b[j]."""
    same_distances(impl, points, points.right)


@check("values", points=1, cases=20)
@given(
    points=points(),
    seed=st.integers(0, 999),
    away=st.sampled_from([0.0, 1.0, -8.0, 100.0]),
)
@example(points=RIGHT_ANGLED, seed=1, away=100.0)
def test_moving_all_points_together_changes_nothing(impl, points, seed, away):
    """Moving, mirroring or turning all points together changes no distance."""
    rng, features = np.random.default_rng(seed), points.sizes["D"]
    order, signs = rng.permutation(features), rng.choice([-1.0, 1.0], features)
    moved = Points(*(signs * part[:, order] + away for part in (points.a, points.b)))
    same_distances(impl, moved, points.right, labels=("after moving", "before"))


@check("values", points=1, cases=20)
@given(points=points(), factor=st.sampled_from([2.0, 0.5, -1.0, 1024.0]))
@example(points=RIGHT_ANGLED, factor=2.0)
def test_everything_twice_as_large_is_twice_as_far(impl, points, factor):
    """Coordinates k times as large give distances |k| times as large."""
    larger = Points(factor * points.a, factor * points.b)
    same_distances(impl, larger, abs(factor) * points.right)


@check("edges", points=1, cases=20)
@given(a=arrays(st.sampled_from([(2, 1), (3, 2), (4, 1), (3, 3)]), quarters(-1, 1)), last=st.booleans())
@example(a=np.array([[3.0, 1.0], [0.0, 5.0]]), last=True)
def test_a_point_is_at_distance_zero_from_itself(impl, a, last):
    """Within one set, each point is at distance exactly 0 from itself and from its doubles."""
    doubled = np.concatenate([a, a[-1:] if last else a[:1]])
    same_distances(impl, Points(doubled, doubled), Points(doubled, doubled).right)


@check("edges", points=1)
@given(points=far_points())
@example(points=A_THIRD_OF_A_CENTIMETRE)
def test_near_points_keep_their_distance_far_from_the_origin(impl, points):
    """Points that lie close together keep their distance, however far from the origin they lie."""
    same_distances(impl, points, points.right)


@check("edges", points=1, cases=20)
@given(
    a=arrays(st.integers(1, 3).map(lambda rows: (rows, 1)), TENTHS),
    b=arrays(st.integers(1, 4).map(lambda rows: (rows, 1)), TENTHS),
    far=st.sampled_from([1e6, -1e6]),
)
@example(a=np.array([[0.1], [0.5]]), b=np.array([[0.0]]), far=1e6)
def test_a_million_away_the_digits_are_still_right(impl, a, b, far):
    """A million away, distances on a line still have all the digits that the coordinates have."""
    moved = Points(far + a, far + b)
    same_distances(impl, moved, moved.right, scale=abs(far))  # float32 cannot tell tenths out there


@check("use", points=1, cases=20)
@given(
    step=st.sampled_from(STEPS),
    start=st.sampled_from([0.0, 1.0, -2.0]),
    rows=st.integers(1, 4),
    columns=st.integers(2, 4),
)
@example(step=(3, 4), start=0.0, rows=2, columns=3)
def test_equal_steps_along_a_line_add_up(impl, step, start, rows, columns):
    """Along a straight line of equal steps, points k steps apart are at k times the step's length."""
    line = start + np.arange(float(max(rows, columns)))[:, np.newaxis] * step
    apart = np.array([[abs(i - j) for j in range(columns)] for i in range(rows)])
    expected = apart * math.sqrt(sum(part * part for part in step))
    same_distances(impl, Points(line[:rows], line[:columns]), expected)
