"""What crosses the wire is plain data, bit for bit, or nothing; no bytes do worse than a WireError."""

from __future__ import annotations

import collections
import enum
import math
import pickle
import struct
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from gradcheck.sandbox.wire import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_INTEGER_BYTES,
    MAX_VALUES,
    WireError,
    decode,
    encode,
    frame,
    frame_length,
    plain,
)

DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")


def identical(one, other):
    """Return whether two values are the same to the last bit, type and layout."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        layouts = [(a.dtype, a.shape, a.flags.c_contiguous, a.flags.f_contiguous) for a in (one, other)]
        return layouts[0] == layouts[1] and one.tobytes() == other.tobytes()
    if isinstance(one, float):
        return struct.pack("d", one) == struct.pack("d", other)
    if isinstance(one, complex):
        return identical(one.real, other.real) and identical(one.imag, other.imag)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return identical(list(one), list(other)) and identical(list(one.values()), list(other.values()))
    return one == other


@st.composite
def plain_arrays(draw):
    dtype = np.dtype(draw(st.sampled_from(DTYPES)))
    shape = draw(array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
    content = draw(
        st.binary(min_size=math.prod(shape) * dtype.itemsize, max_size=math.prod(shape) * dtype.itemsize)
    )
    array = np.frombuffer(content, "u1" if dtype.kind == "b" else dtype)
    array = (array > 99 if dtype.kind == "b" else array).reshape(shape)
    return array.copy(order=draw(st.sampled_from("CF")))


keys = st.one_of(st.text(max_size=3), st.integers(-(2**32) + 1, 2**32 - 1), st.booleans())
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2 ** (8 * MAX_INTEGER_BYTES - 8)), 2 ** (8 * MAX_INTEGER_BYTES - 8)),
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters(codec=None, categories=None), max_size=5),
    st.text(st.characters(categories=["Cs"]), max_size=3),
    st.binary(max_size=5),
    plain_arrays(),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
    ),
    max_leaves=12,
)


@given(values)
def test_every_plain_value_arrives_as_it_was(value):
    assert identical(plain(value), value)
    assert identical(decode(encode(value)), value)


@pytest.mark.slow
@settings(max_examples=5000)
@given(values)
def test_thousands_of_plain_values_arrive_as_they_were(value):
    assert identical(decode(encode(value)), value)


SIGNALLING = struct.unpack("d", struct.pack("Q", 0x7FF0DEADBEEF0001))[0]


@pytest.mark.parametrize(
    "value",
    [
        -0.0,
        float("nan"),
        SIGNALLING,
        math.inf,
        5e-324,
        complex(-0.0, -math.inf),
        np.array([0x7FF8000000000123, 0xFFF0DEADBEEF0001], np.uint64).view(float),
        np.array(-0.0),
        np.zeros((0, 3)),
        np.zeros((3, 0, 2), np.complex64),
        np.zeros(0, bool),
        np.ones((1,) * MAX_DEPTH),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        2 ** (8 * MAX_INTEGER_BYTES - 1) - 1,
        -(2 ** (8 * MAX_INTEGER_BYTES - 1)) + 1,
        255,
        256,
        -128,
        -129,
        "\ud800 and \udfff",
        "\0",
        "求导",
        {True: 1, "True": 2, 0: 3},
        {2**32 - 1: 0, 1 - 2**32: 0},
        [[[]], (), {}],
    ],
    ids=repr,
)
def test_values_at_the_edges_arrive_as_they_were(value):
    assert identical(decode(encode(value)), value)


def test_what_arrives_may_be_written_to_and_shares_nothing():
    value = np.arange(3.0)
    copy = plain([value, value])
    copy[0][0] = 9
    assert value[0] == copy[1][0] == 0
    decoded = decode(encode(value))
    decoded[0] = 9
    assert decoded.flags.owndata


@pytest.mark.parametrize(
    "view",
    [
        lambda a: a[::2],
        lambda a: a[::-1],
        lambda a: a.T,
        lambda a: a[:, 1:],
        lambda a: a.astype(">f8"),
        lambda a: np.broadcast_to(a, (2, *a.shape)),
        lambda a: a.transpose(1, 0)[..., None],
        pytest.param(np.matrix, marks=pytest.mark.filterwarnings("ignore:the matrix subclass")),
        np.ma.masked_array,
        lambda a: a.view(np.recarray),
        lambda a: a.astype(np.dtype("f8", metadata={"hidden": object()})),
    ],
)
def test_any_view_becomes_an_array_of_its_own(view):
    seen = view(np.arange(12.0).reshape(3, 4))
    found = plain(seen)
    assert type(found) is np.ndarray
    assert found.dtype == np.dtype("<f8")
    assert found.dtype.metadata is None
    assert found.base is None
    np.testing.assert_array_equal(found, np.asarray(seen))
    assert identical(decode(encode(seen)), decode(encode(np.ascontiguousarray(np.asarray(seen))))) or (
        found.flags.f_contiguous and np.array_equal(decode(encode(seen)), found)
    )


def test_numbers_of_numpys_keep_their_dtype_as_0d_arrays():
    for dtype in DTYPES:
        found = plain(np.dtype(dtype).type(1))
        assert type(found) is np.ndarray
        assert found.shape == ()
        assert found.dtype == np.dtype(dtype)


def test_text_of_numpys_is_text_and_its_integers_may_be_keys():
    assert identical(plain(np.array(["ab"])[0]), "ab")
    assert identical(plain(np.array([b"ab"])[0]), b"ab")
    assert identical(plain({np.int64(3): 1, np.str_("a"): 2}), {3: 1, "a": 2})


class Text(str):
    def __str__(self):
        return self

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __len__(self):
        return 0

    def encode(self, *_):
        return b"forged"


class Bytes(bytes):
    def __bytes__(self):
        return self

    def __len__(self):
        return 0


class Int(int):
    def __int__(self):
        return 7

    def __index__(self):
        return 7

    def bit_length(self):
        return 0

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class Float(float):
    def __float__(self):
        return 7.0

    def __abs__(self):
        return 0.0


class Complex(complex):
    def __complex__(self):
        return 7j


class List(list):
    def __iter__(self):
        while True:
            yield 0

    def __len__(self):
        return 1


class Tuple(tuple):
    __slots__ = ()

    def __iter__(self):
        raise KeyError

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class Dict(dict):
    def items(self):
        return [([], 1)]

    def __iter__(self):
        raise KeyError


class Array(np.ndarray):
    def __array_function__(self, *_):
        return True

    def __array_ufunc__(self, *_, **__):
        return True

    def __eq__(self, other):
        return True

    __hash__ = None
    nbytes = 0
    shape = property(lambda self: (1,))


class Double(np.float64):
    def __eq__(self, other):
        return True

    __hash__ = None


class Colour(enum.IntEnum):
    RED = 5


Point = collections.namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "is_"),
    [
        (Text("ab"), "ab"),
        (Bytes(b"ab"), b"ab"),
        (Int(3), 3),
        (Float(2.5), 2.5),
        (Complex(2, -0.0), complex(2, -0.0)),
        (List([1, 2]), [1, 2]),
        (Tuple((1, 2)), (1, 2)),
        (Dict({"a": 1}), {"a": 1}),
        ({Text("a"): 1}, {"a": 1}),
        ({Int(3): 2}, {3: 2}),
        (np.arange(3.0).view(Array), np.arange(3.0)),
        (Double(2.5), np.array(2.5)),
        (Colour.RED, 5),
        (Point(1, Text("b")), (1, "b")),
        (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (collections.Counter("ab"), {"a": 1, "b": 1}),
        ([[Int(3)], (Text("a"),)], [[3], ("a",)]),
    ],
)
def test_of_a_subclass_what_it_holds_counts_not_what_it_says(value, is_):
    assert identical(plain(value), is_)
    assert identical(decode(encode(value)), is_)


class Liar:
    """Claims to be of another class."""

    def __init__(self, claimed):
        self._claimed = claimed

    @property
    def __class__(self):
        return self._claimed

    def __iter__(self):
        return iter([1])

    def items(self):
        return [("a", 1)]

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class Reading:
    """What numpy reads as whatever it is told."""

    def __init__(self, answer):
        self.answer = answer

    def __array__(self, dtype=None, copy=None):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


class Reduced:
    def __reduce__(self):
        return exit, (0,)


@pytest.mark.parametrize("claimed", [int, float, str, bytes, list, tuple, dict, bool, np.ndarray, type(None)])
def test_a_class_that_is_only_claimed_is_not_believed(claimed):
    for value in (Liar(claimed), [Liar(claimed)], {"a": Liar(claimed)}):
        with pytest.raises(WireError):
            plain(value)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        frozenset(),
        (n for n in range(3)),
        range(3),
        iter([]),
        {}.keys(),
        map(abs, []),
        abs,
        int,
        np.ndarray,
        np.float64,
        np,
        Ellipsis,
        NotImplemented,
        bytearray(b"a"),
        memoryview(b"a"),
        Reduced(),
        collections.deque([1]),
        np.array(["a"]),
        np.array([object()]),
        np.array([None]),
        np.zeros(2, "M8[s]"),
        np.zeros(2, "f8,i4"),
        np.zeros((1,) * (MAX_DEPTH + 1)),
        2 ** (8 * MAX_INTEGER_BYTES),
        -(2 ** (8 * MAX_INTEGER_BYTES)),
        10**5000,
        {None: 1},
        {1.5: 1},
        {(1, 2): 1},
        {b"a": 1},
        {2**32: 1},
        {-(2**40): 1},
        {Int(2**40): 1},
        {np.int64(2**40): 1},
        {object(): 1},
        Reading(5),
        Reading(np.array([object()])),
        Reading(KeyError("no")),
        Reading(NotImplementedError("not a stub")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_anything_else_is_refused(value):
    for inside in (value, [value], {"a": (value,)}):
        with pytest.raises(WireError) as caught:
            plain(inside)
        assert str(caught.value)
        with pytest.raises(WireError):
            encode(inside)


def test_what_numpy_reads_as_numbers_is_that_array():
    assert identical(plain(Reading(np.arange(3.0))), np.arange(3.0))
    assert identical(plain(Reading(np.arange(3.0).view(Array))), np.arange(3.0))


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_ends_a_process_passes_through(error):
    with pytest.raises(error):
        plain(Reading(error()))


def test_recursive_data_is_refused():
    loop: list = []
    loop.append(loop)
    circle: dict = {}
    circle["a"] = [circle]
    for value in (loop, circle):
        with pytest.raises(WireError, match="deep"):
            plain(value)


def nested(depth):
    value: object = []
    for _ in range(depth):
        value = [value]
    return value


def test_depth_ends_on_both_sides_at_the_same_place():
    assert identical(decode(encode(nested(MAX_DEPTH))), nested(MAX_DEPTH))
    with pytest.raises(WireError):
        encode(nested(MAX_DEPTH + 1))
    with pytest.raises(WireError):
        decode(b"l\0\0\0\1" * (MAX_DEPTH + 1) + b"N")


def test_the_number_of_values_ends_on_both_sides_at_the_same_place():
    most = [None] * (MAX_VALUES - 1)
    assert len(decode(encode(most))) == MAX_VALUES - 1
    with pytest.raises(WireError, match="values"):
        encode([*most, None])
    with pytest.raises(WireError, match="values"):
        decode(b"l" + struct.pack(">I", MAX_VALUES) + b"N" * MAX_VALUES)


def test_the_size_ends_on_both_sides_at_the_same_place():
    header = len(encode(b""))
    assert len(frame(bytes(MAX_BYTES - header))) == MAX_BYTES + 4
    for large in (bytes(MAX_BYTES), "a" * MAX_BYTES, "求" * (MAX_BYTES // 3 + 1), np.zeros(MAX_BYTES // 8)):
        with pytest.raises(WireError, match="larger"):
            encode(large)
    assert frame_length(struct.pack(">I", MAX_BYTES)) == MAX_BYTES
    for header in (struct.pack(">I", MAX_BYTES + 1), b"\xff\xff\xff\xff", b"", b"\0\0\0", b"\0\0\0\0\0"):
        with pytest.raises(WireError):
            frame_length(header)


def bomb():
    value: list = [0, 0]
    for _ in range(MAX_DEPTH - 2):
        value = [value, value]
    return value


BOMBS = {
    "lists that share their parts": bomb,
    "one large array many times": lambda: [np.zeros(MAX_BYTES // 16)] * 1000,
    "an array that only seems to be there": lambda: np.broadcast_to(0.0, (10**6, 10**6)),
    "the same behind a subclass": lambda: np.broadcast_to(0.0, (10**6, 10**6)).view(Array),
    "the same behind __array__": lambda: Reading(np.broadcast_to(0.0, (10**6, 10**6))),
    "one large text many times": lambda: ["a" * (MAX_BYTES // 4)] * 1000,
}


def test_a_longdouble_is_a_number_like_any_other():
    sent = plain([np.longdouble(1) / 3, np.arange(3, dtype=np.longdouble)])
    assert [part.dtype for part in sent] == [np.float64, np.float64]
    assert sent[0] == 1 / 3
    assert sent[1].tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_grow_when_it_is_copied_is_refused_at_once(name):
    value = BOMBS[name]()
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(WireError):
        plain(value)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - started < 5
    assert peak < 4 * MAX_BYTES


FLOAT, BOOL, KINDS = 11, 0, 14


def array_bytes(dtype=FLOAT, order=0, shape=(1,), content=bytes(8)):
    head = b"a" + bytes([dtype, order, len(shape)])
    return head + struct.pack(f">{len(shape)}Q", *shape) + content


def test_a_dtype_is_told_by_its_place():
    for place, name in ((BOOL, "bool"), (FLOAT, "float64"), (KINDS - 1, "complex128")):
        content = bytes(np.dtype(name).itemsize)
        assert decode(array_bytes(place, content=content)).dtype == np.dtype(name)


MALFORMED = {
    "nothing": b"",
    "an unknown tag": b"z",
    "two values": b"NN",
    "a value and a byte": b"N\0",
    "a list of 4 GB": b"l\xff\xff\xff\xff" + b"N" * 100,
    "a tuple of 4 GB": b"t\xff\xff\xff\xff",
    "a dict of 4 GB": b"d\xff\xff\xff\xff" + b"N" * 100,
    "a text of 4 GB": b"s\xff\xff\xff\xffabc",
    "bytes of 4 GB": b"b\xff\xff\xff\xffabc",
    "an integer of 4 GB": b"i\xff\xff\xff\xff" + bytes(100),
    "an integer too long": b"i" + struct.pack(">I", MAX_INTEGER_BYTES + 1) + bytes(MAX_INTEGER_BYTES + 1),
    "half a float": b"f\0\0\0",
    "half a complex": b"c" + bytes(15),
    "text that is not UTF-8": b"s\0\0\0\2\xff\xfe",
    "a float for a key": b"d\0\0\0\1f" + bytes(8) + b"N",
    "a list for a key": b"d\0\0\0\1l\0\0\0\0N",
    "an array for a key": b"d\0\0\0\1" + array_bytes() + b"N",
    "a large integer for a key": b"d\0\0\0\1i\0\0\0\5\1\0\0\0\0N",
    "a key without a value": b"d\0\0\0\1T",
    "lists in lists": b"l\0\0\0\1" * 100_000,
    "dicts in dicts": b"d\0\0\0\1T" * 100_000,
    "an array of an unknown dtype": array_bytes(KINDS),
    "an array of the last dtype there could be": array_bytes(255),
    "an order of no kind": array_bytes(order=2),
    "too few numbers": array_bytes(shape=(2,)),
    "too many numbers": array_bytes(shape=(0,)),
    "a negative size": array_bytes(shape=(2**64 - 1,)),
    "a shape that overflows": array_bytes(shape=(2**32, 2**32)),
    "a shape that overflows to one": array_bytes(shape=(2**63, 2, 1)),
    "an empty shape that overflows": array_bytes(shape=(2**62, 2**62, 0), content=b""),
    "too many axes": array_bytes(shape=(1,) * (MAX_DEPTH + 1)),
    "255 axes": array_bytes(shape=(1,) * 255),
    "an array without its shape": b"a\13\0\2",
    "a pickle": pickle.dumps({"a": 1}),
    "a pickle that would end the process": pickle.dumps(Reduced()),
    "numpy's own format": b"\x93NUMPY\x01\x00v\x00{'descr': '|O'}",
    "Python": b"__import__('os')._exit(0)",
}


def survives(data):
    """Decode bytes; return whether they were a value. Nothing but a WireError may come of them."""
    try:
        value = decode(data)
    except WireError:
        return False
    assert identical(plain(value), value)
    return True


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_bytes_are_refused_at_once_and_cheaply(name):
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(WireError):
        decode(MALFORMED[name])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.perf_counter() - started < 1
    assert peak < 2**20


@given(st.binary(max_size=40))
@example(b"a\0\0\0\x07")
def test_random_bytes_are_a_value_or_an_error(data):
    survives(data)


tags = st.sampled_from([bytes([tag]) for tag in b"NTFifcsbltda"])
lengths = st.sampled_from([0, 1, 2, 3, 8, 200, 2**31, 2**32 - 1]).map(lambda n: struct.pack(">I", n))


@given(
    st.lists(st.one_of(tags, lengths, st.sampled_from([b"\3<f8", b"C", b"F", b"\1", bytes(8)])), max_size=12)
)
def test_bytes_that_look_like_values_are_a_value_or_an_error(pieces):
    survives(b"".join(pieces))


def mutated(data, rng):
    data = bytearray(data)
    for _ in range(rng.integers(1, 4)):
        at = int(rng.integers(len(data))) if data else 0
        match rng.integers(4):
            case 0 if data:
                data[at] = rng.integers(256)
            case 1 if data:
                del data[at : at + int(rng.integers(1, 5))]
            case 2:
                data[at:at] = rng.bytes(int(rng.integers(1, 5)))
            case _:
                data[at:at] = data[at // 2 : at]
    return bytes(data)


@given(values, st.integers(0, 2**32))
def test_mutated_bytes_are_a_value_or_an_error(value, seed):
    rng, data = np.random.default_rng(seed), encode(value)
    for _ in range(5):
        survives(mutated(data, rng))


@given(values)
def test_every_shortened_value_is_an_error(value):
    data = encode(value)
    for end in range(max(0, len(data) - 40), len(data)):
        with pytest.raises(WireError):
            decode(data[:end])


@pytest.mark.slow
@settings(max_examples=5000)
@given(values, st.integers(0, 2**32))
def test_many_mutated_bytes_are_a_value_or_an_error(value, seed):
    rng, data = np.random.default_rng(seed), encode(value)
    for _ in range(20):
        survives(mutated(data, rng))


def test_a_byte_that_is_no_bool_is_no_third_value():
    found = decode(array_bytes(BOOL, shape=(3,), content=b"\0\1\7"))
    assert found.view(np.uint8).tolist() == [0, 1, 1]
