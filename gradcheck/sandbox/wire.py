"""Plain data as bytes: the only thing that crosses between a submission and its grader.

A value is ``None``, a bool, int, float, complex, str, bytes, list, tuple, dict or a numpy array of
numbers. On arrival it is rebuilt from exact built-in types, so no class of the other side's making, and
with it no ``__eq__`` or ``__array__`` of its own, ever exists here. Nothing is unpickled or evaluated.

What a submission is called with may hold two things more, which no answer may: a generator of random
numbers, as its state, and a function, as its number among those of the call.

A frame is a length (4 bytes, big-endian) and one value. Each value starts with a one-byte tag.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 32
MAX_VALUES: Final = 200_000
MAX_INTEGER_BYTES: Final = 1024

_LENGTH: Final = struct.Struct(">I")
_DOUBLE: Final = struct.Struct(">d")
_COMPLEX: Final = struct.Struct(">dd")
_HALF: Final = struct.Struct(">BI")
_SHAPES: Final = tuple(struct.Struct(f">{axes}Q") for axes in range(MAX_DEPTH + 1))
_DTYPES: Final = tuple(
    np.dtype(f"<{kind}{size}")
    for kind, sizes in (
        ("b", (1,)),
        ("i", (1, 2, 4, 8)),
        ("u", (1, 2, 4, 8)),
        ("f", (2, 4, 8)),
        ("c", (8, 16)),
    )
    for size in sizes
)
_PLACES: Final = {dtype: place for place, dtype in enumerate(_DTYPES)}
_ORDERS: Final[tuple[Literal["C", "F"], ...]] = ("C", "F")
_LONGEST_FLOAT: Final = 8
_NATIVE: Final = frozenset(dtype for dtype in _DTYPES if dtype.isnative)


class WireError(ValueError):
    """A value that is not plain data, or bytes that are not a value."""


Other = Callable[[Any], Any]
"""What to make of something that is no plain data: a value of another kind, or a `WireError`."""


@dataclass(frozen=True)
class Handle:
    """What crosses in the place of a function."""

    number: int


def plain(value: object, other: Other | None = None) -> Any:
    """Return `value` rebuilt from exact built-in types and numpy arrays.

    A number of numpy's becomes a 0-d array, so that its dtype is kept; anything that numpy reads as an
    array of numbers (a tensor, an array subclass) becomes that array. Of a subclass of a built-in type,
    what it holds counts, not what its methods say.

    Parameters
    ----------
    value : object
        What is rebuilt.
    other : callable, optional
        ``other(thing)`` is what becomes of a thing that is no plain data.

    Raises
    ------
    WireError
        If `value` holds anything else, or is larger or deeper than `encode` takes.
    """
    return _plain(value, _Spent(other))


class _Spent:
    """How much of a value has been rebuilt, or written."""

    __slots__ = ("depth", "other", "size", "values")

    def __init__(self, other: Other | None) -> None:
        self.other = other
        self.depth = 0
        self.values = 1
        self.size = 0

    def count(self, size: int) -> None:
        self.size += size
        if self.size > MAX_BYTES:
            raise WireError(f"larger than {MAX_BYTES} bytes")

    def enter(self, values: int) -> None:
        self.depth += 1
        self.values += values
        if self.values > MAX_VALUES:
            raise WireError(f"more than {MAX_VALUES} values")
        if values and self.depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} deep")


def _plain(value: Any, spent: _Spent) -> Any:
    # What a value claims to be, in `__class__` or in methods of its own, is not asked.
    return _REBUILDERS.get(type(value), _plain_other)(value, spent)


def _plain_items(value: Sequence[Any], spent: _Spent) -> list[Any]:
    spent.enter(len(value))
    # Of what it is now: a submission's own `__array__` may change the list that it is in.
    found = [_REBUILDERS.get(type(item), _plain_other)(item, spent) for item in tuple(value)]
    spent.depth -= 1
    return found


def _plain_pairs(value: dict[Any, Any], spent: _Spent) -> dict[Any, Any]:
    pairs = tuple(dict.items(value))
    spent.enter(2 * len(pairs))
    found = {_plain_key(key, spent): _plain(item, spent) for key, item in pairs}
    spent.depth -= 1
    return found


def _plain_text(value: str, spent: _Spent) -> str:
    spent.count(len(value))
    return value


def _plain_bytes(value: bytes, spent: _Spent) -> bytes:
    spent.count(len(value))
    return value


def _plain_integer(value: int, _spent: _Spent) -> int:
    if value.bit_length() // 8 >= MAX_INTEGER_BYTES:
        raise WireError("an integer of more than a thousand bytes")
    return value


def _plain_other(value: Any, spent: _Spent) -> Any:
    kind = type(value)
    if issubclass(kind, str):
        return _plain_text(str.__str__(value), spent)
    if issubclass(kind, bytes):
        return _plain_bytes(bytes.__getitem__(value, slice(None)), spent)
    if hasattr(kind, "__array__"):
        return _plain_array(value, spent)
    if issubclass(kind, int):
        return _plain_integer(int.__int__(value), spent)
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, complex):
        return complex.__complex__(value)
    if issubclass(kind, list):
        return _plain_items(tuple(list.__iter__(value)), spent)
    if issubclass(kind, tuple):
        return tuple(_plain_items(tuple(tuple.__iter__(value)), spent))
    if issubclass(kind, dict):
        return _plain_pairs(value, spent)
    if spent.other is not None:
        return spent.other(value)
    raise _no_plain_data(value)


def _plain_key(key: Any, spent: _Spent) -> Any:
    if isinstance(key, np.integer):
        key = _plain_array(key, spent).item()
    if not issubclass(type(key), (str, int)) or not _may_be_key(found := _plain(key, spent)):
        raise WireError("a key that is neither text nor a small integer")
    return found


def _plain_array(value: object, spent: _Spent) -> NDArray[Any]:
    if type(value) is np.ndarray and value.dtype in _NATIVE and value.dtype.metadata is None:
        if value.ndim > MAX_DEPTH:
            raise WireError(f"an array of more than {MAX_DEPTH} axes")
        spent.count(value.nbytes)
        return value.copy(order="K")
    try:
        array = np.asarray(value)
        if array.dtype.kind == "f" and array.itemsize > _LONGEST_FLOAT:
            array = array.astype(np.float64)  # a longdouble is a number too
        place = _PLACES.get(array.dtype.newbyteorder("<"))
    except MemoryError:
        raise
    except Exception:
        raise WireError(f"an object of type {type(value).__name__} that is no array") from None
    if place is None:
        raise WireError(f"an array of dtype {array.dtype}")
    if array.ndim > MAX_DEPTH:
        raise WireError(f"an array of more than {MAX_DEPTH} axes")
    spent.count(array.nbytes)
    # A dtype may carry objects along; these carry none.
    copy = np.empty_like(array, _DTYPES[place], order="K")
    copy[...] = array
    return copy


def _as_it_is(value: Any, _spent: _Spent) -> Any:
    return value


_REBUILDERS: Final[dict[type, Callable[[Any, _Spent], Any]]] = {
    np.ndarray: _plain_array,
    type(None): _as_it_is,
    bool: _as_it_is,
    float: _as_it_is,
    complex: _as_it_is,
    int: _plain_integer,
    str: _plain_text,
    bytes: _plain_bytes,
    list: _plain_items,
    tuple: lambda value, spent: tuple(_plain_items(value, spent)),
    dict: _plain_pairs,
}


def _no_plain_data(value: object) -> WireError:
    if isinstance(value, Iterator):
        return WireError(f"an object of type {type(value).__name__}, which list(...) would make a list of")
    return WireError(f"an object of type {type(value).__name__}")


def generator(value: object) -> np.random.Generator:
    """Return a generator that draws what `value` will; `WireError` if it is none of ``default_rng``'s."""
    return _generator(*generator_state(value))


