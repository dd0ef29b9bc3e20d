"""Why two values differ, in a student's words: plain facts that the numbers prove, the most telling first.

A relation is said only where it accounts for every element, and where it could have failed to: any two
numbers have a ratio, so that of one number says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gradcheck import show
from gradcheck.compare import ROUNDINGS, Difference, close, relative_tolerance, rounding_unit
from gradcheck.words import _

MOST_FACTS: Final = 2
_RECOGNISED: Final = 1e-6
_MOST_SHOWN: Final = 8

Numbers = NDArray[np.float64]


def facts(difference: Difference, inputs: Mapping[str, Any] | None = None) -> list[str]:
    """Return what can be said of how ``difference.yours`` relates to ``difference.expected``.

    Parameters
    ----------
    difference : Difference
        Two arrays of one shape, or two sequences of labels; of anything else there is nothing to say here.
    inputs : mapping of str to object, optional
        What the function was called with, to recognise an answer that is an input.

    Returns
    -------
    list of str
        At most `MOST_FACTS` sentences.
    """
    yours, expected = difference.yours, difference.expected
    if not (isinstance(yours, np.ndarray) and isinstance(expected, np.ndarray)):
        return []
    labels = yours.dtype.kind in "iu" and expected.dtype.kind in "iu"
    if yours.ndim == expected.ndim == 1 and (labels or yours.shape != expected.shape):
        return _of_sequences(yours, expected)
    if yours.shape != expected.shape or not yours.size:
        return []
    with np.errstate(all="ignore"):
        return list(_of_numbers(_Pair.of(difference), inputs or {}))[:MOST_FACTS]


def _of_sequences(yours: NDArray[Any], expected: NDArray[Any]) -> list[str]:
    if len(yours) != len(expected):
        text = _("Yours has length {found}, the right answer {expected}.")
        return [text.format(found=len(yours), expected=len(expected))]
    if (fact := _shifted(yours, expected, np.array_equal)) is not None:
        return [fact]
    wrong = np.flatnonzero(yours != expected)
    where = ", ".join(map(str, wrong[:_MOST_SHOWN])) + (", …" if len(wrong) > _MOST_SHOWN else "")
    return [_("It differs at index {where}.").format(where=where)]


@dataclass(frozen=True)
class _Pair:
    """Two arrays of one shape that differ, and how nearly numbers must agree for a relation to hold.

    Attributes
    ----------
    yours, expected : ndarray
        The two, in float64.
    wrong : ndarray of bool
        Where they differ.
    relative, unit, scale : float
        An element may be off by ``relative`` of its size and a few of ``unit`` at ``scale``, by default that
        of the smaller array.
    rows : str
        What a step along the first axis is.
    sizes : mapping of str to int
        The case's sizes by name.
    counts : bool
        Whether it is one whole number, such as an index: of those no ratio tells anything.
    """

    yours: Numbers
    expected: Numbers
    wrong: NDArray[np.bool_]
    relative: float
    unit: float
    scale: float | None
    rows: str
    sizes: Mapping[str, int]
    counts: bool = False

    @classmethod
    def of(cls, difference: Difference) -> _Pair:
        yours, expected = difference.yours, difference.expected.astype(float)
        relative = difference.relative or relative_tolerance(yours)
        wrong = ~close(yours, expected, relative=relative, scale=difference.scale)
        return cls(
            yours.astype(float),
            expected,
            wrong,
            max(relative, _RECOGNISED),
            rounding_unit(yours),
            difference.scale,
            difference.rows,
            difference.sizes,
            yours.ndim == 0 and yours.dtype.kind in "iu",
        )

    def noise(self, *arrays: Numbers) -> float:
        """Return how much rounding is forgiven between `arrays`."""
        scale = min(map(_largest, arrays)) if self.scale is None else self.scale
        return ROUNDINGS * self.unit * scale

    def alike(self, one: Numbers, other: Numbers) -> bool:
        """Return whether two arrays agree in every element."""
        size = np.maximum(np.abs(one), np.abs(other))
        near = np.abs(one - other) <= self.relative * size + self.noise(one, other)
        return bool(np.where(np.isfinite(size), near, one == other).all())

    def is_(self, candidate: Numbers) -> bool:
        """Return whether `candidate` is what came back, and is not the right answer."""
        return self.alike(self.yours, candidate) and not self.alike(self.expected, candidate)


def _of_numbers(pair: _Pair, inputs: Mapping[str, Any]) -> Iterator[str]:
    yours, expected = pair.yours, pair.expected
    if (np.isnan(yours) | (np.isinf(yours) & np.isfinite(expected))).any():
        yield _not_finite(yours, expected)
        return
    if not yours.any():
        yield _("Every number of it is zero.")
        return
    for name, value in inputs.items():
        if (
            _is_real(value)
            and value.shape == yours.shape
            and yours.size > 1
            and pair.is_(value.astype(float))
        ):
            yield _("It is your input `{name}`, as it came in.").format(name=name)
            return
    relations = (_ratio, _ratio_by_row, _rearranged, _transformed, _offset, _float32)
    found = next((fact for relation in relations if (fact := relation(pair)) is not None), None)
    if found is not None:
        yield found
    if (place := _where(pair, found is not None)) is not None:
        yield place


def _is_real(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iuf"


def _largest(values: Numbers) -> float:
    return float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))


def _not_finite(yours: Numbers, expected: Numbers) -> str:
    bad = np.argwhere(np.isnan(yours) | (np.isinf(yours) & np.isfinite(expected)))
    value = yours[tuple(bad[0])]
    if len(bad) == yours.size:
        what = _("Every number of it is {value}.").format(value=value)
    else:
        what = _("It holds {value} at {index}.").format(value=value, index=_index(bad[0]))
    if np.isnan(value):
        return what + " " + _("That comes of 0/0, ∞ − ∞ or the root of a negative number.")
    return what + " " + _("That comes of an overflow, a division by zero or the logarithm of zero.")


def _factor(pair: _Pair, yours: Numbers, expected: Numbers) -> tuple[float, int] | None:
    """Return the number that `yours` is `expected` times, and by how many elements it is told; or None."""
    telling = np.isfinite(expected) & (np.abs(expected) > pair.noise(expected))
    if not telling.any():
        return None
    at = np.argmax(np.where(telling, np.abs(expected), 0.0))
    factor = float(yours.flat[at] / expected.flat[at])
    return (factor, int(telling.sum())) if pair.alike(yours, factor * expected) else None


def _ratio(pair: _Pair) -> str | None:
    if pair.counts or (found := _factor(pair, pair.yours, pair.expected)) is None:
        return None
    ratio, telling = found

    def near(value: float) -> bool:
        return abs(ratio - value) <= pair.relative * abs(value)

    if near(-1):
        return _("It has the right size and the wrong sign, everywhere.")
    for names, size in _by_size(pair.sizes):
        name = _(" or ").join(names)
        if size > 1 and near(size):
            text = _(
                "It is {name} = {size} times the right answer: a sum where the mean over {name} is meant?"
            )
            return text.format(name=name, size=size)
        if size > 1 and near(1 / size):
            text = _("It is the right answer divided by {name} = {size}, once too often.")
            return text.format(name=name, size=size)
        if size > 2 and near(size / (size - 1)):
            text = _("It is the right answer times {name}/({name}-1): divided by {name}-1, not by {name}.")
            return text.format(name=name)
        if size > 2 and near((size - 1) / size):
            text = _("It is the right answer times ({name}-1)/{name}: divided by {name}, not by {name}-1.")
            return text.format(name=name)
    if telling < 2 and not (near(2) or near(0.5)):
        return None
    if f"{ratio:.4g}" == "1":
        return None
    return _("It is {ratio:.4g} times the right answer, everywhere.").format(ratio=ratio)


def _by_size(sizes: Mapping[str, int]) -> Iterator[tuple[list[str], int]]:
    """Yield every size with all names that have it: which of them is meant, the ratio does not tell."""
    for size in dict.fromkeys(sizes.values()):
        yield [name for name in sizes if sizes[name] == size], size


def _ratio_by_row(pair: _Pair) -> str | None:
    if not pair.rows or pair.yours.ndim == 0 or len(pair.yours) < 2:
        return None
    found = [_factor(pair, *map(np.atleast_1d, both)) for both in zip(pair.yours, pair.expected, strict=True)]
    ratios = [factor[0] for factor in found if factor is not None]
    if len(ratios) < len(found):
        return None
    shown = ", ".join(f"{ratio:.4g}" for ratio in ratios[:4])
    return _("It is {ratios} times the right answer at {rows} 1, 2, …").format(ratios=shown, rows=pair.rows)


def _rearranged(pair: _Pair) -> str | None:
    yours, expected = pair.yours, pair.expected
    if yours.ndim == 2 and yours.shape[0] == yours.shape[1] and pair.is_(expected.T):
        return _("It is the transpose of the right answer.")
    if yours.ndim == 3 and yours.shape[1] == yours.shape[2] and pair.is_(expected.swapaxes(1, 2)):
        return _("Each matrix of it is the transpose of the right one.")
    if yours.ndim and (fact := _shifted(yours, expected, pair.alike)) is not None:
        return fact
    if _kinds(expected) > 2 and pair.is_(_in_the_order_of(yours, expected)):
        if yours.ndim == 1 or pair.alike(np.sort(yours), np.sort(expected)):
            return _("The right numbers are all there, in another order.")
        return _(
            "The right numbers are all there, in the wrong places: check the order of the axes in reshapes."
        )
    return None


def _shifted(yours: NDArray[Any], expected: NDArray[Any], alike: Callable[[Any, Any], bool]) -> str | None:
    """Say that entries come late, early or backwards along the first axis."""
    if len(yours) > 1 and _kinds(expected) > 1 and alike(yours, expected[::-1]):
        return _("It is the right answer in reverse order.")
    if alike(yours[1:], expected[:-1]) and not alike(yours[1:], expected[1:]) and _kinds(yours[1:]) > 1:
        if yours.ndim > 1:
            return _("It is the right answer, one place late along the first axis.")
        return _("It is the right answer, one place late.")
    if alike(yours[:-1], expected[1:]) and not alike(yours[:-1], expected[:-1]) and _kinds(yours[:-1]) > 1:
        if yours.ndim > 1:
            return _("It is the right answer, one place early along the first axis.")
        return _("It is the right answer, one place early.")
    return None


def _kinds(values: NDArray[Any]) -> int:
    return len(np.unique(values))


def _in_the_order_of(yours: Numbers, expected: Numbers) -> Numbers:
    ordered = np.empty(yours.size)
    ordered[np.argsort(yours, axis=None)] = np.sort(expected, axis=None)
    return ordered.reshape(yours.shape)


TRANSFORMATIONS: Final[tuple[tuple[str, Callable[[Numbers], Numbers]], ...]] = (
    ("the square of the right answer", np.square),
    ("the square root of the right answer", np.sqrt),
    ("the exponential of the right answer", np.exp),
    ("the logarithm of the right answer", np.log),
    ("the absolute value of the right answer", np.abs),
    ("the reciprocal of the right answer", np.reciprocal),
)
"""What is done to the right answer by mistake, in words to be translated."""


def _transformed(pair: _Pair) -> str | None:
    if np.isin(pair.expected, (-1, 0, 1)).all():
        return None  # too many functions agree there
    for name, transform in TRANSFORMATIONS:
        if pair.is_(transform(pair.expected)):
            return _("It is {transformed}.").format(transformed=_(name))
    return None


def _offset(pair: _Pair) -> str | None:
    yours, expected = pair.yours, pair.expected
    gaps = yours - expected
    constant = float(np.median(gaps))
    # The gap between two numbers is no better known than the numbers are.
    size = np.maximum(np.abs(yours), np.abs(expected))
    known = 1e-3 * pair.relative * size + pair.noise(yours, expected)
    if gaps.size < 2 or abs(constant) < 100 * np.max(known):
        return None
    if not (np.abs(gaps - constant) <= _RECOGNISED * abs(constant) + known).all():
        return None
    return _("It is off by {constant:+.6g}, everywhere.").format(constant=constant)


def _float32(pair: _Pair) -> str | None:
    if pair.unit != np.finfo(float).eps or not pair.alike(pair.yours, pair.expected):
        return None
    if (pair.yours == pair.yours.astype(np.float32)).all():
        return _(
            "It agrees to about seven digits: somewhere on the way the numbers were float32. "
            "Return float32 as it is, or calculate in float64."
        )
    off = np.abs(pair.yours - pair.expected) / np.maximum(np.abs(pair.expected), pair.noise(pair.expected))
    digits = int(-np.log10(np.max(off, where=np.isfinite(off), initial=1e-15)))
    return _(
        "It agrees to about {digits} digits: were the numbers float32 on the way, is it a derivative by "
        "differences, or does a small constant stand where it should not?"
    ).format(digits=digits)


def _where(pair: _Pair, explained: bool) -> str | None:
    yours, expected, wrong = pair.yours, pair.expected, pair.wrong
    if yours.ndim == 0 or not wrong.any():
        return None
    of_row = np.any(wrong.reshape(len(wrong), -1), axis=1)
    if len(of_row) > 2 and not of_row[0] and of_row[1:].all():
        if pair.rows:
            return _("The first {row} is right, every later one is wrong.").format(row=pair.rows)
        if yours.ndim > 1:
            return _("The first item along axis 0 is right, all the others are wrong.")
    if wrong.all() and (explained or yours.size == 1):
        return None
    worst = np.unravel_index(np.argmax(np.where(wrong, np.abs(yours - expected), -1.0)), yours.shape)
    mine, right = show.apart(yours[worst], expected[worst])
    return _("{count} of {total} numbers differ, most at {index}: {yours}, not {expected}.").format(
        count=int(wrong.sum()), total=yours.size, index=_index(worst), yours=mine, expected=right
    )


def _index(place: Any) -> str:
    return "[" + ", ".join(str(int(i)) for i in place) + "]"
