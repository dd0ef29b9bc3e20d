"""A submission's functions in the student's own process: quick, and with no wall around them."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import threading
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from gradcheck import calling
from gradcheck.answers import Answer, Lost, Raised, Replay
from gradcheck.known import Known
from gradcheck.sandbox.replay import encoded
from gradcheck.sandbox.wire import WireError, framed

SECONDS_A_CALL: Final = 5.0
_SECONDS_AGAIN: Final = 0.5
_MOST_SWALLOWED: Final = 4
_SWALLOWS: Final = (
    "\ngradcheck: a loop that never ends catches everything, with `except:` or `except BaseException:`, and "
    "cannot be stopped.\nName the exceptions that it means, then start again.\n"
)


class _TimeUp(BaseException):
    """Past every ``except Exception`` of the student's."""


class LocalImplementation:
    """One exercise's source, run here.

    What it prints is kept from the terminal. A call that takes more than `SECONDS_A_CALL` seconds is given
    up, where the system has an interval timer and this is the main thread.

    Parameters
    ----------
    content : bytes
        The source.
    filename : str or Path
        What it is called in messages.
    known : mapping of str to list of Known
        Calls by the names that `replay` takes.
    """

    def __init__(
        self,
        content: bytes,
        filename: str | Path,
        known: Mapping[str, list[Known]] = MappingProxyType({}),
    ) -> None:
        self._content = content
        self._filename = str(filename)
        self._known = known
        self._module: types.ModuleType | None = None
        self.lines: dict[str, int] = {}

    def start(self) -> Raised | Lost | None:
        """Load the source afresh; see `gradcheck.answers.Implementation`."""
        try:
            with _limited():
                loaded = calling.load(self._content, self._filename, "submission")
        except _TimeUp:
            return Lost("timed_out")
        except MemoryError:
            return Lost("out_of_memory")
        if isinstance(loaded, Raised):
            return loaded
        self._module = loaded
        self.lines = calling.lines(loaded)
        return None

    def replay(self, name: str) -> Replay | None:
        """Load the source afresh and answer known calls; see `gradcheck.answers.Implementation`."""
        if name not in self._known:
            return None
        if self.start() is not None:
            return Replay(b"", Lost("exited", "it could not be loaded"))
        assert self._module is not None
        answers, lost = bytearray(), None
        calls = self._known[name]
        try:
            with _limited() as begin_again:
                for place, call in enumerate(calls):
                    begin_again()
                    calls[place] = call.ready()
                    found = calls[place].answer(self._module)
                    answers += framed(found if isinstance(found, bytes) else encoded(found))
        except _TimeUp:
            lost = Lost("timed_out")
        except MemoryError:
            lost = Lost("out_of_memory")
        return Replay(bytes(answers), lost)

    def call(self, function: str, arguments: Sequence[Any], keywords: dict[str, Any]) -> Answer:
        """Call one function with copies of the arguments; see `gradcheck.answers.Implementation`."""
        if self._module is None and (problem := self.start()) is not None:
            return problem
        assert self._module is not None
        try:
            with _limited():
                return calling.call(self._module, function, arguments, keywords)
        except WireError as error:
            raise TypeError(f"the check passed {error} to {function}") from error
        except _TimeUp:
            return Lost("timed_out")
        except MemoryError:
            return Lost("out_of_memory")


@contextlib.contextmanager
def _limited() -> Iterator[Callable[[], None]]:
    """Give up what takes more than `SECONDS_A_CALL`, counted from the last call of what this yields."""
    alarms = 0

    def give_up(*_: object) -> None:
        nonlocal alarms
        alarms += 1
        if alarms > _MOST_SWALLOWED:
            # Nothing can be raised past a bare `except:` in a loop; better an end than a silence.
            os.write(2, _SWALLOWS.encode())
            os._exit(1)
        raise _TimeUp

    def begin() -> None:
        signal.setitimer(signal.ITIMER_REAL, SECONDS_A_CALL, _SECONDS_AGAIN)

    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if not timed:
            yield lambda: None
            return
        before = signal.signal(signal.SIGALRM, give_up)
        begin()
        try:
            yield begin
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
