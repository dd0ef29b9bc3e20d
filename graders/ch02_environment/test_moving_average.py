"""What a right moving average is."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, quarters, same, unchanged


@dataclass(frozen=True)
class Series:
    """A signal and the width of the window."""

    signal: np.ndarray
    width: int

    @property
    def count(self):
        """How many windows lie in the signal."""
        return len(self.signal) - self.width + 1

    @property
    def windows(self):
        """The windows, as lists."""
        values = self.signal.tolist()
        return [values[start : start + self.width] for start in range(self.count)]

    @property
    def right(self):
        """The averages, from the definition, in exact arithmetic."""
        return np.array([float(sum(map(Fraction, window)) / self.width) for window in self.windows])

    @property
    def sizes(self):
        """The sizes by name."""
        return {"width": self.width, "T": len(self.signal)}


@st.composite
def series(draw, least=1, narrowest=1, signals=None):
    """Signals of up to 8 values, and windows of every width that they have room for."""
    length = draw(st.integers(least, 8))
    signal = draw(arrays((length,), signals))
    return Series(signal, narrowest + draw(st.integers(0, 7)) % (length - narrowest + 1))


SHORT = Series(np.array([1.0, 2.0, 6.0, 4.0, 1.0]), 2)


def same_averages(impl, series, expected, **shown):
    """Hold the moving average of `series` to what is `expected`."""
    scale = float(np.max(np.abs(series.signal)))  # where values cancel, rounding does not
    averages = impl.moving_average(series.signal, series.width)
    same(averages, expected, part="averages", scale=scale, sizes=series.sizes, **shown)


@check("contract", points=1)
@given(series=series(signals=quarters(1, 8)))
@example(series=SHORT)
def test_each_average_lies_inside_the_range_of_its_window(impl, series):
    """There are T - width + 1 averages, each inside the range of its window; the signal stays."""
    found = numbers(impl.moving_average(series.signal, series.width), (series.count,), part="averages")
    unchanged(impl)
    holds(np.isfinite(found).all(), averages=found)
    low, high = np.min(series.windows, axis=1), np.max(series.windows, axis=1)
    margin = (high - low) / (4 * series.width)  # a mean is a width-th of the range away from either end
    same(found, np.clip(found, low + margin, high - margin), part="averages", labels=("yours", "in range"))


@check("values", points=3, cases=50)
@given(series=series())
@example(series=SHORT)
@example(series=Series(np.array([3.0, -1.0, 1.0, 5.0, 0.0]), 3))
def test_every_average_is_the_sum_of_a_window_over_its_width(impl, series):
    """Average t is the sum of the `width` values from t on, divided by `width`."""
    same_averages(impl, series, series.right)


@check("values", points=1, cases=20)
@given(
    before=st.sampled_from([0.0, 2.0, -1.0]),
    after=st.sampled_from([1.0, 5.0, -4.0]),
    length=st.integers(1, 4),
    width=st.integers(1, 4),
)
@example(before=2.0, after=5.0, length=3, width=3)
def test_a_step_becomes_a_ramp_between_its_levels(impl, before, after, length, width):
    """A step between two levels becomes an even ramp; the levels stay, at both ends too."""
    series = Series(np.repeat([before, after], [width, length + width - 1]), width)
    risen = np.minimum(np.arange(series.count), width) / width
    same_averages(impl, series, before + (after - before) * risen)


@st.composite
def spikes(draw):
    """A single 1 among zeros, and a window of two values or more."""
    length = draw(st.integers(3, 8))
    return Series(
        np.eye(length)[draw(st.integers(0, 7)) % length], 2 + draw(st.integers(0, 7)) % (length - 2)
    )


@check("values", points=1, cases=20)
@given(series=spikes())
@example(series=Series(np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0]), 3))
@example(series=Series(np.array([0.0, 0.0, 1.0]), 2))
def test_a_spike_is_spread_over_its_windows(impl, series):
    """A single 1 among zeros counts 1 / width in every window that holds it, and in no other."""
    holding = [any(window) for window in series.windows]
    same_averages(impl, series, np.array(holding) / series.width)


@check("values", points=1, cases=20)
@given(
    series=series(least=2), factor=st.sampled_from([2.0, -1.0, 0.5]), constant=st.sampled_from([0.0, 10.0])
)
@example(series=SHORT, factor=-1.0, constant=10.0)
def test_scaling_and_shifting_pass_through(impl, series, factor, constant):
    """A signal k times as large and raised by c has averages k times as large and raised by c."""
    changed = Series(factor * series.signal + constant, series.width)
    same_averages(impl, changed, factor * series.right + constant)


@check("edges", points=1, cases=20)
@given(signal=arrays(st.integers(2, 6).map(lambda length: (length,))))
@example(signal=np.array([1.0, 2.0, 6.0]))
def test_the_narrowest_and_the_widest_window(impl, signal):
    """With width 1 the signal comes back, with width T its mean alone."""
    widest = Series(signal, len(signal))
    same_averages(impl, Series(signal, 1), signal)
    same_averages(impl, widest, widest.right)


@check("edges", points=1, cases=20)
@given(series=series(least=2, narrowest=2, signals=range(-9, 10)))
@example(series=Series(np.array([1, 2, 4, 0]), 2))
def test_integers_have_averages_with_fractions(impl, series):
    """The averages of integers keep their fractions."""
    same_averages(impl, Series(series.signal.astype(int), series.width), series.right)


@check("use", points=1, cases=20)
@given(
    wave=st.lists(st.integers(-4, 4), min_size=2, max_size=4),
    repeats=st.integers(2, 3),
    slope=st.sampled_from([1.0, -2.0, 0.5]),
)
@example(wave=[3, -3], repeats=3, slope=1.0)
def test_a_window_of_one_period_leaves_the_trend(impl, wave, repeats, slope):
    """Of a straight line with a wave on it that repeats every `width` values, the line is left."""
    signal = slope * np.arange(repeats * len(wave)) + np.tile(wave, repeats)
    series = Series(signal, len(wave))
    middle = np.arange(series.count) + (len(wave) - 1) / 2
    same_averages(impl, series, slope * middle + sum(wave) / len(wave))
