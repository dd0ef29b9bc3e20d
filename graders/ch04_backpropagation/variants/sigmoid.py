"""Right answers to ``ch04/sigmoid`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def sigmoid(x):
    return np.float32(1) / (np.float32(1) + np.exp(-np.asarray(x, np.float32)))


def sigmoid_slope(output):
    output = np.asarray(output, np.float32)
    return output - output**2
""",
    "loops": """
import math


def _each(function, values):
    return [_each(function, value) for value in values] if isinstance(values, list) else function(values)


def _of_one(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def sigmoid(x):
    return _each(_of_one, x.tolist())


def sigmoid_slope(output):
    return _each(lambda y: y * (1 - y), output.tolist())
""",
    "vectorised": """
import numpy as np


def sigmoid(x):
    return (1 + np.tanh(x / 2)) / 2


def sigmoid_slope(output):
    return 0.25 - (output - 0.5) ** 2
""",
    "as in the book": """
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_slope(x):
    return x * (1 - x)
""",
    "masks": """
import numpy as np


def sigmoid(x):
    answer = np.empty(x.shape)
    positive = x > 0
    answer[positive] = 1 / (1 + np.exp(-x[positive]))
    powers = np.exp(x[~positive])
    answer[~positive] = powers / (powers + 1)
    return answer


def sigmoid_slope(output):
    answer = output.copy()
    answer *= 1 - output
    return answer
""",
    "clipped": """
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def sigmoid_slope(output):
    return np.multiply(output, np.subtract(1, output))
""",
    "logarithms": """
import numpy as np


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def sigmoid_slope(output):
    # By the chain rule: tanh(x/2) is 2 y - 1, and half its slope is a quarter of 1 - tanh².
    return (1 - (2 * output - 1) ** 2) / 4
""",
}
