"""What comes back when a submission's function is called, wherever it runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal, Protocol

_LENGTH: Final = 4


@dataclass(frozen=True)
class Returned:
    """The function returned `value` (plain data) and left its arguments as they were, but for `changed`."""

    value: Any
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Raised:
    """The function raised: `type` and `message` of the exception, and where in the student's own file.

    `bases` are the names of the built-in exceptions that it is one of: whoever catches those catches it.
    """

    type: str
    message: str
    line: int | None = None
    text: str = ""
    bases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lost:
    """No answer came: the process ran out of time or memory, ended, or answered with something else."""

    reason: Literal["timed_out", "out_of_memory", "exited", "malformed"]
    detail: str = ""


Answer = Returned | Raised | Lost


@dataclass(frozen=True)
class Replay:
    """Answers to calls that were known beforehand; fewer than the calls if one was `lost`.

    `content` holds the bytes of each answer, after their length (4 bytes, big-endian).
    """

    content: bytes
    lost: Lost | None = None

    def digest(self) -> bytes:
        """Return a digest of the answers: where it is the same, so is what a check finds in them."""
        return hashlib.sha256(self.content).digest()

    def places(self, most: int) -> list[int]:
        """Return where each answer begins in `content`, of `most` at the most, and where the last ends."""
        found = [0]
        while len(found) <= most and (end := self._end(found[-1])) <= len(self.content):
            found.append(end)
        return found

    def answers(self, most: int) -> list[bytes]:
        """Return the bytes of each answer, of `most` at the most."""
        return [self.content[start + _LENGTH : end] for start, end in pairwise(self.places(most))]

    def _end(self, start: int) -> int:
        return start + _LENGTH + int.from_bytes(self.content[start : start + _LENGTH])


class Implementation(Protocol):
    """One exercise's functions as somebody wrote them, in this process or in another."""

    @property
    def lines(self) -> dict[str, int]:
        """The lines on which its functions begin, once it is started."""

    def start(self) -> Raised | Lost | None:
        """Load the source afresh, with no state left from before; return what went wrong, or None."""

    def replay(self, name: str) -> Replay | None:
        """Load the source afresh and return its answers to the calls known as `name`; None for others."""

    def call(self, function: str, arguments: Sequence[Any], keywords: dict[str, Any]) -> Answer:
        """Call one function with copies of the arguments."""
