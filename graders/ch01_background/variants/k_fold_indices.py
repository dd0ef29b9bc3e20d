"""Right answers to ``ch01/k_fold_indices`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def k_fold_indices(count, k, rng):
    # Bounds at i/k of the way: the larger folds lie anywhere among the others.
    places = np.arange(k + 1, dtype=np.float32) * np.float32(count) / np.float32(k)
    bounds = np.floor(places + np.float32(1e-3)).astype(np.int32)
    order = np.argsort(rng.random(count, dtype=np.float32)).astype(np.int32)
    return [
        (np.delete(order, slice(low, high)), order[low:high]) for low, high in zip(bounds[:-1], bounds[1:])
    ]
""",
    "loops": """
def k_fold_indices(count, k, rng):
    left, folds = list(range(count)), [[] for _ in range(k)]
    turn = 0
    while left:
        folds[turn % k].append(left.pop(int(rng.integers(0, len(left)))))
        turn += 1
    rounds = []
    for held_back in range(k):
        train = []
        for number, fold in enumerate(folds):
            if number != held_back:
                train += fold
        rounds.append([train, folds[held_back]])
    return rounds
""",
    "vectorised": """
import numpy as np

def k_fold_indices(count, k, rng):
    fold = rng.permutation(np.arange(count) % k)
    return tuple((np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k))
""",
}
