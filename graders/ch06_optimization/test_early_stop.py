"""What the right epoch to stop after is.

Values and `min_delta` are quarters, so that differences are exact: a gain equals `min_delta` where a check
means it to, and never by rounding.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, numbers, parts, same, unchanged

PARTS = ("stop_epoch", "best_epoch")


@dataclass(frozen=True)
class Run:
    """What was measured after each epoch, and when to stop."""

    values: np.ndarray
    patience: int
    mode: str = "min"
    min_delta: float = 0.0

    @property
    def mirrored(self):
        """The same run with a measure of which much is good, or the other way round."""
        return replace(self, values=0.0 - self.values, mode={"min": "max", "max": "min"}[self.mode])


def written(*values, patience, mode="min", min_delta=0.0):
    """Return a run written in plain numbers."""
    return Run(np.array(values, float), patience, mode, min_delta)


@dataclass(frozen=True)
class Planned(Run):
    """A run of improvements, and how many epochs without one come after each of them."""

    waits: list[int] = field(default_factory=list)

    @property
    def right(self):
        """The epoch to stop after and the best, from how long the waits are."""
        improvements = np.cumsum([0, *(wait + 1 for wait in self.waits)])[:-1].tolist()
        for best, wait in zip(improvements, self.waits, strict=True):
            if wait >= self.patience:
                return best + self.patience, best
        return None, improvements[-1]


def planned(*waits, patience, mode="min", min_delta=0.0, seed=0):
    """Return a run with these waits: values in between are worse than the best, or not better by enough."""
    rng, best, values = np.random.default_rng(seed), 4.0, []
    for wait in waits:
        best -= min_delta + 0.25 * rng.integers(1, 4)
        values += [best, *(best - min_delta + 0.25 * rng.integers(0, 5, wait))]
    found = Planned(np.array(values), patience, "min", min_delta, list(waits))
    return found if mode == "min" else found.mirrored


@st.composite
def plans(draw, ends=False):
    """Runs with waits that are too long, and with such as are not; at the end a long one if it `ends`."""
    patience = draw(st.integers(1, 4))
    waits = draw(st.lists(st.integers(0, patience + 1), min_size=1, max_size=4))
    return planned(
        *waits,
        *([patience] if ends else []),
        patience=patience,
        mode=draw(st.sampled_from(["min", "max"])),
        min_delta=draw(st.sampled_from([0.0, 0.0, 0.5])),
        seed=draw(st.integers(0, 999)),
    )


@st.composite
def runs(draw, fewest=1, modes=("min", "max")):
    """Runs of up to nine epochs, with values that come more than once."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = rng.integers(-3, 6, int(rng.integers(fewest, 10))) / 4
    if rng.integers(2):
        values = np.sort(values)[::-1] + rng.integers(0, 2, len(values)) / 4
    patience, min_delta = int(rng.integers(1, 4)), float(rng.choice([0.0, 0.25, 0.5]))
    return Run(values, patience, draw(st.sampled_from(modes)), min_delta)


BOOK = written(6, 7, 7.5, 7.25, 7.5, 7, 7.25, 7.5, 8, patience=5, mode="max")
"""As in program 6-3: the best value comes again two and five epochs later, and does not count as better."""


def outcome(model, run):
    """Return the epoch to stop after, None or a number, and the best epoch."""
    answer = model.early_stop(run.values, run.patience, mode=run.mode, min_delta=run.min_delta)
    stop, best = parts(answer, *PARTS)
    return stop if stop is None else numbers(stop, (), part=PARTS[0]), numbers(best, (), part=PARTS[1])


def pair(epochs):
    """Return the two epochs to be read."""
    return "({}, {})".format(*(epoch if epoch is None else f"{float(epoch):g}" for epoch in epochs))


def same_outcome(impl, run, right):
    """Hold what comes back for `run` to the two epochs `right`."""
    found = outcome(impl, run)
    if found[0] is None or right[0] is None:
        # None is no number to be compared: the message shows both pairs.
        stops = found[0] is right[0]
        shown = {"your (stop_epoch, best_epoch)": pair(found), "expected": pair(right)}
        holds(stops and found[1] == right[1], **shown)
    else:
        for name, mine, expected in zip(PARTS, found, right, strict=True):
            same(mine, expected, part=name)


