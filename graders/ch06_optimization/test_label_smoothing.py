"""What rightly smoothed labels are."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, numbers, probability_rows, same, unchanged

UNLIKE = [(1, 2), (1, 4), (2, 3), (3, 2), (2, 5), (4, 3), (3, 10)]
ALIKE = [(2, 2), (3, 3)]
"""Shapes in which N and K are one number."""


@dataclass(frozen=True)
class Labels:
    """The classes of some rows in one-hot code, and how much they are to be smoothed."""

    targets: np.ndarray
    epsilon: float

    @property
    def sizes(self):
        """The sizes by which rows are told from classes."""
        return dict(zip("NK", self.targets.shape, strict=True))

    @property
    def right(self):
        """The smoothed targets, by class."""
        classes = self.targets.shape[1]
        share = self.epsilon / classes
        return np.where(self.targets == 1, 1 - self.epsilon + share, share)

    def ask(self, impl):
        """The smoothed targets as `impl` has them."""
        return numbers(impl.smooth_labels(self.targets, self.epsilon), self.targets.shape)


def small(classes, of, epsilon):
    """Return labels from the number of each row's class."""
    return Labels(np.eye(of)[classes], epsilon)


@st.composite
def labels(draw, epsilons=(0.1, 0.2, 0.5, 0.75, 0.01)):
    """Labels of a few rows."""
    rows, classes = draw(st.sampled_from(UNLIKE + ALIKE))
    drawn = np.random.default_rng(draw(st.integers(0, 999))).integers(classes, size=rows)
    return small(drawn, classes, draw(st.sampled_from(epsilons)))


ONE = small([1], 4, 0.1)
TWO = small([0, 2], 3, 0.3)
SQUARE = small([1, 0], 2, 0.5)
DIGITS = small([3], 10, 0.1)


@check("contract", points=1, cases=12)
@given(case=labels())
@example(case=ONE)
@example(case=SQUARE)
def test_every_class_gets_a_share_and_the_right_one_most(impl, case):
    """Every class gets a share, the right one most, and more to the others for a larger epsilon."""
    found = case.ask(impl)
    more = replace(case, epsilon=case.epsilon + 0.125).ask(impl)
    unchanged(impl)
    others = case.targets == 0
    shown = {"smoothed": np.round(found, 6).tolist(), "by 0.125 more": np.round(more, 6).tolist()}
    holds((found > 0).all() and (found < 1).all(), **shown)
    holds((found.argmax(axis=1) == case.targets.argmax(axis=1)).all(), **shown)
    holds((more > found)[others].all() and (more < found)[~others].all(), **shown)


@check("values", points=3)
@given(case=labels())
@example(case=ONE)
@example(case=TWO)
@example(case=SQUARE)
def test_a_part_epsilon_is_dealt_out_to_all_classes(impl, case):
    """The right class has 1 - epsilon + epsilon / K, each of the others epsilon / K."""
    same(case.ask(impl), case.right, part="smoothed targets", sizes=case.sizes)


@check("values", points=1)
@given(case=labels())
@example(case=ONE)
@example(case=TWO)
def test_every_row_still_adds_up_to_one(impl, case):
    """Every row still adds up to 1, with no share of 0 in it."""
    found = case.ask(impl)
    holds((found > 0).all(), smoothed=np.round(found, 6).tolist())
    same(found.sum(axis=1), np.ones(len(found)), part="sums of the rows", sizes=case.sizes)


@check("values", points=1)
@given(case=labels(), times=st.integers(2, 4))
@example(case=ONE, times=3)
@example(case=TWO, times=2)
def test_the_number_of_rows_does_not_matter(impl, case, times):
    """A row is smoothed alike however many others there are: the share is of the classes."""
    repeated = replace(case, targets=np.tile(case.targets, (times, 1)))
    right = np.tile(case.right, (times, 1))
    part = f"smoothed targets, each row there {times} times"
    same(repeated.ask(impl), right, part=part, sizes=repeated.sizes | {"times": times})


@check("edges", points=1)
@given(case=labels(epsilons=[0.0, 1.0]))
@example(case=small([1], 4, 0.0))
@example(case=small([1], 4, 1.0))
@example(case=small([0, 2], 3, 1.0))
def test_none_of_it_changes_nothing_and_all_of_it_leaves_all_classes_alike(impl, case):
    """An epsilon of 0 changes nothing; one of 1 leaves 1/K for every class."""
    for epsilon in (case.epsilon, 1 - case.epsilon):
        whole = replace(case, epsilon=epsilon)
        right = np.full(case.targets.shape, 1 / case.targets.shape[1]) if epsilon else case.targets
        same(whole.ask(impl), right, part=f"smoothed targets, epsilon {epsilon:g}", sizes=case.sizes)


@check("edges", points=1)
@given(case=labels())
@example(case=ONE)
@example(case=TWO)
def test_targets_of_whole_numbers_have_fractions_for_answers(impl, case):
    """Targets in an array of int are smoothed to the same fractions."""
    whole = replace(case, targets=case.targets.astype(int))
    same(whole.ask(impl), case.right, part="smoothed targets.astype(int)", sizes=case.sizes)


@dataclass(frozen=True)
class Guess(Labels):
    """Labels, and the probabilities that a network gives."""

    outputs: np.ndarray


@st.composite
def guesses(draw):
    """Labels of a few rows, with probabilities that are nowhere zero."""
    case = draw(labels())
    return Guess(case.targets, case.epsilon, draw(probability_rows(*case.targets.shape)))


@check("use", points=1)
@given(guess=guesses())
@example(guess=Guess(ONE.targets, 0.1, np.array([[0.25, 0.5, 0.125, 0.125]])))
@example(guess=Guess(SQUARE.targets, 0.5, np.array([[0.25, 0.75], [0.5, 0.5]])))
def test_the_cost_is_a_mixture_of_two(impl, guess):
    """Their cross-entropy is 1 - epsilon of the labels' own, and epsilon of that of uniform targets."""
    logarithms = np.log(guess.outputs)
    smoothed = guess.ask(impl)
    cost = -np.sum(smoothed * logarithms, axis=1)
    mixture = -(1 - guess.epsilon) * np.sum(guess.targets * logarithms, axis=1)
    mixture -= guess.epsilon * logarithms.mean(axis=1)
    found = cost.astype(np.result_type(smoothed, np.float16))  # to be judged by their precision
    same(found, mixture, part="cross-entropy of each row", sizes=guess.sizes, scale=10.0)


@check("use", points=1)
@given(classes=st.integers(2, 12), epsilon=st.sampled_from([0.1, 0.2, 0.5]))
@example(classes=10, epsilon=0.1)
def test_no_prediction_costs_less_than_the_entropy(impl, classes, epsilon):
    """The lowest loss is the entropy of a smoothed row: 0.5003 for ten classes and an epsilon of 0.1."""
    found = small([0], classes, epsilon).ask(impl)
    holds((found > 0).all(), smoothed=found.tolist())
    share = epsilon / classes
    highest = 1 - epsilon + share
    right = -highest * np.log(highest) - (classes - 1) * share * np.log(share)
    same(-np.sum(found * np.log(found)), right, part="entropy of a smoothed row", scale=1.0)
