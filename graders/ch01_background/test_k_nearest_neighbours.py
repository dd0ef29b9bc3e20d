"""What right k nearest neighbours are.

All coordinates are quarters or integers, so that every squared distance is exact and a tie is a tie.
"""

from dataclasses import dataclass, field

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, labels, quarters, same_labels, unchanged


@dataclass(frozen=True)
class Task:
    """A training set and what is asked of it; `expected` where the case was made for an answer."""

    train_features: np.ndarray
    train_labels: np.ndarray
    features: np.ndarray
    k: int
    expected: list[int] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, train_features, train_labels, features, k, expected=()):
        """Return a task; plain numbers are rows of one feature."""
        rows = [np.array(given, dtype=float).reshape(len(given), -1) for given in (train_features, features)]
        return cls(rows[0], np.array(train_labels), rows[1], k, list(expected))

    @property
    def arguments(self):
        """The arguments of a call."""
        return self.train_features, self.train_labels, self.features, self.k

    def is_clear(self, query, k):
        """Return whether neither the k-th place nor the vote is tied for `query`."""
        distances = ((self.train_features - query) ** 2).sum(axis=1)
        order = np.argsort(distances, kind="stable")
        inside, outside = order[:k], order[k:]
        votes = np.sort(np.bincount(self.train_labels[inside]))
        tied = len(votes) > 1 and votes[-1] == votes[-2]
        return not tied and (k == len(order) or distances[inside[-1]] < distances[outside[0]])


LINE = Task.of([0, 1, 4, 5, 6, 20], [3, 3, 1, 2, 0, 0], [7], 5)
"""The majority are the two that are farthest away; mean and median of the five labels are 2."""

CLOSE_CALLS = Task.of([[3, 0], [2.5, 2], [13, 0], [12, 2]], [1, 0, 1, 0], [[0, 0], [10, 0]], 1)
"""3 along one feature is nearer than 2.5 and 2 along two, and farther than 2 and 2."""

OFFSETS = np.array([[3, 0, 0], [2.75, 1, 0], [2.5, 1.75, 0], [2.5, 2, 0], [2.25, 2.25, 0], [2, 2, 0]])
"""Steps whose lengths differ little, and lie in another order when they are measured otherwise."""


@st.composite
def tasks(draw, features=(1, 3)):
    """Tasks without ties, with one query or more; labels from 0 to 3, some sizes equal and some not."""
    rows, width = draw(st.integers(1, 6)), draw(st.integers(*features))
    points = draw(arrays((rows, width), quarters(-3, 3)))
    queries = draw(arrays((draw(st.integers(1, 4)), width), quarters(-3, 3)))
    names = draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows))
    task = Task(points, np.array(names), queries, rows)
    clear = {k: [task.is_clear(query, k) for query in queries] for k in range(1, rows + 1)}
    possible = [k for k in clear if any(clear[k])]
    if not possible:  # wherever the k-th place is not tied, the vote is
        return Task(points[:1], task.train_labels[:1], queries, 1)
    k = possible[draw(st.integers(0, 5)) % len(possible)]
    return Task(points, task.train_labels, queries[clear[k]], k)


@st.composite
def pairs_of_groups(draw):
    """Tasks of two groups far apart, each of one label, with queries in both."""
    label, other = draw(st.permutations(range(4)))[:2]
    size, width = draw(st.integers(1, 3)), draw(st.integers(2, 3))
    far = draw(st.sampled_from([-20.0, 20.0]))
    near = draw(arrays((2 * size, width), quarters(-1, 1)))
    asked = draw(arrays((draw(st.integers(2, 4)), width), quarters(-1, 1)))
    there, asked_there = np.arange(2 * size) % 2, np.arange(len(asked)) % 2
    return Task(
        near + far * there[:, np.newaxis],
        np.where(there, other, label),
        asked + far * asked_there[:, np.newaxis],
        draw(st.integers(1, size)),
        np.where(asked_there, other, label).tolist(),
    )


@st.composite
def close_calls(draw):
    """Tasks whose queries have three rows each around them, at distances that differ little."""
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    width, places = draw(st.integers(2, 3)), 10 * np.arange(draw(st.integers(2, 3)))
    steps = [rng.permuted(rng.permutation(OFFSETS)[:3, :width], axis=1) for _ in places]
    rows = [place + step * rng.choice([-1, 1], step.shape) for place, step in zip(places, steps, strict=True)]
    names = np.concatenate([rng.permutation(4)[:3] for _ in places])
    return Task(np.concatenate(rows), names, np.repeat(places[:, np.newaxis], width, axis=1) * 1.0, 1)


@st.composite
def tied_votes(draw):
    """Tasks in which each of two labels or three has the most votes, and another perhaps one less."""
    winners, votes = draw(st.integers(2, 3)), draw(st.integers(1, 2))
    crowds, expected = [], []
    for _ in range(draw(st.integers(2, 3))):
        names = draw(st.permutations(range(4)))
        crowds.append(
            draw(st.permutations([*names[:winners] * votes, *names[winners : winners + votes - 1]]))
        )
        expected.append(min(names[:winners]))
    k = len(crowds[0])
    rows = [100 * place + distance for place in range(len(crowds)) for distance in range(1, k + 1)]
    order = np.array(draw(st.permutations(range(len(rows)))))
    queries = [100 * place for place in range(len(crowds))]
    return Task.of(np.array(rows)[order], np.concatenate(crowds)[order], queries, k, expected)


