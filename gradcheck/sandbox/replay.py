"""Calls that are known before a submission is: learnt once by the zygote, answered by every worker.

They travel once a run instead of once a submission, and their answers come back many to a frame::

    ("answers", number, [answer, …], finished)

Each answer is the bytes of ``("returned", value, changed)``, ``("raised", …)`` or ``("lost", …)``, so that
the host can compare answers without decoding them. A frame is sent at least every `_SECONDS`, after the call
that is under way, so that the host sees which one does not end.
"""

from __future__ import annotations

import os
import socket
import time
import types
from typing import Any, Final

from gradcheck import calling
from gradcheck.answers import Answer, Lost, Raised, Returned
from gradcheck.sandbox.wire import WireError, decode, encode, encode_plain, frame, no_function

_SECONDS: Final = 0.05
_BYTES: Final = 256 * 1024

_tape: dict[str, list[tuple[str, list[Any], dict[str, Any]]]] = {}


def learn(descriptor: int) -> None:
    """Learn the calls in a file: the bytes of a dict from a name to its calls."""
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        _tape.update(decode(file.read(), no_function))


def answer(host: socket.socket, number: int, module: types.ModuleType, name: str) -> None:
    """Send the answers of `module` to the calls called `name`, up to the first that is lost."""
    answers: list[bytes] = []
    size, sent = 0, time.monotonic()
    for function, arguments, keywords in _tape.get(name, ()):
        found = calling.guarded(calling.call, module, function, arguments, keywords)
        answers.append(encoded(found))
        if isinstance(found, Lost):
            break  # it would be lost as dearly the next time
        size += len(answers[-1])
        now = time.monotonic()
        if size > _BYTES or now - sent > _SECONDS:
            host.sendall(frame(("answers", number, answers, False)))
            answers, size, sent = [], 0, now
    host.sendall(frame(("answers", number, answers, True)))


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
        return encode_plain(message)
    except WireError as error:
        return encode(("lost", "malformed", str(error)))
