"""A submission whose answers to the calls on the tape are there already."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from gradcheck.answers import Answer, Implementation, Lost, Raised, Replay, Returned
from gradcheck.calling import identical
from gradcheck.sandbox.host import decoded
from gradcheck.sandbox.replay import ERROR
from gradcheck.subject import Call


class Replayed:
    """Answers from a replay as long as the calls are those of the tape, and asks for any other.

    A check's later calls may depend on earlier answers, as the steps of an optimiser do: from the first
    call of a case that is not to the bit what the tape has, the rest of that case is asked for.

    Parameters
    ----------
    implementation : Implementation
        What is asked.
    tape : sequence of sequence of Call
        The calls of each case.
    replay : Replay
        The answers to all of them, in order.

    Attributes
    ----------
    faithful : bool
        Whether every answer so far came from the replay.
    """

    def __init__(
        self, implementation: Implementation, tape: Sequence[Sequence[Call]], replay: Replay
    ) -> None:
        self.faithful = True
        self._implementation = implementation
        self._replay = replay
        self._tape = tape
        self._starts = [0, *accumulate(map(len, tape))]
        self._places = replay.places(self._starts[-1])
        self._answers = replay.answers(self._starts[-1])
        self._case = 0
        self._next = 0
        self._in_step = True

    @property
    def lines(self) -> dict[str, int]:
        """See `gradcheck.answers.Implementation`."""
        return self._implementation.lines

    def begin(self, case: int) -> None:
        """Say which case of the tape the next calls belong to."""
        self._case, self._next, self._in_step = case, 0, True

    def cases(self) -> int:
        """Return how many cases there are answers to, up to the first that ends with a call.

        Such a call raises, though the solution's does not, or brought no answer.
        """
        for number, calls in enumerate(self._tape):
            answers = self._answers[self._starts[number] : self._starts[number + 1]]
            if len(answers) < len(calls) or any(
                answer.startswith(ERROR) and isinstance(call.answer, Returned)
                for answer, call in zip(answers, calls, strict=True)
            ):
                return number + 1
        return len(self._tape)

    def content(self) -> bytes:
        """Return the bytes of the answers to the calls of the case that was begun, as a replay has them."""
        first, last = (min(start, len(self._answers)) for start in self._starts[self._case :][:2])
        return self._replay.content[self._places[first] : self._places[last]]

    def leave(self) -> None:
        """Ask from now on: the calls to come are none of the tape's."""
        self._tape, self._in_step = [], False

    def start(self) -> Raised | Lost | None:
        """Load the source afresh."""
        return self._implementation.start()

    def replay(self, name: str) -> Replay | None:
        """Load the source afresh and return the answers to other calls that are known."""
        return self._implementation.replay(name)

    def call(self, function: str, arguments: Sequence[Any], keywords: dict[str, Any]) -> Answer:
        """Return the answer to a call."""
        if self._in_step and self._matches(function, arguments, keywords):
            place = self._starts[self._case] + self._next
            self._next += 1
            if place < len(self._answers):
                return decoded(self._answers[place])
            if self._replay.lost is not None:
                return self._replay.lost
        self._in_step = self.faithful = False
        return self._implementation.call(function, arguments, keywords)

    def _matches(self, function: str, arguments: Sequence[Any], keywords: dict[str, Any]) -> bool:
        calls = self._tape[self._case]
        if self._next >= len(calls):
            return False
        call = calls[self._next]
        return (
            call.function == function
            and identical(list(call.arguments), list(arguments))
            and identical(call.keywords, keywords)
        )
