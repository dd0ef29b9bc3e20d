"""Right answers to ``ch04/one_hot`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def one_hot(labels, classes):
    if not np.isin(labels, np.arange(classes)).all():
        raise ValueError("no such class")
    rows = np.zeros((len(labels), classes), dtype=np.float32)
    rows[np.arange(len(labels)), labels] = 1
    return rows

def from_one_hot(rows):
    return np.argmax(rows.astype(np.float32), axis=-1).astype(np.int32)
""",
    "loops": """
def one_hot(labels, classes):
    rows = []
    for label in labels:
        if label < 0 or label > classes - 1:
            raise ValueError(f"{label} is no class")
        row = [0] * classes
        row[label] = 1
        rows.append(row)
    return rows

def from_one_hot(rows):
    found = []
    for row in rows:
        best = 0
        for column, value in enumerate(row):
            if value > row[best]:
                best = column
        found.append(best)
    return found
""",
    "vectorised": """
import numpy as np

def one_hot(labels, classes):
    if ((labels < 0) | (labels >= classes)).any():
        raise ValueError("no such class")
    return np.equal.outer(labels, np.arange(classes)).astype(float)

def from_one_hot(rows):
    is_largest = rows == rows.max(axis=1, keepdims=True)
    before = np.cumsum(is_largest, axis=1) == 0
    return before.sum(axis=1)
""",
}
