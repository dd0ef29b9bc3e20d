"""What is right in any form is accepted; what is wrong is rejected with a sentence that a student can use."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gradcheck import explain
from gradcheck.answers import Lost, Raised, Returned
from gradcheck.compare import (
    Mismatch,
    close,
    holds,
    labels,
    numbers,
    parts,
    raises,
    relative_tolerance,
    same,
    same_flag,
    same_labels,
    tolerance,
    unchanged,
)
from gradcheck.subject import Call, NoAnswer, Subject, calls_of

RIGHT = np.array([[0.1, -2.5, 1 / 3], [4.0, 0.0, -1e-3]])


def said(yours, expected, **rest):
    """Return all that a student reads of how the two differ: the check's own facts, then the explanations."""
    with pytest.raises(Mismatch) as caught:
        same(yours, expected, **rest)
    difference = caught.value.difference
    return [*caught.value.facts, *(explain.facts(difference) if difference else [])]


def rejected(yours, expected, **rest):
    try:
        same(yours, expected, **rest)
    except Mismatch:
        return True
    return False


finite = st.floats(-1e6, 1e6).map(lambda x: 0.0 if abs(x) < 1e-6 else x)
arrays_of_numbers = arrays(float, array_shapes(min_dims=0, max_dims=3, max_side=4), elements=finite)


@given(arrays_of_numbers)
def test_what_is_right_is_accepted_in_any_form(right):
    forms = [
        right,
        right.tolist(),
        tuple(right.tolist()) if right.ndim else right[()],
        np.asarray(right, order="F"),
        np.stack([right, right + 1], axis=-1)[..., 0],  # a view with strides of its own
        right[..., None][..., 0],
        right.astype(">f8"),
        right * (1 + 2e-16),
        right + 0.0,
        -1 * (-1 * right),
    ]
    for form in forms:
        same(form, right)


@given(arrays_of_numbers)
def test_lower_precision_is_judged_by_what_it_can_hold(right):
    same(right.astype(np.float32), right)
    coarse = np.where(np.abs(right) < 1e-3, 0, right) / 100
    same(coarse.astype(np.float16), coarse)


@given(arrays(int, array_shapes(min_dims=0, max_dims=2, max_side=4), elements=st.integers(-50, 50)))
def test_integers_that_hold_the_exact_values_are_right(right):
    for dtype in (np.int64, np.int32, np.int8):
        same(right.astype(dtype), right.astype(float))
    same(right.tolist(), right.astype(float))


@pytest.mark.parametrize("yours", [0.5, np.float32(0.5), np.array(0.5), np.float64(0.5)])
def test_one_number_is_right_as_a_float_or_a_0d_array(yours):
    same(yours, 0.5)
    same(yours, np.array(0.5))


def test_a_zero_may_have_a_sign():
    same([-0.0, 0.0], [0.0, -0.0])


def test_infinities_are_right_where_they_are_the_same():
    same([np.inf, -np.inf, 1.0], [np.inf, -np.inf, 1.0])
    for yours in ([-np.inf, -np.inf, 1.0], [1e308, -np.inf, 1.0], [np.nan, -np.inf, 1.0]):
        assert said(yours, [np.inf, -np.inf, 1.0])


@given(
    arrays_of_numbers.filter(lambda right: right.any()), st.sampled_from([1.001, 0.999, 1 + 1e-6, 1 - 1e-6])
)
def test_a_factor_near_one_is_rejected(right, factor):
    with pytest.raises(Mismatch):
        same(right * factor, right)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_factor_of_a_thousandth_is_rejected_in_float32_too(dtype):
    assert said((RIGHT * 1.001).astype(dtype), RIGHT)


@given(st.integers(0, 999), st.sampled_from([1.001, -1, 0]), st.sampled_from([np.float64, np.float32]))
def test_one_wrong_element_in_a_thousand_is_found(place, factor, dtype):
    right = np.linspace(-3, 5, 1000)
    yours = right.astype(dtype)
    yours[place] *= factor
    if abs(yours[place] - right[place]) > 1e-3:
        with pytest.raises(Mismatch):
            same(yours, right)


