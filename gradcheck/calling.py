"""Load a student's source and call its functions, taking every precaution that both sides need.

Used in the student's own process and, unchanged, in a worker: it turns whatever the code does into an
`Answer` and holds no opinion on whether the answer is right.
"""

from __future__ import annotations

import contextlib
import inspect
import linecache
import sys
import traceback
import types
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gradcheck.answers import Answer, Lost, Raised, Returned
from gradcheck.sandbox.wire import WireError, plain

MAX_MESSAGE = 2_000


def load(source: bytes, filename: str, name: str) -> types.ModuleType | Raised:
    """Run `source` as a new module called `name`; return it, or what it raised."""
    module = types.ModuleType(name)
    module.__file__ = filename
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        byte = source[error.start]
        return Raised("UnicodeDecodeError", f"byte 0x{byte:02x} on line {line} is not UTF-8", line)
    # Lets a traceback quote the source where there is no such file: a worker sees none.
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    with _quiet():
        try:
            code = compile(text, filename, "exec", dont_inherit=True)
        except SyntaxError as error:
            return Raised(type(error).__name__, error.msg, error.lineno, (error.text or "").strip())
        except (ValueError, OverflowError, RecursionError) as error:
            return _raised(error, filename)
        sys.modules[name] = module  # where dataclasses look for the module that they are defined in
        try:
            exec(code, module.__dict__)
        except BaseException as error:
            return _raised(error, filename)
    return module


def call(
    module: types.ModuleType, function: str, arguments: Sequence[Any], keywords: dict[str, Any]
) -> Answer:
    """Call ``module.function`` with `arguments` and `keywords`, which it may keep or change."""
    target = vars(module).get(function)
    if not callable(target):
        return Raised("AttributeError", function)
    before = plain([list(arguments), keywords])
    try:
        with _quiet():
            answer = plain(target(*arguments, **keywords))
            return Returned(answer, _changed(target, before, [list(arguments), keywords]))
    except WireError as error:
        return Lost("malformed", str(error))
    except MemoryError:
        return Lost("out_of_memory")
    except BaseException as error:
        return _raised(error, vars(module).get("__file__", ""))


def lines(module: types.ModuleType) -> dict[str, int]:
    """Return the lines on which the functions of `module` begin."""
    return {
        name: value.__code__.co_firstlineno
        for name, value in vars(module).items()
        if isinstance(value, types.FunctionType) and value.__globals__ is vars(module)
    }


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep a submission's settings to itself, and its warnings too: they are advice, and decide nothing."""
    with warnings.catch_warnings(action="ignore"), np.errstate(), np.printoptions():
        yield


def _changed(target: Any, before: list[Any], after: list[Any]) -> tuple[str, ...]:
    places = [i for i, (old, new) in enumerate(zip(before[0], after[0], strict=True)) if not _kept(old, new)]
    names = [name for name, old in before[1].items() if not _kept(old, after[1][name])]
    return (*(_name(target, place) for place in places), *names)


def _kept(old: Any, new: Any) -> bool:
    try:
        return _identical(old, plain(new))
    except WireError:
        return False


def _name(target: Any, place: int) -> str:
    try:
        parameters = list(inspect.signature(target).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    named = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return named[place] if place < len(named) else f"argument {place + 1}"


def _identical(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return (
            type(one) is type(other)
            and one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_identical, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_identical(one[key], other[key]) for key in one)
    return bool(one == other) or (one != one and other != other)


def _raised(error: BaseException, filename: str) -> Raised:
    ours = str(type(error).__module__).startswith("gradcheck.")
    if ours or isinstance(error, (KeyboardInterrupt, MemoryError)):
        raise error  # whoever watches over the call knows what it means
    frames = traceback.extract_tb(error.__traceback__, limit=-200)
    line = next((frame.lineno for frame in reversed(frames) if frame.filename == filename), None)
    text = linecache.getline(filename, line).strip() if line is not None else ""
    return Raised(_text(type(error).__name__), _text(error), line, text)


def _text(value: object) -> str:
    try:
        return str.__str__(str(value))[:MAX_MESSAGE]
    except Exception:
        return ""