def generator_state(value: object) -> tuple[int, int, int, int]:
    """Return all that decides what a generator draws; `WireError` if it is none of ``default_rng``'s."""
    if type(value) is not np.random.Generator:
        raise _no_plain_data(value)
    state = value.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise WireError(f"a generator that {state['bit_generator']} drives")
    return state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]


def _generator(state: int, increment: int, has_half: int, half: int) -> np.random.Generator:
    bits = np.random.PCG64(state)  # what it spawns differs with its state, too
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": increment},
        "has_uint32": has_half,
        "uinteger": half,
    }
    return np.random.Generator(bits)


def encode(value: object, other: Other | None = None) -> bytes:
    """Return the bytes of one value, rebuilt as `plain` would; `WireError` if it is not plain data.

    What `other` makes of anything else may be a generator or a `Handle`.
    """
    writer = _Writer(other)
    _write(value, writer)
    content = b"".join(writer.parts)
    if len(content) > MAX_BYTES:
        raise WireError(f"larger than {MAX_BYTES} bytes")
    return content


class _Writer(_Spent):
    """The bytes so far, and how to write what."""

    __slots__ = ("parts", "writers")

    def __init__(self, other: Other | None) -> None:
        super().__init__(other)
        self.parts: list[bytes] = []
        self.writers = _WRITERS


def _write(value: Any, to: _Writer) -> None:
    to.writers.get(type(value), _write_other)(value, to)


def _write_other(value: Any, to: _Writer) -> None:
    rebuilt = plain(value, to.other)
    before, to.writers = to.writers, _WRITERS_OF_REQUESTS  # nothing but what `other` made can be in it
    _write(rebuilt, to)
    to.writers = before


