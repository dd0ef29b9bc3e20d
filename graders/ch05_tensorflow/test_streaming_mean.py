"""What a right mean over batches is.

Numbers are quarters, so that sums are exact and the order of batches makes no difference by rounding.
"""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, parts, quarters, same, unchanged


@dataclass(frozen=True)
class State:
    """What has been seen so far: a sum of `total` over `count` numbers."""

    total: float
    count: int

    @property
    def given(self):
        """The state as it is passed."""
        return self.total, self.count


NOTHING = State(0.0, 0)


def states(fewest=0):
    """States of up to eight numbers."""
    return st.one_of(
        st.builds(State, quarters(-6, 6), st.integers(max(fewest, 1), 8)),
        st.just(NOTHING) if fewest == 0 else st.nothing(),
    )


def batches(fewest=0, most=5):
    """One batch of numbers, or none at all."""
    return st.integers(fewest, most).flatmap(lambda size: arrays((size,), quarters(-3, 3)))


def several(fewest=2, most=4):
    """Batches of different sizes, none of them empty."""
    return st.lists(batches(1), min_size=fewest, max_size=most)


def same_state(answer, total, count, scale=None, after=""):
    """Hold a state to its sum and its count."""
    found = parts(answer, "total", "count")
    same(found[0], total, part=f"total{after}", scale=scale)
    same(found[1], count, part=f"count{after}")


def plain(answer):
    """A state as two numbers of Python's, which nobody can change in place."""
    found = parts(answer, "total", "count")
    return tuple(numbers(n, (), part=name).item() for n, name in zip(found, ("total", "count"), strict=True))


def run(impl, given):
    """The state after several batches."""
    state = plain(impl.start())
    for values in given:
        state = plain(impl.update(state, values))
    return state


@check("contract", points=1)
@given(state=states(), values=batches(1))
@example(state=State(6.0, 2), values=np.array([1.0, 3.0]))
def test_two_numbers_are_the_state(impl, state, values):
    """A state is two numbers, 0 and 0 at the start; the mean is one; the batch stays as it is."""
    same_state(impl.start(), 0.0, 0, after=" at the start")
    found = parts(impl.update(state.given, values), "total", "count")
    mean = impl.result(state.given)
    unchanged(impl)
    for name, number in zip(("total", "count"), found, strict=True):
        holds(np.isfinite(numbers(number, (), part=name)), **{name: number})
    holds(np.isfinite(numbers(mean, (), part="mean")), mean=mean)


@check("values", points=2)
@given(state=states(), values=batches(1))
@example(state=State(6.0, 2), values=np.array([1.0, 2.0, 4.0]))
@example(state=NOTHING, values=np.array([2.5]))
def test_a_batch_adds_its_sum_and_its_size(impl, state, values):
    """A batch adds its sum to the total, and its size to the count."""
    scale = abs(state.total) + np.sum(np.abs(values))
    same_state(
        impl.update(state.given, values), state.total + sum(values), state.count + values.size, scale=scale
    )


@check("values", points=1)
@given(state=states(fewest=1))
@example(state=State(7.0, 2))
def test_the_mean_is_total_by_count(impl, state):
    """The mean is the total divided by the count, with its fraction."""
    same(impl.result(state.given), state.total / state.count, part="mean")


@check("values", points=2)
@given(given=several())
@example(given=[np.array([1.0, 3.0]), np.array([5.0])])
def test_it_is_the_mean_of_all_numbers(impl, given):
    """After several batches it is the mean of all their numbers, whatever their sizes and order."""
    every = np.concatenate(given)
    for order, some in {"": given, ", last batch first": given[::-1], ", all in one": [every]}.items():
        mean = impl.result(run(impl, some))
        same(mean, every.mean(), part=f"mean{order}", scale=np.max(np.abs(every)))


@dataclass(frozen=True)
class Answers:
    """Scores of some examples, and their classes."""

    scores: np.ndarray
    labels: np.ndarray

    @property
    def right(self):
        """1 for each example whose first highest score is that of its class, else 0."""
        rows = zip(self.scores.tolist(), self.labels, strict=True)
        return np.array([float(row.index(max(row)) == label) for row, label in rows])


