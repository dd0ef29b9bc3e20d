"""What the right reason to stop is.

Errors and changes are quarters, so that squares and their sums are exact: a length is equal to its tolerance
where a check means it to be, and never by rounding.
"""

import itertools
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, parts, unchanged

REASONS = ("error", "change", "max_epochs")


@dataclass(frozen=True)
class Record:
    """What was recorded of a training, and when it should have stopped."""

    errors: np.ndarray
    changes: np.ndarray
    error_tolerance: float
    change_tolerance: float
    max_epochs: int

    @property
    def measured(self):
        """Errors and changes: the square of each row's length, and the square that it is compared with."""
        tables = ((self.errors, self.error_tolerance), (self.changes, self.change_tolerance))
        return [(np.sum(table**2, axis=1), tolerance**2) for table, tolerance in tables]

    @cached_property
    def reasons(self):
        """The reasons that hold, for each epoch allowed."""
        last = np.arange(len(self.errors)) == self.max_epochs - 1
        met = np.stack([*(square < limit for square, limit in self.measured), last], axis=1)
        return [[REASONS[i] for i in np.flatnonzero(row)] for row in met[: self.max_epochs]]

    @property
    def stop(self):
        """The index to stop after and the reason, from the definition."""
        return next((index, reasons[0]) for index, reasons in enumerate(self.reasons) if reasons)

    @property
    def lengths(self):
        """The lengths of all rows, to be read."""
        return [[float(f"{length:.3g}") for length in np.sqrt(square)] for square, _ in self.measured]


def recorded(errors, changes, error_tolerance=0.0, change_tolerance=0.0, max_epochs=3):
    """Return a record written in plain lists."""
    tables = (np.array(table, float) for table in (errors, changes))
    return Record(*tables, error_tolerance, change_tolerance, max_epochs)


BY_ERROR = recorded([[-3, 4], [0.5, -0.5], [0, 0.25]], [[0.5], [1], [1]], error_tolerance=0.6)
"""The length of the errors at index 1 is 0.71: too large, unless it is measured otherwise."""

BY_CHANGE = recorded([[0.5], [1], [1]], [[-3, 4], [0.5, -0.5], [0, 0.25]], change_tolerance=0.6)

BY_LIMIT = recorded([[2], [2], [0.25]], [[1, 1], [1, 1], [0.25, 0]], 0.5, 0.5, max_epochs=2)
"""Error and change get small too late."""


def drawn(rng):
    """Return a record of whatever numbers, with as many rows as epochs are allowed or more."""
    epochs = int(rng.integers(1, 6))
    examples, weights = rng.permutation([1, 2, 2, 3, 3, 4])[:2]
    tolerances = [0.0, 0.5, 0.75, 1.0, 1.25, 1.5]
    return Record(
        errors=rng.integers(-6, 7, (epochs, examples)) / 4,
        changes=rng.integers(-6, 7, (epochs, weights)) / 4,
        error_tolerance=float(rng.choice(tolerances)),
        change_tolerance=float(rng.choice(tolerances)),
        max_epochs=int(rng.integers(1, epochs + 1)),
    )


def records(suit=lambda record: True, **fixed):
    """Records that `suit` and are clear: of those that a generator draws, the first."""

    def first(seed):
        rng = np.random.default_rng(seed)
        candidates = (replace(drawn(rng), **fixed) for _ in itertools.count())
        return next(record for record in candidates if is_clear(record) and suit(record))

    return st.integers(0, 2**32 - 1).map(first)


def is_clear(record):
    """Whether no length is equal to its tolerance, and error and change don't get small together."""
    equal = any((square == limit).any() for square, limit in record.measured)
    return not equal and "change" not in record.reasons[record.stop[0]][1:]


def stops_later(record):
    """Whether a record has a reason other than the limit, not at once."""
    return record.stop[0] > 0 and record.stop[1] != "max_epochs"


def stops_at_the_limit(record):
    """Whether nothing gets small in time."""
    return record.stop[1] == "max_epochs"


def error_after_change(record):
    """Whether a small change comes first, and a small error later."""
    return record.stop[1] == "change" and any("error" in reasons for reasons in record.reasons)


@st.composite
def records_with_more(draw):
    """Records whose rows after the stop are all zeros, or large."""
    record = draw(records(lambda record: record.stop[0] + 1 < len(record.errors)))
    after = np.arange(len(record.errors)) > record.stop[0]
    factors = np.where(after, draw(st.sampled_from([0.0, 16.0])), 1.0)[:, np.newaxis]
    return replace(record, errors=factors * record.errors, changes=factors * record.changes)


@st.composite
def ties(draw):
    """Records in which two or three reasons come at once."""
    index, more = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    small = draw(st.sampled_from([("error", "change"), ("error", "change"), ("error",), ("change",)]))
    is_last = len(small) == 1 or draw(st.booleans())
    columns = [
        np.where(np.arange(index + 2 + more) == index, 0.25 if name in small else 2.0, 2.0)[:, np.newaxis]
        for name in ("error", "change")
    ]
    return Record(columns[0] * [1.0, -1.0], columns[1], 1.0, 1.0, index + (1 if is_last else 2))


@st.composite
def equal_lengths(draw):
    """Records in which the lengths of errors or of changes equal the tolerance, but for a smaller last."""
    row = draw(st.sampled_from([(1.0, 0.0), (0.75, -1.0), (-1.5, 2.0), (0.0, -0.25), (0.0, 0.0)]))
    watched = np.tile(row, (draw(st.integers(2, 4)), 1))
    watched[-1] *= draw(st.sampled_from([0.5, 1 - 2**-10]))
    return with_equal_lengths(watched, draw(st.booleans()))


