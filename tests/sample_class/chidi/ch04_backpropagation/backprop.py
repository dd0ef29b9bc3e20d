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
