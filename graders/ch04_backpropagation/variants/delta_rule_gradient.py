"""Right answers to ``ch04/delta_rule_gradient`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def delta_rule_gradient(inputs, weights, targets, activation):
    inputs, weights, targets = (np.asarray(a, np.float32) for a in (inputs, weights, targets))
    z = inputs @ weights
    if activation == "identity":
        y, slope = z, np.float32(1)
    elif activation == "sigmoid":
        y = np.float32(1) / (np.float32(1) + np.exp(-z))
        slope = y - y * y
    elif activation == "tanh":
        y = np.tanh(z)
        slope = (1 - y) * (1 + y)
    else:
        y, slope = np.maximum(z, np.float32(0)), (z >= 0).astype(np.float32)
    return np.mean(inputs[:, :, None] * ((y - targets) * slope)[:, None, :], axis=0)
""",
    "loops": """
import math

FORWARD = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
}
BACKWARD = {
    "identity": lambda z: 1.0,
    "sigmoid": lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2,
    "tanh": lambda z: 1 / math.cosh(z) ** 2,
    "relu": lambda z: 1.0 if z > 0 else 0.0,
}


def delta_rule_gradient(inputs, weights, targets, activation):
    rows, features, units = len(inputs), len(weights), len(weights[0])
    gradient = [[0.0] * units for _ in range(features)]
    for x, t in zip(inputs.tolist(), targets.tolist()):
        for k in range(units):
            z = sum(x[d] * float(weights[d][k]) for d in range(features))
            delta = (FORWARD[activation](z) - t[k]) * BACKWARD[activation](z)
            for d in range(features):
                gradient[d][k] += x[d] * delta / rows
    return gradient
""",
    "vectorised": """
import numpy as np


def delta_rule_gradient(inputs, weights, targets, activation):
    z = np.einsum("nd,dk->nk", inputs, weights)
    outputs, slopes = {
        "identity": lambda: (z, np.ones(z.shape)),
        "sigmoid": lambda: ((1 + np.tanh(z / 2)) / 2, 1 / (4 * np.cosh(z / 2) ** 2)),
        "tanh": lambda: (np.tanh(z), 1 - np.tanh(z) ** 2),
        "relu": lambda: (z.clip(0), np.heaviside(z, 0)),
    }[activation]()
    return np.einsum("nd,nk,nk->dk", inputs, outputs - targets, slopes) / z.shape[0]
""",
    "a row at a time": """
import numpy as np

FUNCTIONS = {
    "identity": (lambda z: z, lambda y: y * 0 + 1),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda y: y * (1 - y)),
    "tanh": (np.tanh, lambda y: 1 - y * y),
    "relu": (lambda z: z * (z > 0), lambda y: y > 0),
}


def delta_rule_gradient(inputs, weights, targets, activation):
    function, slope = FUNCTIONS[activation]
    gradient = np.zeros(weights.shape)
    for x, t in zip(inputs, targets):
        y = function(weights.T @ x)
        gradient -= np.outer(x, (t - y) * slope(y))
    return gradient / inputs.shape[0]
""",
    "complex steps": """
import numpy as np


def delta_rule_gradient(inputs, weights, targets, activation):
    # No formula at all: the cost with each weight moved a little in the imaginary direction.
    gradient = np.empty(weights.shape)
    for place in np.ndindex(weights.shape):
        moved = weights.astype(complex)
        moved[place] += 1e-30j
        z = inputs @ moved
        y = {
            "identity": lambda: z,
            "sigmoid": lambda: 1 / (1 + np.exp(-z)),
            "tanh": lambda: np.tanh(z),
            "relu": lambda: np.where(z.real > 0, z, 0),
        }[activation]()
        gradient[place] = (np.sum((y - targets) ** 2) / (2 * len(inputs))).imag / 1e-30
    return gradient
""",
}
