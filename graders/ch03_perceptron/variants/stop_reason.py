"""Right answers to ``ch03/stop_reason`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def stop_reason(errors, changes, error_tolerance, change_tolerance, max_epochs):
    lengths = [np.sqrt((np.asarray(a, np.float32) ** 2).sum(axis=1)) for a in (errors, changes)]
    for index in range(max_epochs):
        for name, length, limit in zip(("error", "change"), lengths, (error_tolerance, change_tolerance)):
            if length[index] < np.float32(limit):
                return np.int32(index), name
    return np.int32(max_epochs - 1), "max_epochs"
""",
    "loops": """
import math


def stop_reason(errors, changes, error_tolerance, change_tolerance, max_epochs):
    index = 0
    while True:
        total = 0.0
        for error in errors[index]:
            total += float(error) ** 2
        if math.sqrt(total) < error_tolerance:
            return [index, "error"]
        total = 0.0
        for change in changes[index]:
            total += float(change) ** 2
        if math.sqrt(total) < change_tolerance:
            return [index, "change"]
        index += 1
        if index == max_epochs:
            return [index - 1, "max_epochs"]
""",
    "vectorised": """
import numpy as np


def stop_reason(errors, changes, error_tolerance, change_tolerance, max_epochs):
    met = np.zeros((max_epochs, 3), bool)
    for column, (rows, limit) in enumerate([(errors, error_tolerance), (changes, change_tolerance)]):
        met[:, column] = np.einsum("ei,ei->e", rows, rows)[:max_epochs] < limit**2
    met[-1, 2] = True
    # In the order of reading, the first place is the first epoch, and in it the first reason.
    index, reason = np.unravel_index(met.argmax(), met.shape)
    return index, ("error", "change", "max_epochs")[reason]
""",
    "candidates": """
import numpy as np


def stop_reason(errors, changes, error_tolerance, change_tolerance, max_epochs):
    def first(rows, limit):
        small = [i for i, row in enumerate(rows) if np.linalg.norm(row) < limit]
        return min(small, default=max_epochs)

    by_error, by_change = first(errors, error_tolerance), first(changes, change_tolerance)
    candidates = [(by_error, 0, "error"), (by_change, 1, "change"), (max_epochs - 1, 2, "max_epochs")]
    index, _, reason = min(candidates)
    return index, reason
""",
}
