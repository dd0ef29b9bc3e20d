"""Fuzz both ends of the wire with atheris: ``python tests/fuzz/fuzz_wire.py -runs=1000000``.

Whatever the bytes, the host's end says a value or "malformed", and the worker's end a value or an error; neither
raises anything else, hangs, or takes more memory than a small multiple of what it was given.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["gradcheck.sandbox.wire", "gradcheck.sandbox.host"]):
    from gradcheck.answers import Lost, Raised, Replay, Returned
    from gradcheck.calling import identical
    from gradcheck.sandbox.host import decoded
    from gradcheck.sandbox.wire import WireError, decode, encode, frame_length


def one(data: bytes) -> None:
    answer = decoded(data)
    assert isinstance(answer, Returned | Raised | Lost)
    if isinstance(answer, Returned):
        again = decode(encode(answer.value))
        assert identical(again, answer.value)
    assert sum(map(len, Replay(data).answers(8))) <= len(data)
    try:
        length = frame_length(data[:4])
        value = decode(data[4 : 4 + length])
    except WireError:
        return
    assert identical(decode(encode(value)), value)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