def _write_array(value: NDArray[Any], to: _Writer) -> None:
    dtype, axes = value.dtype, value.ndim
    if dtype not in _NATIVE or dtype.metadata is not None or axes > MAX_DEPTH:
        value = _plain_array(value, _Spent(None))
        dtype = value.dtype
    to.count(value.nbytes)
    transposed = axes > 1 and value.flags.f_contiguous and not value.flags.c_contiguous
    to.parts += (
        _HEADS[dtype][transposed][axes],
        _SHAPES[axes].pack(*value.shape),
        value.tobytes(_ORDERS[transposed]),
    )


_HEADS: Final = {
    dtype: tuple(
        tuple(b"a" + bytes((place, transposed, axes)) for axes in range(MAX_DEPTH + 1))
        for transposed in (False, True)
    )
    for dtype, place in _PLACES.items()
}


def _write_integer(value: int, to: _Writer) -> None:
    size = value.bit_length() // 8
    if size >= MAX_INTEGER_BYTES:
        raise WireError("an integer of more than a thousand bytes")
    to.parts += (b"i", _LENGTH.pack(size + 1), value.to_bytes(size + 1, "big", signed=True))


def _write_text(value: str, to: _Writer) -> None:
    to.count(len(value))
    text = value.encode("utf-8", "surrogatepass")
    to.parts += (b"s", _LENGTH.pack(len(text)), text)


def _write_bytes(value: bytes, to: _Writer) -> None:
    to.count(len(value))
    to.parts += (b"b", _LENGTH.pack(len(value)), value)


def _write_items(value: Sequence[Any], to: _Writer) -> None:
    items = tuple(value)
    to.enter(len(items))
    to.parts += (b"l" if type(value) is list else b"t", _LENGTH.pack(len(items)))
    writers = to.writers
    for item in items:
        writers.get(type(item), _write_other)(item, to)
    to.depth -= 1


def _write_pairs(value: dict[Any, Any], to: _Writer) -> None:
    pairs = tuple(value.items())
    to.enter(2 * len(pairs))
    to.parts += (b"d", _LENGTH.pack(len(pairs)))
    for key, item in pairs:
        _write(_plain_key(key, to), to)
        _write(item, to)
    to.depth -= 1


def _write_generator(value: np.random.Generator, to: _Writer) -> None:
    state, increment, has_half, half = generator_state(value)
    to.parts += (b"g", state.to_bytes(16), increment.to_bytes(16), _HALF.pack(has_half, half))


_WRITERS: Final[dict[type, Callable[[Any, _Writer], None]]] = {
    np.ndarray: _write_array,
    type(None): lambda _value, to: to.parts.append(b"N"),
    bool: lambda value, to: to.parts.append(b"T" if value else b"F"),
    float: lambda value, to: to.parts.append(b"f" + _DOUBLE.pack(value)),
    complex: lambda value, to: to.parts.append(b"c" + _COMPLEX.pack(value.real, value.imag)),
    int: _write_integer,
    str: _write_text,
    bytes: _write_bytes,
    list: _write_items,
    tuple: _write_items,
    dict: _write_pairs,
}
_WRITERS_OF_REQUESTS: Final = _WRITERS | {
    np.random.Generator: _write_generator,
    Handle: lambda value, to: to.parts.append(b"h" + _LENGTH.pack(value.number)),
}


def decode(data: bytes | memoryview, function: Callable[[int], Any] | None = None) -> Any:
    """Return the value in `data`, which must hold exactly one.

    Parameters
    ----------
    data : bytes
        The value.
    function : callable, optional
        ``function(number)`` is what becomes of a function's handle. Only with it is the value one that a
        submission is called with, and may hold generators and functions.

    Raises
    ------
    WireError
        On anything but a whole, bounded value; no other error is raised, whatever the bytes.
    """
    reader = _Reader(bytes(data), function)
    try:
        value = reader.value(0)
    except (IndexError, struct.error):
        raise WireError("cut short") from None
    if reader.at != len(reader.data):
        raise WireError("bytes after the value")
    return value


def no_function(number: int) -> Any:
    """Refuse a function's handle, where only generators may be."""
    raise WireError(f"function {number}, which nobody passed")


