"""A process that imports once and forks a worker for each submission.

Run as ``python -I -m gradcheck.sandbox.zygote FD LIBRARIES WITHOUT``, with a sequenced-packet socket to the
host as file descriptor FD; the lists are separated by commas. It never reads a submission: a request holds
only the worker's own socket. For

- ``spawn`` with a socket, it forks a worker that serves that socket, and answers with its number and pidfd;
- ``tape`` with a file, it learns calls that every worker is to answer, so that they cross only once;
- ``ended NUMBER``, it answers with how that worker ended, as ``wait`` tells it.
"""

from __future__ import annotations

import gc
import importlib
import os
import socket
import sys
from pathlib import Path
from typing import Final

from gradcheck.sandbox import jail, replay, worker
from gradcheck.sandbox.namespaces import Namespaces, enter, refusal

_COMMON: Final = ("collections", "dataclasses", "functools", "itertools", "math", "numpy.fft", "numpy.linalg")
"""What submissions import most: numpy loads some of its parts only when they are asked for."""


def main(descriptor: int, libraries: list[str], without: list[str]) -> None:
    """Import `libraries`, then serve the host at the other end of `descriptor` until it hangs up."""
    for name in (*libraries, *_COMMON):
        importlib.import_module(name)
    worker.rehearse()
    namespaces, missing = _outer_wall(without)
    gc.collect()
    gc.freeze()  # what every worker shares stays shared: the collector does not touch it
    with socket.socket(fileno=descriptor) as host:
        host.set_inheritable(False)
        host.send(b"ready")
        while True:
            request, descriptors, _flags, _address = socket.recv_fds(host, 64, 1)
            match request.split():
                case [b"spawn"] if descriptors:
                    _spawn(host, descriptors[0], namespaces, without, missing)
                case [b"tape"] if descriptors:
                    replay.learn(descriptors[0])
                    host.send(b"learnt")
                case [b"ended", number]:
                    host.send(b"%d" % _how_it_ended(int(number)))
                case _:
                    return


def _outer_wall(without: list[str]) -> tuple[Namespaces | None, dict[str, str]]:
    """Put up the outer wall; return None where it cannot stand, and why it is missing."""
    if "namespaces" in without:
        return None, {"namespaces": "switched off"}
    if why := refusal(jail.readable()):
        return None, {"namespaces": why}
    return enter(jail.readable()), {}


def _spawn(
    host: socket.socket,
    descriptor: int,
    namespaces: Namespaces | None,
    without: list[str],
    missing: dict[str, str],
) -> None:
    if (namespaces.threads() if namespaces else threads()) != 1:
        # A thread that holds a lock at the fork leaves it held in the worker for ever.
        raise SystemExit("the zygote has more than one thread")
    number = namespaces.fork() if namespaces else os.fork()
    if number == 0:
        status = 1
        try:
            os.setsid()
            space = namespaces.address_space() if namespaces else jail.address_space()
            if namespaces:
                namespaces.settle()
            _keep_only(descriptor)
            worker.main(descriptor, without, missing, space)
            status = 0
        finally:
            os._exit(status)
    os.close(descriptor)
    handle = os.pidfd_open(number)
    socket.send_fds(host, [b"%d" % number], [handle])
    os.close(handle)


def threads() -> int:
    """Return how many threads this process has."""
    return len(list(Path("/proc/self/task").iterdir()))


def _keep_only(descriptor: int) -> None:
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, os.sysconf("SC_OPEN_MAX"))


def _how_it_ended(number: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    except ChildProcessError:
        return 0


if __name__ == "__main__":
    main(int(sys.argv[1]), *(list(filter(None, argument.split(","))) for argument in sys.argv[2:]))
