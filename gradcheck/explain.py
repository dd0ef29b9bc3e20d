"""Why two values differ, in a student's words: plain facts that the numbers prove, the most telling first.

A fact is said only where it accounts for every element: a ratio that holds for some is no ratio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gradcheck.compare import Difference, close
from gradcheck.words import _

MOST_FACTS: Final = 2
_RECOGNISED: Final = 1e-6

Numbers = NDArray[np.float64]


def facts(difference: Difference, inputs: Mapping[str, Any] | None = None) -> list[str]:
    """Return what can be said of how ``difference.yours`` relates to ``difference.expected``.

    Parameters
    ----------
    difference : Difference
        Two arrays of one shape; of anything else there is nothing to say here.
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
    if yours.shape != expected.shape:
        return _of_sequences(yours, expected) if yours.ndim == expected.ndim == 1 else []
    if yours.dtype.kind in "iu" and expected.dtype.kind in "iu":
        return _of_sequences(yours, expected)
    with np.errstate(all="ignore"):
        found = list(_of_numbers(yours.astype(float), expected.astype(float), difference, inputs or {}))
    return found[:MOST_FACTS]


def _of_sequences(yours: NDArray[Any], expected: NDArray[Any]) -> list[str]:
    if len(yours) != len(expected):
        text = _("Yours has {found} entries, the right answer {expected}.")
        return [text.format(found=len(yours), expected=len(expected))]
    if np.array_equal(yours, expected[::-1]):
        return [_("It is the right answer in reverse order.")]
    if len(yours) > 1 and np.array_equal(yours[1:], expected[:-1]):
        return [_("It is the right answer, one place late.")]
    if len(yours) > 1 and np.array_equal(yours[:-1], expected[1:]):
        return [_("It is the right answer, one place early.")]
    wrong = np.flatnonzero(yours != expected)
    return [_("It differs at positions {where}.").format(where=", ".join(map(str, wrong[:8])))]


def _of_numbers(
    yours: Numbers, expected: Numbers, difference: Difference, inputs: Mapping[str, Any]
) -> Iterator[str]:
    if not np.isfinite(yours).all() and np.isfinite(expected).all():
        yield _not_finite(yours)
        return
    if not yours.any():
        yield _("Every number of it is zero.")
        return
    for name, value in inputs.items():
        if isinstance(value, np.ndarray) and value.shape == yours.shape and close(yours, value).all():
            yield _("It is your input `{name}`, as it came in.").format(name=name)
            return
    for recognise in (_ratio, _other_transformation, _moved, _float32):
        if (fact := recognise(yours, expected, difference)) is not None:
            yield fact
            break
    if (place := _where(yours, expected, difference)) is not None:
        yield place


def _not_finite(yours: Numbers) -> str:
    bad = np.argwhere(~np.isfinite(yours))
    value = yours[tuple(bad[0])]
    if len(bad) == yours.size:
        what = _("Every number of it is {value}.").format(value=value)
    else:
        what = _("It holds {value} at {index}.").format(value=value, index=_index(bad[0]))
    if np.isnan(value):
        return what + " " + _("That comes of 0/0, ∞ − ∞ or the root of a negative number.")
    return what + " " + _("That comes of an overflow, a division by zero or the logarithm of zero.")


def _ratio(yours: Numbers, expected: Numbers, difference: Difference) -> str | None:
    telling = expected != 0
    if not telling.any() or (yours[~telling] != 0).any():
        return None
    ratios = yours[telling] / expected[telling]
    if difference.rows and yours.ndim and len(yours) > 1:
        return _ratio_by_row(yours, expected, difference.rows) or _constant_ratio(ratios, difference.sizes)
    return _constant_ratio(ratios, difference.sizes)


def _constant_ratio(ratios: Numbers, sizes: Mapping[str, int]) -> str | None:
    ratio = float(ratios.flat[0])
    if not np.allclose(ratios, ratio, rtol=_RECOGNISED, atol=0):
        return None
    if np.isclose(ratio, -1, rtol=_RECOGNISED):
        return _("It has the right size and the wrong sign, everywhere.")
    for name, size in sizes.items():
        if size > 1 and np.isclose(ratio, size, rtol=_RECOGNISED):
            return _("It is {name} = {size} times the right answer: a sum where the mean over {name} is meant?").format(
                name=name, size=size
            )
        if size > 1 and np.isclose(ratio, 1 / size, rtol=_RECOGNISED):
            return _("It is the right answer divided by {name} = {size}, once too often.").format(name=name, size=size)
        if size > 2 and np.isclose(ratio, size / (size - 1), rtol=_RECOGNISED):
            return _("It is the right answer times {name}/({name}-1): divided by {name}-1, not by {name}.").format(
                name=name
            )
    return _("It is {ratio:.4g} times the right answer, everywhere.").format(ratio=ratio)


