"""Right answers to ``ch02/intro`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def center(values):
    single = np.asarray(values, np.float32)
    return single - single.mean()
""",
    "loops": """
def center(values):
    total = 0.0
    for value in values:
        total += value
    mean = total / len(values)
    return [value - mean for value in values]
""",
    "vectorised": """
import numpy as np


def center(values):
    n = len(values)
    return (np.eye(n) - np.full((n, n), 1 / n)) @ values
""",
}
