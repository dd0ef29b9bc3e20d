"""Compare an answer with what is right: by value, at a tolerance that its dtype deserves.

A right answer is right however it is written: a list for an array, a Python float for a 0-d array, an
integer dtype that holds the exact values, float32. A scalar for an array, a broadcast, another shape or a
NaN is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradcheck.answers import Raised
from gradcheck.calling import identical
from gradcheck.subject import NoAnswer, Subject, calls_of
from gradcheck.words import _

RELATIVE: Final = {"float64": 1e-9, "float32": 1e-4, "float16": 2e-2}
"""Relative tolerance by the answer's dtype; anything but a float is held to float64's."""

ROUNDINGS: Final = 64
"""How many units of rounding at the array's scale an element may be off besides."""


@dataclass(frozen=True)
class Difference:
    """Two values that should be the same and are not, with what helps to say why.

    Attributes
    ----------
    yours, expected : object
        The two values.
    part : str
        Which part of the answer this is, such as ``"first_moment"``; empty for the whole.
    labels : tuple of str
        What the two are called; empty for "yours" and "expected".
    rows : str
        What one step along the first axis is, such as ``"step"``; empty if nothing in particular.
    sizes : mapping of str to int
        The case's sizes by name, such as ``{"N": 4}``, to recognise a sum for a mean.
    relative, scale : float, optional
        The tolerance at which they were compared; see `tolerance`.
    """

    yours: Any
    expected: Any
    part: str = ""
    labels: tuple[str, ...] = ()
    rows: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)
    relative: float | None = None
    scale: float | None = None


class Mismatch(AssertionError):  # noqa: N818 - an outcome, not an error of ours
    """The answer is not what it should be; `difference` shows both, `facts` are said as they stand."""

    def __init__(self, difference: Difference | None, *facts: str) -> None:
        super().__init__(*facts)
        self.difference = difference
        self.facts = facts


def relative_tolerance(answer: ArrayLike) -> float:
    """Return the relative tolerance for `answer`, by its dtype."""
    return RELATIVE.get(np.asarray(answer).dtype.name, RELATIVE["float64"])


def rounding_unit(answer: NDArray[Any]) -> float:
    """Return the unit of rounding in the dtype of `answer`; anything but a float counts as float64."""
    return float(np.finfo(answer.dtype if answer.dtype.kind == "f" else float).eps)


def tolerance(
    yours: NDArray[Any], expected: NDArray[Any], *, scale: float | None = None, relative: float | None = None
) -> NDArray[np.float64]:
    """Return how far each element of `yours` may be from `expected`.

    ``relative * max(|yours|, |expected|)``, plus `ROUNDINGS` units of rounding at `scale`, by default the
    largest magnitude in either, whichever is less. Both are symmetric in the two.
    """
    if relative is None:
        relative = relative_tolerance(yours)
    sizes = [np.abs(np.where(np.isfinite(a), a, 0.0).astype(float)) for a in (yours, expected)]
    if scale is None:
        scale = min(float(np.max(size, initial=0.0)) for size in sizes)
    return np.asarray(relative * np.maximum(*sizes) + ROUNDINGS * rounding_unit(yours) * scale)


def close(
    yours: NDArray[Any], expected: NDArray[Any], *, scale: float | None = None, relative: float | None = None
) -> NDArray[np.bool_]:
    """Return, element by element, whether `yours` is `expected` within tolerance; NaN is close to nothing."""
    allowed = tolerance(yours, expected, scale=scale, relative=relative)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(yours.astype(float) - expected) <= allowed
    return np.asarray(np.where(np.isfinite(yours) & np.isfinite(expected), near, yours == expected))