@st.composite
def tied_distances(draw):
    """Tasks in which more rows tie for the last places than there is room for; two labels and an odd k."""
    tied, nearer = draw(st.sampled_from([2, 3, 4, 20])), draw(st.integers(0, 2))
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    distances = np.array([2] * tied + [1] * nearer)
    rows = [rng.permutation(distances) * rng.choice([-1, 1], len(distances)) + place for place in (0, 10)]
    names = rng.choice(rng.permutation(4)[:2], 2 * len(distances))
    return Task.of(np.concatenate(rows), names, [0, 10], draw(st.integers(nearer, nearer + tied - 1)) | 1)


@st.composite
def corners_of_a_square(draw):
    """Tasks of one group or three rows around each corner of a square; opposite corners have one label."""
    corners = np.array([[4.0, 4.0], [-4.0, -4.0], [4.0, -4.0], [-4.0, 4.0]])
    k, names = draw(st.sampled_from([1, 3])), np.array(draw(st.permutations(range(3))))
    near, asked = draw(arrays((4 * k, 2), quarters(-1, 1))), draw(arrays((5, 2), quarters(-2, 2)))
    group, asked_group = np.arange(4 * k) % 4, np.arange(5) % 4
    return Task(
        corners[group] + near,
        names[group // 2],
        corners[asked_group] + asked,
        k,
        names[asked_group // 2].tolist(),
    )


@check("contract", points=1, cases=20)
@given(task=pairs_of_groups())
@example(task=Task.of([[1, 1], [9, 8], [2, 0]], [1, 0, 1], [[0, 1], [8, 8]], 1, [1, 0]))
def test_each_query_gets_a_label_and_the_inputs_stay(impl, task):
    """Each query gets one label, an integer of the training set, and the inputs stay as they were."""
    found = labels(impl.k_nearest_neighbours(*task.arguments), length=len(task.features))
    unchanged(impl)
    holds(set(found.tolist()) == set(task.expected), labels=found, in_the_training_set=task.train_labels)


@check("values", points=1, cases=20)
@given(task=tasks())
@example(task=Task.of([[0, 0], [4, 1], [0, 3]], [2, 0, 1], [[0, 0]], 1))
def test_with_one_neighbour_a_training_row_has_its_own_label(impl, task):
    """With k = 1 every row of the training set is given its own label."""
    points, first = np.unique(task.train_features, axis=0, return_index=True)
    names = task.train_labels[first]
    same_labels(impl.k_nearest_neighbours(points, names, points, 1), names)


@check("values", points=1, cases=20)
@given(task=close_calls())
@example(task=CLOSE_CALLS)
def test_nearest_is_meant_in_euclidean_distance(impl, reference, task):
    """The nearest row is the one at the smallest Euclidean distance, however little it is nearer."""
    same_labels(impl.k_nearest_neighbours(*task.arguments), reference.k_nearest_neighbours(*task.arguments))


@check("values", points=2, cases=50)
@given(task=tasks())
@example(task=LINE)
def test_the_k_nearest_rows_decide_by_majority(impl, reference, task):
    """The k rows that are nearest decide, each with one vote: the label with the most votes wins."""
    same_labels(impl.k_nearest_neighbours(*task.arguments), reference.k_nearest_neighbours(*task.arguments))


@check("values", points=1, cases=20)
@given(task=tasks(), names=st.permutations(range(5)))
@example(task=LINE, names=[1, 2, 3, 0, 4])
def test_labels_are_names(impl, reference, task, names):
    """Labels are names: with the classes renamed, the same classes come out under their new names."""
    names = np.array(names)
    expected = names[reference.k_nearest_neighbours(*task.arguments)]
    found = impl.k_nearest_neighbours(task.train_features, names[task.train_labels], task.features, task.k)
    same_labels(found, expected)


@check("values", points=1, cases=20)
@given(
    task=tasks(features=(2, 2)),
    turn=st.sampled_from([[[3, -4], [4, 3]], [[5, 12], [-12, 5]], [[0, 1], [1, 0]]]),
    shift=st.integers(-100, 100),
)
@example(task=CLOSE_CALLS, turn=[[3, -4], [4, 3]], shift=20)
def test_turned_enlarged_and_shifted_together(impl, reference, task, turn, shift):
    """Turned, enlarged and shifted together, the points have the labels that they had before."""
    expected = reference.k_nearest_neighbours(*task.arguments)
    rows, queries = task.train_features @ turn + shift, task.features @ turn + shift
    same_labels(impl.k_nearest_neighbours(rows, task.train_labels, queries, task.k), expected)


@check("edges", points=1, cases=20)
@given(task=tied_votes())
@example(task=Task.of([1, 2, 11, 12], [1, 0, 2, 3], [0, 10], 2, [0, 2]))
def test_of_labels_with_as_many_votes_the_smallest_wins(impl, task):
    """Of several labels with the most votes, the smallest wins, whoever is nearer."""
    same_labels(impl.k_nearest_neighbours(*task.arguments), task.expected)


@check("edges", points=1, cases=30)
@given(task=tied_distances())
@example(task=Task.of([-1, 1, 9, 11], [2, 0, 0, 1], [0, 10], 1))
def test_of_rows_equally_far_away_the_earlier_have_the_vote(impl, reference, task):
    """Of rows that are equally far away, those earlier in the training set have the vote."""
    same_labels(impl.k_nearest_neighbours(*task.arguments), reference.k_nearest_neighbours(*task.arguments))


@check("use", points=1, cases=20)
@given(task=corners_of_a_square())
@example(task=Task.of([[4, 4], [-4, -4], [4, -4], [-4, 4]], [0, 0, 1, 1], [[2, 3], [3, -4]], 1, [0, 1]))
def test_opposite_corners_of_a_square_are_one_class(impl, task):
    """Four groups at the corners of a square, opposite ones of one class, are told apart."""
    same_labels(impl.k_nearest_neighbours(*task.arguments), task.expected)
