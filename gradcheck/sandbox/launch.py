"""How a worker's process comes to be, and what can be done to it from outside."""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from gradcheck.sandbox.wire import WireError, encode, generator

_START_SECONDS: Final = 120.0
_ATTEMPTS: Final = 3
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_ENVIRONMENT: Final = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",  # each reserves address space, which is what a worker's memory is counted by
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # the same order of operations gives the same digits anywhere
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


class Process(Protocol):
    """A worker's process, with the host's end of its socket."""

    socket: socket.socket

    def kill(self) -> None:
        """End it and close its socket; does nothing the second time."""

    def ended(self) -> int | None:
        """Return its exit code, negative for a signal, waiting a moment; None if it still runs."""

    def cpu_seconds(self) -> float:
        """Return the CPU seconds that it has used."""


class Launcher(Protocol):
    """Starts workers."""

    known: set[str]

    def spawn(self) -> Process:
        """Return a new worker's process, not confined yet: its first frame is to be the limits."""

    def learn(self, name: str, calls: Sequence[tuple[str, list[Any], dict[str, Any]]]) -> None:
        """Have workers know `calls` by `name`, so that they need not be sent; `known` says if they do."""

    def close(self) -> None:
        """Release what it holds; workers that run go on."""


class _Forked:
    def __init__(self, zygote: Zygote, ours: socket.socket, number: int, handle: int) -> None:
        self.socket = ours
        self._zygote = zygote
        self._number = number
        self._handle = handle
        # The number by which this process sees it; the zygote may live in a namespace of its own.
        self._seen_as = _process_of(handle) or number

    def kill(self) -> None:
        if self._handle < 0:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            self._kill_group()
        select.select([self._handle], [], [], 5)
        with contextlib.suppress(OSError):
            self._zygote.ended(self._number)
        os.close(self._handle)
        self._handle = -1
        self.socket.close()

    def ended(self) -> int | None:
        if self._handle < 0 or not select.select([self._handle], [], [], 1)[0]:
            return None
        self._kill_group()
        return self._zygote.ended(self._number)

    def _kill_group(self) -> None:
        """Kill what it started, where nothing kept it from that; only while its number is still its own."""
        with contextlib.suppress(OSError):
            os.killpg(self._seen_as, signal.SIGKILL)

    def cpu_seconds(self) -> float:
        return _cpu_seconds(self._seen_as)


class Zygote:
    """Starts workers by forking a process that has imported what they need.

    Parameters
    ----------
    libraries : sequence of str
        What to import before forking, besides the worker's own needs.
    without : sequence of str
        Walls to leave out, for tests of what holds when they are not there.
    """

    def __init__(self, libraries: Sequence[str] = ("numpy",), without: Sequence[str] = ()) -> None:
        self._libraries = tuple(libraries)
        self._without = tuple(without)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._tape: list[bytes] = []
        self.known: set[str] = set()

    def spawn(self) -> _Forked:
        """Return a new worker's process; see `Launcher.spawn`."""
        ours, theirs = socket.socketpair()
        with theirs:
            for _attempt in range(_ATTEMPTS):
                with contextlib.suppress(OSError):
                    control = self._started()
                    socket.send_fds(control, [b"spawn"], [theirs.fileno()])
                    answer, handles, _flags, _address = socket.recv_fds(control, 64, 1)
                    if handles:
                        return _Forked(self, ours, int(answer), handles[0])
                # It died, or was killed: the next one is as good.
                self.close()
        ours.close()
        raise RuntimeError("no worker can be made: the process that forks them dies")

    def learn(self, name: str, calls: Sequence[tuple[str, list[Any], dict[str, Any]]]) -> None:
        """Have workers know `calls` by `name`; see `Launcher.learn`."""
        try:
            content = encode({name: [encode(tuple(call), generator) for call in calls]})
        except WireError:
            return  # too many at once, or with functions: they are sent one by one
        self._tape.append(content)
        self.known.add(name)
        if self._control is not None:
            self._teach(self._control, content)

    def _teach(self, control: socket.socket, content: bytes) -> None:
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.flush()
            socket.send_fds(control, [b"tape"], [file.fileno()])
            if control.recv(64) != b"learnt":
                raise RuntimeError("the zygote did not learn the tape")

    def ended(self, number: int) -> int:
        """Return how the worker called `number` ended."""
        if self._control is None:
            return -signal.SIGKILL
        self._control.send(b"ended %d" % number)
        return int(self._control.recv(64) or b"0")

    def close(self) -> None:
        """End the zygote."""
        atexit.unregister(self.close)
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None

    def _started(self) -> socket.socket:
        if self._control is not None:
            return self._control
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            lists = (",".join(self._libraries), ",".join(self._without))
            self._process = _python("gradcheck.sandbox.zygote", theirs, *lists)
        ours.settimeout(_START_SECONDS)
        if ours.recv(64) != b"ready":
            raise RuntimeError(f"no worker can be made: {', '.join(self._libraries)} cannot be imported")
        for content in self._tape:
            self._teach(ours, content)
        self._control = ours
        atexit.register(self.close)
        return ours


class _Started:
    def __init__(self, process: subprocess.Popen[bytes], ours: socket.socket) -> None:
        self.socket = ours
        self._process = process

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.socket.close()

    def ended(self) -> int | None:
        try:
            return self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return None

    def cpu_seconds(self) -> float:
        return _cpu_seconds(self._process.pid)


class Cold:
    """Starts each worker as a program of its own, where no process can be forked safely."""

    def __init__(self) -> None:
        self.known: set[str] = set()

    def spawn(self) -> _Started:
        """Return a new worker's process; see `Launcher.spawn`."""
        ours, theirs = socket.socketpair()
        with theirs:
            return _Started(_python("gradcheck.sandbox.worker", theirs), ours)

    def learn(self, name: str, calls: Sequence[tuple[str, list[Any], dict[str, Any]]]) -> None:
        """Learn nothing: each worker would have to be told anew."""

    def close(self) -> None:
        """Release nothing."""


def launcher(libraries: Sequence[str] = ("numpy",)) -> Launcher:
    """Return the quickest way to start workers on this system."""
    return Zygote(libraries) if hasattr(os, "pidfd_open") and sys.platform == "linux" else Cold()


def _python(module: str, theirs: socket.socket, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-m", module, str(theirs.fileno()), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        env=_ENVIRONMENT,
        cwd=tempfile.gettempdir(),
        start_new_session=True,
    )


def _process_of(handle: int) -> int | None:
    for line in Path(f"/proc/self/fdinfo/{handle}").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "Pid":
            return int(value)
    return None


def _cpu_seconds(number: int) -> float:
    try:
        fields = (
            Path(f"/proc/{number}/stat")
            .read_text(encoding="ascii", errors="replace")
            .rpartition(")")[2]
            .split()
        )
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / _TICKS
