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
import os
import socket
import time
import types
from typing import Any, Final

from gradcheck import calling
from gradcheck.answers import Answer, Lost, Raised, Returned
from gradcheck.known import Known
from gradcheck.sandbox.wire import WireError, decode, encode, frame, framed

_SECONDS: Final = 0.05
_BYTES: Final = 256 * 1024

_tape: dict[str, list[Known]] = {}
_made: set[str] = set()


def learn(descriptor: int) -> None:
    """Learn the calls in a file: the bytes of a dict from a name to its calls, each as bytes."""
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        _tape.update({name: list(map(Known, calls)) for name, calls in decode(file.read()).items()})
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


def _calls(name: str) -> list[Known]:
    calls = _tape.get(name, [])
    if name in _made:
        return [call.ready() for call in calls]
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


def _beginning(answer: Answer, kind: bytes) -> bytes:
    content = encoded(answer)
    return content[: content.index(kind) + len(kind)]


VALUE: Final = _beginning(Returned(None), b"returned")
"""How the bytes of a value begin."""

ERROR: Final = _beginning(Raised("", ""), b"raised")
"""How the bytes of an error begin."""
