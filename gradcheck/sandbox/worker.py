"""The untrusted side: holds one submission's source and answers calls with plain data.

Run as ``python -I -m gradcheck.sandbox.worker FD``, with a socket to the host as file descriptor FD. The
first frame is the limits; the worker puts up its walls and answers with what could not stand. Only then does
it hear of a submission, and each request is answered by exactly one reply that carries its number:

- ``("load", number, content, filename)`` → ``("loaded", number, lines)``, ``raised`` or ``lost``
- ``("call", number, function, arguments, keywords)`` → ``("returned", number, value, changed)``, ``raised``
  or ``lost``
- ``("raised", number, type, message, line, text)``, ``("lost", number, reason, detail)``
"""

from __future__ import annotations

import random
import socket
import sys
import types
from typing import Any, Final

import numpy as np

from gradcheck import calling
from gradcheck.answers import Lost, Raised, Returned
from gradcheck.sandbox import jail
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.wire import WireError, decode, frame, frame_length

# What TensorFlow reads of its own process; another's environment and memory stay closed.
_SELF: Final = tuple(f"/proc/self/{name}" for name in ("exe", "cmdline", "status", "statm", "maps"))


def main(descriptor: int) -> None:
    """Serve the host at the other end of `descriptor` until it hangs up."""
    with socket.socket(fileno=descriptor) as host:
        host.set_inheritable(False)
        missing = _confine(Limits(**decode(_receive(host))))
        host.sendall(frame(("ready", missing)))
        module: types.ModuleType | None = None
        while True:
            match decode(_receive(host)):
                case ("load", int(number), bytes(content), str(filename)):
                    loaded = _load(content, filename)
                    module = loaded if isinstance(loaded, types.ModuleType) else None
                    reply = _reply(number, loaded)
                case ("call", int(number), str(function), list(arguments), dict(keywords)):
                    if module is None:
                        reply = _reply(number, Lost("exited", "nothing is loaded"))
                    else:
                        reply = _reply(number, calling.call(module, function, arguments, keywords))
                case _:
                    return
            host.sendall(reply)


def _load(content: bytes, filename: str) -> types.ModuleType | Raised | Lost:
    # Every load starts from the same state of the global generators, as in a fresh process.
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - the legacy global generator is the one to reset
    try:
        return calling.load(content, filename, "submission")
    except MemoryError:
        return Lost("out_of_memory")


def _reply(number: int, answer: types.ModuleType | Returned | Raised | Lost) -> bytes:
    message: tuple[Any, ...]
    match answer:
        case Returned(value, changed):
            message = ("returned", number, value, changed)
        case Raised(kind, text, line, source):
            message = ("raised", number, kind, text, line, source)
        case Lost(reason, detail):
            message = ("lost", number, reason, detail)
        case _:
            message = ("loaded", number, calling.lines(answer))
    try:
        return frame(message)
    except WireError as error:
        return frame(("lost", number, "malformed", str(error)))


def _confine(limits: Limits) -> dict[str, str]:
    """Put up every wall that can stand here; return what each that cannot said."""
    missing = {}
    jail.limit(limits)
    walls = (
        ("no new privileges", jail.give_up_privileges),
        ("landlock", lambda: jail.landlock(_readable())),
        ("seccomp", jail.seccomp),
    )
    for name, put_up in walls:
        try:
            put_up()
        except (jail.JailError, OSError) as error:
            missing[name] = str(error)
    return missing


def _readable() -> list[str]:
    """Return what Python and its libraries read while they run: themselves, and no data of anyone's."""
    python = (sys.prefix, sys.base_prefix, sys.exec_prefix)
    system = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo")
    devices = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
    return [*python, *system, *devices, *_SELF]


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
