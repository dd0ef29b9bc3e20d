"""The trusted side: keeps a worker, asks it, and believes nothing but that plain data came back."""

from __future__ import annotations

import select
import signal
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any, Final

from gradcheck.answers import Answer, Lost, Raised, Replay, Returned
from gradcheck.lent import answered, most_bytes
from gradcheck.sandbox.launch import Launcher, Process
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.wire import (
    Handle,
    WireError,
    decode,
    encode,
    frame,
    frame_length,
    framed,
    generator,
)

_START_SECONDS: Final = 60.0
_TEXT: Final = 2_000
_NO_REPLY: Final = "not a reply to what was asked"


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
    holds : object
        Whose source it has loaded; None if a new process would have to load it first.
    missing : dict of str to str
        The walls that could not be put up around it, and why.
    """

    def __init__(self, launcher: Launcher, limits: Limits) -> None:
        self.limits = limits
        self.holds: object = None
        self.missing: dict[str, str] = {}
        self._launcher = launcher
        self._process: Process | None = None
        self._known: frozenset[str] = frozenset()
        self._number = 0
        self._check = _Budget(limits.call_seconds * limits.check_factor, limits.wall_factor)
        self._total = _Budget(limits.total_seconds, limits.wall_factor)
        self._answered = 0
        self._lent = 0.0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self) -> None:
        """Begin another check: what is allowed for all its calls together counts from here."""
        self._check.begin(self._process.cpu_seconds() if self._process else 0.0)
        self._answered = 0
        self._lent = 0.0

    def ask(self, kind: str, *content: Any) -> tuple[Any, ...] | Lost:
        """Send a request and return the reply to it, less its number; or how the worker was lost.

        Parameters
        ----------
        kind : {"load", "call", "replay"}
            What is asked for.
        *content
            What it takes.

        Raises
        ------
        WireError
            If the request itself is too large to be sent.
        """
        self._number += 1
        functions: list[Callable[..., Any]] = []

        def lend(thing: Any) -> Any:
            if not callable(thing):
                return generator(thing)
            functions.append(thing)
            return Handle(len(functions) - 1)

        packed = encode(content, lend)
        request = frame((kind, self._number, packed))
        if self._total.spent():
            return Lost("timed_out", "the submission has used all its time")
        patience = _Patience(self.limits.call_seconds, self.limits.wall_factor)
        reply = self._exchange(self._process or self._start(), request, patience)
        most = most_bytes(len(packed))
        for questions in count(1):
            match reply:
                case ("asked", int(number), bytes(question)) if (
                    0 <= number < len(functions) and len(question) <= most
                ):
                    if questions > self.limits.questions:
                        detail = "it called a function that it was passed without end"
                        return self._give_up(Lost("timed_out", detail))
                    reply = self._answer(functions[number], question, patience)
                case ("asked", *_):
                    return self.refuse()
                case _:
                    break
        return reply

    def _answer(
        self, function: Callable[..., Any], question: bytes, patience: _Patience
    ) -> tuple[Any, ...] | Lost:
        """Answer for a function that the call passed, and return what comes next."""
        began = time.monotonic()
        try:
            answer = answered(function, question)
        except WireError as error:
            return self._give_up(Lost("malformed", str(error)))
        self._lent += time.monotonic() - began
        if self._lent > self._check.seconds:
            return self._give_up(Lost("timed_out", "the functions that it was passed took too long"))
        assert self._process is not None
        return self._exchange(self._process, framed(answer), patience)

    def next_reply(self) -> tuple[Any, ...] | Lost:
        """Return another reply to what was asked last, which is answered in parts."""
        if self._process is None:
            return Lost("exited", "it was given up")
        patience = _Patience(self.limits.call_seconds, self.limits.wall_factor)
        return self._exchange(self._process, b"", patience)

    def knows(self, name: str) -> bool:
        """Return whether the process that runs was told of the calls called `name` before it began."""
        return self._process is not None and name in self._known

    def refuse(self) -> Lost:
        """End the process for a reply that is none."""
        return self._give_up(Lost("malformed", _NO_REPLY))

    def _exchange(self, process: Process, content: bytes, patience: _Patience) -> tuple[Any, ...] | Lost:
        """Send `content`, if there is any, and return what comes back."""
        began = time.monotonic()
        try:
            process.socket.settimeout(self.limits.call_seconds)
            if content:
                if select.select([process.socket], [], [], 0)[0] and process.socket.recv(1, socket.MSG_PEEK):
                    return self._give_up(Lost("malformed", "an answer before the question"))
                process.socket.sendall(content)
            received = _receive(process, patience)
            reply = decode(received)
        except WireError as error:
            return self._give_up(Lost("malformed", str(error)))
        except TimeoutError:
            return self._give_up(Lost("timed_out"))
        except (ConnectionError, EOFError):
            return self._give_up(_how_it_ended(process))
        finally:
            elapsed = time.monotonic() - began
            self._check.wall += elapsed
            self._total.wall += elapsed
        if self._check.spent(process) or self._total.spent(process):
            return self._give_up(Lost("timed_out", "all calls together took too long"))
        self._answered += len(received)
        if self._answered > self.limits.answer_bytes:
            return self._give_up(Lost("malformed", f"answers of more than {self.limits.answer_bytes} bytes"))
        match reply:
            case (str(kind), int(number), *rest) if number == self._number:
                return (kind, *rest)
        return self.refuse()

    def close(self) -> None:
        """End the worker and everything that it started."""
        if self._process is not None:
            for budget in (self._check, self._total):
                budget.carry_over(self._process.cpu_seconds())
            self._process.kill()
        self._process = self.holds = None

    def _start(self) -> Process:
        process = self._process = self._launcher.spawn()
        self._known = frozenset(self._launcher.known)
        try:
            process.socket.settimeout(_START_SECONDS)
            process.socket.sendall(frame(asdict(self.limits)))
            ready = decode(_receive(process, _Patience(_START_SECONDS, 1.0)))
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


@dataclass
class _Budget:
    """CPU seconds for a number of calls, over as many processes as they need, and a bound by the clock.

    The clock is free to read and runs at least as fast as a single thread's CPU seconds: only when it has
    run out are these looked at.
    """

    seconds: float
    wall_factor: float
    wall: float = 0.0
    cpu: float = 0.0

    def begin(self, cpu: float) -> None:
        """Start from nothing, when the process has used `cpu` seconds."""
        self.wall, self.cpu = 0.0, -cpu

    def carry_over(self, cpu: float) -> None:
        """Count the `cpu` seconds of a process that ends."""
        self.cpu += cpu

    def spent(self, process: Process | None = None) -> bool:
        """Return whether it is used up, with what the running process has used."""
        if self.wall <= self.seconds:
            return False
        return (
            self.wall > self.seconds * self.wall_factor
            or self.cpu + (process.cpu_seconds() if process else 0.0) > self.seconds
        )


@dataclass
class _Patience:
    """How long to wait for a call, with all that it asks on the way.

    Seconds are the process' own CPU seconds, so that a busy machine is nobody's fault; one that waits
    instead of working gets `wall_factor` times as many by the clock.
    """

    seconds: float
    wall_factor: float
    wall: float = 0.0
    cpu: float | None = None

    def is_gone(self, process: Process) -> bool:
        """Return whether it is, after `wall` seconds by the clock."""
        if self.cpu is None:
            self.cpu = process.cpu_seconds()
        return self.wall > self.seconds * self.wall_factor or process.cpu_seconds() - self.cpu > self.seconds


def _receive(process: Process, patience: _Patience) -> bytes:
    """Return the next frame's content; `TimeoutError` once patience is gone, `EOFError` if there is none."""
    content = bytearray()
    wanted = 4
    began = time.monotonic() - patience.wall
    while len(content) < wanted:
        ready = select.select([process.socket], [], [], 0.05)[0]
        patience.wall = time.monotonic() - began
        if (not ready or patience.wall > patience.seconds) and patience.is_gone(process):
            raise TimeoutError
        if ready:
            piece = process.socket.recv(min(wanted - len(content), 1 << 20))
            if not piece:
                raise EOFError
            content += piece
            if wanted == 4 and len(content) == 4:
                wanted += frame_length(bytes(content))
    return bytes(content[4:])