def with_equal_lengths(watched, is_error):
    """Return a record with the rows `watched` for errors or for changes, of which the first is the limit."""
    tolerance, other = float(np.hypot(*watched[0])), np.full((len(watched), 1), 8.0)
    if is_error:
        return Record(watched, other, tolerance, 0.0, len(watched))
    return Record(other, watched, 0.0, tolerance, len(watched))


@st.composite
def descents(draw):
    """Records of a linear network that learns two targets by the LMS rule."""
    inputs, targets = np.array([[1.0, -1.0], [1.0, 2.0]]), draw(arrays((2,)))
    weights, errors, changes = np.zeros(2), [], []
    for _ in range(6):
        changes.append(0.5 * inputs.T @ (targets - inputs @ weights) / 2)
        weights = weights + changes[-1]
        errors.append(targets - inputs @ weights)
    tolerances = draw(st.sampled_from([(1.1, 0.6), (0.9, 0.3), (0.4, 0.7)]))
    return Record(np.array(errors), np.array(changes), *tolerances, max_epochs=5)


def stop(impl, record):
    """Return index and reason, each of its kind."""
    answer = impl.stop_reason(
        record.errors,
        record.changes,
        error_tolerance=record.error_tolerance,
        change_tolerance=record.change_tolerance,
        max_epochs=record.max_epochs,
    )
    index, reason = parts(answer, "index", "reason")
    index = numbers(index, (), part="index")
    holds(isinstance(reason, str) and reason in REASONS, reason=repr(reason), expected=", ".join(REASONS))
    return index, reason


def same_stop(impl, record, **shown):
    """Hold what comes back for `record` to its definition."""
    found = stop(impl, record)
    shown |= {"yours": "{}, {!r}".format(*found), "expected": "{}, {!r}".format(*record.stop)}
    shown |= dict(zip(("lengths of the errors", "lengths of the changes"), record.lengths, strict=True))
    holds(found == record.stop, **shown)


@check("contract", points=1)
@given(record=records())
@example(record=BY_ERROR)
@example(record=BY_LIMIT)
def test_an_index_and_a_reason_come_back_and_the_record_stays(impl, record):
    """An index and a reason come back; the record stays."""
    index, _ = stop(impl, record)
    unchanged(impl)
    holds(index >= 0 and index % 1 == 0, index=index)


@check("values", points=1)
@given(record=records(stops_later, change_tolerance=0.0))
@example(record=BY_ERROR)
def test_the_first_small_error_ends_training(impl, record):
    """The first small error ends training."""
    same_stop(impl, record)


@check("values", points=1)
@given(record=records(stops_later, error_tolerance=0.0))
@example(record=BY_CHANGE)
def test_the_first_small_change_ends_training(impl, record):
    """The first small change ends training."""
    same_stop(impl, record)


@check("values", points=1)
@given(record=records(stops_at_the_limit))
@example(record=BY_LIMIT)
def test_where_nothing_gets_small_in_time_max_epochs_ends_training(impl, record):
    """Where nothing gets small in time, max_epochs ends training."""
    same_stop(impl, record)


@check("values", points=2, cases=60)
@given(record=st.one_of(records(stops_later), records(error_after_change), records()))
@example(record=recorded([[2], [2], [0.25]], [[2], [0.25], [2]], 1.0, 1.0))
@example(record=recorded([[2], [0.25], [2]], [[2], [2], [0.25]], 1.0, 1.0))
def test_whichever_reason_comes_first_ends_training(impl, record):
    """Whichever reason comes first ends training."""
    same_stop(impl, record)


@check("values", points=1)
@given(record=records_with_more())
@example(record=replace(BY_LIMIT, change_tolerance=0.0))
def test_what_comes_after_the_stop_makes_no_difference(impl, record):
    """What comes after the stop makes no difference."""
    same_stop(impl, record)


@check("edges", points=1)
@given(record=ties())
@example(record=recorded([[2], [0.25], [2]], [[2], [0.25], [2]], 1.0, 1.0))
@example(record=recorded([[2], [0.25]], [[2], [2]], 1.0, 1.0, max_epochs=2))
@example(record=recorded([[2], [2]], [[2], [0.25]], 1.0, 1.0, max_epochs=2))
def test_of_reasons_in_the_same_epoch_the_first_listed_is_given(impl, record):
    """Of reasons in the same epoch, the first listed is given."""
    same_stop(impl, record)


@check("edges", points=1)
@given(record=equal_lengths())
@example(record=with_equal_lengths(np.array([[3.0, -4.0], [0.0, 3.0]]), is_error=True))
@example(record=with_equal_lengths(np.array([[3.0, -4.0], [0.0, 3.0]]), is_error=False))
@example(record=with_equal_lengths(np.array([[0.0, 0.0], [0.0, 0.0]]), is_error=False))
def test_a_length_equal_to_the_tolerance_is_not_small(impl, record):
    """A length equal to the tolerance, even 0, is not small."""
    same_stop(impl, record)


@check("use", points=1, cases=12)
@given(record=descents())
def test_a_smaller_tolerance_never_stops_a_training_earlier(impl, record):
    """A smaller tolerance never stops a training earlier."""
    for factor in (1.0, 0.5, 0.25):
        tolerances = (factor * record.error_tolerance, factor * record.change_tolerance)
        smaller = replace(record, error_tolerance=tolerances[0], change_tolerance=tolerances[1])
        same_stop(impl, smaller, tolerances=tolerances)
