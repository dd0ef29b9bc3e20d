"""Right answers to ch04/backprop in other styles."""

VARIANTS = {
    "float32": '''
import numpy as np

ACTIVATIONS = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: np.where(z > 0, z, np.float32(0)), lambda z: (z >= 0).astype(np.float32)),
}


def backprop(layers, inputs, targets):
    """In float32; slopes are taken where they are in the formula, of what goes in."""
    below, befores, sums = inputs.astype(np.float32), [], []
    for weights, biases, name in layers:
        befores.append(below)
        sums.append(below @ weights.astype(np.float32) + biases.astype(np.float32))
        below = ACTIVATIONS[name][0](sums[-1])
    rows = np.float32(len(inputs))
    delta = (below - targets.astype(np.float32)) / rows * ACTIVATIONS[layers[-1][2]][1](sums[-1])
    gradients = [None] * len(layers)
    gradients[-1] = (befores[-1].T @ delta, delta.sum(axis=0))
    for number in range(len(layers) - 2, -1, -1):
        back = delta @ layers[number + 1][0].astype(np.float32).T
        delta = back * ACTIVATIONS[layers[number][2]][1](sums[number])
        gradients[number] = (befores[number].T @ delta, delta.sum(axis=0))
    return gradients
''',
    "loops": '''
import math


def apply(name, z):
    if name == "sigmoid":
        return 1 / (1 + math.exp(-z))
    if name == "tanh":
        return math.tanh(z)
    if name == "relu":
        return z if z > 0 else 0.0
    return z


def slope(name, y):
    if name == "sigmoid":
        return y * (1 - y)
    if name == "tanh":
        return (1 - y) * (1 + y)
    if name == "relu":
        return 1.0 if y > 0 else 0.0
    return 1.0


def backprop(layers, inputs, targets):
    """One row after the other in plain lists; the gradients are added up and divided by N at the end."""
    layers = [(weights.tolist(), biases.tolist(), name) for weights, biases, name in layers]
    totals = [
        ([[0.0] * len(biases) for _ in weights], [0.0] * len(biases)) for weights, biases, _ in layers
    ]
    count = len(inputs)
    for row, target in zip(inputs.tolist(), targets.tolist()):
        outputs = [row]
        for weights, biases, name in layers:
            outputs.append(
                [
                    apply(name, bias + sum(x * line[j] for x, line in zip(outputs[-1], weights)))
                    for j, bias in enumerate(biases)
                ]
            )
        error = [y - t for y, t in zip(outputs[-1], target)]
        for number in range(len(layers) - 1, -1, -1):
            weights, biases, name = layers[number]
            delta = [e * slope(name, y) for e, y in zip(error, outputs[number + 1])]
            for j, d in enumerate(delta):
                totals[number][1][j] += d
                for i, x in enumerate(outputs[number]):
                    totals[number][0][i][j] += x * d
            error = [sum(w * d for w, d in zip(line, delta)) for line in weights]
    return [
        [[[g / count for g in line] for line in by_weights], [g / count for g in by_biases]]
        for by_weights, by_biases in totals
    ]
''',
    "vectorised": '''
import numpy as np


def backprop(layers, inputs, targets):
    """Recursive, row by row Jacobians in one array, then einsum; relu has slope 1 at zero."""

    def rest(remaining, below):
        if not remaining:
            return below - targets, ()
        (weights, biases, name), *after = remaining
        z = np.einsum("nd,dh->nh", below, weights) + biases
        if name == "sigmoid":
            y = 0.5 * (1 + np.tanh(z / 2))
            slopes = 0.25 / np.cosh(z / 2) ** 2
        elif name == "tanh":
            y = np.tanh(z)
            slopes = 1 / np.cosh(z) ** 2
        elif name == "relu":
            y = (z + np.abs(z)) / 2
            slopes = np.heaviside(z, 1.0)
        else:
            y, slopes = z, np.ones(z.shape)
        error, pairs = rest(after, y)
        delta = error * slopes
        mine = (np.einsum("nd,nh->ndh", below, delta).mean(axis=0), delta.mean(axis=0))
        return np.einsum("nh,dh->nd", delta, weights), (mine, *pairs)

    return rest(list(layers), inputs)[1]
''',
    "biases as a row of weights": '''
import numpy as np

F = {
    "identity": lambda z: z,
    "sigmoid": lambda z: np.exp(-np.logaddexp(0, -z)),
    "tanh": np.tanh,
    "relu": lambda z: z * (z > 0),
}
D = {
    "identity": lambda z: 1.0,
    "sigmoid": lambda z: np.exp(-np.logaddexp(0, -z) - np.logaddexp(0, z)),
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "relu": lambda z: (np.sign(z) + 1) / 2,
}


def backprop(layers, inputs, targets):
    """The biases are a last row of the weights, and the inputs get a column of ones."""
    ones = np.ones((len(inputs), 1))
    tape = []
    out = inputs
    for weights, biases, name in layers:
        extended = np.hstack([out, ones])
        z = extended @ np.vstack([weights, biases])
        tape.insert(0, (extended, z, weights, name))
        out = F[name](z)
    back = out - targets
    result = []
    for extended, z, weights, name in tape:
        delta = back * D[name](z)
        gradient = extended.T @ delta / inputs.shape[0]
        result.insert(0, (gradient[:-1], gradient[-1]))
        back = delta @ weights.T
    return result
''',
}
