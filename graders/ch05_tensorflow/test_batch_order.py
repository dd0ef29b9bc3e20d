"""What the right batches of a repeated data set are."""

from dataclasses import dataclass, replace

from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, labels, parts, raises, same_labels

ORDERS = ["repeat_batch", "batch_repeat"]


@dataclass(frozen=True)
class Pipeline:
    """A data set, and what is done with it."""

    count: int
    batch_size: int
    epochs: int
    order: str = "repeat_batch"
    drop_remainder: bool = False

    @property
    def batches(self):
        """The right batches, example by example: a batch is handed on when it is full, or nothing follows."""
        made, batch = [], []
        for epoch in range(self.epochs):
            for index in range(self.count):
                batch = [*batch, index]
                last = index == self.count - 1 and (self.order == "batch_repeat" or epoch == self.epochs - 1)
                if len(batch) == self.batch_size or (last and not self.drop_remainder):
                    made.append(batch)
                if len(batch) == self.batch_size or last:
                    batch = []
        return made

    def start(self, impl):
        """What `impl` gives."""
        return impl.batch_order(self.count, self.batch_size, self.epochs, self.order, self.drop_remainder)

    def ask(self, impl):
        """The batches that `impl` gives, as lists of integers."""
        return as_lists(self.start(impl), self.batches)


def as_lists(answer, right):
    """Return the batches of an answer as lists of integers, as many as it has."""
    count = len(answer) if isinstance(answer, (list, tuple)) else len(right)
    named = parts(answer, *(f"batch {number}" for number in range(1, count + 1)))
    return [labels(batch, part=f"batch {number}").tolist() for number, batch in enumerate(named, start=1)]


def same_batches(found, right):
    """Hold batches to what is right: the sizes of all first, then each."""
    same_labels([len(batch) for batch in found], [len(batch) for batch in right], part="sizes of the batches")
    for number, (batch, indices) in enumerate(zip(found, right, strict=True), start=1):
        same_labels(batch, indices, part=f"batch {number}")


def pipelines(*orders, drop=None):
    """Pipelines of a few examples, in one of `orders`, or else in either, with remainders and without."""
    some = st.sampled_from(orders or ORDERS)
    drops = st.booleans() if drop is None else st.just(drop)
    return st.builds(Pipeline, st.integers(1, 7), st.integers(1, 4), st.integers(1, 3), some, drops)


def has_remainder(pipeline):
    """Whether one epoch is no whole number of batches."""
    return pipeline.count % pipeline.batch_size > 0


@check("contract", points=1)
@given(pipeline=pipelines(drop=False))
@example(pipeline=Pipeline(5, 2, 1))
@example(pipeline=Pipeline(4, 2, 2, "batch_repeat"))
def test_every_example_comes_as_often_as_there_are_epochs(impl, pipeline):
    """Lists of indices come back, and each index stands in them as often as there are epochs."""
    found = [index for batch in pipeline.ask(impl) for index in batch]
    times = [found.count(index) for index in range(pipeline.count)]
    same_labels(times, [pipeline.epochs] * pipeline.count, part="how often 0, 1, 2, … come")
    holds(len(found) == sum(times), **{"indices": found, "largest that there is": pipeline.count - 1})


@check("values", points=2)
@given(pipeline=pipelines("repeat_batch", drop=False))
@example(pipeline=Pipeline(3, 2, 2))
@example(pipeline=Pipeline(5, 2, 1))
def test_repeated_then_cut_the_epochs_run_on(impl, pipeline):
    """Repeated, then cut: batches run on over the ends of epochs, and only the last may be smaller."""
    same_batches(pipeline.ask(impl), pipeline.batches)


@check("values", points=2)
@given(pipeline=pipelines("batch_repeat", drop=False))
@example(pipeline=Pipeline(3, 2, 2, "batch_repeat"))
@example(pipeline=Pipeline(5, 2, 2, "batch_repeat"))
def test_cut_then_repeated_every_epoch_is_the_same(impl, pipeline):
    """Cut, then repeated: every epoch has the same batches, and each ends with what is left."""
    same_batches(pipeline.ask(impl), pipeline.batches)


@check("values", points=2)
@given(pipeline=pipelines(drop=True))
@example(pipeline=Pipeline(3, 2, 2, "batch_repeat", drop_remainder=True))
@example(pipeline=Pipeline(3, 2, 3, "repeat_batch", drop_remainder=True))
@example(pipeline=Pipeline(4, 2, 1, "repeat_batch", drop_remainder=True))
def test_a_remainder_is_dropped_where_that_is_asked_for(impl, pipeline):
    """To drop remainders leaves out small batches, and no others."""
    same_batches(pipeline.ask(impl), pipeline.batches)


@check("values", points=1)
@given(pipeline=pipelines(drop=False).filter(lambda made: not has_remainder(made)))
@example(pipeline=Pipeline(4, 2, 2))
def test_where_epochs_are_whole_batches_the_order_is_all_one(impl, pipeline):
    """Where an epoch is a whole number of batches, both orders give the same, dropping or not."""
    for order in ORDERS:
        for drop in (False, True):
            same_batches(replace(pipeline, order=order, drop_remainder=drop).ask(impl), pipeline.batches)


@check("edges", points=0.5, cases=15)
@given(pipeline=st.builds(Pipeline, st.integers(1, 6), st.integers(1, 4), st.integers(1, 3)))
@example(pipeline=Pipeline(5, 2, 3))
def test_unless_told_it_repeats_first_and_drops_nothing(impl, pipeline):
    """Unless it is told otherwise, it repeats before it cuts, and drops nothing."""
    answer = impl.batch_order(pipeline.count, pipeline.batch_size, pipeline.epochs)
    same_batches(as_lists(answer, pipeline.batches), pipeline.batches)


@check("edges", points=0.5)
@given(
    pipeline=st.builds(
        Pipeline,
        st.integers(1, 3),
        st.integers(4, 7),
        st.integers(1, 4),
        st.sampled_from(ORDERS),
        st.booleans(),
    )
)
@example(pipeline=Pipeline(2, 5, 3))
@example(pipeline=Pipeline(2, 5, 3, "batch_repeat"))
@example(pipeline=Pipeline(2, 5, 3, "batch_repeat", drop_remainder=True))
def test_a_batch_may_be_larger_than_an_epoch(impl, pipeline):
    """A batch may be larger than an epoch: repeated first, it has some examples more than once."""
    same_batches(pipeline.ask(impl), pipeline.batches)


@check("edges", points=0.5, cases=10)
@given(pipeline=pipelines("batch", "repeat", "shuffle_batch", ""))
@example(pipeline=Pipeline(3, 2, 2, "batch"))
def test_no_other_order_will_do(impl, pipeline):
    """An order that is neither of the two raises ValueError; those two don't."""
    raises(lambda: pipeline.start(impl), ValueError)
    for order in ORDERS:
        right = replace(pipeline, order=order)
        same_batches(right.ask(impl), right.batches)


@check("use", points=0.5, cases=8)
@given(epochs=st.integers(1, 3), drop=st.booleans(), scale=st.sampled_from([100, 50, 60]))
@example(epochs=1, drop=False, scale=100)
def test_the_steps_of_an_epoch_are_counted_by_it(impl, epochs, drop, scale):
    """It counts the steps of training: 100 examples in batches of 32 are 4 an epoch, or 3 whole ones."""
    for order in ORDERS:
        pipeline = Pipeline(scale, 32, epochs, order, drop)
        same_batches(pipeline.ask(impl), pipeline.batches)
