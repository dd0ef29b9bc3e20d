"""Functions that a check lends to a submission for the length of one call.

They stay where the check is. Plain data goes in and plain data comes out, in the student's own process as
over the wire: a submission never holds the check's function itself, nor anything that it shares with it.
"""

from __future__ import annotations

import builtins
import contextlib
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from gradcheck.sandbox.wire import Handle, WireError, decode, encode, generator

_LEAST_BYTES: Final = 4096
_TIMES_AS_MANY: Final = 16
_MOST_TEXT: Final = 2_000

Ask = Callable[[bytes], bytes]
"""Sends what a function is called with, and returns what `answered` made of it."""


@dataclass(frozen=True)
class Elsewhere:
    """A function in another process."""

    ask: Ask


class Loan:
    """What is lent for one call."""

    def __init__(self) -> None:
        self._most = 0
        self._over = False
        self._lent = False
        self._one_at_a_time = threading.Lock()

    def lend(self, thing: Any) -> Any:
        """Return what a submission gets for a function or a generator; `WireError` for anything else."""
        if type(thing) is Elsewhere:
            return self._function(thing.ask)
        return self._function(partial(answered, thing)) if callable(thing) else generator(thing)

    def begin(self, *passed: Any) -> None:
        """Take note of all that the call is `passed`."""
        if self._lent:
            self._most = most_bytes(len(encode(passed, lambda _: Handle(0))))

    def end(self) -> None:
        """Take back what was lent, once nobody uses it."""
        with self._one_at_a_time:
            self._over = True

    def _function(self, ask: Ask) -> Callable[..., Any]:
        self._lent = True

        def function(*arguments: Any, **keywords: Any) -> Any:
            try:
                question = encode([list(arguments), keywords])
            except WireError as error:
                raise TypeError(
                    f"this function takes numbers, lists, tuples and arrays, not {error}"
                ) from None
            if len(question) > self._most:
                raise ValueError(f"this function takes at most {self._most} bytes at a time")
            with self._one_at_a_time:
                if self._over:
                    raise RuntimeError("the call that this function was passed to is over")
                answer = decode(ask(question))
            match answer:
                case ("returned", value):
                    return value
                case ("raised", str(kind), str(text)):
                    raise _error(kind, text)
            raise WireError("not the answer of a function")

        return function


def most_bytes(passed: int) -> int:
    """Return how many bytes a function may be called with, by a call that was passed so many.

    The check's functions are made for what it passes: a larger array, squared, could exhaust the grader.
    """
    return _LEAST_BYTES + _TIMES_AS_MANY * passed


def answered(function: Callable[..., Any], question: bytes) -> bytes:
    """Call a check's function with what a submission sent and return what came of it.

    Raises
    ------
    WireError
        If `question` is not the bytes of arguments.
    """
    match decode(question):
        case [list(arguments), dict(keywords)]:
            pass
        case _:
            raise WireError("not the arguments of a function")
    try:
        # As if there were no submission around: it may have made errors of warnings.
        with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
            return encode(("returned", function(*arguments, **keywords)))
    except WireError as error:
        return encode(("raised", "TypeError", f"the check's function returned {error}"))
    except Exception as error:
        return encode(("raised", type(error).__name__, _text(error)))


def _text(error: Exception) -> str:
    try:
        return str(error)[:_MOST_TEXT]
    except Exception:
        return ""


def _error(kind: str, text: str) -> Exception:
    """Return an exception like the one that the function raised, if that is one of Python's own."""
    found = vars(builtins).get(kind)
    made: Exception = type(kind, (Exception,), {})(text)
    if isinstance(found, type) and issubclass(found, Exception):
        with contextlib.suppress(TypeError):  # of one that takes more than a text
            made = found(text)
    return made
