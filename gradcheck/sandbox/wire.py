"""Plain data as bytes: the only thing that crosses between a submission and its grader.

A value is ``None``, a bool, int, float, complex, str, bytes, list, tuple, dict or a numpy array of
numbers. On arrival it is rebuilt from exact built-in types, so no class of the other side's making, and
with it no ``__eq__`` or ``__array__`` of its own, ever exists here. Nothing is unpickled or evaluated.

A frame is a length (4 bytes, big-endian) and one value. Each value starts with a one-byte tag.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 32
MAX_VALUES: Final = 200_000
MAX_INTEGER_BYTES: Final = 1024

_LENGTH = struct.Struct(">I")
_DOUBLE = struct.Struct(">d")
_NUMBER_DTYPES: Final = {
    np.dtype(code).str.encode(): np.dtype(code)
    for code in (
        "?",
        "i1",
        "<i2",
        "<i4",
        "<i8",
        "u1",
        "<u2",
        "<u4",
        "<u8",
        "<f2",
        "<f4",
        "<f8",
        "<c8",
        "<c16",
    )
}
_NATIVE: Final = frozenset(dtype for dtype in _NUMBER_DTYPES.values() if dtype.isnative)


class WireError(ValueError):
    """A value that is not plain data, or bytes that are not a value."""


def plain(value: object) -> Any:
    """Return `value` rebuilt from exact built-in types and numpy arrays.

    A number of numpy's becomes a 0-d array, so that its dtype is kept; anything that numpy reads as an
    array of numbers (a tensor, an array subclass) becomes that array. Of a subclass of a built-in type,
    what it holds counts, not what its methods say.

    Raises
    ------
    WireError
        If `value` holds anything else, or is larger or deeper than `encode` takes.
    """
    return _plain(value, 0, _Spent())


@dataclass
class _Spent:
    """How much of a value has been rebuilt."""

    values: int = 0
    size: int = 0

    def count(self, size: int = 0) -> None:
        self.values += 1
        self.size += size
        if self.values > MAX_VALUES:
            raise WireError(f"more than {MAX_VALUES} values")
        if self.size > MAX_BYTES:
            raise WireError(f"larger than {MAX_BYTES} bytes")


def _plain(value: Any, depth: int, spent: _Spent) -> Any:
    if depth > MAX_DEPTH:
        raise WireError(f"nested more than {MAX_DEPTH} deep")
    # What a value claims to be, in `__class__` or in methods of its own, is not asked.
    kind = type(value)
    if issubclass(kind, str):
        spent.count(str.__len__(value))
        return str.__str__(value)
    if issubclass(kind, bytes):
        spent.count(bytes.__len__(value))
        return bytes.__getitem__(value, slice(None))
    if hasattr(kind, "__array__"):
        return _plain_array(value, spent)
    spent.count()
    if value is None or kind is bool:
        return value
    if issubclass(kind, int):
        if int.bit_length(value) // 8 >= MAX_INTEGER_BYTES:
            raise WireError("an integer of more than a thousand bytes")
        return int.__int__(value)
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, complex):
        return complex.__complex__(value)
    if issubclass(kind, list):
        return [_plain(item, depth + 1, spent) for item in list.__iter__(value)]
    if issubclass(kind, tuple):
        return tuple(_plain(item, depth + 1, spent) for item in tuple.__iter__(value))
    if issubclass(kind, dict):
        items = list(dict.items(value))
        return {_plain_key(key, spent): _plain(item, depth + 1, spent) for key, item in items}
    raise WireError(f"an object of type {kind.__name__}")


def _plain_key(key: Any, spent: _Spent) -> Any:
    if isinstance(key, np.integer):
        key = _plain_array(key, spent).item()
    if not issubclass(type(key), (str, int)) or not _may_be_key(found := _plain(key, 0, spent)):
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
        code = array.dtype.newbyteorder("<").str.encode()
    except MemoryError:
        raise
    except Exception:
        raise WireError(f"an object of type {type(value).__name__} that is no array") from None
    if code not in _NUMBER_DTYPES:
        raise WireError(f"an array of dtype {array.dtype}")
    if array.ndim > MAX_DEPTH:
        raise WireError(f"an array of more than {MAX_DEPTH} axes")
    spent.count(array.nbytes)
    # A dtype may carry objects along; these carry none.
    copy = np.empty_like(array, _NUMBER_DTYPES[code], order="K")
    copy[...] = array
    return copy


def encode(value: object) -> bytes:
    """Return the bytes of one value; `WireError` if it is not plain data or too large."""
    return encode_plain(plain(value))


def encode_plain(value: object) -> bytes:
    """Return the bytes of one value that `plain` returned."""
    parts: list[bytes] = []
    _encode(value, parts)
    if sum(map(len, parts)) > MAX_BYTES:
        raise WireError(f"larger than {MAX_BYTES} bytes")
    return b"".join(parts)


def _encode(value: Any, parts: list[bytes]) -> None:
    match value:
        case None:
            parts.append(b"N")
        case bool():
            parts.append(b"T" if value else b"F")
        case int():
            number = value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)
            parts += (b"i", _LENGTH.pack(len(number)), number)
        case float():
            parts += (b"f", _DOUBLE.pack(value))
        case complex():
            parts += (b"c", _DOUBLE.pack(value.real), _DOUBLE.pack(value.imag))
        case str():
            text = value.encode("utf-8", "surrogatepass")
            parts += (b"s", _LENGTH.pack(len(text)), text)
        case bytes():
            parts += (b"b", _LENGTH.pack(len(value)), value)
        case list() | tuple():
            parts += (b"l" if isinstance(value, list) else b"t", _LENGTH.pack(len(value)))
            for item in value:
                _encode(item, parts)
        case dict():
            parts += (b"d", _LENGTH.pack(len(value)))
            for key, item in value.items():
                _encode(key, parts)
                _encode(item, parts)
        case np.ndarray():
            transposed = value.flags.f_contiguous and not value.flags.c_contiguous
            code = value.dtype.str.encode()
            parts += (b"a", bytes((len(code),)), code, b"F" if transposed else b"C", bytes((value.ndim,)))
            parts += (struct.pack(f">{value.ndim}Q", *value.shape), value.tobytes("F" if transposed else "C"))
        case _:
            raise AssertionError(type(value))


@dataclass
class _Reader:
    data: memoryview
    at: int = 0
    values: int = 0

    def take(self, count: int) -> memoryview:
        if count > len(self.data) - self.at:
            raise WireError("cut short")
        self.at += count
        return self.data[self.at - count : self.at]

    def length(self) -> int:
        return int(_LENGTH.unpack(self.take(4))[0])

    def double(self) -> float:
        return float(_DOUBLE.unpack(self.take(8))[0])


def decode(data: bytes | memoryview) -> Any:
    """Return the value in `data`, which must hold exactly one.

    Raises
    ------
    WireError
        On anything but a whole, bounded value; no other error is raised, whatever the bytes.
    """
    reader = _Reader(memoryview(data))
    value = _decode(reader, 0)
    if reader.at != len(reader.data):
        raise WireError("bytes after the value")
    return value


def _decode(reader: _Reader, depth: int) -> Any:
    reader.values += 1
    if depth > MAX_DEPTH or reader.values > MAX_VALUES:
        raise WireError("too deep or too many values")
    match bytes(reader.take(1)):
        case b"N":
            return None
        case b"T":
            return True
        case b"F":
            return False
        case b"i":
            count = reader.length()
            if count > MAX_INTEGER_BYTES:
                raise WireError("an integer of more than a thousand bytes")
            return int.from_bytes(reader.take(count), "big", signed=True)
        case b"f":
            return reader.double()
        case b"c":
            return complex(reader.double(), reader.double())
        case b"s":
            try:
                return str(reader.take(reader.length()), "utf-8", "surrogatepass")
            except UnicodeDecodeError as error:
                raise WireError("text that is not UTF-8") from error
        case b"b":
            return bytes(reader.take(reader.length()))
        case b"l":
            return [_decode(reader, depth + 1) for _ in range(_count(reader))]
        case b"t":
            return tuple(_decode(reader, depth + 1) for _ in range(_count(reader)))
        case b"d":
            return dict(_decode_pair(reader, depth + 1) for _ in range(_count(reader)))
        case b"a":
            return _decode_array(reader)
        case tag:
            raise WireError(f"unknown tag {tag!r}")


def _count(reader: _Reader) -> int:
    count = reader.length()
    if count > len(reader.data) - reader.at:
        raise WireError("cut short")
    return count


def _decode_pair(reader: _Reader, depth: int) -> tuple[Any, Any]:
    key = _decode(reader, depth)
    if not _may_be_key(key):
        raise WireError("a key that is neither text nor a small integer")
    return key, _decode(reader, depth)


def _may_be_key(key: object) -> bool:
    # Text hashes with a secret; large integers do not, and could be chosen to collide.
    return isinstance(key, str) or (isinstance(key, int) and abs(key) < 2**32)


def _decode_array(reader: _Reader) -> NDArray[Any]:
    code = bytes(reader.take(reader.take(1)[0]))
    order = bytes(reader.take(1))
    dimensions = reader.take(1)[0]
    if code not in _NUMBER_DTYPES or order not in (b"C", b"F") or dimensions > MAX_DEPTH:
        raise WireError("not an array")
    shape = struct.unpack(f">{dimensions}Q", reader.take(8 * dimensions))
    dtype = _NUMBER_DTYPES[code]
    count = 1
    for size in shape:
        count *= size
    content = reader.take(count * dtype.itemsize)
    if dtype.kind == "b":
        content = (np.frombuffer(content, np.uint8) != 0).data
    try:
        return (
            np.frombuffer(content, dtype).reshape(shape, order="C" if order == b"C" else "F").copy(order="K")
        )
    except (ValueError, OverflowError) as error:
        raise WireError("not an array") from error


def frame(value: object) -> bytes:
    """Return `value` as a frame: its length, then its bytes."""
    content = encode(value)
    return _LENGTH.pack(len(content)) + content


def frame_length(header: bytes) -> int:
    """Return how many bytes follow a frame's 4-byte `header`; `WireError` if too many."""
    if len(header) != _LENGTH.size:
        raise WireError("cut short")
    length = int(_LENGTH.unpack(header)[0])
    if length > MAX_BYTES:
        raise WireError(f"a frame of {length} bytes")
    return length
