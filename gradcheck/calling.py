"""Load a student's source and call its functions, taking every precaution that both sides need.

Used in the student's own process and, unchanged, in a worker: it turns whatever the code does into an
`Answer` and holds no opinion on whether the answer is right.
"""

from __future__ import annotations

import inspect
import linecache
import traceback
import types
import warnings
from collections.abc import Sequence
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
    try:
        code = compile(text, filename, "exec", dont_inherit=True)
        with _quiet():
            exec(code, module.__dict__)
    except SyntaxError as error:
        return Raised(type(error).__name__, error.msg, error.lineno, (error.text or "").strip())
    except (Exception, SystemExit) as error:
        return _raised(error, filename)
    return module


def call(
    module: types.ModuleType, function: str, arguments: Sequence[Any], keywords: dict[str, Any]
) -> Answer:
    """Call ``module.function`` with `arguments` and `keywords`, which it may keep or change."""
    target = getattr(module, function, None)
    if not callable(target):
        return Raised("AttributeError", function)
    before = plain([list(arguments), keywords])
    try:
        with _quiet():
            value = target(*arguments, **keywords)
        answer = plain(value)
    except WireError as error:
        return Lost("malformed", str(error))
    except MemoryError:
        return Lost("out_of_memory")
    except (Exception, SystemExit) as error:
        return _raised(error, module.__file__ or "")
    return Returned(answer, _changed(target, before, [list(arguments), keywords]))


def lines(module: types.ModuleType) -> dict[str, int]:
    """Return the lines on which the functions of `module` begin."""
    return {
        name: value.__code__.co_firstlineno
        for name, value in vars(module).items()
        if isinstance(value, types.FunctionType) and value.__module__ == module.__name__
    }


def _quiet() -> warnings.catch_warnings[None]:
    # A warning is advice to its author; it never decides a check.
    return warnings.catch_warnings(action="ignore")


def _changed(target: Any, before: list[Any], after: list[Any]) -> tuple[str, ...]:
    try:
        now = plain(after)
    except WireError:
        now = None
    if now is not None and _identical(before, now):
        return ()
    try:
        names = list(inspect.signature(target).parameters)
    except (TypeError, ValueError):
        names = []
    positions = [names[i] if i < len(names) else f"argument {i + 1}" for i in range(len(before[0]))]
    if now is None:
        return tuple(positions)
    found = [
        name for name, old, new in zip(positions, before[0], now[0], strict=False) if not _identical(old, new)
    ]
    found += [
        name for name, old in before[1].items() if name not in now[1] or not _identical(old, now[1][name])
    ]
    return tuple(found)


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
    try:
        message = str(error)[:MAX_MESSAGE]
    except Exception:
        message = ""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__, limit=-200)
        if frame.filename == filename
    ]
    line = lines[-1] if lines else None
    if line is None:
        return Raised(type(error).__name__, message)
    return Raised(type(error).__name__, message, line, linecache.getline(filename, line).strip())
