"""The trusted side: keeps a worker, asks it, and believes nothing but that plain data came back."""

from __future__ import annotations

import select
import signal
import socket
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from gradcheck.answers import Answer, Lost, Raised, Returned
from gradcheck.sandbox.launch import Launcher, Process
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.wire import WireError, decode, frame, frame_length

_START_SECONDS: Final = 60.0
_TEXT: Final = 2_000


class Worker:
    """A process that runs one submission. It is replaced when it dies or has to be killed.

    Parameters
    ----------
    launcher : Launcher
        What starts it.
    limits : Limits
        What it may use.

    Attributes
    ----------
    incarnation : int
        How often a process was started for it.
    missing : dict of str to str
        The walls that could not be put up around it, and why.
    """

    def __init__(self, launcher: Launcher, limits: Limits) -> None:
        self.limits = limits
        self.incarnation = 0
        self.missing: dict[str, str] = {}
        self._launcher = launcher
        self._process: Process | None = None
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
        self._number += 1
        content = frame((request[0], self._number, *request[1:]))
        process = self._process or self._start()
        try:
            if select.select([process.socket], [], [], 0)[0] and process.socket.recv(1, socket.MSG_PEEK):
                return self._give_up(Lost("malformed", "an answer before the question"))
            process.socket.settimeout(self.limits.call_seconds)
            process.socket.sendall(content)
            reply = decode(_receive(process, self.limits.call_seconds, self.limits.wall_factor))
        except WireError as error:
            return self._give_up(Lost("malformed", str(error)))
        except TimeoutError:
            return self._give_up(Lost("timed_out"))
        except (ConnectionError, EOFError):
            return self._give_up(_how_it_ended(process))
        match reply:
            case (str(kind), int(number), *rest) if number == self._number:
                return (kind, *rest)
        return self._give_up(Lost("malformed", "not a reply to what was asked"))

    def close(self) -> None:
        """End the worker and everything that it started."""
        if self._process is not None:
            self._process.kill()
        self._process = None

    def _start(self) -> Process:
        self.incarnation += 1
        process = self._process = self._launcher.spawn()
        try:
            process.socket.settimeout(_START_SECONDS)
            process.socket.sendall(frame(asdict(self.limits)))
            ready = decode(_receive(process, _START_SECONDS, 1.0))
        except (OSError, EOFError, WireError) as error:
            self.close()
            raise RuntimeError(f"the worker did not start: {error!r}") from error
        match ready:
            case ("ready", dict(missing)):
                self.missing = missing
                return process
        self.close()
        raise RuntimeError("the worker did not start")

    def _give_up(self, lost: Lost) -> Lost:
        self.close()
        return lost


def _receive(process: Process, seconds: float, wall_factor: float) -> bytes:
    """Return the next frame's content; `TimeoutError` once it took `seconds`, `EOFError` if there is none.

    Seconds are the process' own CPU seconds, so that a busy machine is nobody's fault; one that waits
    instead of working gets `wall_factor` times as many by the clock. They count for the frame as a whole.
    """
    content = bytearray()
    wanted = 4
    began, cpu = time.monotonic(), None
    while len(content) < wanted:
        if select.select([process.socket], [], [], 0.05)[0]:
            piece = process.socket.recv(min(wanted - len(content), 1 << 20))
            if not piece:
                raise EOFError
            content += piece
            if wanted == 4 and len(content) == 4:
                wanted += frame_length(bytes(content))
            continue
        if cpu is None:
            cpu = process.cpu_seconds()
        elapsed = time.monotonic() - began
        if elapsed > seconds * wall_factor or process.cpu_seconds() - cpu > seconds:
            raise TimeoutError
    return bytes(content[4:])


def _how_it_ended(process: Process) -> Lost:
    code = process.ended()
    if code is None:
        return Lost("exited", "it closed its connection")
    if code == -signal.SIGXCPU:
        return Lost("timed_out")
    return Lost("exited", f"exit code {code}" if code >= 0 else signal.Signals(-code).name)


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
