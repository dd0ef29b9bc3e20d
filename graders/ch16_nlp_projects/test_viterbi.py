"""What right Viterbi decoding is."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, labels, numbers, parts, same, same_labels, unchanged

IMPOSSIBLE = -np.inf


@dataclass(frozen=True)
class Model:
    """What paths are scored by; at least one of them is possible.

    Lists and not arrays, because a message shows each of those on one line.
    """

    log_emissions: list[list[float]]
    log_transitions: list[list[float]]
    log_start: list[float]
    log_end: list[float]

    @cached_property
    def arguments(self):
        """The arguments of a call."""
        rows = (self.log_emissions, self.log_transitions, self.log_start, self.log_end)
        return tuple(np.array(values, dtype=float) for values in rows)

    @property
    def frames(self):
        """How many frames there are."""
        return len(self.log_emissions)

    @property
    def states(self):
        """How many states there are."""
        return len(self.log_start)

    def scores(self, paths):
        """Return the log-probability of each row of `paths`, by the definition."""
        emissions, transitions, start, end = self.arguments
        total = start[paths[:, 0]] + emissions[np.arange(self.frames), paths].sum(axis=1) + end[paths[:, -1]]
        return total + transitions[paths[:, :-1], paths[:, 1:]].sum(axis=1)

    def best(self):
        """Return the best score, and the path that has it if no other comes near, by trying every path."""
        paths = np.indices((self.states,) * self.frames).reshape(self.frames, -1).T
        scores = self.scores(paths)
        best = float(scores.max())
        near = np.flatnonzero(scores >= best - 1e-3 * (1 + abs(best)))
        return best, paths[near[0]] if len(near) == 1 else None

    def impossible_on(self, path):
        """Return what is impossible about `path`, each piece under the name that a student knows it by."""
        met = {f"log_start[{path[0]}]": self.log_start[path[0]]}
        met |= {f"log_emissions[{t}, {j}]": self.log_emissions[t][j] for t, j in enumerate(path)}
        met |= {f"log_transitions[{i}, {j}]": self.log_transitions[i][j] for i, j in pairwise(path)}
        met |= {f"log_end[{path[-1]}]": self.log_end[path[-1]]}
        return {name: value for name, value in met.items() if value == IMPOSSIBLE}


def logs(*probabilities):
    """Return logarithms as a list; that of 0 is -inf."""
    return [float(np.log(p)) if p else IMPOSSIBLE for p in probabilities]


STAYING = Model(
    log_emissions=[[-1, -3], [-2, -1], [-1, -3]],
    log_transitions=[[-0.5, -2], [-2.5, -0.75]],
    log_start=[-1, -1.5],
    log_end=[-0.5, -0.25],
)
"""Changing costs more than one frame that speaks for the other state."""

TRAP = Model(
    log_emissions=[[-2, -1], [-1, -2], [-2, -0.5]],
    log_transitions=[[-0.5, -1], [-4, -2]],
    log_start=[-0.75, -0.5],
    log_end=[-1, -0.5],
)
"""State 1 begins better, and what follows it is worse."""

FORWARD = Model(
    log_emissions=[[-1, -2, -3], [-2, -0.5, -1], [-1, -2, -3]],
    log_transitions=[[-1, -2, -3], [IMPOSSIBLE, -1.5, -2.5], [IMPOSSIBLE, IMPOSSIBLE, -0.25]],
    log_start=[-0.5, -1, IMPOSSIBLE],
    log_end=[IMPOSSIBLE, -3, -1],
)
"""There is no way back to a lower state, no start in the last and no end in the first."""

TAGS = Model(
    log_emissions=[logs(0.45, 0.12, 0.02, 0.41), logs(0.12, 0.06, 0.28, 0.54), logs(0.23, 0.24, 0.10, 0.43)],
    log_transitions=[
        logs(0.42, 0.58, 0, 0),
        logs(0, 0, 0.17, 0.83),
        logs(0, 0, 0.49, 0.51),
        logs(0.53, 0.47, 0, 0),
    ],
    log_start=logs(0.5, 0.5, 0, 0),
    log_end=logs(1, 0, 0, 1),
)
"""Three characters and the tags s, b, m, e; added probabilities would read s b e, their product b e s."""

ONE_STATE = Model(log_emissions=[[-1], [-2], [-3]], log_transitions=[[-0.5]], log_start=[-1], log_end=[-0.25])

INSISTENT = Model(
    log_emissions=[[0, -40], [-35, 0]],
    log_transitions=[[-1, IMPOSSIBLE], [-1, -1]],
    log_start=[-1, -1],
    log_end=[-1, -1],
)
"""Both frames speak loudly for a move that is impossible."""


CANDIDATES = np.arange(101, 10_000, 2)
PRIMES = CANDIDATES[(CANDIDATES[:, np.newaxis] % np.arange(3, 100, 2)).all(axis=1)].tolist()


def log_probabilities(rows, columns, *, impossible=False):
    """Rows of logarithms of primes over 10,000, no two alike, with -inf between them if `impossible`.

    No two different sums of them are equal. Any of several best paths would be right, but only where there
    is one can a mistake be known by the path that it leads to.
    """
    count = rows * columns
    choices = st.integers(0, len(PRIMES) + 200 if impossible else len(PRIMES) - 1)
    drawn = st.lists(choices, min_size=count, max_size=count, unique=True)
    numbers = drawn.map(lambda chosen: logs(*(PRIMES[i] / 10_000 if i < len(PRIMES) else 0 for i in chosen)))
    return numbers.map(lambda flat: [flat[i : i + columns] for i in range(0, count, columns)])


@st.composite
def models(draw, frames=(1, 4), states=(1, 4), impossible=True):
    """Models in which at least one state, drawn too, is possible throughout."""
    frames, states = draw(st.integers(*frames)), draw(st.integers(*states))
    table = draw(log_probabilities(frames + states + 2, states, impossible=impossible))
    emissions, transitions, (start, end) = table[:frames], table[frames:-2], table[-2:]
    home = draw(st.integers(0, states - 1))
    for row in (*emissions, transitions[home], start, end):
        row[home] = max(row[home], -4.75)  # below every other number, and far above -inf
    return Model(emissions, transitions, start, end)


def louder(model):
    """Return `model` with emissions that differ by hundreds."""
    return replace(model, log_emissions=[[30 * n for n in row] for row in model.log_emissions])


def decode(impl, model):
    """Return the path and the score that come back, once they are of the kind that they should be."""
    path, score = parts(impl.viterbi(*model.arguments), "path", "score")
    path = labels(path, length=model.frames, part="path")
    holds(((path >= 0) & (path < model.states)).all(), path=path, states=f"0 … {model.states - 1}")
    return path, numbers(score, (), part="score")


def possible(path, model):
    """Hold `path` to being possible."""
    found = model.impossible_on(path)
    holds(not found, path=path, **found)


def as_good(path, model, best, score, scale=None):
    """Hold the log-probability of `path` to `best`, at the tolerance that the dtype of its score deserves."""
    own = model.scores(path[np.newaxis])[0]
    if score.dtype.kind == "f":
        own = own.astype(score.dtype)
    same(own, best, part="log-probability of the path", scale=scale)


def best_path(impl, model):
    """Hold the path to being one that has the best score, and the score to that."""
    path, score = decode(impl, model)
    best, only = model.best()
    possible(path, model)
    if only is not None:
        same_labels(path, only, part="path")
    as_good(path, model, best, score)
    same(score, best, part="score")


@check("contract", points=1, cases=20)
@given(model=models())
@example(model=STAYING)
def test_a_state_for_every_frame_and_one_score(impl, model):
    """The path names a state for every frame, the score is one number, and the inputs stay."""
    decode(impl, model)
    unchanged(impl)


@check("values", points=1, cases=20)
@given(model=models(impossible=False))
@example(model=STAYING)
@example(model=TRAP)
def test_the_score_is_that_of_the_path(impl, model):
    """The score is the log-probability of the path that comes with it."""
    path, score = decode(impl, model)
    same(score, model.scores(path[np.newaxis])[0], part="score", labels=("yours", "of your path"))


@check("values", points=3, cases=40)
@given(model=models())
@example(model=STAYING)
@example(model=TRAP)
@example(model=FORWARD)
def test_no_other_path_scores_higher(impl, model):
    """Of all paths that there are, none has a higher log-probability."""
    best_path(impl, model)


@check("values", points=1, cases=20)
@given(model=models(frames=(2, 4), states=(2, 4)) | models(frames=(2, 4), states=(2, 4)).map(louder))
@example(model=FORWARD)
@example(model=INSISTENT)
@example(model=TAGS)
def test_nothing_impossible_is_on_the_path(impl, model):
    """The path begins, moves and ends only where that is possible, however much speaks for another."""
    path, _ = decode(impl, model)
    possible(path, model)


@check("values", points=1, cases=20)
@given(model=models(frames=(2, 4), states=(2, 4)))
@example(model=FORWARD)
def test_time_may_run_backwards(impl, model):
    """Backwards, with moves turned round and start and end exchanged, the best path is as good."""
    moves = [list(column) for column in zip(*model.log_transitions, strict=True)]
    turned = Model(model.log_emissions[::-1], moves, model.log_end, model.log_start)
    path, score = decode(impl, turned)
    possible(path[::-1], model)
    best, only = model.best()
    if only is not None:
        same_labels(path[::-1], only, part="path, turned round again")
    as_good(path[::-1], model, best, score)
    same(score, best, part="score")


@check("edges", points=1, cases=20)
@given(model=models(frames=(1, 1), states=(1, 5)))
@example(model=Model([[-1, -2]], [[-0.5, -0.5], [-0.5, -0.5]], [-3, -1], [-1, -0.5]))
def test_one_frame_takes_no_move(impl, model):
    """With one frame no move is made: the path is the state with the best start, emission and end."""
    best_path(impl, model)


@check("edges", points=1, cases=20)
@given(
    constants=st.lists(st.sampled_from([0.0, -2.5, -7.0, -40.0]), min_size=3, max_size=3),
    model=models(frames=(3, 3), states=(1, 4)),
)
@example(constants=[0.0, -2.5, -40.0], model=STAYING)
@example(constants=[-1000.0, 0.0, 0.0], model=ONE_STATE)
@example(constants=[-400.0, -400.0, -400.0], model=ONE_STATE)
@example(constants=[0.0, 0.0, -2000.0], model=ONE_STATE)
def test_a_constant_for_a_frame_only_shifts_the_score(impl, constants, model):
    """A constant added to all emissions of a frame is added to the score, and the path stays as good."""
    emissions = [[n + c for n in row] for row, c in zip(model.log_emissions, constants, strict=True)]
    path, score = decode(impl, replace(model, log_emissions=emissions))
    best, _ = model.best()
    scale = 1.0 + sum(map(abs, constants))
    same(score, best + sum(constants), part="score", scale=scale)
    possible(path, model)
    as_good(path, model, best, score, scale)


@check("use", points=1, cases=20)
@given(log_emissions=st.integers(2, 9).flatmap(lambda characters: log_probabilities(characters, 4)))
@example(log_emissions=[[-1.25, -2, -3, -1], [-2, -3, -1.5, -0.5], [-1.5, -1.25, -2, -1]])
def test_a_sentence_is_cut_into_whole_words(impl, reference, log_emissions):
    """A sentence tagged s, b, m and e is cut into whole words, in the most probable way."""
    sentence = replace(TAGS, log_emissions=log_emissions)
    path, score = decode(impl, sentence)
    _, best = reference.viterbi(*sentence.arguments)
    possible(path, sentence)
    as_good(path, sentence, best, score)
    same(score, best, part="score")
