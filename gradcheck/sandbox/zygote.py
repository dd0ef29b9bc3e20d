"""A process that imports once and forks a worker for each submission.

Run as ``python -I -m gradcheck.sandbox.zygote FD LIBRARY…``, with a sequenced-packet socket to the host as
file descriptor FD. It never reads a submission: a request holds only the worker's own socket. For

- ``spawn`` with a socket, it forks a worker that serves that socket, and answers with its number and pidfd;
- ``ended NUMBER``, it answers with how that worker ended, as ``wait`` tells it.
"""

from __future__ import annotations

import gc
import importlib
import os
import socket
import sys
from pathlib import Path

from gradcheck.sandbox import worker


def main(descriptor: int, libraries: list[str]) -> None:
    """Import `libraries`, then serve the host at the other end of `descriptor` until it hangs up."""
    for name in libraries:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what every worker shares stays shared: the collector does not touch it
    with socket.socket(fileno=descriptor) as host:
        host.set_inheritable(False)
        host.send(b"ready")
        while True:
            request, descriptors, _flags, _address = socket.recv_fds(host, 64, 1)
            match request.split():
                case [b"spawn"] if descriptors:
                    _spawn(host, descriptors[0])
                case [b"ended", number]:
                    host.send(b"%d" % _how_it_ended(int(number)))
                case _:
                    return


def _spawn(host: socket.socket, descriptor: int) -> None:
    if threads() != 1:
        # A thread that holds a lock at the fork leaves it held in the worker for ever.
        raise SystemExit("the zygote has more than one thread")
    number = os.fork()
    if number == 0:
        status = 1
        try:
            os.setsid()
            _keep_only(descriptor)
            worker.main(descriptor)
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
    main(int(sys.argv[1]), sys.argv[2:])
