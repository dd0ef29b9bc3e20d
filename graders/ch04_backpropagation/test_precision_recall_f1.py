"""What right scores of a classifier are, class by class and averaged."""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, parts, same, unchanged

NAMES = ("precision", "recall", "f1")
AVERAGES = ("macro", "weighted", "micro")


@dataclass(frozen=True)
class Outcome:
    """What some examples are, what they were taken for, and how many classes there are."""

    true_labels: np.ndarray
    predicted_labels: np.ndarray
    classes: int

    @classmethod
    def of(cls, true_labels, predicted_labels, classes):
        """Return an outcome written in plain lists."""
        return cls(np.array(true_labels), np.array(predicted_labels), classes)

    @property
    def arguments(self):
        """What the functions are called with."""
        return self.true_labels, self.predicted_labels, self.classes

    @property
    def actual(self):
        """How many examples of each class there are."""
        return [self.true_labels.tolist().count(k) for k in range(self.classes)]

    @property
    def predicted(self):
        """How many examples were taken for each class."""
        return [self.predicted_labels.tolist().count(k) for k in range(self.classes)]

    @property
    def hits(self):
        """How many examples of each class were taken for it."""
        pairs = list(zip(self.true_labels.tolist(), self.predicted_labels.tolist(), strict=True))
        return [pairs.count((k, k)) for k in range(self.classes)]

    @property
    def scores(self):
        """The right precision, recall and F1 of each class."""
        precision, recall = quotients(self.hits, self.predicted), quotients(self.hits, self.actual)
        doubled = [2 * p * r for p, r in zip(precision, recall, strict=True)]
        sums = [p + r for p, r in zip(precision, recall, strict=True)]
        return {"precision": precision, "recall": recall, "f1": quotients(doubled, sums)}

    @property
    def accuracy(self):
        """The share of examples that were told right."""
        return sum(self.hits) / len(self.true_labels)


def quotients(above, below):
    """Return one list divided by the other, with 0 for 0 / 0."""
    return [a / b if b else 0.0 for a, b in zip(above, below, strict=True)]


@st.composite
def outcomes(draw, most_classes=4):
    """Outcomes in which some classes have no example, and some are never predicted."""
    classes = draw(st.integers(1, most_classes))
    shape = (draw(st.integers(1, 9)),)
    true, other = (draw(arrays(shape, list(range(classes)))).astype(int) for _ in range(2))
    is_right = draw(arrays(shape, [0, 1, 1])).astype(bool)
    return Outcome(true, np.where(is_right, true, other), classes)


@st.composite
def lopsided_outcomes(draw):
    """Outcomes in which every class occurs and is hit once, but not equally often."""
    classes = draw(st.integers(2, 4))
    counts = draw(st.permutations([1, 2, 4, 3]))[:classes]
    true = np.concatenate([np.arange(classes), np.repeat(np.arange(classes), counts)])
    other = draw(arrays(true.shape, list(range(classes)))).astype(int)
    return Outcome(true, np.where(np.arange(len(true)) < classes, true, other), classes)


def of_each_class(impl, outcome):
    """Return the three scores of each class, by name."""
    answer = parts(impl.precision_recall_f1(*outcome.arguments), *NAMES)
    return {
        name: numbers(part, (outcome.classes,), part=name) for name, part in zip(NAMES, answer, strict=True)
    }


def averaged(impl, outcome, average):
    """Return the three averaged scores, by name."""
    answer = parts(impl.averaged_scores(*outcome.arguments, average), *NAMES)
    return {name: numbers(part, (), part=name) for name, part in zip(NAMES, answer, strict=True)}


def same_scores(found, right, names=NAMES, note=""):
    """Hold each score to the right one."""
    for name in names:
        same(found[name], right[name], part=f"{name}{note}")


MIXED = Outcome.of([0, 0, 0, 0, 1], [0, 0, 1, 1, 1], 2)
THREE = Outcome.of([0, 0, 0, 1, 2], [0, 1, 2, 1, 1], 3)
RARE = Outcome.of([0, 0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0, 1, 1, 0], 2)
NEVER_PREDICTED = Outcome.of([0, 0, 1], [0, 0, 0], 2)
NO_EXAMPLE = Outcome.of([0, 0, 0], [0, 0, 1], 2)
NOWHERE = Outcome.of([0, 1], [0, 1], 3)
NO_HIT = Outcome.of([0, 0, 1], [0, 1, 0], 2)


@check("contract", points=1)
@given(outcome=outcomes(), average=st.sampled_from(AVERAGES))
@example(outcome=MIXED, average="macro")
@example(outcome=NOWHERE, average="weighted")
def test_three_scores_for_each_class_and_three_for_all(impl, outcome, average):
    """Three scores for each class, three for all: above 0 where there are hits. The labels stay."""
    each, every = of_each_class(impl, outcome), averaged(impl, outcome, average)
    unchanged(impl)
    hits = outcome.hits
    for name in NAMES:
        holds(np.array_equal(each[name] > 0, np.sign(hits)), **{name: each[name].tolist(), "hits": hits})
        holds((every[name] > 0) == any(hits), **{f"{average} {name}": float(every[name]), "hits": hits})


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=MIXED)
@example(outcome=THREE)
def test_precision_is_the_share_of_hits_among_predictions(impl, outcome):
    """Precision is the share of hits among the examples that were taken for the class."""
    same_scores(of_each_class(impl, outcome), outcome.scores, ["precision"])


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=MIXED)
@example(outcome=THREE)
def test_recall_is_the_share_of_hits_among_examples(impl, outcome):
    """Recall is the share of hits among the examples of the class."""
    same_scores(of_each_class(impl, outcome), outcome.scores, ["recall"])


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=MIXED)
@example(outcome=THREE)
def test_f1_is_the_harmonic_mean_of_both(impl, outcome):
    """F1 is the harmonic mean of precision and recall."""
    same_scores(of_each_class(impl, outcome), outcome.scores, ["f1"])


