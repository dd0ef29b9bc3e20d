"""Right answers to ``ch04/delta_norms`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

F = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: np.where(z > 0, z, np.float32(0)), lambda z: (z >= 0).astype(np.float32)),
}


def delta_norms(layers, inputs, output_gradient):
    below, sums = inputs.astype(np.float32), []
    for weights, biases, name in layers:
        sums.append(below @ weights.astype(np.float32) + biases.astype(np.float32))
        below = F[name][0](sums[-1])
    delta = output_gradient.astype(np.float32) * F[layers[-1][2]][1](sums[-1])
    norms = np.zeros(len(layers), np.float32)
    norms[-1] = np.sqrt((delta * delta).sum())
    for l in range(len(layers) - 2, -1, -1):
        delta = (delta @ layers[l + 1][0].astype(np.float32).T) * F[layers[l][2]][1](sums[l])
        norms[l] = np.sqrt((delta * delta).sum())
    return norms
""",
    "loops": """
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


def delta_norms(layers, inputs, output_gradient):
    layers = [(weights.tolist(), biases.tolist(), name) for weights, biases, name in layers]
    squares = [0.0] * len(layers)
    for row, back in zip(inputs.tolist(), output_gradient.tolist()):
        outputs = [row]
        for weights, biases, name in layers:
            outputs.append(
                [
                    apply(name, bias + sum(x * line[j] for x, line in zip(outputs[-1], weights)))
                    for j, bias in enumerate(biases)
                ]
            )
        for number in range(len(layers) - 1, -1, -1):
            weights, _, name = layers[number]
            delta = [b * slope(name, y) for b, y in zip(back, outputs[number + 1])]
            squares[number] += sum(d * d for d in delta)
            back = [sum(w * d for w, d in zip(line, delta)) for line in weights]
    return [math.sqrt(total) for total in squares]
""",
    "vectorised": """
import numpy as np

SLOPES = {
    "identity": lambda z: 1.0,
    "sigmoid": lambda z: 0.25 / np.cosh(z / 2) ** 2,
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
    "relu": lambda z: np.heaviside(z, 1.0),
}
OUTPUTS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)),
    "tanh": np.tanh,
    "relu": lambda z: (z + np.abs(z)) / 2,
}


def delta_norms(layers, inputs, output_gradient):
    # Recursive: the rest of the network says what comes back.
    def rest(remaining, below):
        if not remaining:
            return output_gradient, ()
        (weights, biases, name), *after = remaining
        z = np.einsum("nd,dh->nh", below, weights) + biases
        back, norms = rest(after, OUTPUTS[name](z))
        delta = back * SLOPES[name](z)
        return np.einsum("nh,dh->nd", delta, weights), (np.einsum("nh,nh->", delta, delta) ** 0.5, *norms)

    return rest(list(layers), inputs)[1]
""",
}