def test_small_elements_do_not_hide_behind_large_ones():
    assert said([1e6, 1.001], [1e6, 1.0])
    assert said([1e3, 1e-6], [1e3, 1.001e-6])


def test_what_rounding_leaves_of_a_large_scale_is_forgiven():
    same([1e6, 1e-12], [1e6, 0.0])
    same([1e-12], [0.0], scale=1e3)
    assert rejected([1e-12], [0.0])
    assert rejected([1e-3], [0.0], scale=1e3)


def test_a_huge_wrong_number_buys_no_forgiveness_for_the_rest():
    with pytest.raises(Mismatch) as caught:
        same([1e30, 1.5, 2.0], [1.0, 1.0, 2.0])
    assert "2 of 3" in explain.facts(caught.value.difference)[0]


def test_a_tolerance_of_the_graders_own_is_kept():
    same([1.01], [1.0], relative=0.02)
    assert rejected([1.03], [1.0], relative=0.02)
    assert rejected(np.array([1.00002], np.float32), [1.0], relative=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [float, np.float32, np.float16])
def test_what_is_not_finite_is_never_right(bad, dtype):
    yours = RIGHT.astype(dtype)
    yours[1, 1] = bad
    assert f"It holds {bad} at [1, 1]." in said(yours, RIGHT)[0]
    assert f"Every number of it is {bad}." in said(np.full(RIGHT.shape, bad, dtype), RIGHT)[0]


def test_an_expected_nan_is_the_graders_mistake():
    with pytest.raises(ValueError, match="NaN"):
        same([np.nan], [np.nan])


SHAPES = [
    (5.0, (3,), "One number came back"),
    (np.zeros((3, 2)), (2, 3), "transposed"),
    (np.zeros((2, 4, 3)), (2, 3, 4), "axes are swapped"),
    (np.zeros((3, 1)), (3,), "axes of size 1"),
    (np.zeros((1, 3)), (3,), "axes of size 1"),
    (np.zeros(3), (3, 1), "axes of size 1"),
    (np.zeros((3, 3)), (3,), "broadcasting made a square"),
    (np.zeros((3, 3)), (3, 1), "broadcasting made a square"),
    (np.zeros(2), (2, 3), "An axis was lost"),
    (np.zeros(3), (2, 3), "An axis was lost"),
    (np.zeros((2, 4)), (2, 3), "differs along axis 1"),
    (np.zeros((2, 3, 4, 5)), (2, 3), "number of axes differs: 4, not 2"),
    (np.zeros(3), (), "where one number is expected"),
    (np.zeros((0, 3)), (2, 3), "differs along axis 0"),
]


@pytest.mark.parametrize(
    ("yours", "shape", "words"), SHAPES, ids=[f"{np.shape(y)}-{s}" for y, s, _ in SHAPES]
)
def test_another_shape_is_rejected_even_if_it_would_broadcast(yours, shape, words):
    facts = said(yours, np.zeros(shape))
    assert len(facts) == 1
    assert words in facts[0]


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        (None, "Is there a `return`"),
        ([1.0, None], "something that is no number, such as None"),
        ([[1.0, 2.0], [3.0]], "different lengths"),
        ([[1.0], 2.0], "different lengths"),
        ("ab", "text"),
        (["a", "b"], "text"),
        ([b"a", b"b"], "text"),
        ([True, False], "True and False"),
        (np.array([True, False]), "True and False"),
        (np.array([1, 2j]), "complex numbers"),
        ([10**400, 1], "something that is no number"),
        ({"a": 1.0}, "something that is no number"),
        (np.array([object(), 1.0]), "something that is no number"),
    ],
)
def test_what_is_no_array_of_numbers_is_rejected_in_words(yours, words):
    (fact,) = said(yours, [1.0, 0.0])
    assert words in fact


def pairs_of(elements):
    return array_shapes(max_dims=2, max_side=3).flatmap(
        lambda shape: st.tuples(*[arrays(float, shape, elements=elements)] * 2)
    )