def _ratio_by_row(yours: Numbers, expected: Numbers, rows: str) -> str | None:
    ratios = []
    for mine, right in zip(yours, expected, strict=True):
        telling = right != 0
        each = np.atleast_1d(mine)[np.atleast_1d(telling)] / np.atleast_1d(right)[np.atleast_1d(telling)]
        if not each.size or not np.allclose(each, each.flat[0], rtol=_RECOGNISED, atol=0):
            return None
        ratios.append(float(each.flat[0]))
    if np.allclose(ratios, ratios[0], rtol=_RECOGNISED, atol=0):
        return None
    shown = ", ".join(f"{ratio:.4g}" for ratio in ratios[:4])
    return _("It is {ratios} times the right answer at {rows} 1, 2, …").format(ratios=shown, rows=rows)


_TRANSFORMATIONS: Final[tuple[tuple[str, Callable[[Numbers], Numbers]], ...]] = (
    ("the square of the right answer", np.square),
    ("the square root of the right answer", np.sqrt),
    ("the exponential of the right answer", np.exp),
    ("the logarithm of the right answer", np.log),
    ("the absolute value of the right answer", np.abs),
    ("the reciprocal of the right answer", np.reciprocal),
)


def _other_transformation(yours: Numbers, expected: Numbers, difference: Difference) -> str | None:
    if yours.ndim == 2 and yours.shape[0] == yours.shape[1] and close(yours, expected.T).all():
        return _("It is the transpose of the right answer.")
    if yours.ndim == 3 and yours.shape[1] == yours.shape[2] and close(yours, expected.swapaxes(1, 2)).all():
        return _("Each matrix of it is the transpose of the right one.")
    if yours.ndim and len(yours) > 1 and close(yours[1:], expected[:-1]).all():
        return _("It is the right answer, one place late along the first axis.")
    if yours.ndim and len(yours) > 1 and close(yours[:-1], expected[1:]).all():
        return _("It is the right answer, one place early along the first axis.")
    for name, transform in _TRANSFORMATIONS:
        if close(yours, transform(expected)).all():
            return _("It is {transformed}.").format(transformed=_(name))
    gaps = yours - expected
    if yours.size > 1 and np.allclose(gaps, gaps.flat[0], rtol=_RECOGNISED, atol=0):
        return _("It is the right answer plus {constant:.6g}, everywhere.").format(constant=float(gaps.flat[0]))
    return None


def _moved(yours: Numbers, expected: Numbers, difference: Difference) -> str | None:
    if yours.size > 1 and close(np.sort(yours, axis=None), np.sort(expected, axis=None)).all():
        return _("The right numbers are all there, in the wrong places: check the order of the axes in reshapes.")
    return None


def _float32(yours: Numbers, expected: Numbers, difference: Difference) -> str | None:
    if close(yours, expected, relative=1e-6).all():
        return _("It agrees to about seven digits: somewhere on the way the numbers were float32.")
    return None


def _where(yours: Numbers, expected: Numbers, difference: Difference) -> str | None:
    wrong = ~close(yours, expected)
    if yours.ndim == 0 or wrong.all():
        return None
    if yours.ndim > 1 and len(yours) > 1 and not wrong[0].any() and wrong[1:].any(axis=tuple(range(1, yours.ndim))).all():
        if difference.rows:
            return _("The first {row} is right, every later one is wrong.").format(row=difference.rows)
        return _("The first item along axis 0 is right, all the others are wrong.")
    if not wrong.any():
        return None
    count = int(wrong.sum())
    worst = np.unravel_index(np.argmax(np.where(wrong, np.abs(yours - expected), 0)), yours.shape)
    return _("{count} of {total} numbers differ, most at {index}: {yours:.6g}, not {expected:.6g}.").format(
        count=count, total=yours.size, index=_index(worst), yours=yours[worst], expected=expected[worst]
    )


def _index(place: Any) -> str:
    return "[" + ", ".join(str(int(i)) for i in place) + "]"
