"""A call that is known before an implementation is, and made of many."""

from __future__ import annotations

import operator
import sys
import types
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np

from gradcheck import calling
from gradcheck.answers import Lost, Raised
from gradcheck.sandbox.wire import decode, encode, generator, no_function


class Known:
    """A call whose arguments are handed over as they are, not copied.

    What is done to them is found by looking at them again, and if they have changed, by making them anew.
    What is kept for that is little: a worker's share of the zygote's memory becomes its own, page by page,
    as it is used.

    Parameters
    ----------
    content : bytes
        The function, its arguments and its keywords.
    """

    __slots__ = (
        "_arguments",
        "_arrays",
        "_containers",
        "_content",
        "_draws",
        "_function",
        "_keywords",
        "_looks",
        "_was",
    )

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._function, self._arguments, keywords = decode(content, no_function)
        self._keywords = {sys.intern(name): value for name, value in keywords.items()}
        held = [thing for value in (*self._arguments, *keywords.values()) for thing in _within(value)]
        self._arrays = tuple(thing for thing in held if type(thing) is np.ndarray)
        self._looks = _the_same(tuple(map(_LOOKS, self._arrays)))
        self._was = self._bytes()
        self._containers = [(thing, _items(thing)) for thing in held if type(thing) in (list, dict)]
        self._draws = any(type(thing) is np.random.Generator for thing in held)

    @classmethod
    def of(cls, function: str, arguments: Sequence[Any], keywords: dict[str, Any]) -> Known:
        """Return the call of `function`; `WireError` if it is passed a function, or too much."""
        return cls(encode((function, list(arguments), keywords), generator))

    def answer(self, module: types.ModuleType) -> bytes | Raised | Lost:
        """Return the bytes of the answer of `module`; what is no answer, as it is."""
        return calling.handed(module, self._function, self._arguments, self._keywords, self._encoded)

    def _encoded(self, target: Any, answer: Any) -> bytes:
        return encode(("returned", answer, () if self._is_untouched() else self._changed(target)))

    def _is_untouched(self) -> bool:
        return (
            self._bytes() == self._was
            and tuple(map(_LOOKS, self._arrays)) == self._looks
            and all(
                len(now := _items(container)) == len(items) and all(map(operator.is_, now, items))
                for container, items in self._containers
            )
        )

    def _bytes(self) -> bytes:
        return b"".join([array.tobytes() for array in self._arrays])

    def _changed(self, target: Any) -> tuple[str, ...]:
        _function, arguments, keywords = decode(self._content, no_function)
        return calling.changed(target, (arguments, keywords), (self._arguments, self._keywords))

    def ready(self) -> Known:
        """Return this call as it was before anybody made it, and might have kept what it was passed."""
        return Known(self._content) if self._draws or not self._is_untouched() else self


_LOOKS: Final = operator.attrgetter("shape", "dtype")


@lru_cache(maxsize=4096)
def _the_same(looks: tuple[Any, ...]) -> tuple[Any, ...]:
    return looks


def _within(thing: Any) -> Iterator[Any]:
    """Yield what can be changed or drawn from: `thing` or what it holds."""
    if isinstance(thing, (list, dict, np.ndarray, np.random.Generator)):
        yield thing
    if isinstance(thing, (list, tuple, dict)):
        for item in _items(thing):
            yield from _within(item)


def _items(container: Any) -> tuple[Any, ...]:
    return (*container, *container.values()) if type(container) is dict else tuple(container)
