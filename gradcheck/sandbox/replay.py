"""Calls that are known before a submission is: learnt once by the zygote, answered by every worker.

They travel once a run instead of once a submission, and their answers come back many to a frame::

    ("answers", number, answers, finished)

The answers are bytes, each answer's after their length (4 bytes, big-endian): those of ``("returned", value,
changed)``, ``("raised", …)`` or ``("lost", …)``, so that the host can compare answers without decoding them.
A frame is sent at least every `_SECONDS`, after the call that is under way, so that the host sees which one
does not end.
"""

from __future__ import annotations

import gc
import operator
import os
import socket
import sys
import time
import types
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np

from gradcheck import calling
from gradcheck.answers import Answer, Lost, Raised, Returned
from gradcheck.sandbox.wire import WireError, decode, encode, frame, framed, no_function

_SECONDS: Final = 0.05
_BYTES: Final = 256 * 1024

_tape: dict[str, list[_Known]] = {}
_made: set[str] = set()


class _Known:
    """A call, made once: its arguments are handed over as they are, since nobody else in this process has them.

    A worker is a copy of the zygote, made for one submission. What a submission does to its arguments is
    found by looking at them again, and if they have changed, by making them anew. What is kept for that is
    little: a worker's share of memory becomes its own, page by page, as it is used.
    """

    __slots__ = ("_arguments", "_arrays", "_containers", "_content", "_function", "_keywords", "_looks", "_was")

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._function, self._arguments, keywords = decode(content, no_function)
        self._keywords = {sys.intern(name): value for name, value in keywords.items()}
        held = [thing for value in (*self._arguments, *keywords.values()) for thing in _within(value)]
        self._arrays = tuple(thing for thing in held if type(thing) is np.ndarray)
        self._looks = _the_same(tuple(map(_LOOKS, self._arrays)))
        self._was = self._bytes()
        self._containers = [(thing, _items(thing)) for thing in held if type(thing) is not np.ndarray]

    def answer(self, module: types.ModuleType) -> bytes | Raised | Lost:
        """Return the bytes of the answer of `module`; what is no answer, as it is."""
        return calling.handed(module, self._function, self._arguments, self._keywords, self._encoded)

    def _encoded(self, target: Any, answer: Any) -> bytes:
        return encode(("returned", answer, () if self._is_untouched() else self._changed(target)))

    def _is_untouched(self) -> bool:
        return (
            self._bytes() == self._was
            and tuple(map(_LOOKS, self._arrays)) == self._looks
            and all(
                len(now := _items(container)) == len(items) and all(map(operator.is_, now, items))
                for container, items in self._containers
            )
        )

    def _bytes(self) -> bytes:
        return b"".join([array.tobytes() for array in self._arrays])

    def _changed(self, target: Any) -> tuple[str, ...]:
        _function, arguments, keywords = decode(self._content, no_function)
        return calling.changed(target, (arguments, keywords), (self._arguments, self._keywords))

    def anew(self) -> _Known:
        """Return the same call, not made yet."""
        return _Known(self._content)


_LOOKS: Final = operator.attrgetter("shape", "dtype")


@lru_cache(maxsize=4096)
def _the_same(looks: tuple[Any, ...]) -> tuple[Any, ...]:
    return looks


def _within(thing: Any) -> Iterator[Any]:
    """Yield what can be changed: `thing` or what it holds."""
    if isinstance(thing, (list, dict, np.ndarray)):
        yield thing
    if isinstance(thing, (list, tuple, dict)):
        for item in _items(thing):
            yield from _within(item)


def _items(container: Any) -> tuple[Any, ...]:
    return (*container, *container.values()) if type(container) is dict else tuple(container)


def learn(descriptor: int) -> None:
    """Learn the calls in a file: the bytes of a dict from a name to its calls, each as bytes."""
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        _tape.update({name: list(map(_Known, calls)) for name, calls in decode(file.read()).items()})
    gc.freeze()  # as all that workers share; see `gradcheck.sandbox.zygote`


def answer(host: socket.socket, number: int, module: types.ModuleType, name: str) -> None:
    """Send the answers of `module` to the calls called `name`, up to the first that is lost."""
    answers: list[bytes] = []
    size, sent = 0, time.monotonic()
    for known in _calls(name):
        found = calling.guarded(known.answer, module)
        answers.append(framed(found if isinstance(found, bytes) else encoded(found)))
        if isinstance(found, Lost):
            break  # it would be lost as dearly the next time
        size += len(answers[-1])
        now = time.monotonic()
        if size > _BYTES or now - sent > _SECONDS:
            host.sendall(frame(("answers", number, b"".join(answers), False)))
            answers, size, sent = [], 0, now
    host.sendall(frame(("answers", number, b"".join(answers), True)))


def _calls(name: str) -> list[_Known]:
    calls = _tape.get(name, [])
    if name in _made:
        return [call.anew() for call in calls]
    _made.add(name)
    return calls


def encoded(answer: Answer) -> bytes:
    """Return the bytes of an answer."""
    message: tuple[Any, ...]
    match answer:
        case Returned(value, changed):
            message = ("returned", value, changed)
        case Raised(kind, text, line, source, bases):
            message = ("raised", kind, text, line, source, bases)
        case Lost(reason, detail):
            message = ("lost", reason, detail)
    try:
        return encode(message)
    except WireError as error:
        return encode(("lost", "malformed", str(error)))