pairs = pairs_of(st.floats(allow_subnormal=False))
near_one = st.floats(-1e-8, 1e-8).map(lambda x: 1 + x)
finite_pairs = pairs_of(st.one_of(st.floats(-1e9, 1e9), near_one))


@given(pairs)
def test_the_comparison_is_symmetric(pair):
    one, other = pair
    assert close(one, other).all() == close(other, one).all()
    both = np.isfinite(one) & np.isfinite(other)
    np.testing.assert_array_equal(tolerance(one, other)[both], tolerance(other, one)[both])


@given(finite_pairs)
def test_to_be_close_is_to_be_within_a_billionth(pair):
    one, other = pair
    size = np.maximum(np.abs(one), np.abs(other))
    apart = np.abs(one - other)
    assert close(one, other)[apart <= 1e-9 * size].all()
    assert not close(one, other)[apart > 1.1e-9 * size + 2e-14 * np.max(size)].any()


def test_the_tolerance_follows_the_dtype():
    tolerances = [
        relative_tolerance(np.zeros(1, dtype)) for dtype in (np.float64, np.float32, np.float16, int, bool)
    ]
    assert tolerances == [1e-9, 1e-4, 2e-2, 1e-9, 1e-9]


@given(st.lists(st.integers(-(2**40), 2**40), max_size=6))
def test_labels_are_integers_in_a_list_a_tuple_or_an_array(right):
    for form in (
        right,
        tuple(right),
        np.array(right, int),
        right or np.array([], float),
    ):
        same_labels(form, right)
        assert labels(form).tolist() == right


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6), st.data())
def test_one_wrong_label_is_enough(right, data):
    place = data.draw(st.integers(0, len(right) - 1))
    wrong = [*right]
    wrong[place] += data.draw(st.sampled_from([-1, 1]))
    for form in (wrong, [*right, 0], right[:-1]):
        with pytest.raises(Mismatch):
            same_labels(form, right)


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        ([1.0, 2.0], "These are float64 numbers; labels and indices are integers."),
        (np.array([1, 2], np.float32), "These are float32 numbers"),
        ([True, False], "True and False"),
        (["1", "2"], "text"),
        (None, "Is there a `return`"),
        (1, "One value came back"),
        (np.array(1), "One value came back"),
        ("12", "One value came back"),
        ({1: 2}, "One value came back"),
        ([[1, 2], [3, 4]], "There are rows in it"),
        ([[1], [2, 3]], "There are rows in it"),
        (np.array([[1], [2]]), "There are rows in it"),
        ([None, 1], "something that is no number"),
    ],
)
def test_what_is_no_list_of_integers_is_no_labels(yours, words):
    with pytest.raises(Mismatch) as caught:
        labels(yours)
    assert words in caught.value.facts[0]


def test_labels_may_have_to_be_a_certain_number_of_them():
    assert labels([1, 2], length=2).tolist() == [1, 2]
    for length in (0, 1, 3):
        with pytest.raises(Mismatch):
            labels([1, 2], length=length)


def test_a_label_past_the_largest_integer_is_not_a_negative_one():
    with pytest.raises(Mismatch):
        same_labels(np.array([2**64 - 1], np.uint64), [-1])
    same_labels(np.array([3], np.uint64), [3])


@pytest.mark.parametrize("answer", [(1.0, [2.0]), [1.0, [2.0]], np.array([1.0, 2.0]), (None, None)])
def test_parts_come_in_a_tuple_a_list_or_along_an_axis(answer):
    assert len(parts(answer, "mean", "variance")) == 2


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (None, None),
        (1.0, "one value"),
        (np.array(1.0), "one value"),
        ("ab", "one value"),
        ({"mean": 1, "variance": 2}, "one value"),
        ((1.0,), "1 values"),
        ((1.0, 2.0, 3.0), "3 values"),
        ([], "0 values"),
        (np.zeros((3, 2)), "3 values"),
    ],
)
def test_another_number_of_parts_is_rejected_by_their_names(answer, shown):
    with pytest.raises(Mismatch) as caught:
        parts(answer, "mean", "variance")
    if answer is None:
        assert "return" in caught.value.facts[0]
    else:
        assert caught.value.facts == ("The answer has 2 parts: mean, variance.",)
        assert caught.value.difference.yours == shown