def flags(answer, shape, part=""):
    """Return what is true or false, or 1 or 0, as numbers."""
    if isinstance(answer, (list, tuple)) and all(isinstance(item, (bool, np.bool_)) for item in answer):
        answer = np.array(answer, bool)
    if isinstance(answer, np.ndarray) and answer.dtype == bool:
        answer = answer.astype(float)
    return numbers(answer, shape, part=part)


@st.composite
def answers(draw, ties=False):
    """Scores for two to four classes, many of them as many as the examples; with ties for the highest."""
    rows, classes = draw(st.sampled_from([(3, 3), (2, 2), (4, 4), (3, 2), (2, 4), (5, 3), (1, 3)]))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    scores = rng.permuted(np.tile(np.arange(1.0, classes + 1), (rows, 1)), axis=1)
    if ties:
        scores = np.minimum(scores, classes - 1)
    highest = scores.argmax(axis=1)
    labels = np.where(rng.random(rows) < 0.5, highest, rng.integers(0, classes, rows))
    if ties:
        last = classes - 1 - scores[:, ::-1].argmax(axis=1)
        labels = np.where(rng.random(rows) < 0.5, last, labels)
    return Answers(scores / scores.sum(axis=1, keepdims=True), labels)


THREE = Answers(np.array([[0.125, 0.25, 0.625], [0.5, 0.25, 0.25], [0.25, 0.5, 0.25]]), np.array([2, 1, 1]))
LOW = Answers(np.array([[0.25, 0.375, 0.375 - 0.125, 0.125]]), np.array([1]))


@check("values", points=2)
@given(given=answers())
@example(given=THREE)
@example(given=LOW)
def test_an_answer_is_right_if_its_highest_score_is(impl, given):
    """An answer is right if the highest score of its own row is that of its class."""
    found = flags(impl.is_correct(given.scores, given.labels), given.labels.shape, part="right or not")
    unchanged(impl)
    same(found, given.right, part="right or not")


@check("edges", points=0.5)
@given(given=answers(ties=True))
@example(given=Answers(np.array([[0.5, 0.5], [0.5, 0.5], [0.25, 0.75]]), np.array([0, 1, 1])))
def test_of_equal_scores_the_first_is_the_answer(impl, given):
    """Where several classes share the highest score, the first of them is the answer."""
    found = flags(impl.is_correct(given.scores, given.labels), given.labels.shape, part="right or not")
    same(found, given.right, part="right or not")


@check("edges", points=0.5, cases=10)
@given(values=batches(1))
@example(values=np.array([2.0, 3.0]))
def test_before_the_first_number_the_mean_is_zero(impl, values):
    """Before the first number the mean is 0, also after a batch of none."""
    for state in (NOTHING.given, run(impl, []), run(impl, [np.zeros(0)])):
        same(impl.result(state), 0.0, part="mean of nothing")
    same(impl.result(run(impl, [values])), values.mean(), part="mean after a batch", scale=3.0)


@check("edges", points=0.5, cases=15)
@given(state=states(), right=st.lists(st.booleans(), max_size=4))
@example(state=State(6.0, 4), right=[])
@example(state=State(2.0, 4), right=[True, False, True])
def test_true_counts_as_one_and_no_numbers_as_nothing(impl, state, right):
    """True counts as 1, False as 0, and a batch of no numbers changes nothing."""
    answer = impl.update(state.given, np.array(right, bool))
    same_state(answer, state.total + sum(right), state.count + len(right), scale=8.0)


@check("use", points=0.5, cases=12)
@given(epochs=st.lists(st.lists(answers(), min_size=1, max_size=3), min_size=2, max_size=2))
@example(epochs=[[THREE, LOW], [LOW]])
def test_each_epoch_has_its_own_accuracy(impl, epochs):
    """Two epochs, each from a new start, have each its own accuracy: the share of right answers."""
    for number, epoch in enumerate(epochs, start=1):
        found = [
            flags(impl.is_correct(given.scores, given.labels), given.labels.shape, part="right or not")
            for given in epoch
        ]
        right = np.concatenate([given.right for given in epoch])
        same(impl.result(run(impl, found)), right.mean(), part=f"accuracy of epoch {number}")
