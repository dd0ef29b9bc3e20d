"""What right random flips and changes of brightness are.

Nothing is asked of the random numbers themselves. Where a property holds only by chance, the sizes are such
that a right answer fails it less than once in a hundred million times.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, same, sizes, unchanged

LEVELS = [0.0, 0.125, 0.25, 0.5, 0.75, 1.0]
SEEDS = st.integers(0, 999)
RANGES = st.sampled_from([(0.5, 1.5), (0.75, 1.25), (0.25, 1.0), (1.0, 1.75)])
WITHOUT_1 = st.sampled_from([(0.25, 0.75), (0.5, 0.875), (1.25, 1.75)])


@dataclass(frozen=True)
class Change:
    """Images, and what is to be done to each."""

    images: np.ndarray
    flips: np.ndarray
    factors: np.ndarray

    @property
    def right(self):
        """The images afterwards, from the definition."""
        result = np.empty(self.images.shape)
        width = self.images.shape[2]
        for n, image in enumerate(self.images):
            for column in range(width):
                origin = width - 1 - column if self.flips[n] else column
                result[n, :, column] = np.minimum(self.factors[n] * image[:, origin], 1.0)
        return result


@st.composite
def changes(draw, factors=(0.0, 0.5, 0.75, 1.0, 1.5, 2.0)):
    """One to five small images, some of them square, and whatever is to be done to them."""
    square = st.sampled_from([(2, 2, 2, 1), (3, 2, 2, 3), (2, 3, 3, 2), (3, 3, 3, 3), (1, 2, 2, 2)])
    shape = draw(st.one_of(sizes(4, 1, 5), square))
    flips = draw(st.lists(st.booleans(), min_size=shape[0], max_size=shape[0]))
    return Change(draw(arrays(shape, LEVELS)), np.array(flips), draw(arrays(shape[:1], list(factors))))


@dataclass(frozen=True)
class Batch:
    """Copies of an image of one row, with a left and a right end, and how to augment them."""

    count: int
    low: float
    high: float
    seed: int = 0
    row: tuple[float, ...] = (0.125, 0.25, 0.5)
    training: bool = True

    @property
    def images(self):
        """The copies."""
        return np.tile(np.array(self.row).reshape(1, 1, -1, 1), (self.count, 1, 1, 1))


def augmented(impl, batch, images=None):
    """Return what becomes of the copies, or of `images`, in their shape."""
    images = batch.images if images is None else images
    rng = np.random.default_rng(batch.seed)
    answer = impl.random_augment(images, batch.low, batch.high, training=batch.training, rng=rng)
    return numbers(answer, images.shape, part="images")


def draws(impl, batch):
    """Return for each copy whether it was flipped, and its factor, as they can be read from the result."""
    return read(augmented(impl, batch), batch)


def read(images, batch):
    """Return for each of some copies whether it was flipped, and its factor."""
    rows = images[:, 0, :, 0].astype(float)
    factors, row = rows.sum(axis=1) / sum(batch.row), np.array(batch.row)
    flips = rows[:, 0] > rows[:, -1]
    right = factors[:, np.newaxis] * np.where(flips[:, np.newaxis], row[::-1], row)
    same(rows, right, part="row of each image", relative=1e-4)
    inside = (factors >= batch.low - 1e-4) & (factors <= batch.high + 1e-4)
    holds(inside.all(), factors_from=batch.low, to=batch.high, factors_outside=factors[~inside][:5].round(4))
    return flips, factors


PAIR = Change(
    np.array([[[[0.125], [0.5]], [[0.25], [1.0]]], [[[0.0], [0.5]], [[0.25], [0.75]]]]),
    np.array([True, False]),
    np.array([1.0, 0.5]),
)
"""Two images of two rows and two columns; the first is flipped, the second gets darker."""


def same_images(impl, change):
    """Hold the changed images to the definition."""
    answer = impl.flip_and_brighten(change.images, change.flips, change.factors)
    same(answer, change.right, part="images")


@check("contract", points=1)
@given(change=changes(), seed=SEEDS)
@example(change=PAIR, seed=0)
def test_images_keep_shape_and_order(impl, change, seed):
    """New images come in the shape and order of the old, which stay as they were."""
    same_images(impl, replace(change, flips=np.zeros_like(change.flips), factors=0 * change.factors + 0.5))
    answer = impl.flip_and_brighten(change.images, change.flips, change.factors)
    numbers(answer, change.images.shape, part="images")
    images = np.ones(change.images.shape) * np.arange(1, len(change.images) + 1)[:, None, None, None] / 8
    found = augmented(impl, Batch(0, 0.5, 0.5, seed), images)
    same(found, 0.5 * images, part="images of one grey each, with factors of 0.5")
    unchanged(impl)


@check("contract", points=1)
@given(limits=RANGES, seed=SEEDS)
@example(limits=(0.5, 1.5), seed=0)
def test_the_generator_decides(impl, limits, seed):
    """The same generator in the same state gives the same images, and another one others."""
    batch = Batch(60, *limits, seed)
    before, again = augmented(impl, batch), augmented(impl, batch)
    same(again, before, part="images", labels=("from the same generator again", "before"))
    found = np.stack(draws(impl, batch))
    other = np.stack(draws(impl, replace(batch, seed=seed + 1)))
    shown = {"images_flipped": int(found[0].sum()), "first_factors": found[1][:3].round(4)}
    holds((found != other).any(), **shown, another_generator="gives the same")


@check("values", points=1)
@given(change=changes(factors=(1.0,)))
@example(change=replace(PAIR, factors=np.array([1.0, 1.0])))
def test_a_flip_exchanges_left_and_right(impl, change):
    """A flip exchanges left and right alone: rows and channels stay where they are."""
    same_images(impl, replace(change, flips=np.ones_like(change.flips)))


@check("values", points=1.5, cases=40)
@given(change=changes())
@example(change=PAIR)
@example(change=replace(PAIR, factors=np.array([0.5, 2.0])))
def test_every_image_gets_its_own_flip_and_factor(impl, change):
    """Every image gets the flip and the factor of its place."""
    same_images(impl, change)


@check("values", points=1)
@given(limits=WITHOUT_1, count=st.integers(1, 5), seed=SEEDS)
@example(limits=(0.25, 0.75), count=2, seed=0)
def test_each_result_is_the_image_or_its_mirror(impl, limits, count, seed):
    """At random, each image comes back as itself or its mirror, times one factor from low to high."""
    draws(impl, Batch(count, *limits, seed))


@check("values", points=1)
@given(limits=RANGES, seed=SEEDS)
@example(limits=(0.5, 1.5), seed=0)
def test_each_image_has_its_own_chance(impl, limits, seed):
    """No two images share their chance, and bright ones are flipped as well as dark ones."""
    flips, factors = draws(impl, Batch(200, *limits, seed))
    different = len(np.unique(factors.round(9)))
    holds(different > 100, images=len(factors), different_factors=different)
    bright = factors > sum(limits) / 2
    counts = {
        "bright_and_flipped": int((bright & flips).sum()),
        "bright_and_not_flipped": int((bright & ~flips).sum()),
        "dark_and_flipped": int((~bright & flips).sum()),
        "dark_and_not_flipped": int((~bright & ~flips).sum()),
    }
    holds(min(counts.values()) > 0, **counts)


@check("edges", points=1)
@given(change=changes(factors=(1.5, 2.0, 4.0)))
@example(change=replace(PAIR, factors=np.array([1.5, 4.0])))
def test_nothing_gets_brighter_than_1(impl, change):
    """What would be brighter than 1 is 1."""
    same_images(impl, change)


@check("edges", points=1)
@given(change=changes(), limits=WITHOUT_1, seed=SEEDS)
@example(change=PAIR, limits=(0.25, 0.75), seed=0)
def test_images_that_are_not_for_training_stay(impl, change, limits, seed):
    """Images that are not for training come back as they are, and only those."""
    batch = Batch(0, *limits, seed, training=False)
    same(augmented(impl, batch, change.images), change.images, part="images")
    draws(impl, replace(batch, count=2, training=True))


@check("edges", points=0.5, cases=3)
@given(limits=RANGES, count=st.integers(1, 2), seed=SEEDS)
@example(limits=(0.5, 1.5), count=1, seed=0)
@example(limits=(0.5, 1.5), count=2, seed=0)
def test_how_many_are_flipped_is_left_to_chance(impl, limits, count, seed):
    """How many are flipped is left to chance: one image alone at times is, and at times is not."""
    # That 40 generators flip equally many of one image is so once in 2**39 = 5e11 times, of two in 2**40.
    batches = [Batch(count, *limits, seed + further) for further in range(40)]
    flips, _ = read(np.concatenate([augmented(impl, batch) for batch in batches]), batches[0])
    flipped = flips.reshape(40, count).sum(axis=1)
    holds(len(set(flipped.tolist())) > 1, images=count, flipped_by_each_of_40_generators=flipped[0])


@check("use", points=1, cases=8)
@given(limits=RANGES, seed=SEEDS)
@example(limits=(0.5, 1.5), seed=0)
def test_half_are_flipped_and_factors_are_spread_evenly(impl, limits, seed):
    """Of many images about half are flipped, and about a quarter of the factors lie in each quarter."""
    batch = Batch(2000, *limits, seed, row=(0.125, 0.5))
    flips, factors = draws(impl, batch)
    flipped = float(flips.mean())
    holds(abs(flipped - 0.5) <= 6.5 * np.sqrt(0.25 / 2000), images=2000, share_that_is_flipped=flipped)
    quarters = np.histogram(factors, bins=4, range=limits)[0] / 2000
    allowed = 6.5 * np.sqrt(0.25 * 0.75 / 2000)
    shown = {"factors_from": limits[0], "to": limits[1], "share_in_each_quarter": quarters}
    holds((np.abs(quarters - 0.25) <= allowed + 2e-3).all(), **shown)
