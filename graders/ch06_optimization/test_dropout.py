"""What right dropout is.

Nothing is asked of the random numbers themselves. Where a property holds only by chance, the sizes are such
that a right answer fails it less than once in a hundred million times.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.compare import relative_tolerance
from gradcheck.vocabulary import arrays, check, holds, numbers, parts, quarters, same, sizes, unchanged

RATES = st.sampled_from([0.25, 0.5, 0.75, 0.4])
SEEDS = st.integers(0, 999)
MANY = 120
"""Of so many entries some are dropped and some are kept, at any of the rates."""

SIGMAS = 6.5
"""How many standard deviations a mean of thousands may be off."""


@dataclass(frozen=True)
class Case:
    """Activations, what share of them to drop, and the seed of the generator that decides which."""

    x: np.ndarray
    rate: float
    seed: int = 0
    training: bool = True

    @property
    def scale(self):
        """What the entries that are kept are multiplied by."""
        return 1 / (1 - self.rate)


@st.composite
def cases(draw, many=False):
    """Batches of one to four axes; of many entries, or of a few."""
    shape = st.sampled_from([(10, 12), (24, 5), (4, 5, 6), (2, 3, 4, 5)] if many else [(2, 2), (3, 3)])
    if not many:
        shape = st.one_of(sizes(1), sizes(2, 1, 4), sizes(3, 1, 4), shape)
    return Case(draw(arrays(shape, quarters())), draw(RATES), draw(SEEDS))


LINE = Case(np.array([[1.0, 2.0, -3.0, 4.0]]), 0.75)
TILE = Case(np.array([[1.0, 2.0, -3.0], [0.0, 0.5, 4.0]]), 0.25)


def forward(impl, case):
    """Return output and mask, each in the shape of the input."""
    rng = np.random.default_rng(case.seed)
    answer = impl.dropout_forward(case.x, case.rate, training=case.training, rng=rng)
    y, mask = parts(answer, "y", "mask")
    return numbers(y, case.x.shape, part="y"), numbers(mask, case.x.shape, part="mask")


def as_it_was(impl, case):
    """Hold the output of `case` to its input, and the mask to ones."""
    y, mask = forward(impl, case)
    same(mask, np.ones(case.x.shape), part="mask")
    same(y, case.x, part="y")


@check("contract", points=1)
@given(case=cases())
@example(case=replace(TILE, rate=0.0))
def test_a_rate_of_zero_drops_nothing(impl, case):
    """With a rate of 0 the mask is all ones and y is x; at any rate x itself stays as it was."""
    forward(impl, case)
    as_it_was(impl, replace(case, rate=0.0))
    unchanged(impl)


@check("contract", points=1)
@given(case=st.builds(Case, st.just(np.ones((12, 12))), RATES, SEEDS))
@example(case=Case(np.ones((12, 12)), 0.5))
def test_the_generator_decides(impl, case):
    """The same generator in the same state gives the same mask, and another one another."""
    (_, mask), (_, again) = forward(impl, case), forward(impl, case)
    same(again, mask, part="mask", labels=("from the same generator again", "before"))
    _, other = forward(impl, replace(case, seed=case.seed + 1))
    kept, kept_of_other = int((mask > 0).sum()), int((other > 0).sum())
    shown = {"entries_kept": kept, "entries_kept_by_another_generator": f"{kept_of_other}, the same ones"}
    holds(((mask > 0) != (other > 0)).any(), **shown)


@check("values", points=1)
@given(case=cases(many=True))
@example(case=Case(np.ones((10, 12)), 0.5))
def test_each_entry_is_on_its_own(impl, case):
    """No two examples share a mask, nor do the features of one example."""
    _, mask = forward(impl, case)
    dropped = mask == 0
    for axis in range(mask.ndim):
        alike = (dropped == np.take(dropped, [0], axis)).all()
        holds(not alike, shape=mask.shape, the_same_is_dropped_all_along_axis=axis)


@check("values", points=1.5)
@given(case=st.one_of(cases(), cases(many=True)))
@example(case=LINE)
@example(case=TILE)
@example(case=Case(np.ones((10, 12)), 0.75))
def test_an_entry_is_dropped_or_grows(impl, case):
    """Every entry is dropped and becomes 0, or is kept and divided by 1 - rate; the mask says which."""
    y, mask = forward(impl, case)
    right = np.where(mask == 0, 0.0, case.scale)
    same(mask, right, part="mask", sizes={"scale": case.scale})
    same(y, case.x * right, part="y")
    if case.x.size >= MANY:
        kept = int((mask != 0).sum())
        holds(0 < kept < case.x.size, rate=case.rate, entries=case.x.size, entries_kept=kept)


@check("values", points=1, cases=8)
@given(rate=st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]), seed=SEEDS)
@example(rate=0.25, seed=0)
def test_rate_is_the_share_that_is_dropped(impl, rate, seed):
    """About a share of `rate` of the entries is dropped."""
    case = Case(np.ones((50, 60)), rate, seed)
    _, mask = forward(impl, case)
    dropped = float((mask == 0).mean())
    allowed = SIGMAS * np.sqrt(rate * (1 - rate) / mask.size)
    holds(
        abs(dropped - rate) <= allowed, rate=rate, entries=mask.size, share_that_is_dropped=round(dropped, 3)
    )


@check("values", points=0.5, cases=6)
@given(case=cases(many=True))
@example(case=Case(np.ones((10, 12)), 0.5))
def test_how_many_are_dropped_is_left_to_chance(impl, case):
    """How many entries are dropped is left to chance, too: another generator drops more, or fewer."""
    # Of 120 entries no number is dropped with a probability above 0.085, at any of the rates. That 12
    # generators drop equally many is so 0.085**11 = 2e-12 at most.
    masks = [forward(impl, replace(case, seed=case.seed + further))[1] for further in range(12)]
    dropped = [int((mask == 0).sum()) for mask in masks]
    shown = {"entries": case.x.size, "rate": case.rate}
    holds(len(set(dropped)) > 1, **shown, dropped_by_12_generators=dropped)


@check("gradients", points=1)
@given(masked=cases(), gradient_seed=SEEDS)
@example(masked=TILE, gradient_seed=0)
def test_the_gradient_passes_where_the_input_passed(impl, masked, gradient_seed):
    """The gradient is multiplied by the very mask, scale and all, that the input was multiplied by."""
    shape, rng = masked.x.shape, np.random.default_rng(gradient_seed)
    mask = masked.scale * rng.integers(0, 2, shape)
    gradient = rng.integers(1, 9, shape) * rng.choice([-0.25, 0.25], shape)
    answer = impl.dropout_backward(gradient, mask)
    same(answer, gradient * mask, part="gradient", sizes={"scale": masked.scale})
    unchanged(impl)


@check("gradients", points=1)
@given(case=st.one_of(cases(), cases(many=True)), gradient_seed=SEEDS)
@example(case=TILE, gradient_seed=0)
def test_backward_is_the_slope_of_forward(impl, case, gradient_seed):
    """The gradient is multiplied by the slope of y: by how much y grows where x grows by 1."""
    y, mask = forward(impl, case)
    slope = forward(impl, replace(case, x=case.x + 1.0))[0] - y
    gradient = np.random.default_rng(gradient_seed).choice([-1.0, 1.0, 2.0], y.shape)
    holds(np.isfinite(slope).all() and (slope.any() or case.x.size < MANY), slope=slope)
    answer = impl.dropout_backward(gradient, mask)
    same(answer, gradient * slope, part="gradient", relative=100 * relative_tolerance(slope))


@check("edges", points=1)
@given(case=cases())
@example(case=replace(TILE, training=False))
def test_in_use_nothing_is_dropped_or_scaled(impl, case):
    """With `training` False y is x, the mask is all ones, and so the gradient is passed on as it is."""
    used = replace(case, training=False)
    as_it_was(impl, used)
    _, mask = forward(impl, used)
    gradient = case.x + 0.25
    same(impl.dropout_backward(gradient, mask), gradient, part="gradient")


@check("use", points=1, cases=8)
@given(row=arrays((3,), [1.0, -2.0, 4.0, 0.25]), rate=st.sampled_from([0.25, 0.5, 0.75]), seed=SEEDS)
@example(row=np.array([1.0, -2.0, 4.0]), rate=0.75, seed=0)
def test_on_average_the_output_is_the_input(impl, row, rate, seed):
    """Over many examples with the same x, the mean of y is x."""
    count = 2000
    y, _ = forward(impl, Case(np.tile(row, (count, 1)), rate, seed))
    mean = y.mean(axis=0, dtype=float)
    allowed = SIGMAS * np.abs(row) * np.sqrt(rate / (1 - rate) / count) + 1e-9
    shown = {"examples": count, "x": row.tolist(), "rate": rate}
    holds((np.abs(mean - row) <= allowed).all(), **shown, mean_of_y=np.round(mean, 3).tolist())
