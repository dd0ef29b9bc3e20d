"""Right answers to ``ch03/lms_step`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def lms_step(weights, inputs, targets, learning_rate):
    weights, inputs, targets = (np.asarray(a, np.float32) for a in (weights, inputs, targets))
    means = np.mean((targets - inputs @ weights) * inputs, axis=0)
    return weights + np.float32(learning_rate) * means[:, np.newaxis]
""",
    "loops": """
def lms_step(weights, inputs, targets, learning_rate):
    weights = [float(row[0]) for row in weights]
    change = [0.0] * len(weights)
    for row, target in zip(inputs.tolist(), targets.tolist()):
        error = target[0] - sum(w * x for w, x in zip(weights, row))
        for d, x in enumerate(row):
            change[d] += error * x
    return [[w + learning_rate * c / len(inputs)] for w, c in zip(weights, change)]
""",
    "vectorised": """
import numpy as np


def lms_step(weights, inputs, targets, learning_rate):
    # Half the mean squared error is a quadratic form: its gradient is A w - b.
    a = np.einsum("nd,ne->de", inputs, inputs) / inputs.shape[0]
    b = np.einsum("nd,nk->dk", inputs, targets) / inputs.shape[0]
    return weights - learning_rate * (a @ weights - b)
""",
    "flat": """
import numpy as np


def lms_step(weights, inputs, targets, learning_rate):
    flat = weights[:, 0]
    errors = targets[:, 0] - inputs.dot(flat)
    for number, row in enumerate(inputs):
        flat = flat + learning_rate / len(inputs) * errors[number] * row
    return flat.reshape(-1, 1)
""",
    "gradient": """
import numpy as np


def lms_step(weights, inputs, targets, learning_rate):
    n = targets.size
    gradient = (2 / n) * (inputs.T @ (inputs @ weights - targets)) / 2
    weights = np.array(weights, copy=True)
    weights -= learning_rate * gradient
    return weights
""",
}