@check("contract", points=1)
@given(run=runs())
@example(run=written(1, 0.5, 0.75, 0.75, patience=2))
@example(run=written(1, 0.5, 0.75, patience=2))
@example(run=written(1, 1.25, 0.5, 0.75, 0.25, patience=2))
def test_the_stop_lies_patience_epochs_after_the_best_epoch(impl, run):
    """The stop is `patience` epochs after the best, None if fewer come after it; the values stay."""
    stop, best = outcome(impl, run)
    unchanged(impl)
    shown = {"epochs": f"0 to {len(run.values) - 1}", "stop_epoch": stop, "best_epoch": best}
    holds(0 <= best < len(run.values) and best % 1 == 0, **shown)
    later = best + run.patience
    expected = later if later < len(run.values) else None
    holds(stop == expected, **shown, patience=run.patience, expected_stop_epoch=expected)


@check("values", points=3, cases=50)
@given(run=plans())
@example(run=planned(0, 1, 2, 0, patience=2))
@example(run=planned(1, 1, 1, patience=2))
@example(run=planned(0, 2, patience=2, mode="max"))
@example(run=planned(0, 2, 0, patience=2, min_delta=0.5, seed=2))
def test_the_first_wait_that_is_too_long_ends_training(impl, run):
    """The first `patience` epochs in a row without an improvement end training, and no shorter wait."""
    same_outcome(impl, run, run.right)


@check("values", points=1)
@given(run=runs())
@example(run=written(1, 2, 0, 1, 3, patience=2))
def test_large_values_are_good_where_small_ones_were_bad(impl, reference, run):
    """What mode "min" says of the values, mode "max" says of their negatives."""
    right = outcome(reference, run)
    for either in (run, run.mirrored):
        same_outcome(impl, either, right)


@check("values", points=1)
@given(run=runs(), more=st.sampled_from([-8.0, 4.0, 64.0]))
@example(run=written(1, 0.25, 0, 0.25, 0, patience=2, min_delta=0.5), more=4.0)
def test_a_constant_added_to_all_values_changes_nothing(impl, reference, run, more):
    """A constant added to all values changes nothing."""
    same_outcome(impl, replace(run, values=run.values + more), outcome(reference, run))


@check("values", points=1)
@given(run=plans(ends=True), more=st.lists(st.sampled_from([-64.0, 0.0, 64.0]), max_size=3))
@example(run=planned(0, 2, patience=2), more=[-64.0])
def test_what_comes_after_the_stop_makes_no_difference(impl, run, more):
    """What comes after the stop makes no difference, and before it there is none."""
    stop, best = run.right
    same_outcome(impl, replace(run, values=np.append(run.values[: stop + 1], more)), (stop, best))
    same_outcome(impl, replace(run, values=run.values[:stop]), (None, best))


@check("edges", points=1)
@given(
    min_delta=st.sampled_from([0.0, 0.25, 1.0]),
    patience=st.integers(1, 3),
    better=st.booleans(),
    mode=st.sampled_from(["min", "max"]),
)
@example(min_delta=0.0, patience=2, better=False, mode="min")
@example(min_delta=0.5, patience=1, better=False, mode="min")
@example(min_delta=0.5, patience=2, better=True, mode="max")
def test_a_gain_of_exactly_min_delta_is_no_improvement(impl, min_delta, patience, better, mode):
    """A gain of exactly `min_delta`, or an equal value where that is 0, is no improvement."""
    gain = min_delta + 0.125 if better else min_delta
    plain = written(*[2.0] * patience, 2.0 - gain, patience=patience, min_delta=min_delta)
    right = (None, patience) if better else (patience, 0)
    same_outcome(impl, plain if mode == "min" else plain.mirrored, right)


@check("edges", points=1)
@given(step=st.sampled_from([1, 2, 3]), patience=st.integers(2, 4), count=st.integers(5, 9))
@example(step=1, patience=3, count=6)
def test_small_gains_add_up(impl, step, patience, count):
    """Gains that are too small each count as soon as they add up to more than `min_delta`."""
    # Each gain is 1 / step of `min_delta`, so every (step + 1)-th epoch is an improvement.
    gradual = Run(4.0 - 0.5 * np.arange(count), patience, "min", 0.5 * step)
    same_outcome(
        impl, gradual, (None, count - 1 - (count - 1) % (step + 1)) if step < patience else (patience, 0)
    )


@check("use", points=1)
@given(run=runs(fewest=5))
@example(run=BOOK)
def test_more_patience_never_stops_a_training_earlier(impl, reference, run):
    """More patience never stops a training earlier, nor with a worse best epoch."""
    for more in range(3):
        patient = replace(run, patience=run.patience + more)
        same_outcome(impl, patient, outcome(reference, patient))