class _Reader:
    """Reads values one after the other; past the end, `IndexError` or `struct.error`."""

    def __init__(self, data: bytes, function: Callable[[int], Any] | None) -> None:
        self.data = data
        self.function = function
        self.readers = _READERS if function is None else _READERS_OF_REQUESTS
        self.at = 0
        self.values = 0

    def value(self, depth: int) -> Any:
        self.values += 1
        if depth > MAX_DEPTH or self.values > MAX_VALUES:
            raise WireError("too deep or too many values")
        tag = self.data[self.at]
        self.at += 1
        read = self.readers.get(tag)
        if read is None:
            raise WireError(f"unknown tag {tag!r}")
        return read(self, depth + 1)

    def length(self) -> int:
        self.at += _LENGTH.size
        return int(_LENGTH.unpack_from(self.data, self.at - _LENGTH.size)[0])

    def take(self) -> bytes:
        """Return as many bytes as the length before them says."""
        count = self.length()
        self.skip(count)
        return self.data[self.at - count : self.at]

    def skip(self, count: int) -> None:
        if count > len(self.data) - self.at:
            raise WireError("cut short")
        self.at += count

    def integer(self, _depth: int) -> int:
        number = self.take()
        if len(number) > MAX_INTEGER_BYTES:
            raise WireError("an integer of more than a thousand bytes")
        return int.from_bytes(number, "big", signed=True)

    def double(self, _depth: int) -> float:
        self.at += _DOUBLE.size
        return float(_DOUBLE.unpack_from(self.data, self.at - _DOUBLE.size)[0])

    def complex(self, _depth: int) -> complex:
        self.at += _COMPLEX.size
        return complex(*_COMPLEX.unpack_from(self.data, self.at - _COMPLEX.size))

    def text(self, _depth: int) -> str:
        try:
            return str(self.take(), "utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise WireError("text that is not UTF-8") from error

    def items(self, depth: int) -> list[Any]:
        return [self.value(depth) for _ in range(self.count())]

    def count(self) -> int:
        count = self.length()
        if count > len(self.data) - self.at:
            raise WireError("cut short")
        return count

    def pairs(self, depth: int) -> dict[Any, Any]:
        found = {}
        for _ in range(self.count()):
            key = self.value(depth)
            if not _may_be_key(key):
                raise WireError("a key that is neither text nor a small integer")
            found[key] = self.value(depth)
        return found

    def array(self, _depth: int) -> NDArray[Any]:
        place, transposed, axes = self.data[self.at], self.data[self.at + 1], self.data[self.at + 2]
        if place >= len(_DTYPES) or transposed > 1 or axes > MAX_DEPTH:
            raise WireError("not an array")
        dtype, order = _DTYPES[place], _ORDERS[transposed]
        shape = _SHAPES[axes].unpack_from(self.data, self.at + 3)
        start = self.at = self.at + 3 + 8 * axes
        self.skip(math.prod(shape) * dtype.itemsize)
        content = self.data
        if dtype.kind == "b":
            content, start = (np.frombuffer(content[start : self.at], np.uint8) != 0).tobytes(), 0
        try:
            return np.ndarray(shape, dtype, content, start, order=order).copy(order="K")
        except (ValueError, OverflowError) as error:
            raise WireError("not an array") from error

    def generator(self, _depth: int) -> np.random.Generator:
        start = self.at
        self.skip(32 + _HALF.size)
        state, increment = (int.from_bytes(self.data[at : at + 16]) for at in (start, start + 16))
        has_half, half = _HALF.unpack_from(self.data, start + 32)
        if has_half > 1 or increment % 2 == 0:
            raise WireError("not the state of a generator")
        return _generator(state, increment, has_half, half)

    def handle(self, _depth: int) -> Any:
        assert self.function is not None
        return self.function(self.length())


_READERS: Final[dict[int, Callable[[_Reader, int], Any]]] = {
    ord("N"): lambda _reader, _depth: None,
    ord("T"): lambda _reader, _depth: True,
    ord("F"): lambda _reader, _depth: False,
    ord("i"): _Reader.integer,
    ord("f"): _Reader.double,
    ord("c"): _Reader.complex,
    ord("s"): _Reader.text,
    ord("b"): lambda reader, _depth: reader.take(),
    ord("l"): _Reader.items,
    ord("t"): lambda reader, depth: tuple(reader.items(depth)),
    ord("d"): _Reader.pairs,
    ord("a"): _Reader.array,
}
_READERS_OF_REQUESTS: Final = _READERS | {ord("g"): _Reader.generator, ord("h"): _Reader.handle}


def _may_be_key(key: object) -> bool:
    # Text hashes with a secret; large integers do not, and could be chosen to collide.
    return isinstance(key, str) or (isinstance(key, int) and abs(key) < 2**32)


def frame(value: object, other: Other | None = None) -> bytes:
    """Return `value` as a frame: its length, then its bytes; see `encode`."""
    return framed(encode(value, other))


def framed(content: bytes) -> bytes:
    """Return the bytes of a value as a frame."""
    return _LENGTH.pack(len(content)) + content


def frame_length(header: bytes) -> int:
    """Return how many bytes follow a frame's 4-byte `header`; `WireError` if too many."""
    if len(header) != _LENGTH.size:
        raise WireError("cut short")
    length = int(_LENGTH.unpack(header)[0])
    if length > MAX_BYTES:
        raise WireError(f"a frame of {length} bytes")
    return length
