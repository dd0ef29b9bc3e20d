"""What a right step of k-means is.

All coordinates are quarters or integers, so that every squared distance is exact and a tie is a tie.
"""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import (
    arrays,
    check,
    holds,
    labels,
    numbers,
    parts,
    quarters,
    same,
    same_labels,
    unchanged,
)


@dataclass(frozen=True)
class Start:
    """Points and centroids before a step."""

    points: np.ndarray
    centroids: np.ndarray

    @classmethod
    def of(cls, points, centroids):
        """Return a start; plain numbers are points of one feature."""
        return cls(*(np.array(rows, dtype=float).reshape(len(rows), -1) for rows in (points, centroids)))

    @property
    def arguments(self):
        """The arguments of a call."""
        return self.points, self.centroids

    @property
    def distances(self):
        """The squared distance of every point from every centroid, shape (N, K)."""
        return ((self.points[:, np.newaxis] - self.centroids) ** 2).sum(axis=2)


LINE = Start.of([0, 1, 5, 7], [8, 3])
"""Point 5 belongs to 3, which moves to 2, while 8 moves to 7: the next step will assign it otherwise."""

AS_MANY = Start.of([0, 1.5, 5], [4, 0, 2])
"""As many points as centroids, so that a table read the wrong way round has the right shape."""

PLANE = Start.of([[0, 0], [0, -0.5], [4, 0]], [[3, 0], [2, 2]])
"""(0, 0) is nearer to (2, 2), and (0, -0.5) to (3, 0): other distances than Euclid's say otherwise."""


@st.composite
def starts(draw, width=(1, 3)):
    """Starts in which no point is as near to two centroids, and no centroid is left without a point."""
    width = draw(st.integers(*width))
    points = draw(arrays((draw(st.integers(1, 6)), width), quarters(-3, 3)))
    centroids = draw(arrays((draw(st.integers(1, 4)), width), quarters(-3, 3)))
    distances = np.sort(Start(points, centroids).distances, axis=1)
    clear = distances[:, 0] < distances[:, 1] if len(centroids) > 1 else np.full(len(points), fill_value=True)
    if not clear.any():
        return Start(points, centroids[:1])
    used = np.isin(np.arange(len(centroids)), Start(points[clear], centroids).distances.argmin(axis=1))
    return Start(points[clear], centroids[used])


@st.composite
def starts_with_idle_centroids(draw):
    """Starts with one more centroid or two, too far away for any point."""
    start = draw(starts())
    centroids = start.centroids
    for far in draw(st.sampled_from([[20.0], [-30.0], [20.0, 50.0]])):
        centroids = np.insert(centroids, draw(st.integers(0, len(centroids))), far, axis=0)
    return Start(start.points, centroids)


