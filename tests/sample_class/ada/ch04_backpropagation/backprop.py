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
