"""What right folds for cross-validation are.

Nothing is asked of the random numbers themselves. Where a property holds only by chance, the sizes are such
that a right answer fails it less than once in a hundred million times.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, labels, parts, same_labels


@dataclass(frozen=True)
class Folds:
    """What is to be dealt out into how many folds, and the seed of the generator that does it."""

    count: int
    k: int
    seed: int = 0


@st.composite
def all_folds(draw, most=5):
    """Folds with a remainder and without, down to one sample each."""
    k = draw(st.integers(2, most))
    return Folds(k + draw(st.integers(0, 9)), k, draw(st.integers(0, 999)))


def rounds_of(impl, folds):
    """Return the training and validation indices of every round, each of them different and in range."""
    answer = impl.k_fold_indices(folds.count, folds.k, np.random.default_rng(folds.seed))
    rounds = []
    for number, pair in enumerate(parts(answer, *(f"round {i + 1}" for i in range(folds.k))), start=1):
        names = (f"train of round {number}", f"validation of round {number}")
        rounds.append(
            [labels(part, part=name) for name, part in zip(names, parts(pair, *names), strict=True)]
        )
        for name, found in zip(names, rounds[-1], strict=True):
            shown = {name.replace(" ", "_"): found.tolist()}
            outside = found[(found < 0) | (found >= folds.count)]
            holds(not len(outside), **shown, no_such_sample=outside.tolist())
            values, times = np.unique(found, return_counts=True)
            holds((times == 1).all(), **shown, more_than_once=values[times > 1].tolist())
    return rounds


@check("contract", points=1)
@given(folds=all_folds())
@example(folds=Folds(6, 3))
def test_a_pair_of_arrays_for_each_of_k_rounds(impl, folds):
    """Each of k rounds is a pair of index arrays, from 0 to count - 1, with no index twice in either."""
    rounds_of(impl, folds)


@check("values", points=2)
@given(folds=all_folds())
@example(folds=Folds(6, 3))
@example(folds=Folds(7, 3))
def test_every_sample_validates_exactly_once(impl, folds):
    """Every sample is in the validation array of exactly one round."""
    validation = [found for _, found in rounds_of(impl, folds)]
    times = np.bincount(np.concatenate(validation), minlength=folds.count)
    shown = {f"validation_of_round_{i}": found.tolist() for i, found in enumerate(validation, start=1)}
    several, never = np.flatnonzero(times > 1).tolist(), np.flatnonzero(times == 0).tolist()
    holds(not several, **shown, validate_more_than_once=several)
    holds(not never, **shown, never_validate=never)


@check("values", points=2)
@given(folds=all_folds())
@example(folds=Folds(6, 3))
@example(folds=Folds(7, 3))
def test_what_does_not_validate_trains(impl, folds):
    """In every round the model is trained on all the samples that do not validate, and on no other."""
    for number, (train, validation) in enumerate(rounds_of(impl, folds), start=1):
        both = np.intersect1d(train, validation).tolist()
        neither = np.setdiff1d(np.arange(folds.count), np.concatenate([train, validation])).tolist()
        shown = {"round": number, "train": train.tolist(), "validation": validation.tolist()}
        holds(not both, **shown, in_both=both)
        holds(not neither, **shown, in_neither=neither)


@check("values", points=2)
@given(folds=all_folds())
@example(folds=Folds(8, 3))
@example(folds=Folds(6, 4))
def test_the_folds_are_as_equal_as_can_be(impl, folds):
    """The sizes of the folds differ by one at most."""
    sizes = [len(validation) for _, validation in rounds_of(impl, folds)]
    small, larger = divmod(folds.count, folds.k)
    right = [small] * (folds.k - larger) + [small + 1] * larger
    same_labels(np.sort(sizes), right, part="sizes of the validation arrays, in order of size")


@check("values", points=1, cases=10)
@given(folds=st.builds(Folds, st.integers(9, 12), st.just(3), st.integers(0, 999)))
@example(folds=Folds(9, 3))
def test_the_generator_decides(impl, folds):
    """The same generator in the same state gives the same folds, and another one others."""
    one, again = rounds_of(impl, folds), rounds_of(impl, folds)
    for number, (first, second) in enumerate(zip(one, again, strict=True), start=1):
        for name, mine, before in zip(("train", "validation"), second, first, strict=True):
            same_labels(mine, before, part=f"{name} of round {number}, from the same generator again")
    others = [rounds_of(impl, replace(folds, seed=folds.seed + further)) for further in range(1, 5)]
    found = [sorted(sorted(validation.tolist()) for _, validation in rounds) for rounds in (one, *others)]
    holds(any(other != found[0] for other in found), folds=found[0], folds_from_another_generator=found[1])


@check("edges", points=1, cases=10)
@given(
    folds=st.integers(2, 7).flatmap(lambda k: st.builds(Folds, st.just(k), st.just(k), st.integers(0, 999)))
)
@example(folds=Folds(3, 3))
def test_as_many_folds_as_samples_leave_one_out(impl, folds):
    """With k = count, each sample validates by itself once, and all the others train."""
    for number, (train, validation) in enumerate(rounds_of(impl, folds), start=1):
        same_labels([len(train), len(validation)], [folds.count - 1, 1], part=f"sizes in round {number}")


@check("use", points=1, cases=10)
@given(folds=st.builds(Folds, st.integers(120, 130), st.integers(2, 4), st.integers(0, 999)))
@example(folds=Folds(120, 3))
def test_data_that_lie_sorted_by_class_are_mixed(impl, folds):
    """Of data that lie sorted, the first half of one class, every fold gets samples of both classes."""
    rounds = rounds_of(impl, folds)
    first = [int((validation < folds.count // 2).sum()) for _, validation in rounds]
    sizes = [len(validation) for _, validation in rounds]
    holds(
        all(0 < of_class_0 < size for of_class_0, size in zip(first, sizes, strict=True)),
        sizes_of_the_folds=sizes,
        of_class_0=first,
    )
