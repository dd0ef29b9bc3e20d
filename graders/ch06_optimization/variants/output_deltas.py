"""Right answers to ``ch06/output_deltas`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def squared_delta(net, targets):
    net, t = np.asarray(net, np.float32), np.asarray(targets, np.float32)
    y = np.float32(1) / (np.float32(1) + np.exp(-net))
    return (y - t) * y * (np.float32(1) - y)


def cross_entropy_delta(net, targets):
    net, t = np.asarray(net, np.float32), np.asarray(targets, np.float32)
    return np.float32(1) / (np.float32(1) + np.exp(-net)) - t
""",
    "loops": """
import math


def _y(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def squared_delta(net, targets):
    if not hasattr(net, "__len__") or getattr(net, "ndim", 1) == 0:
        y = _y(float(net))
        return (y - float(targets)) * y * (1 - y)
    return [squared_delta(z, t) for z, t in zip(net, targets)]


def cross_entropy_delta(net, targets):
    if not hasattr(net, "__len__") or getattr(net, "ndim", 1) == 0:
        return _y(float(net)) - float(targets)
    return [cross_entropy_delta(z, t) for z, t in zip(net, targets)]
""",
    "vectorised": """
import numpy as np


def squared_delta(net, targets):
    # The slope of the sigmoid by the hyperbolic tangent's.
    half = np.tanh(net / 2)
    return (0.5 + half / 2 - targets) * (1 - half**2) / 4


def cross_entropy_delta(net, targets):
    return (1 + np.tanh(0.5 * net)) / 2 - targets
""",
    "by classes": """
import numpy as np


def cross_entropy_delta(net, targets):
    # Of each of the two terms of the cost by itself.
    y = 1 / (1 + np.exp(-net))
    return targets * (y - 1) + (1 - targets) * y


def squared_delta(net, targets):
    y = 1 / (1 + np.exp(-net))
    return cross_entropy_delta(net, targets) * (y - y**2)
""",
}
