"""What a right limit of the learning rate is."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, same, sizes, unchanged

TWO_ROWS = np.array([[1.0, 2.0], [1.0, 0.0]])
"""A bias and one feature: the eigenvalues are 0.38 and 2.62."""

APART = np.array([[3.0, 0.0], [0.0, -1.0], [-3.0, 0.0], [0.0, 4.0]])
"""Two columns that are never both other than zero."""

BOOK = np.array([[1.0, 3.0, 3.0], [1.0, 4.0, 3.0], [1.0, 1.0, 1.0], [1.0, 2.0, 1.0]])
"""The inputs of programs 3-3 and 3-4, the bias's first."""

STEPS = 50


@st.composite
def batches(draw, shapes=None):
    """Inputs that are not all zero, more rows than columns or fewer; in half of them one is the bias's."""
    some = st.one_of(sizes(2, 1, 5), st.sampled_from([(2, 2), (3, 3), (4, 2), (5, 3)]))
    inputs = draw(arrays(some if shapes is None else st.sampled_from(shapes)).filter(np.any))
    if draw(st.booleans()):
        inputs[:, 0] = 1.0
    return inputs


@st.composite
def columns_apart(draw):
    """Inputs that are not all zero, of which every row has one at most that isn't."""
    entries = draw(arrays(sizes(1, 1, 5)).filter(np.any))
    rows = draw(arrays((len(entries), draw(st.integers(1, 3))), [0.0]))
    rows[np.arange(len(rows)), np.arange(len(rows)) % rows.shape[1]] = entries
    return rows


def limit(impl, inputs):
    """Return the limit, one number."""
    return numbers(impl.max_stable_learning_rate(inputs), (), part="limit")


def length_after(inputs, weights, learning_rate):
    """Return how long the outputs are after some steps towards targets of zero."""
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            weights = weights - learning_rate * (inputs.T @ (inputs @ weights)) / len(inputs)
        return float(np.linalg.norm(inputs @ weights))


@check("contract", points=1)
@given(inputs=batches())
@example(inputs=TWO_ROWS)
def test_one_positive_number_comes_back_and_the_inputs_stay(impl, inputs):
    """One positive number comes back, the same again, a smaller one for larger inputs, which stay."""
    first, again, of_larger = limit(impl, inputs), limit(impl, inputs), limit(impl, 2.0 * inputs)
    unchanged(impl)
    holds(first > 0 and np.isfinite(first), limit=float(first))
    holds(again == first, first=float(first), again=float(again))
    holds(of_larger < first, limit=float(first), limit_for_inputs_twice_as_large=float(of_larger))


@check("values", points=2)
@given(inputs=columns_apart())
@example(inputs=APART)
def test_of_columns_that_never_meet_the_largest_decides(impl, inputs):
    """Where no row has more than one input that counts, the largest column decides alone."""
    largest = np.mean(inputs**2, axis=0).max()
    same(limit(impl, inputs), 2 / largest, part="limit", sizes={"N": len(inputs)})


@check("values", points=3, cases=50)
@given(inputs=batches())
@example(inputs=TWO_ROWS)
@example(inputs=BOOK)
def test_it_is_two_by_the_largest_eigenvalue(impl, reference, inputs):
    """The limit is 2 divided by the largest eigenvalue of the curvature."""
    right = reference.max_stable_learning_rate(inputs)
    same(limit(impl, inputs), right, part="limit", sizes={"N": len(inputs)})


@check("values", points=1)
@given(inputs=batches(), factor=st.sampled_from([2.0, 0.5, -1.0, 16.0, 1000.0]))
@example(inputs=TWO_ROWS, factor=2.0)
def test_larger_inputs_have_a_smaller_limit(impl, reference, inputs, factor):
    """Inputs that are k times as large have a limit that is k² times as small."""
    right = reference.max_stable_learning_rate(inputs) / factor**2
    same(limit(impl, factor * inputs), right, part=f"limit, inputs times {factor:g}")


@check("values", points=1)
@given(inputs=batches(), times=st.integers(2, 4))
@example(inputs=TWO_ROWS, times=2)
@example(inputs=APART, times=3)
def test_repeating_all_rows_changes_nothing(impl, reference, inputs, times):
    """A batch in which every row is repeated, in another order, has the same limit."""
    repeated = np.tile(inputs[::-1], (times, 1))
    right = reference.max_stable_learning_rate(inputs)
    counts = {"times": times, "N": len(repeated)}
    same(limit(impl, repeated), right, part="limit of the batch repeated", sizes=counts)


@check("edges", points=1)
@given(inputs=batches(shapes=[(1, 1), (1, 2), (1, 4), (2, 1), (4, 1)]))
@example(inputs=np.array([[1.0, 2.0]]))
@example(inputs=np.array([[1.0], [3.0]]))
def test_one_row_or_one_column_has_its_mean_square_for_curvature(impl, inputs):
    """One row alone has the limit 2/Σx², one column alone 2 divided by the mean of x²."""
    same(limit(impl, inputs), 2 / (np.sum(inputs**2) / len(inputs)), part="limit", sizes={"N": len(inputs)})


@check("use", points=1, cases=15)
@given(inputs=batches())
@example(inputs=TWO_ROWS)
@example(inputs=BOOK)
def test_training_converges_just_below_and_diverges_just_above(impl, inputs):
    """At 99 % of the limit training converges, at 101 % it diverges."""
    found = float(limit(impl, inputs))
    steepest = np.linalg.svd(inputs)[2][0]
    start = float(np.linalg.norm(inputs @ steepest))
    below, above = (length_after(inputs, steepest, share * found) for share in (0.99, 1.01))
    shown = {"length of the outputs": start, f"{STEPS} steps at 99 % of the limit": below}
    holds(below < start, limit=found, **shown)
    shown = {"length of the outputs": start, f"{STEPS} steps at 101 % of the limit": above}
    holds(above > start, limit=found, **shown)
