"""Values as a person reads them: short numbers, few lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from gradcheck.answers import Returned
from gradcheck.subject import Call

_MOST_NUMBERS: Final = 60
_WIDTH: Final = 84


def value(thing: Any, digits: int = 6) -> str:
    """Return `thing` as text of a few lines."""
    if isinstance(thing, np.ndarray):
        if thing.size > _MOST_NUMBERS:
            return f"array{thing.shape} {_numbers(thing.ravel()[:6], digits)[:-1]}, …]"
        return _numbers(thing, digits)
    if isinstance(thing, float):
        return f"{thing:.{digits}g}"
    if isinstance(thing, (list, tuple)):
        opening, closing = "[]" if isinstance(thing, list) else "()"
        comma = "," if isinstance(thing, tuple) and len(thing) == 1 else ""
        text = ", ".join(value(item, digits).replace("\n", "") for item in thing)
        return _cut(f"{opening}{text}{comma}{closing}")
    return _cut(str(thing) if isinstance(thing, str) else repr(thing))


def rows(thing: Any) -> str:
    """Return an array that is read along its first axis: where a row is one number, all in one line."""
    if isinstance(thing, np.ndarray) and thing.ndim and thing.size == len(thing):
        return value(thing.ravel())
    return value(thing)


def _numbers(array: np.ndarray[Any, Any], digits: int) -> str:
    def short(number: float) -> str:
        return f"{number:.{digits}g}"

    kinds: dict[str, Any] = {"float_kind": short} if array.dtype.kind == "f" else {}
    return np.array2string(array, max_line_width=_WIDTH, separator=", ", formatter=kinds or None)


def _cut(text: str, longest: int = 3 * _WIDTH) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def case(arguments: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a case's names and values, with the fields of a dataclass in its place."""
    shown: list[tuple[str, str]] = []
    for name, thing in arguments.items():
        if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
            fields = dataclasses.fields(thing)
            shown += [(f.name, value(getattr(thing, f.name))) for f in fields if f.repr]
        else:
            shown.append((name, value(thing)))
    return shown


def call(made: Call) -> str:
    """Return a call as Python that can be pasted."""
    arguments = [_python(argument) for argument in made.arguments]
    arguments += [f"{name}={_python(argument)}" for name, argument in made.keywords.items()]
    return _cut(f"{made.function}({', '.join(arguments)})", 2_000)


def _python(thing: Any) -> str:
    if isinstance(thing, np.ndarray):
        numbers = np.array2string(
            thing, separator=", ", threshold=200, max_line_width=10**6, floatmode="unique", suppress_small=False
        ).replace("\n", "")
        return f"np.array({numbers.replace('inf', 'np.inf').replace('nan', 'np.nan')})"
    if isinstance(thing, (list, tuple)):
        opening, closing = "[]" if isinstance(thing, list) else "()"
        comma = "," if isinstance(thing, tuple) and len(thing) == 1 else ""
        return f"{opening}{', '.join(map(_python, thing))}{comma}{closing}"
    return repr(thing)


def weight(thing: Any) -> int:
    """Return how much there is to read in a case: how many numbers, and how many digits they take."""
    if isinstance(thing, np.ndarray):
        return sum(2 + len(f"{number:.6g}") for number in thing.ravel().tolist())
    if isinstance(thing, Mapping):
        return sum(map(weight, thing.values()))
    if isinstance(thing, (list, tuple)):
        return sum(map(weight, thing))
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return sum(weight(getattr(thing, f.name)) for f in dataclasses.fields(thing))
    return len(value(thing))


def inputs(made: Call | None) -> dict[str, Any]:
    """Return the arrays that a call was given, by name where it has one."""
    if made is None or not isinstance(made.answer, Returned):
        return {}
    named = {str(i + 1): argument for i, argument in enumerate(made.arguments)}
    return {name: thing for name, thing in (named | made.keywords).items() if isinstance(thing, np.ndarray)}
