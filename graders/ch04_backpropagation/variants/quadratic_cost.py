"""Right answers to ``ch04/quadratic_cost`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def quadratic_cost(targets, outputs):
    errors = np.asarray(targets, np.float32) - np.asarray(outputs, np.float32)
    return np.float32(0.5) * np.mean(np.sum(errors * errors, axis=1), dtype=np.float32)
""",
    "loops": """
def quadratic_cost(targets, outputs):
    total = 0.0
    for row, wanted in zip(outputs.tolist(), targets.tolist()):
        for y, t in zip(row, wanted):
            total += 0.5 * abs(y - t) ** 2
    return total / len(outputs)
""",
    "vectorised": """
import numpy as np


def quadratic_cost(targets, outputs):
    errors = outputs - targets
    return np.einsum("nk,nk->", errors, errors) / (2 * errors.shape[0])
""",
    "norm": """
import numpy as np


def quadratic_cost(targets, outputs):
    return np.mean([np.linalg.norm(y - t) ** 2 / 2 for t, y in zip(targets, outputs)])
""",
    "columns of means": """
import numpy as np


def quadratic_cost(targets, outputs):
    # Columns first: the mean of each, then their sum; a 0-d array at the end.
    return np.array(np.mean((targets - outputs) ** 2 / 2, axis=0).sum())
""",
    "times K": """
import numpy as np


def quadratic_cost(targets, outputs):
    return np.mean(np.square(targets - outputs)) * targets.shape[-1] / 2
""",
}
