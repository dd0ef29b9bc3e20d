"""What a right Gram matrix is."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.compare import relative_tolerance
from gradcheck.vocabulary import arrays, check, numbers, quarters, same, sizes, unchanged

# Where other ways to multiply give a matrix of the right shape too, so that its numbers can be compared:
# as many channels as locations, rows or columns, and batches of one.
SQUARE = [(1, 2, 2, 4), (1, 1, 3, 3), (2, 2, 1, 2), (2, 3, 2, 3), (1, 2, 3, 3), (2, 2, 2, 2), (1, 1, 1, 1)]

LINE = np.array([[[[1.0, 0.0], [2.0, 1.0], [3.0, -1.0]]]])
"""One picture of one row: three locations, two channels."""

TILE = np.array([[[[1.0, 2.0, 0.0], [3.0, -1.0, 1.0]], [[0.0, 1.0, 1.0], [2.0, 0.0, -1.0]]]])
"""One picture of 2 x 2 locations and three channels."""

PAIR = np.array([[[[1.0, 2.0]]], [[[3.0, -1.0]]]])
"""Two pictures of one location and two channels."""


def pictures(elements=None):
    """Batches whose sizes are pairwise distinct, or such that wrong products have the right shape."""
    shape = st.one_of(sizes(4, 1, 5), st.sampled_from(SQUARE))
    return arrays(shape, quarters(-3, 3) if elements is None else elements)


def mean_product(features):
    """Return the right answer, from the definition: the mean over all locations of every product."""
    products = features[..., :, np.newaxis] * features[..., np.newaxis, :]
    return products.mean(axis=(1, 2))


def same_gram(impl, features, **shown):
    """Hold the Gram matrix of `features` to the definition."""
    batch, height, width, channels = features.shape
    counts = {"H*W": height * width, "C": channels, "W": width, "H": height, "B": batch}
    same(impl.gram_matrix(features), mean_product(features), part="gram", sizes=counts, **shown)


@check("contract", points=1)
@given(features=pictures())
@example(features=TILE)
def test_one_matrix_of_the_channels_for_each_picture(impl, features):
    """Each picture gives one matrix, channels by channels, and the input stays as it was."""
    batch, _, _, channels = features.shape
    numbers(impl.gram_matrix(features), (batch, channels, channels), part="gram")
    unchanged(impl)


@check("values", points=1, cases=20)
@given(features=pictures())
@example(features=PAIR)
def test_each_picture_is_on_its_own(impl, features):
    """A picture has the same matrix in a batch as alone."""
    batch, _, _, channels = features.shape
    together = numbers(impl.gram_matrix(features), (batch, channels, channels), part="gram")
    also = {"sizes": {"B": batch}, "scale": 9.0}
    for index in range(batch):
        alone = numbers(impl.gram_matrix(features[index : index + 1]), (1, channels, channels), part="gram")
        if np.isfinite(alone).all():
            same(together[index], alone[0], part=f"gram[{index}]", labels=("in the batch", "alone"), **also)
        else:
            same_gram(impl, features)


@check("values", points=3, cases=50)
@given(features=pictures())
@example(features=LINE)
@example(features=TILE)
def test_every_entry_is_the_mean_of_a_product(impl, features):
    """Entry (c, d) is the mean, over the picture's locations, of channel c times channel d."""
    same_gram(impl, features)


@check("values", points=1, cases=20)
@given(
    features=pictures(),
    weights=st.lists(st.sampled_from([-1.0, 2.0, 0.5, 0.0, -3.0]), min_size=5, max_size=5),
)
@example(features=LINE, weights=[1.0, -2.0, 0.0, 0.0, 0.0])
def test_it_is_symmetric_and_never_negative(impl, features, weights):
    """The matrix is symmetric, and xᵀ G x is a mean of squares: no choice of x makes it negative."""
    batch, _, _, channels = features.shape
    x = np.array(weights[:channels])
    gram = numbers(impl.gram_matrix(features), (batch, channels, channels), part="gram")
    if np.isfinite(gram).all():
        same(gram, np.swapaxes(gram, 1, 2), part="gram", labels=("gram", "transpose"))
    found = np.einsum("c,bcd,d->b", x, gram, x).astype(gram.dtype if gram.dtype.kind == "f" else float)
    size = np.abs(x) @ np.abs(mean_product(features)) @ np.abs(x)  # where terms cancel, rounding does not
    same(
        found,
        ((features @ x) ** 2).mean(axis=(1, 2)),
        part="x @ gram @ x",
        scale=float(size.max()),
        relative=relative_tolerance(gram),
    )


@check("values", points=1, cases=20)
@given(features=pictures(), seed=st.integers(0, 99), upright=st.booleans())
@example(features=LINE, seed=1, upright=True)
@example(features=TILE, seed=0, upright=False)
def test_where_a_location_stands_does_not_matter(impl, features, seed, upright):
    """Locations may be shuffled, or laid out in other rows, and the matrix stays the same."""
    batch, height, width, channels = features.shape
    order = np.random.default_rng(seed).permutation(height * width)
    shuffled = features.reshape(batch, height * width, channels)[:, order]
    shuffled = shuffled.reshape((batch, width, height, channels) if upright else features.shape)
    before = numbers(impl.gram_matrix(features), (batch, channels, channels), part="gram")
    if np.isfinite(before).all():
        same(impl.gram_matrix(shuffled), before, part="gram", labels=("shuffled", "before"), scale=9.0)
    else:
        same_gram(impl, features)


@check("edges", points=1, cases=20)
@given(features=arrays(st.sampled_from([(1, 1, 1, 2), (2, 1, 1, 3), (3, 1, 1, 2), (2, 1, 1, 1)])))
@example(features=np.array([[[[2.0, -1.0, 0.0]]]]))
def test_one_location_gives_all_products_of_its_channels(impl, features):
    """A picture of one location gives the products of its own channels."""
    same_gram(impl, features)


@check("edges", points=1, cases=20)
@given(features=pictures(), factor=st.sampled_from([-1.0, 2.0, 1024.0, 2.0**-10]))
@example(features=LINE, factor=2.0)
def test_features_twice_as_large_give_four_times_the_matrix(impl, features, factor):
    """Features that are k times as large give k² times the matrix."""
    same_gram(impl, factor * features)


@check("use", points=1, cases=20)
@given(features=pictures(), down=st.integers(1, 2), across=st.integers(1, 3))
@example(features=LINE, down=2, across=1)
@example(features=TILE, down=1, across=2)
def test_a_larger_piece_of_the_same_texture_has_the_same_matrix(impl, features, down, across):
    """A picture that repeats itself has the matrix of one repetition, however large it is."""
    tiled = np.tile(features, (1, down, across, 1))
    batch, height, width, channels = tiled.shape
    counts = {"H*W": height * width, "C": channels, "W": width, "H": height, "B": batch}
    same(impl.gram_matrix(tiled), mean_product(features), part="gram of the larger", sizes=counts)
