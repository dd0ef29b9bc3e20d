"""Right answers to ``ch03/perceptron_update`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def perceptron_update(weights, x, target, learning_rate):
    w, x = np.asarray(weights, np.float32), np.asarray(x, np.float32)
    error = np.float32(target) - np.sign(np.dot(w, x))
    return w + np.float32(learning_rate) * error * x
""",
    "loops": """
def perceptron_update(weights, x, target, learning_rate):
    net = 0.0
    for weight, value in zip(weights, x):
        net += float(weight) * float(value)
    output = 1 if net > 0 else -1 if net < 0 else 0
    return [float(w) + learning_rate * (target - output) * float(v) for w, v in zip(weights, x)]
""",
    "vectorised": """
import numpy as np


def perceptron_update(weights, x, target, learning_rate):
    # The book's matrices: one row of inputs, one column of weights.
    X, T = np.reshape(x, (1, -1)), np.reshape(target, (1, 1))
    W = np.reshape(weights, (-1, 1))
    W = W + learning_rate * X.T @ (T - np.sign(X @ W))
    return W[:, 0]
""",
    "by cases": """
import numpy as np


def perceptron_update(weights, x, target, learning_rate):
    agreement = target * np.einsum("d,d->", weights, x)
    if agreement > 0:
        return np.array(weights)
    factor = 1 if agreement == 0 else 2
    return weights + factor * learning_rate * target * x
""",
}
