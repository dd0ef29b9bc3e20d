"""The solution of ``ch16/viterbi`` against trying every path, and against TensorFlow."""

import itertools

import numpy as np
import pytest

from solutions.ch16_nlp_projects import viterbi as solution


def model(frames, states, seed, impossible=0.0):
    """Return log-probabilities; one path at least, drawn too, is possible."""
    rng = np.random.default_rng(seed)
    shapes = ((frames, states), (states, states), (states,), (states,))
    pieces = [np.log(rng.random(shape)) for shape in shapes]
    for piece in pieces:
        piece[rng.random(piece.shape) < impossible] = -np.inf
    emissions, transitions, start, end = pieces
    path = rng.integers(0, states, frames)
    emissions[np.arange(frames), path] = np.maximum(emissions[np.arange(frames), path], -3)
    transitions[path[:-1], path[1:]] = np.maximum(transitions[path[:-1], path[1:]], -3)
    start[path[0]], end[path[-1]] = max(start[path[0]], -3), max(end[path[-1]], -3)
    return emissions, transitions, start, end


def score_of(path, emissions, transitions, start, end):
    return (
        start[path[0]]
        + sum(emissions[t, j] for t, j in enumerate(path))
        + sum(transitions[i, j] for i, j in itertools.pairwise(path))
        + end[path[-1]]
    )


def max_plus(a, b):
    return np.max(a[:, :, np.newaxis] + b[np.newaxis], axis=1)


@pytest.mark.parametrize("impossible", [0.0, 0.3, 0.7])
@pytest.mark.parametrize(("frames", "states"), [(1, 1), (1, 4), (2, 3), (4, 3), (5, 2), (3, 5)])
def test_it_finds_what_trying_every_path_finds(frames, states, impossible):
    for seed in range(5):
        pieces = model(frames, states, seed, impossible)
        paths = list(itertools.product(range(states), repeat=frames))
        scores = [score_of(path, *pieces) for path in paths]
        path, score = solution.viterbi(*pieces)
        assert score == pytest.approx(max(scores), rel=1e-12)
        assert path == list(paths[int(np.argmax(scores))])


@pytest.mark.parametrize("impossible", [0.0, 0.5])
@pytest.mark.parametrize(("frames", "states"), [(40, 4), (200, 7), (3, 30)])
def test_its_score_is_a_product_of_matrices_over_max_and_plus(frames, states, impossible):
    emissions, transitions, start, end = model(frames, states, 1, impossible)
    product = (start + emissions[0])[np.newaxis]
    for row in emissions[1:]:
        product = max_plus(product, transitions + row)
    path, score = solution.viterbi(emissions, transitions, start, end)
    assert score == pytest.approx(max_plus(product, end[:, np.newaxis])[0, 0], rel=1e-12)
    assert score == pytest.approx(score_of(path, emissions, transitions, start, end), rel=1e-12)


def test_tied_paths_are_all_as_good():
    path, score = solution.viterbi(np.zeros((5, 3)), np.zeros((3, 3)), np.zeros(3), np.zeros(3))
    assert len(path) == 5
    assert score == 0.0


def test_words_are_read_where_added_probabilities_would_read_others():
    # The tags s, b, m, e, with the frequencies of moves that were counted in a corpus.
    rows = [(0.45, 0.12, 0.02, 0.41), (0.12, 0.06, 0.28, 0.54), (0.23, 0.24, 0.10, 0.43)]
    moves = [
        (0.415844, 0.584156, 0, 0),
        (0, 0, 0.171426, 0.828574),
        (0, 0, 0.496165, 0.503835),
        (0.525991, 0.474009, 0, 0),
    ]
    with np.errstate(divide="ignore"):
        path, _ = solution.viterbi(np.log(rows), np.log(moves), np.log([1, 1, 0, 0]), np.log([1, 0, 0, 1]))
    assert "".join("sbme"[state] for state in path) == "bes"


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_its_score_is_what_the_forward_algorithm_approaches_when_it_is_cooled(seed):
    tf = pytest.importorskip("tensorflow")
    emissions, transitions, start, end = model(12, 4, seed)
    cold = 2e4  # the sum over 4**12 paths exceeds its largest term by at most log(4**12) / cold < 1e-3
    row = tf.constant(cold * (start + emissions[0]))
    for emission in emissions[1:]:
        row = tf.reduce_logsumexp(row[:, tf.newaxis] + cold * transitions, axis=0) + cold * emission
    total = float(tf.reduce_logsumexp(row + cold * end)) / cold
    _, score = solution.viterbi(emissions, transitions, start, end)
    assert score <= total + 1e-9
    assert score == pytest.approx(total, abs=1e-3)


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_gradient_of_the_best_score(seed):
    tf = pytest.importorskip("tensorflow")
    emissions, transitions, start, end = model(9, 4, seed)
    given = tf.constant(emissions)
    with tf.GradientTape() as tape:
        tape.watch(given)
        row = start + given[0]
        for t in range(1, 9):
            row = tf.reduce_max(row[:, tf.newaxis] + transitions, axis=0) + given[t]
        best = tf.reduce_max(row + end)
    path, score = solution.viterbi(emissions, transitions, start, end)
    assert score == pytest.approx(float(best), rel=1e-12)
    np.testing.assert_array_equal(tape.gradient(best, given).numpy(), np.eye(4)[path])
