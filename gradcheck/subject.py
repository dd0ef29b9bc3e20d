"""What a check holds in its hands: an implementation whose functions are called like any others."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradcheck.answers import Answer, Implementation, Returned


@dataclass(frozen=True)
class Call:
    """One call that a check made: of what, with what, as it stood then, and what came back."""

    function: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    answer: Answer


class NoAnswer(Exception):  # noqa: N818 - an outcome, not an error of ours
    """Ends a check whose call brought back no value; `call` says why."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.function)
        self.call = call


class Subject:
    """An implementation under test: ``subject.f(x)`` calls its function ``f`` and remembers the call."""

    def __init__(self, implementation: Implementation) -> None:
        self._implementation = implementation
        self._calls: list[Call] = []
        self._under_way = False

    def __getattr__(self, function: str) -> Callable[..., Any]:
        if function.startswith("_"):
            raise AttributeError(function)

        def call(*arguments: Any, **keywords: Any) -> Any:
            # The check may go on to draw from a generator; the call is remembered as it was made.
            arguments, keywords = as_they_stand(arguments, keywords)
            if self._under_way:
                raise TypeError("a function that a check passes cannot call the submission")
            self._under_way = True
            try:
                answer = self._implementation.call(function, arguments, keywords)
            finally:
                self._under_way = False
            made = Call(function, arguments, keywords, answer)
            self._calls.append(made)
            if isinstance(answer, Returned):
                return answer.value
            raise NoAnswer(made)

        return call


def as_they_stand(
    arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments of a call with generators that nobody else draws from."""
    return tuple(map(_own, arguments)), {name: _own(thing) for name, thing in keywords.items()}


def _own(thing: Any) -> Any:
    return copy.deepcopy(thing) if type(thing) is np.random.Generator else thing


def calls_of(subject: Subject) -> list[Call]:
    """Return the calls that were made through `subject`, in order."""
    return subject._calls