@st.composite
def starts_with_ties(draw):
    """Starts of centroids, a point on each of them, and the points midway between any two."""
    width, count = draw(st.integers(1, 2)), draw(st.integers(2, 4))
    order = np.random.default_rng(draw(st.integers(0, 999))).permutation(4**width)[:count]
    centroids = np.stack([order % 4, order // 4], axis=1)[:, :width] * 2.0
    middles = (centroids[:, np.newaxis] + centroids)[np.triu_indices(count)] / 2
    return Start(middles, centroids)


@st.composite
def pairs_of_groups(draw):
    """Starts of two groups far apart, one after the other, as large; both centroids are on a point."""
    size, width = draw(st.integers(2, 3)), draw(st.integers(1, 2))
    points = draw(arrays((2 * size, width), quarters(-1, 1)))
    points[:, 0] = np.arange(2 * size) ** 2 / 16  # no two alike, and none the mean of others
    points[size:] += draw(st.sampled_from([-20.0, 20.0]))
    return Start(points, points[list(draw(st.permutations(range(2 * size)))[:2])])


def step(model, start):
    """Return the assignment and the centroids after one step from `start`, which have the right kind."""
    assignment, centroids = parts(model.k_means_step(*start.arguments), "assignment", "new_centroids")
    assignment = labels(assignment, length=len(start.points), part="assignment")
    centroids = numbers(centroids, start.centroids.shape, part="new_centroids")
    in_range = (assignment >= 0) & (assignment < len(centroids))
    holds(in_range.all(), assignment=assignment, clusters=f"0 to {len(centroids) - 1}")
    return assignment, centroids


def same_step(impl, start, expected):
    """Hold one step from `start` to the `expected` assignment and centroids."""
    assignment, centroids = step(impl, start)
    same_labels(assignment, expected[0], part="assignment")
    same(centroids, expected[1], part="new_centroids")


@check("contract", points=1, cases=20)
@given(start=pairs_of_groups())
@example(start=Start.of([1, 2, 9, 8], [1, 9]))
def test_one_number_a_point_and_one_place_a_centroid(impl, start):
    """Each point gets the number of a cluster, each cluster a centroid, and the inputs stay."""
    assignment, _ = step(impl, start)
    unchanged(impl)
    holds(len(set(assignment.tolist())) == 2, assignment=assignment, clusters="0 to 1, and both have points")


@check("values", points=1)
@given(start=starts())
@example(start=LINE)
@example(start=PLANE)
def test_every_point_joins_the_nearest_centroid(impl, start):
    """Every point joins the nearest of the centroids that came in."""
    assignment, _ = step(impl, start)
    same(
        start.distances[np.arange(len(assignment)), assignment],
        start.distances.min(axis=1),
        part="squared distance from each point",
        labels=("to the centroid it joins", "to the nearest"),
    )


@check("values", points=1)
@given(start=starts())
@example(start=LINE)
def test_every_centroid_moves_to_the_mean_of_its_points(impl, start):
    """Every centroid moves to the mean of the points that were assigned to it."""
    assignment, centroids = step(impl, start)
    own = [start.points[assignment == cluster] for cluster in range(len(centroids))]
    means = [
        rows.mean(axis=0) if len(rows) else stays for rows, stays in zip(own, start.centroids, strict=True)
    ]
    counts = {"N": len(start.points), "K": len(centroids)}
    same(centroids, np.stack(means), part="new_centroids", sizes=counts, scale=3.0)


@check("values", points=1, cases=50)
@given(start=starts())
@example(start=LINE)
@example(start=AS_MANY)
def test_one_step_assigns_once_then_moves_once(impl, reference, start):
    """A step assigns once and moves once: the assignment that is returned is the one before the move."""
    same_step(impl, start, reference.k_means_step(*start.arguments))


@check("values", points=1)
@given(start=starts())
@example(start=LINE)
def test_the_sum_of_squared_distances_never_grows(impl, start):
    """The sum of the squared distances, each from the nearest centroid, never grows in a step."""
    _, centroids = step(impl, start)
    before = start.distances.min(axis=1).sum()
    after = Start(start.points, centroids).distances.min(axis=1).sum()
    holds(after <= before + 1e-4 * (1 + before), before=f"{before:.6g}", after=f"{after:.6g}")


@check("values", points=1)
@given(start=starts(), seed=st.integers(0, 99))
@example(start=LINE, seed=1)
def test_neither_order_decides(impl, reference, start, seed):
    """Points in another order and centroids under other numbers: the clusters are the same."""
    rng = np.random.default_rng(seed)
    order, names = rng.permutation(len(start.points)), rng.permutation(len(start.centroids))
    assignment, centroids = reference.k_means_step(*start.arguments)
    shuffled = Start(start.points[order], start.centroids[names])
    same_step(impl, shuffled, (np.argsort(names)[assignment[order]], centroids[names]))


@check("values", points=1, cases=20)
@given(
    start=starts(width=(2, 2)),
    turn=st.sampled_from([[[3, -4], [4, 3]], [[5, 12], [-12, 5]], [[0, 1], [1, 0]]]),
    shift=st.integers(-100, 100),
)
@example(start=PLANE, turn=[[3, -4], [4, 3]], shift=20)
def test_turned_enlarged_and_shifted_together(impl, reference, start, turn, shift):
    """Turned, enlarged and shifted together, points and centroids form the same clusters there."""
    assignment, centroids = reference.k_means_step(*start.arguments)
    same_step(
        impl,
        Start(*(rows @ turn + shift for rows in start.arguments)),
        (assignment, centroids @ turn + shift),
    )


@check("edges", points=1)
@given(start=starts_with_ties())
@example(start=Start.of([2, 0, 5], [3, 1]))
@example(start=Start.of([2, 0, 5], [1, 3]))
def test_a_tie_goes_to_the_lower_number(impl, reference, start):
    """A point as near to two centroids goes to the one with the lower number."""
    same_step(impl, start, reference.k_means_step(*start.arguments))


@check("edges", points=1, cases=20)
@given(start=starts_with_idle_centroids())
@example(start=Start.of([0, 1, 5, 7], [20, 3]))
def test_a_centroid_without_points_stays(impl, reference, start):
    """A centroid to which no point is assigned stays where it is."""
    same_step(impl, start, reference.k_means_step(*start.arguments))


@check("use", points=1, cases=20)
@given(start=pairs_of_groups())
@example(start=Start.of([1, 2, 9, 8], [1, 2]))
def test_two_groups_are_found_in_three_steps(impl, start):
    """Three steps tell two groups far apart from each other, even from centroids in the same group."""
    now = start
    for _ in range(3):
        assignment, centroids = step(impl, now)
        now = Start(start.points, centroids)
    half = len(start.points) // 2
    first, second = (start.points[:half].mean(axis=0), start.points[half:].mean(axis=0))
    swapped = assignment[0] == 1
    same_labels(
        assignment, np.repeat([1, 0] if swapped else [0, 1], half), part="assignment after three steps"
    )
    same(centroids, [second, first] if swapped else [first, second], part="centroids after three steps")
