"""The untrusted side: holds one submission's source and answers calls with plain data.

Run as ``python -I -m gradcheck.sandbox.worker FD``, with a socket to the host as file descriptor FD. The
first frame is the limits; the worker puts up its walls and answers with what could not stand. Only then does
it hear of a submission, and each request is answered by exactly one reply that carries its number:

- ``("load", number, content, filename)`` → ``("loaded", number, lines)``, ``raised`` or ``lost``
- ``("call", number, function, arguments, keywords)`` → ``("returned", number, value, changed)``, ``raised``
  or ``lost``
- ``("replay", number, name)`` → loads again, then the answers to calls that are known already; see
  `gradcheck.sandbox.replay`
- ``("raised", number, type, message, line, text)``, ``("lost", number, reason, detail)``

Between a call and its reply, the worker may ask for what a function returns that the call passes: for
``("asked", number, function, question)``, the host sends what `gradcheck.lent.answered` made of it.
"""

from __future__ import annotations

import linecache
import random
import socket
import sys
import types
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, Final

import numpy as np

from gradcheck import calling
from gradcheck.answers import Lost, Raised, Returned
from gradcheck.lent import Elsewhere
from gradcheck.sandbox import jail, replay
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.wire import WireError, decode, frame, frame_length

_NO_ZYGOTE: Final = {"namespaces": "this worker was not forked"}


def main(
    descriptor: int,
    without: Collection[str] = (),
    missing: Mapping[str, str] = _NO_ZYGOTE,
    address_space: int | None = None,
) -> None:
    """Serve the host at the other end of `descriptor` until it hangs up.

    Parameters
    ----------
    descriptor : int
        The socket.
    without : collection of str
        Names of walls to leave out, for tests of what holds when they are not there.
    missing : mapping of str to str
        The walls around this process that could not be put up, and why.
    address_space : int, optional
        Bytes of address space that this process has, where it cannot find out by itself any more.
    """
    with socket.socket(fileno=descriptor) as host:
        host.set_inheritable(False)
        limits = Limits(**decode(_receive(host)))
        jail.limit(limits, jail.address_space() if address_space is None else address_space)
        host.sendall(frame(("ready", {**missing, **_confine(without)})))
        module: types.ModuleType | None = None
        source = b"", ""
        lender = _Lender(host)
        while True:
            match decode(_receive(host), lender.function):
                case ("load", int(number), bytes(content), str(filename)):
                    source = content, filename
                    loaded = calling.guarded(_load, *source)
                    module = loaded if isinstance(loaded, types.ModuleType) else None
                    reply = _reply(number, loaded)
                case ("call", int(number), str(function), list(arguments), dict(keywords)):
                    if module is None:
                        reply = _reply(number, Lost("exited", "nothing is loaded"))
                    else:
                        lender.number = number
                        answer = calling.guarded(calling.call, module, function, arguments, keywords)
                        reply = _reply(number, answer)
                case ("replay", int(number), str(name)):
                    loaded = calling.guarded(_load, *source)
                    module = loaded if isinstance(loaded, types.ModuleType) else None
                    if module is not None:
                        replay.answer(host, number, module, name)
                        continue
                    reply = _reply(number, Lost("exited", "it could not be loaded again"))
                case _:
                    return
            host.sendall(reply)


class _Lender:
    """The host, as one that lends functions to the call with a `number`."""

    def __init__(self, host: socket.socket) -> None:
        self.number = 0
        self._host = host

    def function(self, handle: int) -> Elsewhere:
        return Elsewhere(partial(self._ask, handle))

    def _ask(self, handle: int, question: bytes) -> bytes:
        self._host.sendall(frame(("asked", self.number, handle, question)))
        return _receive(self._host)


_Answer = types.ModuleType | Returned | Raised | Lost


def rehearse() -> None:
    """Do once what every worker does, so that what is loaded on first use is there before it is forked."""
    module = calling.load(b"def f(x):\n    raise ValueError\n", "rehearsal.py", "submission")
    calling.guarded(calling.call, module, "f", [np.zeros(1)], {})
    for registry in (sys.modules, linecache.cache):
        registry.pop("submission", None)
        registry.pop("rehearsal.py", None)


def _load(content: bytes, filename: str) -> types.ModuleType | Raised:
    # Every load starts from the same state of the global generators, as in a fresh process.
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - the legacy global generator is the one to reset
    if (tensorflow := sys.modules.get("tensorflow")) is not None:
        tensorflow.random.set_seed(0)
    return calling.load(content, filename, "submission")


def _reply(number: int, answer: _Answer) -> bytes:
    message: tuple[Any, ...]
    match answer:
        case Returned(value, changed):
            message = ("returned", number, value, changed)
        case Raised(kind, text, line, source, bases):
            message = ("raised", number, kind, text, line, source, bases)
        case Lost(reason, detail):
            message = ("lost", number, reason, detail)
        case _:
            message = ("loaded", number, calling.lines(answer))
    try:
        return frame(message)
    except WireError as error:
        return frame(("lost", number, "malformed", str(error)))
    except MemoryError:
        return frame(("lost", number, "out_of_memory", ""))


def _confine(without: Collection[str]) -> dict[str, str]:
    """Put up every wall that can stand here; return what each that cannot said."""
    missing = {}
    walls = (
        ("no new privileges", jail.give_up_privileges),
        ("landlock", lambda: jail.landlock((*jail.readable(), *jail.OWN))),
        ("no capabilities", jail.drop_capabilities),
        ("seccomp", jail.seccomp),
    )
    for name, put_up in walls:
        if name in without:
            missing[name] = "switched off"
            continue
        try:
            put_up()
        except (jail.JailError, OSError) as error:
            missing[name] = str(error)
    return missing


def _receive(host: socket.socket) -> bytes:
    header = _exactly(host, 4)
    return _exactly(host, frame_length(header))


def _exactly(host: socket.socket, count: int) -> bytes:
    content = bytearray()
    while len(content) < count:
        piece = host.recv(count - len(content))
        if not piece:
            raise SystemExit(0)
        content += piece
    return bytes(content)


if __name__ == "__main__":
    main(int(sys.argv[1]))