@check("values", points=0.5)
@given(outcome=outcomes())
@example(outcome=MIXED)
def test_exchanged_labels_exchange_precision_and_recall(impl, outcome):
    """With true and predicted labels exchanged, precision and recall are too, and F1 stays."""
    exchanged = Outcome(outcome.predicted_labels, outcome.true_labels, outcome.classes)
    scores = outcome.scores
    right = {"precision": scores["recall"], "recall": scores["precision"], "f1": scores["f1"]}
    same_scores(of_each_class(impl, exchanged), right, note=" with the labels exchanged")


@check("values", points=0.5)
@given(outcome=outcomes(), shift=st.integers(1, 3))
@example(outcome=THREE, shift=1)
def test_classes_under_other_numbers_take_their_scores_along(impl, outcome, shift):
    """Classes that get other numbers take their scores along."""
    true, predicted, classes = outcome.arguments
    renamed = Outcome((true + shift) % classes, (predicted + shift) % classes, classes)
    right = {name: np.roll(score, shift) for name, score in outcome.scores.items()}
    same_scores(
        of_each_class(impl, renamed), right, note=f" with {shift} added to every class, modulo {classes}"
    )


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=RARE)
@example(outcome=MIXED)
def test_macro_is_the_plain_mean_over_classes(impl, outcome):
    """The macro average is the mean of the scores over all classes."""
    right = {name: sum(score) / outcome.classes for name, score in outcome.scores.items()}
    same_scores(averaged(impl, outcome, "macro"), right, note=", macro")


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=RARE)
@example(outcome=MIXED)
def test_weighted_is_the_mean_weighted_by_examples(impl, outcome):
    """The weighted average weights each class by the number of its examples."""
    count = len(outcome.true_labels)
    right = {
        name: sum(s * n for s, n in zip(score, outcome.actual, strict=True)) / count
        for name, score in outcome.scores.items()
    }
    same_scores(averaged(impl, outcome, "weighted"), right, note=", weighted")


@check("values", points=1)
@given(outcome=outcomes())
@example(outcome=RARE)
@example(outcome=MIXED)
def test_micro_is_accuracy(impl, outcome):
    """The micro average of all three scores is the accuracy."""
    same_scores(averaged(impl, outcome, "micro"), dict.fromkeys(NAMES, outcome.accuracy), note=", micro")


@check("edges", points=1)
@given(outcome=outcomes(), more=st.integers(0, 2))
@example(outcome=NEVER_PREDICTED, more=0)
@example(outcome=NO_EXAMPLE, more=0)
@example(outcome=NO_HIT, more=0)
@example(outcome=NOWHERE, more=0)
def test_nothing_divided_by_nothing_is_zero(impl, outcome, more):
    """Where there is nothing to divide by, the score is 0, and it counts in the mean."""
    true, predicted, classes = outcome.arguments
    wider = Outcome(true, predicted, classes + more)
    same_scores(of_each_class(impl, wider), wider.scores)
    right = {name: sum(score) / wider.classes for name, score in wider.scores.items()}
    same_scores(averaged(impl, wider, "macro"), right, note=", macro")


@check("edges", points=0.5)
@given(outcome=outcomes())
@example(outcome=NOWHERE)
def test_who_is_always_right_scores_one(impl, outcome):
    """Whoever is always right scores 1 for every class that occurs."""
    perfect = Outcome(outcome.true_labels, outcome.true_labels, outcome.classes)
    same_scores(of_each_class(impl, perfect), dict.fromkeys(NAMES, np.sign(perfect.actual)))
    same_scores(averaged(impl, perfect, "weighted"), dict.fromkeys(NAMES, 1.0), note=", weighted")


@check("use", points=0.5)
@given(outcome=lopsided_outcomes())
@example(outcome=Outcome.of([0, 0, 0, 0, 1], [0, 0, 0, 0, 1], 2))
def test_always_naming_one_class_does_not_fool_the_macro_average(impl, outcome):
    """Always naming the commonest class: fine accuracy, but a macro recall of only 1/K."""
    actual = outcome.actual
    commonest = max(range(outcome.classes), key=actual.__getitem__)
    lazy = Outcome(outcome.true_labels, np.full_like(outcome.true_labels, commonest), outcome.classes)
    macro, micro = averaged(impl, lazy, "macro"), averaged(impl, lazy, "micro")
    same(micro["recall"], actual[commonest] / len(outcome.true_labels), part="recall, micro")
    same(macro["recall"], 1 / outcome.classes, part="recall, macro")