def numbers(answer: Any, shape: tuple[int, ...], *, part: str = "") -> NDArray[Any]:
    """Return `answer` as an array of real numbers of exactly `shape`, or raise `Mismatch`."""
    if answer is None:
        raise Mismatch(None, _("Nothing came back (None). Is there a `return` at the end?"))
    try:
        array = np.asarray(answer)
    except ValueError:
        raise Mismatch(
            Difference(answer, _("an array of shape {shape}").format(shape=shape), part),
            _("The rows have different lengths, so this is not an array."),
        ) from None
    if array.dtype.kind not in "iuf" and array.size:
        raise Mismatch(
            Difference(answer, _("real numbers"), part),
            _("The answer holds {found}, where numbers are expected.").format(found=_kind(array)),
        )
    if array.shape != shape:
        text = _("shape {shape}")
        raise Mismatch(
            Difference(text.format(shape=array.shape), text.format(shape=shape), part),
            *_shape_facts(array.shape, shape),
        )
    return array


def _kind(array: NDArray[Any]) -> str:
    match array.dtype.kind:
        case "b":
            return _("True and False")
        case "c":
            return _("complex numbers")
        case "U" | "S":
            return _("text")
        case _other:
            return _("something that is no number, such as None")


def _shape_facts(found: tuple[int, ...], expected: tuple[int, ...]) -> list[str]:
    if found == ():
        return [_("One number came back where an array is expected.")]
    if expected == () and np.prod(found) != 1:
        return [_("An array came back where one number is expected.")]
    if len(found) > 1 and found == expected[::-1]:
        return [_("These are the right sizes in reverse order: the answer is transposed.")]
    if sorted(found) == sorted(expected):
        return [_("These are the right sizes in another order: axes are swapped.")]
    if tuple(n for n in found if n != 1) == tuple(n for n in expected if n != 1):
        return [_("Only axes of size 1 differ: one was added or dropped.")]
    if len(found) == 2 and found[0] == found[1] and expected in [(found[0],), (found[0], 1), (1, found[0])]:
        return [_("A column met a row and broadcasting made a square of them.")]
    if len(found) < len(expected) and found in (expected[: len(found)], expected[-len(found) :]):
        return [_("An axis was lost: a sum or mean over it, perhaps, where each entry has its own answer.")]
    if len(found) == len(expected):
        axes = [str(i) for i, (a, b) in enumerate(zip(found, expected, strict=True)) if a != b]
        return [_("The size differs along axis {axes}.").format(axes=", ".join(axes))]
    return [
        _("The number of axes differs: {found}, not {expected}.").format(
            found=len(found), expected=len(expected)
        )
    ]


def same(
    yours: Any,
    expected: ArrayLike,
    *,
    part: str = "",
    labels: tuple[str, ...] = (),
    rows: str = "",
    sizes: Mapping[str, int] | None = None,
    scale: float | None = None,
    relative: float | None = None,
) -> None:
    """Hold `yours` to the real numbers `expected`, element by element.

    Parameters
    ----------
    yours : object
        An answer, as it came.
    expected : array_like
        What is right, in float64; a NaN here is a mistake of the grader's.
    part, labels, rows, sizes
        See `Difference`.
    scale : float, optional
        The magnitude at which rounding is forgiven, for answers in which larger numbers cancelled.
    relative : float, optional
        A relative tolerance instead of the one that the answer's dtype deserves.

    Raises
    ------
    Mismatch
        Unless every element is within tolerance.
    """
    right = np.asarray(expected, float)
    if np.isnan(right).any():
        raise ValueError("the expected values hold NaN")
    found = numbers(yours, right.shape, part=part)
    if not (found == right).all() and not close(found, right, scale=scale, relative=relative).all():
        raise Mismatch(Difference(found, right, part, labels, rows, dict(sizes or {}), relative, scale))


def same_labels(yours: Any, expected: Sequence[int] | NDArray[np.integer[Any]], *, part: str = "") -> None:
    """Hold `yours` to a sequence of integers, exactly: a list, a tuple or an array of them will do."""
    right = np.asarray(expected, int)
    found = labels(yours, part=part)
    if not np.array_equal(found, right):
        raise Mismatch(Difference(found, right, part))


def same_text(yours: Any, expected: str | Sequence[str], *, part: str = "") -> None:
    """Hold `yours` to a text, or to a list of texts, exactly: a tuple will do for a list."""
    if yours is None:
        raise Mismatch(None, _("Nothing came back (None). Is there a `return` at the end?"))
    right = expected if isinstance(expected, str) else list(expected)
    found = list(yours) if isinstance(yours, (list, tuple)) else yours
    if not identical(found, right):
        # In quotes, so that spaces and the empty text can be seen.
        raise Mismatch(Difference(repr(yours), repr(right), part))