def test_numbers_come_back_as_they_are():
    found = numbers([1, 2], (2,))
    assert found.dtype == int
    assert numbers(np.float32([1]), (1,)).dtype == np.float32
    assert numbers([], (0,)).shape == (0,)


def test_a_property_shows_what_decides_it():
    holds(True, x=1)
    holds(np.bool_(True))
    for wrong in (False, np.bool_(False), np.float64("nan") > 0):
        with pytest.raises(Mismatch) as caught:
            holds(wrong, total=1.5, limit=1)
        assert caught.value.facts == ("total = 1.5", "limit = 1")


class Answering:
    """An implementation that gives one answer to everything."""

    def __init__(self, answer):
        self.lines = {}
        self.answer = answer

    def start(self):
        return None

    def call(self, function, arguments, keywords):
        return self.answer


def test_changed_inputs_are_named_with_the_mend():
    subject = Subject(Answering(Returned(1.0, changed=("weights", "bias"))))
    subject.step(1, 2)
    with pytest.raises(Mismatch) as caught:
        unchanged(subject)
    assert "`step` changed its input `weights`, `bias`" in caught.value.facts[0]
    assert "a = a + b" in caught.value.facts[0]


def test_inputs_that_stayed_are_no_fault():
    subject = Subject(Answering(Returned(1.0)))
    subject.step(1, x=2)
    unchanged(subject)
    assert calls_of(subject) == [Call("step", (1,), {"x": 2}, Returned(1.0))]


def test_a_call_without_an_answer_ends_the_check():
    subject = Subject(Answering(Lost("timed_out")))
    with pytest.raises(NoAnswer):
        subject.step()
    unchanged(subject)


def asked(answer):
    subject = Subject(Answering(answer))
    raises(lambda: subject.step(0), ValueError)


def test_the_error_that_is_asked_for_is_right_whatever_it_says():
    asked(Raised("ValueError", "there is no such line", 3, "raise ValueError(...)"))
    asked(Raised("ValueError", ""))


@pytest.mark.parametrize(
    ("answer", "yours", "words"),
    [
        (Returned((np.inf, np.nan)), (np.inf, np.nan), "`raise ValueError(...)`"),
        (Returned(None), None, "A value came back where there is no right one"),
        (
            Raised("ZeroDivisionError", "float division by zero.", 2),
            "ZeroDivisionError",
            "It stopped with ZeroDivisionError: float division by zero. Test",
        ),
    ],
)
def test_a_value_or_another_error_is_not_the_error_that_is_asked_for(answer, yours, words):
    with pytest.raises(Mismatch) as caught:
        asked(answer)
    assert (caught.value.difference.yours, caught.value.difference.expected) == (yours, "ValueError")
    assert words in caught.value.facts[0]


@pytest.mark.parametrize(
    "answer",
    [
        Raised("NotImplementedError", "find the line", 5),
        Raised("AttributeError", "step"),
        Raised("TypeError", "step() takes 0 positional arguments but 1 was given"),
        Lost("timed_out"),
    ],
)
def test_what_is_not_there_yet_or_never_answers_raises_nothing_of_its_own(answer):
    with pytest.raises(NoAnswer):
        asked(answer)


@pytest.mark.parametrize("yours", [True, np.bool_(True), np.array(True)])
def test_a_flag_is_true_or_false_however_it_comes(yours):
    same_flag(yours, True)
    with pytest.raises(Mismatch):
        same_flag(yours, False)


@pytest.mark.parametrize("yours", [1, "True", None, np.array([True]), 1.0])
def test_what_is_only_like_a_flag_is_none(yours):
    with pytest.raises(Mismatch):
        same_flag(yours, True)
