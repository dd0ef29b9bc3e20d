"""The trusted side: keeps a worker, asks it, and believes nothing but that plain data came back."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from gradcheck.answers import Answer, Lost, Raised, Returned
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.wire import WireError, decode, frame, frame_length

_START_SECONDS: Final = 60.0
_TEXT: Final = 2_000


class Worker:
    """A process that runs one submission. It is replaced when it dies or has to be killed.

    Parameters
    ----------
    limits : Limits
        What it may use.

    Attributes
    ----------
    incarnation : int
        How often a process was started for it.
    missing : dict of str to str
        The walls that could not be put up around it, and why.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.incarnation = 0
        self.missing: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._folder: str | None = None
        self._number = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, *request: Any) -> tuple[Any, ...] | Lost:
        """Send a request and return the reply to it, less its number; or how the worker was lost.

        Parameters
        ----------
        *request
            The kind of the request, then what it carries.
        """
        if self._process is None:
            self._start()
        assert self._socket is not None
        self._number += 1
        try:
            if select.select([self._socket], [], [], 0)[0] and self._socket.recv(1, socket.MSG_PEEK):
                return self._give_up(Lost("malformed", "an answer before the question"))
            self._socket.settimeout(self.limits.call_seconds)
            self._socket.sendall(frame((request[0], self._number, *request[1:])))
            reply = decode(self._receive())
        except WireError as error:
            return self._give_up(Lost("malformed", str(error)))
        except TimeoutError:
            return self._give_up(Lost("timed_out"))
        except (ConnectionError, EOFError):
            return self._give_up(self._how_it_ended())
        match reply:
            case (str(kind), int(number), *rest) if number == self._number:
                return (kind, *rest)
        return self._give_up(Lost("malformed", "not a reply to what was asked"))

    def close(self) -> None:
        """End the worker and everything that it started, and remove its folder."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._socket is not None:
            self._socket.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = self._socket = self._folder = None

    def _start(self) -> None:
        self.incarnation += 1
        self._folder = tempfile.mkdtemp(prefix="gradcheck-")
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-m", "gradcheck.sandbox.worker", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={
                    "LANG": "C.UTF-8",
                    "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1",
                    "MKL_NUM_THREADS": "1",
                },
                cwd=self._folder,
                start_new_session=True,
            )
        self._socket = ours
        limits = asdict(self.limits)
        try:
            ours.settimeout(_START_SECONDS)
            ours.sendall(
                frame({name: limits[name] for name in ("total_seconds", "memory", "file_bytes", "files")})
            )
            ready = decode(self._exactly(frame_length(self._exactly(4, _START_SECONDS)), _START_SECONDS))
        except (OSError, EOFError, WireError) as error:
            self.close()
            raise RuntimeError(f"the worker did not start: {error!r}") from error
        match ready:
            case ("ready", dict(missing)):
                self.missing = missing
            case _:
                self.close()
                raise RuntimeError("the worker did not start")

    def _receive(self) -> bytes:
        deadline_of = self.limits.call_seconds
        return self._exactly(frame_length(self._exactly(4, deadline_of)), deadline_of)

    def _exactly(self, count: int, seconds: float) -> bytes:
        assert self._socket is not None
        content = bytearray()
        began, cpu = time.monotonic(), self._cpu_seconds()
        while len(content) < count:
            if select.select([self._socket], [], [], 0.1)[0]:
                piece = self._socket.recv(min(count - len(content), 1 << 20))
                if not piece:
                    raise EOFError
                content += piece
            elapsed = time.monotonic() - began
            # Judged by its own CPU seconds, so that a busy machine is nobody's fault.
            if elapsed > seconds and (
                self._cpu_seconds() - cpu > seconds or elapsed > seconds * self.limits.wall_factor
            ):
                raise TimeoutError
        return bytes(content)

    def _cpu_seconds(self) -> float:
        assert self._process is not None
        try:
            with open(f"/proc/{self._process.pid}/stat", encoding="ascii", errors="replace") as file:  # noqa: PTH123
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _how_it_ended(self) -> Lost:
        assert self._process is not None
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return Lost("exited", "it closed its connection")
        if code == -signal.SIGXCPU:
            return Lost("timed_out")
        if code >= 0:
            return Lost("exited", f"exit code {code}")
        return Lost("exited", signal.Signals(-code).name)

    def _give_up(self, lost: Lost) -> Lost:
        self.close()
        return lost


class RemoteImplementation:
    """One exercise's source, run in a worker; see `gradcheck.answers.Implementation`."""

    def __init__(self, worker: Worker, content: bytes, filename: str) -> None:
        self._worker = worker
        self._content = content
        self._filename = filename
        self._loaded_in = -1
        self.lines: dict[str, int] = {}

    def start(self) -> Raised | Lost | None:
        """Load the source afresh."""
        if len(self._content) > self._worker.limits.source_bytes:
            return Lost("malformed", f"the file has more than {self._worker.limits.source_bytes} bytes")
        reply = self._worker.ask("load", self._content, self._filename)
        match reply:
            case ("loaded", dict(lines)):
                self.lines = {k: v for k, v in lines.items() if isinstance(k, str) and isinstance(v, int)}
                self._loaded_in = self._worker.incarnation
                return None
        answer = _answer(reply)
        return (
            answer if not isinstance(answer, Returned) else Lost("malformed", "not a reply to what was asked")
        )

    def call(self, function: str, arguments: Sequence[Any], keywords: dict[str, Any]) -> Answer:
        """Call one function with copies of the arguments."""
        if self._loaded_in != self._worker.incarnation and (problem := self.start()) is not None:
            return problem
        return _answer(self._worker.ask("call", function, list(arguments), keywords))


def _answer(reply: tuple[Any, ...] | Lost) -> Answer:
    match reply:
        case Lost():
            return reply
        case ("returned", value, tuple(changed)) if all(isinstance(name, str) for name in changed):
            return Returned(value, changed)
        case ("raised", str(kind), str(text), line, str(source)) if line is None or isinstance(line, int):
            return Raised(kind[:_TEXT], text[:_TEXT], line, source[:_TEXT])
        case ("lost", "timed_out" | "out_of_memory" | "exited" | "malformed" as reason, str(detail)):
            return Lost(reason, detail[:_TEXT])
    return Lost("malformed", "not a reply to what was asked")
