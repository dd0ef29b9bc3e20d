"""Right answers to ``ch05/softmax`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def softmax(logits, axis=-1):
    z = np.asarray(logits, dtype=np.float32)
    z = z - z.max(axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis, keepdims=True)
""",
    "loops": """
import math

def _of_row(row):
    largest = max(row)
    powers = [math.exp(z - largest) for z in row]
    total = sum(powers)
    return [power / total for power in powers]

def _along(nested, depth):
    if depth > 0:
        return [_along(inner, depth - 1) for inner in nested]
    if not isinstance(nested[0], list):
        return _of_row(nested)
    turned = [_along([inner[i] for inner in nested], 0) for i in range(len(nested[0]))]
    return [[column[i] for column in turned] for i in range(len(nested))]

def softmax(logits, axis=-1):
    return _along(logits.tolist(), axis % logits.ndim)
""",
    "vectorised": """
import numpy as np

def softmax(logits, axis=-1):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=axis, keepdims=True))
""",
    "rows of a matrix": """
import numpy as np

def softmax(logits, axis=-1):
    turned = np.moveaxis(logits, axis, -1)
    rows = turned.reshape(-1, turned.shape[-1])
    out = np.zeros(rows.shape)
    for number, row in enumerate(rows):
        out[number] = np.exp(row - row.max())
        out[number] /= out[number].sum()
    return np.moveaxis(out.reshape(turned.shape), -1, axis)
""",
}