def _how_it_ended(process: Process) -> Lost:
    code = process.ended()
    if code is None:
        return Lost("exited", "it closed its connection")
    if code == -signal.SIGXCPU:
        return Lost("timed_out")
    if code >= 0:
        return Lost("exited", f"exit code {code}")
    known = {number.value: number.name for number in signal.Signals}
    return Lost("exited", known.get(-code, f"signal {-code}"))


class RemoteImplementation:
    """One exercise's source, run in a worker; see `gradcheck.answers.Implementation`."""

    def __init__(self, worker: Worker, content: bytes, filename: str) -> None:
        self._worker = worker
        self._content = content
        self._filename = filename
        self.lines: dict[str, int] = {}

    def start(self) -> Raised | Lost | None:
        """Load the source afresh."""
        if len(self._content) > self._worker.limits.source_bytes:
            return Lost("malformed", f"the file has more than {self._worker.limits.source_bytes} bytes")
        self._worker.begin()
        return self._load()

    def _load(self) -> Raised | Lost | None:
        reply = self._worker.ask("load", self._content, self._filename)
        match reply:
            case ("loaded", dict(lines)):
                self.lines = {k: v for k, v in lines.items() if isinstance(k, str) and isinstance(v, int)}
                self._worker.holds = self
                return None
        answer = _answer(reply)
        return Lost("malformed", _NO_REPLY) if isinstance(answer, Returned) else answer

    def replay(self, name: str) -> Replay | None:
        """Load the source afresh and return its answers to the calls known as `name`; None for others."""
        self._worker.begin()
        if self._worker.holds is not self and self._load() is not None:
            return None
        if not self._worker.knows(name):
            return None
        answers = bytearray()
        reply = self._worker.ask("replay", name)
        while True:
            match reply:
                case Lost():
                    return Replay(bytes(answers), reply)
                case ("answers", bytes(more), bool(finished)) if more or finished:
                    answers += more
                case ("answer", bytes(instead)) if isinstance(lost := decoded(instead), Lost):
                    return Replay(bytes(answers), lost)
                case _:
                    return Replay(bytes(answers), self._worker.refuse())
            if finished:
                return Replay(bytes(answers))
            reply = self._worker.next_reply()

    def call(self, function: str, arguments: Sequence[Any], keywords: dict[str, Any]) -> Answer:
        """Call one function with copies of the arguments."""
        if self._worker.holds is not self and (problem := self._load()) is not None:
            return problem
        return _answer(self._worker.ask("call", function, list(arguments), keywords))


def _answer(reply: tuple[Any, ...] | Lost) -> Answer:
    match reply:
        case Lost():
            return reply
        case ("answer", bytes(content)):
            return decoded(content)
    return Lost("malformed", _NO_REPLY)


def decoded(content: bytes) -> Answer:
    """Return the answer in `content`, whatever the bytes."""
    try:
        answer = decode(content)
    except WireError as error:
        return Lost("malformed", str(error))
    match answer:
        # First that it is text: an array is compared element by element, which says neither yes nor no.
        case (str("returned"), value, tuple(changed)) if all(isinstance(name, str) for name in changed):
            return Returned(value, changed)
        case (str("raised"), str(kind), str(text), None | int() as line, str(source), tuple(bases)) if all(
            isinstance(base, str) for base in bases
        ):
            return Raised(kind[:_TEXT], text[:_TEXT], line, source[:_TEXT], bases)
        case (
            str("lost"),
            str("timed_out" | "out_of_memory" | "exited" | "malformed" as reason),
            str(detail),
        ):
            return Lost(reason, detail[:_TEXT])
    return Lost("malformed", _NO_REPLY)
