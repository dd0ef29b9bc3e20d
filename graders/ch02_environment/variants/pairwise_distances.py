"""Right answers to ``ch02/pairwise_distances`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def pairwise_distances(a, b):
    one, other = np.asarray(a, np.float32), np.asarray(b, np.float32)
    return np.linalg.norm(one[:, None, :] - other[None, :, :], axis=-1)
""",
    "loops": """
import math


def pairwise_distances(a, b):
    distances = []
    for point in a:
        row = []
        for other in b:
            row.append(math.dist(point, other))
        distances.append(row)
    return distances
""",
    "vectorised": """
import numpy as np


def pairwise_distances(a, b):
    # One feature after the other: as quick, and never more than N * M numbers at once.
    distances = np.zeros((len(a), len(b)))
    for one, other in zip(np.transpose(a), np.transpose(b)):
        distances = np.hypot(distances, np.subtract.outer(one, other))
    return distances
""",
    "einsum": """
import numpy as np


def pairwise_distances(a, b):
    difference = np.expand_dims(a, 1) - np.expand_dims(b, 0)
    return np.einsum("nmd,nmd->nm", difference, difference) ** 0.5
""",
}
