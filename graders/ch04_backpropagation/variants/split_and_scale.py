"""Right answers to ``ch04/split_and_scale`` in other styles."""

VARIANTS = {
    "float32": """
import math
import numpy as np

def split_counts(count, test_fraction):
    test = math.ceil(count * test_fraction)
    return np.array([count - test, test], dtype=np.int32)

def scale_to_unit(train, test):
    train, test = train.astype(np.float32), test.astype(np.float32)
    low, high = np.min(train), np.max(train)
    if low == high:
        return train - low, test - low
    return (train - low) / (high - low), (test - low) / (high - low)
""",
    "loops": """
def split_counts(count, test_fraction):
    test = 0
    while test < count * test_fraction:
        test += 1
    return [count - test, test]

def scale_to_unit(train, test):
    low = high = train[0][0]
    for row in train:
        for value in row:
            low, high = min(low, value), max(high, value)
    width = high - low
    if width == 0:
        width = 1
    return [[[float((value - low) / width) for value in row] for row in rows] for rows in (train, test)]
""",
    "vectorised": """
import numpy as np

def split_counts(count, test_fraction):
    train = int(np.floor(count - count * test_fraction))
    return train, count - train

def scale_to_unit(train, test):
    width = np.ptp(train)
    slope = 1 / width if width else 1.0
    intercept = -slope * train.min()
    return slope * train + intercept, slope * test + intercept
""",
}
