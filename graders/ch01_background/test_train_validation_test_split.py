"""What a right split into training, validation and test set is.

Nothing is asked of the random numbers themselves. Where a property holds only by chance, the sizes are such
that a right answer fails it less than once in a hundred million times.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, labels, parts, same_labels

SETS = ("train", "validation", "test")


@dataclass(frozen=True)
class Deal:
    """What is to be dealt out, and the seed of the generator that does it."""

    count: int
    validation_fraction: float
    test_fraction: float
    seed: int = 0

    @property
    def sizes(self):
        """The sizes of the three sets."""
        validation, test = (
            round(self.count * part) for part in (self.validation_fraction, self.test_fraction)
        )
        return [self.count - validation - test, validation, test]


@st.composite
def deals(draw, fewest=1):
    """Deals in which no share is exactly halfway between two numbers, by decimals or in binary."""
    validation, test = draw(st.tuples(st.integers(0, 60), st.integers(0, 39)))
    count = draw(st.integers(fewest, fewest + 20))
    deal = Deal(count, validation / 100, test / 100, draw(st.integers(0, 999)))
    while 50 in (deal.count * validation % 100, deal.count * test % 100) or deal.sizes[0] < 1:
        deal = replace(deal, count=deal.count + 1)
    return deal


@st.composite
def deals_with_a_half(draw):
    """Deals of quarters and eighths in which a share is exactly halfway between two numbers."""
    validation, test = draw(
        st.sampled_from([(0.25, 0.0), (0.0, 0.25), (0.125, 0.25), (0.25, 0.25), (0.375, 0.125)])
    )
    step = 8 if 0.125 in (validation, test) else 4
    return Deal(step * draw(st.integers(1, 5)) + step // 2, validation, test, draw(st.integers(0, 999)))


def dealt(impl, deal):
    """Return the three sets, each of them different indices in range."""
    rng = np.random.default_rng(deal.seed)
    answer = impl.train_validation_test_split(deal.count, deal.validation_fraction, deal.test_fraction, rng)
    sets = {name: labels(part, part=name) for name, part in zip(SETS, parts(answer, *SETS), strict=True)}
    for name, found in sets.items():
        outside = found[(found < 0) | (found >= deal.count)]
        holds(not len(outside), **{name: found.tolist()}, no_such_sample=outside.tolist())
        values, times = np.unique(found, return_counts=True)
        holds((times == 1).all(), **{name: found.tolist()}, more_than_once=values[times > 1].tolist())
    return sets


def same_sizes(impl, deal):
    """Hold the sets to their sizes."""
    sizes = [len(found) for found in dealt(impl, deal).values()]
    same_labels(sizes, deal.sizes, part="sizes of train, validation and test")


@check("contract", points=1)
@given(deal=deals(fewest=4))
@example(deal=Deal(6, 0.2, 0.3))
def test_three_arrays_of_different_indices(impl, deal):
    """Three arrays of indices come back, from 0 to count - 1, with no index twice in one of them."""
    dealt(impl, deal)


@check("values", points=2)
@given(deal=deals())
@example(deal=Deal(6, 0.2, 0.3))
def test_every_sample_is_in_exactly_one_set(impl, deal):
    """Every sample is in exactly one of the three sets."""
    sets = dealt(impl, deal)
    times = np.bincount(np.concatenate(list(sets.values())), minlength=deal.count)
    several, nowhere = np.flatnonzero(times > 1).tolist(), np.flatnonzero(times == 0).tolist()
    shown = {name: found.tolist() for name, found in sets.items()}
    holds(not several, **shown, in_several=several)
    holds(not nowhere, **shown, in_none=nowhere)


@check("values", points=2, cases=50)
@given(deal=deals())
@example(deal=Deal(10, 0.28, 0.3))
@example(deal=Deal(20, 0.12, 0.21))
@example(deal=Deal(100, 0.29, 0.57))
def test_the_sizes_are_rounded_shares_of_all_samples(impl, deal):
    """Validation and test set have their shares of all samples, rounded; training has the rest."""
    same_sizes(impl, deal)


@check("values", points=1, cases=10)
@given(deal=st.builds(Deal, st.integers(8, 12), st.just(0.25), st.just(0.25), st.integers(0, 999)))
@example(deal=Deal(8, 0.25, 0.25))
def test_the_generator_decides(impl, deal):
    """The same generator in the same state gives the same sets, and another one others."""
    one, again = dealt(impl, deal), dealt(impl, deal)
    for name in SETS:
        same_labels(again[name], one[name], part=f"{name}, from the same generator again")
    others = [dealt(impl, replace(deal, seed=deal.seed + further)) for further in range(1, 5)]
    holds(
        any(set(other[name].tolist()) != set(one[name].tolist()) for other in others for name in SETS),
        test=one["test"].tolist(),
        test_from_four_other_generators=[other["test"].tolist() for other in others],
    )


@check("values", points=1, cases=1)
@given(seed=st.integers(1, 999))
@example(seed=0)
def test_every_sample_may_come_into_every_set(impl, seed):
    """Every sample comes into every set sooner or later: of 3 samples, in 60 deals by 60 generators."""
    met = np.zeros((3, 3), dtype=int)
    for further in range(60):
        sets = dealt(impl, Deal(3, 1 / 3, 1 / 3, 60 * seed + further))
        for row, name in zip(met, SETS, strict=True):
            row[sets[name]] += 1
    never = {
        f"never_in_{name}": np.flatnonzero(row == 0).tolist() for name, row in zip(SETS, met, strict=True)
    }
    holds((met > 0).all(), **{name: samples for name, samples in never.items() if samples})


@check("edges", points=1, cases=20)
@given(deal=deals_with_a_half())
@example(deal=Deal(10, 0.25, 0.25))
@example(deal=Deal(14, 0.25, 0.0))
def test_a_half_goes_to_the_even_number(impl, deal):
    """A share halfway between two whole numbers is rounded to the even one."""
    same_sizes(impl, deal)


@check("edges", points=1, cases=20)
@given(
    deal=st.builds(Deal, st.integers(1, 9), st.sampled_from([0.0, 0.01]), st.just(0.0), st.integers(0, 999))
)
@example(deal=Deal(3, 0.0, 0.0))
def test_a_share_of_nothing_is_an_empty_array(impl, deal):
    """A fraction of 0, or one too small for a sample, gives an empty array, and training has them all."""
    same_sizes(impl, deal)


@check("use", points=1, cases=10)
@given(deal=st.builds(Deal, st.integers(200, 240), st.just(0.25), st.just(0.2), st.integers(0, 999)))
@example(deal=Deal(200, 0.25, 0.2))
def test_data_that_lie_sorted_by_class_are_mixed(impl, deal):
    """Of data that lie sorted, the first half of one class, every set gets samples of both classes."""
    first = {name: (found < deal.count // 2).sum() for name, found in dealt(impl, deal).items()}
    sizes = deal.sizes
    holds(
        all(0 < first[name] < size for name, size in zip(SETS, sizes, strict=True)),
        **{
            f"of_{size}_in_{name}": f"{first[name]} of class 0"
            for name, size in zip(SETS, sizes, strict=True)
        },
    )
