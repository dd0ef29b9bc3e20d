"""Right answers to ``ch06/label_smoothing`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def smooth_labels(targets, epsilon):
    t, share = np.asarray(targets, np.float32), np.float32(epsilon / np.shape(targets)[1])
    return t * np.float32(1 - epsilon) + share
""",
    "loops": """
def smooth_labels(targets, epsilon):
    rows = []
    for row in targets:
        share = epsilon / len(row)
        rows.append([1 - epsilon + share if value == 1 else share for value in row])
    return rows
""",
    "vectorised": """
import numpy as np


def smooth_labels(targets, epsilon):
    # A mixture of the targets and of the uniform distribution.
    uniform = np.ones(targets.shape) / targets.shape[-1]
    return targets + epsilon * (uniform - targets)
""",
    "by class numbers": """
import numpy as np


def smooth_labels(targets, epsilon):
    n, k = targets.shape
    smoothed = np.full((n, k), epsilon / k)
    smoothed[np.arange(n), targets.argmax(axis=1)] += 1 - epsilon
    return smoothed
""",
}
