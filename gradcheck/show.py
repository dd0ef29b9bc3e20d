"""Values as a person reads them: short numbers, few lines."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from gradcheck.answers import Returned
from gradcheck.calling import identical
from gradcheck.subject import Call

_MOST_NUMBERS: Final = 60
_MOST_ROWS: Final = 200
_WIDTH: Final = 84


def value(thing: Any, digits: int = 6) -> str:
    """Return `thing` as text of a few lines."""
    if isinstance(thing, np.ndarray):
        if thing.size > _MOST_NUMBERS:
            return f"array{thing.shape} {_numbers(thing.ravel()[:6], digits)[:-1]}, …]"
        return _numbers(thing, digits)
    if isinstance(thing, np.generic):
        return value(thing.item(), digits)
    if isinstance(thing, float):
        return f"{thing:.{digits}g}"
    if isinstance(thing, Mapping):
        pairs = ", ".join(f"{key!r}: {value(item, digits)}" for key, item in thing.items())
        return _cut(f"{{{pairs}}}".replace("\n", ""))
    if isinstance(thing, (list, tuple)):
        opening, closing = "[]" if isinstance(thing, list) else "()"
        comma = "," if isinstance(thing, tuple) and len(thing) == 1 else ""
        text = ", ".join(value(item, digits).replace("\n", "") for item in thing)
        return _cut(f"{opening}{text}{comma}{closing}")
    if isinstance(thing, np.random.Generator):
        return _generator(thing)
    if callable(thing):
        return _function(thing)
    return _cut(str(thing) if isinstance(thing, str) else repr(thing))


def _function(thing: Any) -> str:
    """Return what a function is called: by whoever passes it, else by its definition."""
    return str(getattr(thing, "label", "") or getattr(thing, "__name__", type(thing).__name__))


def _generator(thing: np.random.Generator) -> str:
    """Return a generator as it is made; one that was drawn from is no longer what its seed makes."""
    seed = getattr(thing.bit_generator.seed_seq, "entropy", None)
    if seed is not None and identical(thing, np.random.default_rng(seed)):
        return f"np.random.default_rng({seed})"
    return "np.random.default_rng(…)"


def apart(one: Any, other: Any, *, rows: bool = False) -> tuple[str, str]:
    """Return two values as text, with as many digits as it takes to see that they differ.

    With `rows`, they are read along their first axis: where a row is one number, all are in one line.
    """
    if rows:
        one, other = _flat(one), _flat(other)
    shown = value(one), value(other)
    for digits in (9, 12, 17):
        if shown[0] == shown[1]:
            shown = value(one, digits), value(other, digits)
    return shown


def _flat(thing: Any) -> Any:
    return (
        thing.ravel() if isinstance(thing, np.ndarray) and thing.ndim and thing.size == len(thing) else thing
    )


def _numbers(array: np.ndarray[Any, Any], digits: int) -> str:
    def short(number: float) -> str:
        return f"{number:.{digits}g}"

    formatter: Any = {"float_kind": short}
    text = np.array2string(array, max_line_width=_WIDTH, separator=", ", formatter=formatter)
    lines = [line for line in text.splitlines() if line.strip()]
    in_a_line = " ".join(line.strip() for line in lines)
    return in_a_line if len(in_a_line) <= _WIDTH - 24 else "\n".join(lines)


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
    """Return a call as Python that can be pasted; where it is too long for that, an … shows it."""
    arguments = [_python(argument) for argument in made.arguments]
    arguments += [f"{name}={_python(argument)}" for name, argument in made.keywords.items()]
    return _cut(f"{made.function}({', '.join(arguments)})", 2_000)


def _python(thing: Any) -> str:
    if isinstance(thing, np.ndarray):
        usual = thing.dtype.name in ("float64", "int64", "bool", "complex128")
        dtype = "" if usual else f", dtype=np.{thing.dtype.name}"
        if thing.size == 0:
            return f"np.zeros({thing.shape}{dtype})"
        return f"np.array({_nested(thing)}{dtype})"
    if isinstance(thing, (list, tuple)):
        opening, closing = "[]" if isinstance(thing, list) else "()"
        comma = "," if isinstance(thing, tuple) and len(thing) == 1 else ""
        return f"{opening}{', '.join(map(_python, thing))}{comma}{closing}"
    if isinstance(thing, Mapping):
        return f"{{{', '.join(f'{key!r}: {_python(item)}' for key, item in thing.items())}}}"
    if isinstance(thing, np.random.Generator):
        return _generator(thing)
    if callable(thing):
        return _function(thing)
    if isinstance(thing, float) and not math.isfinite(thing):
        return "np.nan" if math.isnan(thing) else "np.inf" if thing > 0 else "-np.inf"
    return repr(thing.item() if isinstance(thing, np.generic) else thing)


def _nested(array: np.ndarray[Any, Any]) -> str:
    if array.ndim:
        rows = [_nested(row) for row in array[:_MOST_ROWS]]
        return f"[{', '.join(rows)}{', …' if len(array) > _MOST_ROWS else ''}]"
    # A number of numpy's prints as many digits as its dtype has.
    return str(array[()]).replace("inf", "np.inf").replace("nan", "np.nan")


def weight(thing: Any) -> int:
    """Return how much there is to read in a case: how many numbers, and how many digits they take."""
    if isinstance(thing, np.ndarray):
        return sum(2 + len(value(number)) for number in thing.ravel().tolist())
    if isinstance(thing, Mapping):
        return sum(map(weight, thing.values()))
    if isinstance(thing, (list, tuple)):
        return sum(map(weight, thing))
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return sum(weight(getattr(thing, f.name)) for f in dataclasses.fields(thing))
    return len(value(thing))


def inputs(made: Call | None, parameters: Sequence[str] = ()) -> dict[str, Any]:
    """Return the arrays that a call was given, by the names of the function's `parameters`."""
    if made is None or not isinstance(made.answer, Returned):
        return {}
    numbered = [f"argument {i + 1}" for i in range(len(parameters), len(made.arguments))]
    named = dict(zip([*parameters, *numbered], made.arguments, strict=False))
    return {name: thing for name, thing in (named | made.keywords).items() if isinstance(thing, np.ndarray)}
