"""What right batches are.

Nothing is asked of the random numbers themselves. Where a property holds only by chance, the sizes are such
that a right answer fails it less than once in a hundred million times.
"""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, numbers, parts, same, same_labels, unchanged


@dataclass(frozen=True)
class Epoch:
    """How many examples there are, how many make a batch, and the seed of the generator."""

    count: int
    batch_size: int
    seed: int = 0
    columns: int = 2

    @property
    def inputs(self):
        """Inputs of which each tells its number: n, n + 0.5, …"""
        return np.arange(self.count)[:, np.newaxis] + np.arange(self.columns) / 2

    @property
    def targets(self):
        """Targets that tell it too: 100 + n, 200 + n, 300 + n."""
        return np.arange(self.count)[:, np.newaxis] + np.array([100.0, 200.0, 300.0])

    @property
    def sizes(self):
        """The sizes of the batches."""
        whole, rest = divmod(self.count, self.batch_size)
        return [self.batch_size] * whole + [rest] * (rest > 0)


def epochs(fewest=1, most=12, largest=6):
    """Epochs of a few examples; some have a last batch that is smaller, some only one batch."""
    counts, batch_sizes = st.integers(fewest, most), st.integers(1, largest)
    return st.builds(Epoch, counts, batch_sizes, st.integers(0, 999), st.sampled_from([2, 1, 3, 4]))


def dealt(impl, epoch):
    """Return each batch as two arrays, of as many rows as it has."""
    rng = np.random.default_rng(epoch.seed)
    answer = impl.batches(epoch.inputs, epoch.targets, epoch.batch_size, rng)
    count = len(answer) if isinstance(answer, (list, tuple)) else len(epoch.sizes)
    holds(count > 0, batches="none came back")
    found = []
    for number, batch in enumerate(parts(answer, *(f"batch {n + 1}" for n in range(count))), start=1):
        names = f"inputs of batch {number}", f"targets of batch {number}"
        pair = parts(batch, *names)
        rows = len(pair[0]) if np.ndim(pair[0]) else 0
        widths = epoch.columns, 3
        found.append(
            [
                numbers(part, (rows, width), part=name)
                for part, width, name in zip(pair, widths, names, strict=True)
            ]
        )
    return found


def examples(found, side):
    """Return which examples stand in the inputs, side 0, or the targets, side 1, of each batch."""
    return [np.round(batch[side][:, 0] - 100 * side).astype(int).tolist() for batch in found]


@check("contract", points=1)
@given(epoch=epochs())
@example(epoch=Epoch(5, 4, columns=1))
@example(epoch=Epoch(4, 2))
def test_pairs_of_batches_of_the_size_that_is_asked_for(impl, epoch):
    """Each batch is a pair of arrays of `batch_size` rows; the last may have fewer. The inputs stay."""
    found = dealt(impl, epoch)
    unchanged(impl)
    same_labels([len(batch) for batch in examples(found, 0)], epoch.sizes, part="sizes of the batches")


@check("values", points=2)
@given(epoch=epochs())
@example(epoch=Epoch(5, 2))
@example(epoch=Epoch(6, 3))
def test_every_example_is_in_exactly_one_batch(impl, epoch):
    """Every example is in exactly one batch."""
    found = examples(dealt(impl, epoch), 0)
    every = sorted(number for batch in found for number in batch)
    several = sorted({number for number in every if every.count(number) > 1})
    missing = [number for number in range(epoch.count) if number not in every]
    holds(not several, examples_by_batch=found, several_times=several)
    holds(not missing, examples_by_batch=found, missing=missing)
    holds(len(every) == epoch.count, examples_by_batch=found)


@check("values", points=2)
@given(epoch=epochs(fewest=3))
@example(epoch=Epoch(5, 2))
@example(epoch=Epoch(20, 1))  # as many batches as any check meets
def test_every_input_keeps_its_target(impl, epoch):
    """Every input stands beside its own target, and both are as they were."""
    found = dealt(impl, epoch)
    of_inputs, of_targets = examples(found, 0), examples(found, 1)
    holds(of_inputs == of_targets, inputs_of_examples=of_inputs, targets_of_examples=of_targets)
    for number, (batch, rows) in enumerate(zip(found, of_inputs, strict=True), start=1):
        holds(set(rows) <= set(range(epoch.count)), **{f"inputs of batch {number}": batch[0].tolist()})
        same(batch[0], epoch.inputs[rows], part=f"inputs of batch {number}")
        same(batch[1], epoch.targets[rows], part=f"targets of batch {number}")


@check("values", points=1, cases=10)
@given(epoch=epochs(fewest=14, most=20))
@example(epoch=Epoch(14, 5))
def test_the_generator_decides_the_order(impl, epoch):
    """The same generator in the same state gives the same batches, and another one others."""
    one, again = (examples(dealt(impl, epoch), 0) for _ in range(2))
    another = Epoch(epoch.count, epoch.batch_size, epoch.seed + 1, epoch.columns)
    other = examples(dealt(impl, another), 0)
    holds(one == again, examples_by_batch=one, from_the_same_generator=again)
    holds(one != other, examples_by_batch=one, from_another_generator=other)


@check("values", points=1, cases=2)
@given(seed=st.integers(0, 999))
@example(seed=0)
def test_every_example_may_be_in_every_batch(impl, seed):
    """Every example comes into every batch sooner or later: of 4, in 80 epochs of two batches."""
    met = [set(), set()]
    for further in range(80):
        for batch, rows in zip(met, examples(dealt(impl, Epoch(4, 2, 80 * seed + further)), 0), strict=False):
            batch.update(rows)
    never = {f"never_in_batch_{n}": sorted({0, 1, 2, 3} - batch) for n, batch in enumerate(met, start=1)}
    holds(not any(never.values()), **{name: numbers for name, numbers in never.items() if numbers})


@check("edges", points=1)
@given(epoch=epochs(most=5, largest=12).filter(lambda epoch: epoch.batch_size >= epoch.count))
@example(epoch=Epoch(3, 5))
@example(epoch=Epoch(3, 3))
@example(epoch=Epoch(1, 1))
def test_fewer_examples_than_a_batch_make_one(impl, epoch):
    """Fewer examples than make a batch, or as many, are one batch, and there is no empty one."""
    found = examples(dealt(impl, epoch), 0)
    same_labels([len(batch) for batch in found], [epoch.count], part="sizes of the batches")
    same_labels(sorted(found[0]), range(epoch.count), part="examples of the batch, sorted")


@check("edges", points=1, cases=20)
@given(count=st.integers(2, 9), seed=st.integers(0, 999))
@example(count=3, seed=0)
def test_batches_of_one(impl, count, seed):
    """Batches of one example keep their rows: arrays of shape (1, D) and (1, K), one for each example."""
    found = examples(dealt(impl, Epoch(count, 1, seed)), 0)
    same_labels([len(batch) for batch in found], [1] * count, part="sizes of the batches")
    every = [number for batch in found for number in batch]
    same_labels(sorted(every), range(count), part="examples, sorted")


@check("use", points=1, cases=5)
@given(seed=st.integers(0, 999))
@example(seed=0)
def test_data_that_lie_sorted_are_mixed(impl, seed):
    """Of 200 examples, the first 100 of one class, every batch of 50 has some of both classes."""
    found = examples(dealt(impl, Epoch(200, 50, seed)), 0)
    first = [sum(number < 100 for number in batch) for batch in found]
    shown = {"of class 0, by batch": first, "of all, by batch": [len(batch) for batch in found]}
    holds(
        bool(found) and all(0 < some < len(batch) for some, batch in zip(first, found, strict=True)), **shown
    )
