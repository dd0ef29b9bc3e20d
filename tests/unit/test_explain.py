"""Each relation is said of the numbers that show it, and of no others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.compare import Difference, Mismatch, close, same_labels
from gradcheck.explain import MOST_FACTS, facts
from gradcheck.numerics import same_gradient

DTYPES = (np.float64, np.float32)


def unlike(*shape, seed=0):
    """Return numbers of either sign that have nothing to do with each other."""
    rng = np.random.default_rng([*map(int, np.ravel(seed)), *shape])
    return rng.uniform(0.2, 3, shape) * rng.choice([-1.0, 1.0], shape)


def explained(yours, expected, inputs=None, **rest):
    return facts(Difference(np.asarray(yours), np.asarray(expected, float), **rest), inputs)


R34 = unlike(3, 4)

RATIOS = [
    (-1.0, "It has the right size and the wrong sign, everywhere."),
    (4.0, "It is N = 4 times the right answer: a sum where the mean over N is meant?"),
    (1 / 4, "It is the right answer divided by N = 4, once too often."),
    (4 / 3, "It is the right answer times N/(N-1): divided by N-1, not by N."),
    (3 / 4, "It is the right answer times (N-1)/N: divided by N, not by N-1."),
    (7.0, "It is D = 7 times the right answer: a sum where the mean over D is meant?"),
    (2.0, "It is 2 times the right answer, everywhere."),
    (0.5, "It is 0.5 times the right answer, everywhere."),
    (3.1622776, "It is 3.162 times the right answer, everywhere."),
    (1.001, "It is 1.001 times the right answer, everywhere."),
    (-1.001, "It is -1.001 times the right answer, everywhere."),
    (1e-7, "It is 1e-07 times the right answer, everywhere."),
]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("ratio", "words"), RATIOS)
def test_a_constant_ratio_is_said_with_its_likely_cause(ratio, words, dtype):
    sizes = {"N": 4, "D": 7}
    assert explained((ratio * R34).astype(dtype), R34, sizes=sizes) == [words]
    with_zeros = R34 * [1, 0, 1, 1]
    assert explained((ratio * with_zeros).astype(dtype), with_zeros, sizes=sizes)[0] == words


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("ratio", "words"), RATIOS)
def test_a_ratio_that_one_element_breaks_is_not_said(ratio, words, dtype):
    yours = (ratio * R34).astype(dtype)
    yours[1, 2] *= 1.01
    assert not any(
        "right answer" in fact or "sign" in fact for fact in explained(yours, R34, sizes={"N": 4, "D": 7})
    )
    nonzero = (ratio * R34 * [1, 0, 1, 1]).astype(dtype)
    nonzero[0, 1] = 0.5
    assert not any("times" in fact or "sign" in fact for fact in explained(nonzero, R34 * [1, 0, 1, 1]))


@pytest.mark.parametrize("ratio", [5.0, 0.3, 1.7, -3.0])
@pytest.mark.parametrize("expected", [1.5, [1.5], [0.0, 1.5, 0.0]])
def test_any_two_numbers_have_a_ratio_so_that_of_one_is_not_said(ratio, expected):
    assert not any("times" in fact for fact in explained(ratio * np.array(expected), expected))


@pytest.mark.parametrize("ratio", [-1.0, 4.0, 0.25, 2.0, 0.5])
def test_of_one_number_a_ratio_that_is_a_mistake_in_itself_is_said(ratio):
    (fact,) = explained(ratio * 1.5, 1.5, sizes={"N": 4})
    assert "right" in fact


@pytest.mark.parametrize("ratio", [1 + 1e-7, 1 + 1e-5])
def test_a_ratio_that_prints_as_one_is_not_said(ratio):
    assert not any("times" in fact for fact in explained(ratio * R34, R34))


def test_sizes_of_one_and_two_explain_nothing_they_should_not():
    (fact,) = explained(2 * R34, R34, sizes={"M": 1, "N": 2})
    assert "It is N = 2 times" in fact
    (fact,) = explained(2 * R34, R34, sizes={"M": 1})
    assert fact == "It is 2 times the right answer, everywhere."


def test_ratios_by_row_are_said_where_rows_have_a_name():
    factors = np.array([3.1623, 4.2496, 4.9503])
    words = "It is 3.162, 4.25, 4.95 times the right answer at step 1, 2, …"
    assert explained(factors[:, None] * R34, R34, rows="step") == [words]
    one_each = unlike(3, 1)
    assert explained(factors[:, None] * one_each, one_each, rows="step") == [words]
    assert not any("times" in fact for fact in explained(factors[:, None] * R34, R34))


def test_ratios_by_row_need_every_row():
    yours = np.array([3.0, 4.0, 5.0])[:, None] * R34
    yours[1, 2] *= 1.01
    assert not any("times" in fact for fact in explained(yours, R34, rows="step"))
    expected = R34.copy()
    expected[1] = 0
    assert not any(
        "times" in fact for fact in explained(np.where(expected, yours, 1.0), expected, rows="step")
    )


TRANSFORMED = {
    "the square of the right answer": np.square,
    "the square root of the right answer": lambda x: np.sqrt(np.abs(x)),
    "the exponential of the right answer": np.exp,
    "the logarithm of the right answer": lambda x: np.log(np.abs(x)),
    "the absolute value of the right answer": np.abs,
    "the reciprocal of the right answer": np.reciprocal,
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", TRANSFORMED)
def test_a_function_of_the_right_answer_is_said(name, dtype):
    expected = np.abs(R34) if "root" in name or "logarithm" in name else R34
    yours = TRANSFORMED[name](expected).astype(dtype)
    assert explained(yours, expected)[0] == f"It is {name}."
    yours[0, 0] *= 1.01
    assert not any(name in fact for fact in explained(yours, expected))


@pytest.mark.parametrize(
    ("constant", "dtype"),
    [(1e-3, np.float64), *((constant, dtype) for constant in (0.25, -3.0, 100.0) for dtype in DTYPES)],
)
def test_a_constant_that_is_added_is_said(constant, dtype):
    (fact, *_rest) = explained((R34 + constant).astype(dtype), R34)
    assert fact.startswith("It is off by ")
    assert float(fact.split()[4].rstrip(",")) == pytest.approx(constant, rel=1e-3)
    yours = (R34 + constant).astype(dtype)
    yours[2, 1] += 0.01
    assert not any("off by" in fact for fact in explained(yours, R34))


def test_a_constant_no_larger_than_rounding_is_not_said():
    expected = np.array([3.0, 0.01, 0.02, -0.03])
    yours = np.add(expected, [4e-5, 3e-5, 5e-5, 4e-5]).astype(np.float32)
    assert not any("off by" in fact for fact in explained(yours, expected))


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (lambda x: 2 * x, "It is 2 times the right answer, everywhere."),
        (np.square, "It is the square of the right answer."),
        (lambda x: x[::-1], "It is the right answer in reverse order."),
    ],
)
def test_a_relation_holds_to_the_digits_that_the_dtype_has(relation, words):
    expected = unlike(6)
    rounded = relation(expected) * (
        1 + np.array([3, -2, 4, -3, 1, 2]) * 1e-5
    )  # what a long sum in float32 leaves
    assert explained(rounded.astype(np.float32), expected)[0] == words
    assert "numbers differ" in explained(rounded, expected)[0]


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_transpose_is_said(dtype):
    square, batch = unlike(3, 3), unlike(2, 3, 3)
    assert explained(square.T.astype(dtype), square)[0] == "It is the transpose of the right answer."
    assert explained(batch.swapaxes(1, 2).astype(dtype), batch)[0] == (
        "Each matrix of it is the transpose of the right one."
    )
    for right in (square, batch):
        yours = right.swapaxes(-1, -2).copy()
        yours.flat[0] += 1e-3
        assert not any("transpose" in fact for fact in explained(yours, right))


@pytest.mark.parametrize("dtype", DTYPES)
def test_one_place_late_or_early_is_said(dtype):
    line, table = unlike(5), unlike(4, 3)
    for right, where in ((line, ""), (table, " along the first axis")):
        late, early = np.roll(right, 1, axis=0).astype(dtype), np.roll(right, -1, axis=0).astype(dtype)
        late[0], early[-1] = 9, 9
        assert explained(late, right)[0] == f"It is the right answer, one place late{where}."
        assert explained(early, right)[0] == f"It is the right answer, one place early{where}."
        for yours in (late, early):
            yours[2] += 0.01
            assert not any("place" in fact for fact in explained(yours, right))


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        ([5.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]),  # only the first is wrong
        ([1.0, 1.0, 1.0, 5.0], [1.0, 1.0, 1.0, 1.0]),
        ([7.0, 1.0], [1.0, 2.0]),  # one coincidence
        ([7.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 5.0]),  # nothing but zeros moved
        (
            [[5.0, 6.0], [1.0, 2.0], [1.0, 2.0]],
            [[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]],
        ),  # rows that are all alike
        ([[1.0, 2.0], [1.0, 2.0], [5.0, 6.0]], [[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]),
    ],
)
def test_a_shift_that_the_numbers_do_not_prove_is_not_said(yours, expected):
    assert not any("place" in fact for fact in explained(yours, expected))


def test_numbers_in_another_order_are_said():
    line, table = unlike(5), unlike(2, 3, 4)
    assert explained(line[::-1], line)[0] == "It is the right answer in reverse order."
    assert explained(line[[1, 0, 4, 2, 3]], line)[0] == "The right numbers are all there, in another order."
    yours = table.transpose(2, 0, 1).reshape(table.shape)
    assert "in the wrong places" in explained(yours, table)[0]
    yours.flat[3] += 1e-3
    assert not any("right numbers" in fact for fact in explained(yours, table))


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        ([[0.0, 0, 0, 1], [0, 0, 1, 0]], [[0.0, 1, 0, 0], [1, 0, 0, 0]]),
        ([0.0, 0, 1, 0, 1], [0.0, 1, 0, 0, 1]),
    ],
)
def test_ones_and_zeros_in_other_places_prove_no_order(yours, expected):
    (fact,) = explained(yours, expected)
    assert "numbers differ" in fact


def test_float32_on_the_way_is_said():
    rounded = explained(R34.astype(np.float32).astype(float), R34)[0]
    assert rounded.startswith(
        "It agrees to about seven digits: somewhere on the way the numbers were float32."
    )
    partly = explained(3 * (R34 / 3).astype(np.float32).astype(float), R34)[0]
    assert partly.startswith("It agrees to about 7 digits: were the numbers float32 on the way, is it")
    for yours in (R34 * (1 + 1e-5 * np.sign(R34)), (R34 * 1.01).astype(np.float32)):
        assert not any("digits" in fact for fact in explained(yours, R34))


def test_what_is_wrong_from_the_second_row_on_is_said():
    yours = unlike(3, 4, seed=1)
    yours[0] = R34[0]
    assert explained(yours, R34)[-1] == "The first item along axis 0 is right, all the others are wrong."
    assert explained(yours, R34, rows="step")[-1] == "The first step is right, every later one is wrong."
    assert (
        explained(yours[:, 0], R34[:, 0], rows="step")[-1]
        == "The first step is right, every later one is wrong."
    )
    yours[2] = R34[2]
    assert not any("first" in fact for fact in explained(yours, R34))


def test_what_is_wrong_in_the_first_row_too_is_not_said_to_be_right_there():
    yours = unlike(3, 4, seed=1)
    yours[0] = R34[0]
    yours[0, 1] += 1e-3
    assert not any("first" in fact for fact in explained(yours, R34))


@pytest.mark.parametrize("dtype", DTYPES)
def test_zeros_are_said_and_nothing_else(dtype):
    assert explained(np.zeros((3, 4), dtype), R34) == ["Every number of it is zero."]
    yours = np.zeros((3, 4), dtype)
    yours[2, 2] = 1e-3
    assert not any("zero" in fact for fact in explained(yours, R34))


@pytest.mark.parametrize(
    ("bad", "cause"),
    [(np.nan, "0/0"), (np.inf, "overflow"), (-np.inf, "logarithm of zero")],
)
def test_the_first_place_that_is_not_finite_is_said_with_its_causes(bad, cause):
    yours = R34.copy()
    yours[1, 2], yours[2, 0] = bad, bad
    (fact,) = explained(yours, R34)
    assert fact.startswith(f"It holds {bad} at [1, 2].")
    assert cause in fact
    assert explained(np.full((3, 4), bad), R34)[0].startswith(f"Every number of it is {bad}.")
    assert explained(bad, 1.5)[0].startswith(f"Every number of it is {bad}.")


def test_a_right_infinity_is_no_fault_but_a_nan_beside_it_is():
    expected = np.array([-np.inf, 0.5, -1.5])
    assert explained([-np.inf, 0.5, 1.0], expected)[-1] == "1 of 3 numbers differ, most at [2]: 1, not -1.5."
    assert explained([-np.inf, np.nan, -1.5], expected)[0].startswith("It holds nan at [1].")
    assert explained([np.nan, 0.5, -1.5], expected)[0].startswith("It holds nan at [0].")
    assert explained([0.0, 0.5, -1.5], expected)[-1] == "1 of 3 numbers differ, most at [0]: 0, not -inf."


def test_an_answer_that_is_an_input_is_said():
    inputs = {"x": unlike(3, 4, seed=2), "argument 2": unlike(3, seed=3), "mask": np.ones((3, 4), bool)}
    assert explained(inputs["x"], R34, inputs) == ["It is your input `x`, as it came in."]
    assert explained(inputs["x"].astype(np.float32), R34, inputs) == ["It is your input `x`, as it came in."]
    almost = inputs["x"].copy()
    almost[0, 0] += 1e-3
    assert not any("input" in fact for fact in explained(almost, R34, inputs))


def test_one_number_that_happens_to_be_an_input_is_not_said():
    assert not any("input" in fact for fact in explained([1.0], [0.25], {"x": np.array([1.0])}))


def test_the_worst_element_is_shown_with_as_many_digits_as_it_takes():
    yours = R34.copy()
    yours[0, 1], yours[2, 3] = yours[0, 1] + 1e-2, yours[2, 3] + 1e-3
    (fact,) = explained(yours, R34)
    assert fact.startswith("2 of 12 numbers differ, most at [0, 1]: ")
    yours = R34.copy()
    yours[1, 1] *= 1 + 1e-8
    shown = explained(yours, R34)[-1].partition(": ")[2].rstrip(".").split(", not ")
    assert shown[0] != shown[1]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(2,), (7,), (3, 3), (2, 5), (4, 3, 3), (2, 3, 4)])
@given(seed=st.integers(0, 2**32))
def test_a_wrong_answer_without_a_relation_is_given_none(shape, dtype, seed):
    yours, expected = unlike(*shape, seed=(seed, 0)).astype(dtype), unlike(*shape, seed=(seed, 1))
    (fact,) = explained(yours, expected, {"x": unlike(*shape, seed=(seed, 2))}, sizes={"N": 4, "D": 3})
    differ = (~close(yours, expected)).sum()  # now and then two agree to the digits of float32
    assert fact.startswith(f"{differ} of {yours.size} numbers differ, most at ")


@given(seed=st.integers(0, 2**32), wrong=st.integers(1, 11))
def test_where_some_numbers_are_wrong_they_are_counted(seed, wrong):
    rng = np.random.default_rng(seed)
    expected = unlike(3, 4, seed=(seed, 0))
    yours = expected.copy()
    places = rng.choice(12, wrong, replace=False)
    yours.flat[places] = unlike(12, seed=(seed, 1))[:wrong] + 4
    found = explained(yours, expected)
    if "first item" not in found[-1]:
        assert found == [found[0]]
        assert found[0].startswith(f"{wrong} of 12 numbers differ, most at ")


@given(
    st.lists(st.sampled_from([0.0, 1.0, -1.0, 0.5, 2.0, np.inf, -np.inf, np.nan]), min_size=6, max_size=6),
    st.data(),
)
def test_whatever_comes_a_few_sentences_are_all_that_is_said(yours, data):
    expected = data.draw(
        st.lists(st.sampled_from([0.0, 1.0, -1.0, 0.5, 2.0, np.inf]), min_size=6, max_size=6)
    )
    for shape in ((6,), (2, 3), (1, 6), (6, 1)):
        found = explained(
            np.reshape(yours, shape),
            np.reshape(expected, shape),
            rows=data.draw(st.sampled_from(["", "step"])),
        )
        assert len(found) <= MOST_FACTS
        assert all(isinstance(fact, str) and fact.endswith((".", "…", "?")) for fact in found)


@pytest.mark.parametrize("yours", [None, "text", 1.5, [1, 2], np.zeros((2, 3)), np.zeros(0)])
def test_of_what_is_no_pair_of_arrays_nothing_is_said(yours):
    assert facts(Difference(yours, np.zeros((3, 2)))) == []
    assert facts(Difference(yours, "shape (3, 2)")) == []


def labels_explained(yours, expected):
    with pytest.raises(Mismatch) as caught:
        same_labels(yours, expected)
    return facts(caught.value.difference)


@pytest.mark.parametrize(
    ("yours", "expected", "words"),
    [
        ([1, 2], [1, 2, 3], "Yours has length 2, the right answer 3."),
        ([], [1], "Yours has length 0, the right answer 1."),
        ([3, 2, 1], [1, 2, 3], "It is the right answer in reverse order."),
        ([9, 4, 7, 1], [4, 7, 1, 3], "It is the right answer, one place late."),
        ([7, 1, 3, 9], [4, 7, 1, 3], "It is the right answer, one place early."),
        ([4, 7, 2, 3], [4, 7, 1, 3], "It differs at index 2."),
        ([5, 1, 1], [1, 1, 1], "It differs at index 0."),
        ([5, 1], [1, 2], "It differs at index 0, 1."),
        (list(range(1, 13)), [0, *range(13, 24)], "It differs at index 0, 1, 2, 3, 4, 5, 6, 7, …."),
    ],
)
def test_of_labels_their_number_order_and_places_are_said(yours, expected, words):
    assert labels_explained(yours, expected) == [words]


def gradient_explained(gradient, f, x, c):
    with pytest.raises(Mismatch) as caught:
        same_gradient(gradient, f, x, cotangent=c)
    return facts(caught.value.difference)


def test_a_wrong_gradient_is_explained_like_any_other_answer():
    x, c = unlike(3, 3), unlike(3, 3, seed=1)
    right = c * np.cos(x)
    assert "wrong sign" in gradient_explained(-right, np.sin, x, c)[0]
    assert "1.001 times" in gradient_explained(1.001 * right, np.sin, x, c)[0]
    assert "transpose" in gradient_explained(right.T, np.sin, x, c)[0]
    assert gradient_explained(np.zeros((3, 3)), np.sin, x, c) == ["Every number of it is zero."]
    wrong = right.copy()
    wrong[1, 2] += 0.1
    assert gradient_explained(wrong, np.sin, x, c)[0].startswith("1 of 9 numbers differ, most at [1, 2]:")


def test_a_wrong_gradient_with_zeros_in_it_is_explained_too():
    x, c = unlike(4, 3), unlike(4, 3, seed=1)
    right = c * (x > 0)
    assert "2 times" in gradient_explained(2 * right, lambda x: np.maximum(x, 0), x, c)[0]
