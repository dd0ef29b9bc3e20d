"""The untrusted side: holds one submission's source and answers calls with plain data.

Run as ``python -I -m gradcheck.sandbox.worker FD``, with a socket to the host as file descriptor FD. The
first frame is the limits; the worker puts up its walls and answers with what could not stand. Only then does
it hear of a submission. A request is ``(kind, number, content)``, where the content is the bytes of what the
kind needs, and is answered by one reply that carries its number:

- ``load``, of ``(source, filename)``: ``("loaded", number, lines)`` or ``("answer", number, answer)``
- ``call``, of ``(function, arguments, keywords)``: ``("answer", number, answer)``
- ``replay``, of ``(name,)``: loads again, then answers the calls that are known already, in as many replies
  as it takes; see `gradcheck.sandbox.replay`, which also says what the bytes of an answer are

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
from typing import Final

import numpy as np

from gradcheck import calling
from gradcheck.answers import Answer, Lost, Raised
from gradcheck.known import Known
from gradcheck.lent import Elsewhere
from gradcheck.sandbox import jail, replay
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.replay import encoded
from gradcheck.sandbox.wire import WireError, decode, encode, frame, frame_length

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
            match decode(_receive(host)):
                case ("load", int(number), bytes(content)):
                    source = decode(content)
                    loaded = calling.guarded(_load, *source)
                    module = loaded if isinstance(loaded, types.ModuleType) else None
                    reply = _about(number, loaded)
                case ("call", int(number), bytes(content)) if module is not None:
                    lender.number = number
                    reply = _reply(number, calling.guarded(_call, module, content, lender))
                case ("call", int(number), bytes()):
                    reply = _reply(number, Lost("exited", "nothing is loaded"))
                case ("replay", int(number), bytes(content)):
                    loaded = calling.guarded(_load, *source)
                    module = loaded if isinstance(loaded, types.ModuleType) else None
                    if module is not None:
                        replay.answer(host, number, module, *decode(content))
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


def rehearse() -> None:
    """Do once what every worker does, so that what is loaded on first use is there before it is forked."""
    module = calling.load(b"def f(x):\n    raise ValueError\n", "rehearsal.py", "submission")
    calling.guarded(_call, module, encode(("f", [np.zeros(1)], {})), None)
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


def _call(module: types.ModuleType, content: bytes, lender: _Lender) -> bytes | Answer:
    try:
        known = Known(content)
    except WireError:  # it passes functions, which are the host's
        return calling.call(module, *decode(content, lender.function))
    return known.answer(module)


def _about(number: int, loaded: types.ModuleType | Raised | Lost) -> bytes:
    if isinstance(loaded, types.ModuleType):
        return frame(("loaded", number, calling.lines(loaded)))
    return _reply(number, loaded)


def _reply(number: int, answer: bytes | Answer) -> bytes:
    try:
        return frame(("answer", number, answer if isinstance(answer, bytes) else encoded(answer)))
    except WireError as error:
        answer = Lost("malformed", str(error))
    except MemoryError:
        answer = Lost("out_of_memory")
    return frame(("answer", number, encoded(answer)))


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