def same_flag(yours: Any, expected: bool | np.bool_, *, part: str = "") -> None:
    """Hold `yours` to True or False."""
    found = yours.item() if isinstance(yours, (np.ndarray, np.bool_)) and np.ndim(yours) == 0 else yours
    if type(found) is not bool or found != bool(expected):
        raise Mismatch(Difference(repr(found), repr(bool(expected)), part))


def labels(answer: Any, *, length: int | None = None, part: str = "") -> NDArray[np.integer[Any]]:
    """Return `answer` as a 1-d array of integers, of `length` if given, or raise `Mismatch`."""
    several = isinstance(answer, (list, tuple)) or (isinstance(answer, np.ndarray) and answer.ndim > 0)
    if not several and answer is not None:
        raise Mismatch(
            Difference(answer, _("a list of integers"), part),
            _("One value came back where a list of integers is expected."),
        )
    if several and any(isinstance(item, (list, tuple)) or np.ndim(item) for item in answer):
        raise Mismatch(
            Difference(answer, _("a list of integers"), part),
            _("There are rows in it, where one list of integers is expected."),
        )
    array = numbers(answer, (len(answer) if several and length is None else length or 0,), part=part)
    if array.size and array.dtype.kind not in "iu":
        raise Mismatch(
            Difference(array, _("integers"), part),
            _("These are {found} numbers; labels and indices are integers.").format(found=array.dtype),
        )
    if array.size and array.max() > np.iinfo(int).max:
        return array  # as int, it would be another number
    return array.astype(int)


def parts(answer: Any, *names: str) -> tuple[Any, ...]:
    """Return the parts of an answer that has one for each of `names`, or raise `Mismatch`."""
    if answer is None:
        raise Mismatch(None, _("Nothing came back (None). Is there a `return` at the end?"))
    count = len(answer) if isinstance(answer, (list, tuple)) or np.ndim(answer) else None
    if count != len(names):
        found = _("one value") if count is None else _("{count} values").format(count=count)
        raise Mismatch(
            Difference(found, f"{len(names)}: {', '.join(names)}"),
            _("The answer has {count} parts: {names}.").format(count=len(names), names=", ".join(names)),
        )
    return tuple(answer)


def unchanged(impl: Subject) -> None:
    """Hold every call made so far to leaving its arguments as they were."""
    for call in calls_of(impl):
        if changed := getattr(call.answer, "changed", ()):
            raise Mismatch(
                None,
                _(
                    "`{function}` changed its input {names}. Whoever called it still needs those values: "
                    "make a new array instead (`a = a + b`, not `a += b`)."
                ).format(function=call.function, names=", ".join(f"`{name}`" for name in changed)),
            )


def raises(call: Callable[[], Any], kind: type[Exception]) -> None:
    """Hold ``call()``, a call of the implementation, to raising `kind`: no value will do, no other error.

    A subclass of `kind` is one, as it is for whoever catches it.
    """
    expected = kind.__name__
    try:
        answer = call()
    except NoAnswer as stopped:
        found = stopped.call.answer
        if isinstance(found, Raised) and expected in (found.type, *found.bases):
            return
        if not isinstance(found, Raised) or found.line is None or found.type == "NotImplementedError":
            raise
        text = _("It stopped with {found}: {text}. Test for this case first, and raise {expected} yourself.")
        fact = text.format(found=found.type, text=found.message.rstrip("."), expected=expected)
        raise Mismatch(Difference(found.type, expected), fact) from None
    text = _(
        "A value came back where there is no right one, and whoever called will take it for one. "
        "Test for this case first: `raise {expected}(...)`, with the reason in words."
    )
    raise Mismatch(Difference(answer, expected), text.format(expected=expected))


def holds(condition: bool | np.bool_, **shown: Any) -> None:
    """Hold a property that is not an equality; `shown` are the values that decide it, for the message."""
    if not condition:
        raise Mismatch(None, *(f"{name} = {value}" for name, value in shown.items()))
