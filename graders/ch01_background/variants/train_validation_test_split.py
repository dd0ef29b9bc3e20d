"""Right answers to ``ch01/train_validation_test_split`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def train_validation_test_split(count, validation_fraction, test_fraction, rng):
    shares = np.float32([validation_fraction, test_fraction]) * np.float32(count)
    validation_size, test_size = np.rint(shares).astype(np.int32)
    order = np.arange(count, dtype=np.int32)
    rng.shuffle(order)
    held_out = validation_size + test_size
    return order[held_out:], order[:validation_size], order[validation_size:held_out]
""",
    "loops": """
def train_validation_test_split(count, validation_fraction, test_fraction, rng):
    left = list(range(count))
    drawn = []
    for fraction in (validation_fraction, test_fraction):
        part = []
        for _ in range(round(count * fraction)):
            part.append(left.pop(int(rng.integers(len(left)))))
        drawn.append(part)
    return left, drawn[0], drawn[1]
""",
    "vectorised": """
import numpy as np

def train_validation_test_split(count, validation_fraction, test_fraction, rng):
    # Each sample gets a label, the labels are shuffled, and the indices are read off.
    sizes = np.round(np.multiply(count, [validation_fraction, test_fraction])).astype(int)
    names = np.repeat([0, 1, 2], [count - sizes.sum(), *sizes])
    names = names[np.argsort(rng.random(count))]
    return [np.flatnonzero(names == name) for name in range(3)]
""",
    "choice": """
import numpy as np

def train_validation_test_split(count, validation_fraction, test_fraction, rng):
    test = rng.choice(count, round(count * test_fraction), replace=False)
    rest = np.setdiff1d(np.arange(count), test)
    validation = rng.choice(rest, round(count * validation_fraction), replace=False)
    return set_minus(rest, validation), validation, test

def set_minus(one, other):
    return [int(index) for index in one if index not in set(other.tolist())]
""",
}
