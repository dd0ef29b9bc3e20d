"""Right answers to ``ch04/tanh_and_softsign`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def tanh(x):
    return np.tanh(np.asarray(x, np.float32))


def tanh_slope(output):
    output = np.asarray(output, np.float32)
    return (1 - output) * (1 + output)


def softsign(x):
    x = np.asarray(x, np.float32)
    return x / (np.abs(x) + np.float32(1))


def softsign_slope(output):
    return np.square(np.float32(1) - np.abs(np.asarray(output, np.float32)))
""",
    "loops": """
import math


def _each(function, values):
    return [_each(function, value) for value in values] if isinstance(values, list) else function(values)


def _tanh(x):
    small = math.exp(-2 * abs(x))
    y = (1 - small) / (1 + small)
    return y if x > 0 else -y


def tanh(x):
    return _each(_tanh, x.tolist())


def tanh_slope(output):
    return _each(lambda y: 1 - y * y, output.tolist())


def softsign(x):
    return _each(lambda v: v / (1 + v) if v > 0 else v / (1 - v), x.tolist())


def softsign_slope(output):
    return _each(lambda y: (1 - abs(y)) ** 2, output.tolist())
""",
    "vectorised": """
import numpy as np


def tanh(x):
    return 2 / (1 + np.exp(-2 * x)) - 1


def tanh_slope(output):
    return -(output - 1) * (output + 1)


def softsign(x):
    return np.sign(x) * (1 - 1 / (1 + np.abs(x)))


def softsign_slope(output):
    size = np.abs(output)
    return 1 - 2 * size + size**2
""",
    "by way of x": """
import numpy as np


def tanh(x):
    grown = np.expm1(2 * np.minimum(np.abs(x), 300))
    return np.copysign(grown / (grown + 2), x)


def tanh_slope(output):
    return 1 - np.power(output, 2)


def softsign(x):
    return np.where(x < 0, x / (1 + np.abs(x)), 1 - 1 / (1 + np.abs(x)))


def softsign_slope(output):
    x = output / (1 - np.abs(output))
    return 1 / (1 + np.abs(x)) ** 2
""",
    "clipped": """
import numpy as np


def tanh(x):
    x = np.clip(x, -300, 300)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh_slope(output):
    return np.ones_like(output) - output * output


def softsign(x):
    return np.divide(x, np.add(np.abs(x), 1))


def softsign_slope(output):
    return np.minimum(1 - output, 1 + output) ** 2
""",
}
