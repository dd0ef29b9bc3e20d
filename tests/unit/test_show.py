"""Values as a person reads them, and calls that can be pasted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gradcheck import show
from gradcheck.answers import Lost, Returned
from gradcheck.subject import Call


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        (0.1, "0.1"),
        (1 / 3, "0.333333"),
        (1e-9, "1e-09"),
        (float("inf"), "inf"),
        (3, "3"),
        (True, "True"),
        (None, "None"),
        ("ab", "ab"),
        (np.float64(0.5), "0.5"),
        (np.float32(0.1), "0.1"),
        (np.int64(3), "3"),
        (np.bool_(True), "True"),
        (np.array(0.25), "0.25"),
        (np.array([1.0, -2.5, np.nan]), "[1, -2.5, nan]"),
        (np.array([1, 2]), "[1, 2]"),
        (np.array([[0.1, 2], [3, 4]]), "[[0.1, 2], [3, 4]]"),
        (np.arange(100.0).reshape(4, 25), "array(4, 25) [0, 1, 2, 3, 4, 5, …]"),
        ([1.0, (2,), np.array([0.5])], "[1, (2,), [0.5]]"),
        ((), "()"),
        ({"a": np.array([0.5]), 1: [1 / 3]}, "{'a': [0.5], 1: [0.333333]}"),
        ({}, "{}"),
    ],
)
def test_values_are_short(thing, text):
    assert show.value(thing) == text


def test_a_table_that_is_too_wide_for_a_line_has_a_line_for_each_row():
    assert show.value(np.full((2, 9), 0.12345)).splitlines() == [
        "[[0.12345, 0.12345, 0.12345, 0.12345, 0.12345, 0.12345, 0.12345, 0.12345, 0.12345],",
        " [0.12345, 0.12345, 0.12345, 0.12345, 0.12345, 0.12345, 0.12345, 0.12345, 0.12345]]",
    ]


def test_what_is_read_along_its_first_axis_stands_in_a_line():
    assert show.apart(np.array([[1.0], [2.0], [0.5]]), None, rows=True)[0] == "[1, 2, 0.5]"
    assert show.apart(np.array(3.0), None, rows=True)[0] == "3"
    assert show.apart(np.array([[1.0, 2], [3, 4]]), None, rows=True)[0] == show.value(
        np.array([[1.0, 2], [3, 4]])
    )
    assert show.apart("text", None, rows=True)[0] == "text"


plain = st.recursive(
    st.one_of(
        st.none(),
        st.floats(),
        st.integers(),
        st.text(max_size=20),
        arrays(float, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=30)),
        arrays(np.complex64, array_shapes(max_dims=1)),
    ),
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(st.text(max_size=9), inner)
    ),
    max_leaves=8,
)


@given(plain)
def test_whatever_it_is_it_takes_a_few_lines(thing):
    text = show.value(thing)
    assert len(text) <= 84 * 60
    if isinstance(thing, (list, tuple, dict)):
        assert len(text) <= 3 * 84
        assert "\n" not in text.replace("\\n", "") or any("\n" in str(part) for part in str(thing))
    assert show.weight(thing) >= 0


def test_two_values_are_shown_with_as_many_digits_as_it_takes():
    assert show.apart(1.5, 2.5) == ("1.5", "2.5")
    assert show.apart(1 / 3, 1 / 3 + 1e-8) == ("0.333333333", "0.333333343")
    assert show.apart(np.array([1.0, 2.0]), np.array([1.0, 2 + 1e-11])) == ("[1, 2]", "[1, 2.00000000001]")
    one, other = show.apart(0.1, 0.1 + 2e-17)
    assert one != other
    assert show.apart(1.0, 1.0) == ("1", "1")


pasteable = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.floats(allow_nan=False),
        st.integers(),
        st.text(max_size=5),
        arrays(
            st.sampled_from([np.float64, np.float32, np.float16]),
            array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
        ),
        arrays(
            st.sampled_from([np.int64, np.int32, np.uint8, np.bool_]), array_shapes(max_dims=2, max_side=3)
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=6,
)


def equal(one, other):
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and np.array_equal(one, other, equal_nan=True)
        )
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


@given(
    st.lists(pasteable, max_size=2), st.dictionaries(st.sampled_from(["x", "step"]), pasteable, max_size=2)
)
def test_a_call_can_be_pasted_and_makes_the_same_call(arguments, keywords):
    text = show.call(Call("f", tuple(arguments), keywords, Returned(1)))
    assert "\n" not in text
    if not text.endswith("…"):
        made = eval(text, {"np": np, "f": lambda *a, **k: (list(a), k)})
        assert equal(made, (arguments, keywords))


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        (np.array([0.1, 1.0]), "np.array([0.1, 1.0])"),
        (np.array([[1, 2]]), "np.array([[1, 2]])"),
        (np.float32([0.1]), "np.array([0.1], dtype=np.float32)"),
        (np.zeros((0, 2)), "np.zeros((0, 2))"),
        (np.array(2.0), "np.array(2.0)"),
        (np.array([np.inf, np.nan]), "np.array([np.inf, np.nan])"),
        (float("-inf"), "-np.inf"),
        (np.float64(0.5), "0.5"),
        ((1,), "(1,)"),
        ({"w": np.array([1.0])}, "{'w': np.array([1.0])}"),
    ],
)
def test_a_call_is_written_as_a_person_would(argument, text):
    assert show.call(Call("f", (argument,), {}, Returned(1))) == f"f({text})"


def test_a_call_that_is_too_long_is_cut_visibly():
    text = show.call(Call("f", (np.arange(10_000.0), "x" * 3_000), {}, Returned(1)))
    assert len(text) <= 2_000
    assert text.endswith("…")
    assert ", …])" in show.call(Call("f", (np.arange(10_000.0),), {}, Returned(1)))
    several = show.call(Call("f", (np.zeros((300, 1)),), {"x": 1}, Returned(1)))
    assert "…" in several


def test_a_student_that_changes_how_numpy_prints_changes_no_call():
    with np.printoptions(precision=1, threshold=2, floatmode="fixed"):
        assert (
            show.call(Call("f", (np.array([0.125, 1, 2]),), {}, Returned(1)))
            == "f(np.array([0.125, 1.0, 2.0]))"
        )


@dataclass
class Walk:
    """A case."""

    weights: np.ndarray
    rate: float = 0.001
    answer: list = field(default_factory=list, repr=False)


def test_a_case_shows_the_fields_of_a_dataclass_but_those_that_give_it_away():
    assert show.case({"walk": Walk(np.array([1.0]), answer=[5]), "step": 3}) == [
        ("weights", "[1]"),
        ("rate", "0.001"),
        ("step", "3"),
    ]
    assert show.case({}) == []


@pytest.mark.parametrize(
    ("lighter", "heavier"),
    [
        (np.zeros(2), np.zeros(3)),
        (np.array([1.0]), np.array([0.123456])),
        (np.zeros(0), np.zeros(1)),
        ([1, 2], [1, 2, 3]),
        ({"x": 1}, {"x": 100}),
        (Walk(np.zeros(1)), Walk(np.zeros(4))),
        ("a", "abc"),
        (np.array(["a"]), np.array(["abc"])),
        ([np.zeros(1)], [np.zeros(1), np.zeros(1)]),
    ],
)
def test_the_lighter_case_is_the_one_with_less_to_read(lighter, heavier):
    assert show.weight(lighter) < show.weight(heavier)


def test_inputs_are_the_arrays_by_name_or_number():
    x, y = np.zeros(2), np.ones(3)
    found = show.inputs(Call("f", (x, 5), {"y": y, "step": 1}, Returned(1)))
    assert list(found) == ["argument 1", "y"]
    assert found["y"] is y
    assert show.inputs(None) == {}
    assert show.inputs(Call("f", (x,), {}, Lost("timed_out"))) == {}
