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


class WireError(ValueError):
    """A value that is not plain data, or bytes that are not a value."""


def plain(value: object, *, _depth: int = 0) -> Any:
    """Return `value` rebuilt from exact built-in types and numpy arrays.

    A numpy scalar becomes a 0-d array, so that its dtype is kept; anything that numpy reads as an array
    of numbers (a tensor, an array subclass) becomes that array.

    Raises
    ------
    WireError
        If `value` holds anything else, or is nested deeper than `MAX_DEPTH`.
    """
    if _depth > MAX_DEPTH:
        raise WireError(f"nested more than {MAX_DEPTH} deep")
    kind = type(value)
    if value is None or kind in (bool, int, float, complex, str, bytes):
        return value
    if isinstance(value, (np.ndarray, np.generic)) or hasattr(value, "__array__"):
        return _plain_array(value)
    if isinstance(value, (list, tuple)):
        items = [plain(item, _depth=_depth + 1) for item in value]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, dict):
        return {plain(k, _depth=_depth + 1): plain(v, _depth=_depth + 1) for k, v in value.items()}
    for base in (bool, int, float, complex, str, bytes):
        if isinstance(value, base):
            return base(value)
    raise WireError(f"an object of type {kind.__name__}")


def _plain_array(value: object) -> np.ndarray[Any, Any]:
    array = np.array(value, copy=True, order="K", subok=False)
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    if array.dtype.str.encode() not in _NUMBER_DTYPES:
        raise WireError(f"an array of dtype {array.dtype}")
    return array


def encode(value: object) -> bytes:
    """Return the bytes of one value; `WireError` if it is not plain data or too large."""
    parts: list[bytes] = []
    _encode(plain(value), parts)
    if sum(map(len, parts)) > MAX_BYTES:
        raise WireError(f"larger than {MAX_BYTES} bytes")
    return b"".join(parts)


def _encode(value: Any, parts: list[bytes]) -> None:
    if len(parts) > 3 * MAX_VALUES:
        raise WireError(f"more than {MAX_VALUES} values")
    match value:
        case None:
            parts.append(b"N")
        case bool():
            parts.append(b"T" if value else b"F")
        case int():
            number = value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)
            if len(number) > MAX_INTEGER_BYTES:
                raise WireError("an integer of more than a thousand bytes")
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
                if not _may_be_key(key):
                    raise WireError("a key that is neither text nor a small integer")
                _encode(key, parts)
                _encode(item, parts)
        case np.ndarray():
            if value.nbytes > MAX_BYTES:
                raise WireError(f"an array of more than {MAX_BYTES} bytes")
            transposed = value.flags.f_contiguous and not value.flags.c_contiguous
            code = value.dtype.str.encode()
            parts += (b"a", bytes((len(code),)), code, b"F" if transposed else b"C", bytes((value.ndim,)))
            parts += (struct.pack(f">{value.ndim}Q", *value.shape), value.tobytes("F" if transposed else "C"))
        case _:
            raise WireError(f"an object of type {type(value).__name__}")


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


def _decode_array(reader: _Reader) -> np.ndarray[Any, Any]:
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
    length = int(_LENGTH.unpack(header)[0])
    if length > MAX_BYTES:
        raise WireError(f"a frame of {length} bytes")
    return length
