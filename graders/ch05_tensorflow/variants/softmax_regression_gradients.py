"""Right answers to ``ch05/softmax_regression_gradients`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def softmax_regression_gradients(inputs, targets, weights, biases, loss):
    x, t, w, b = (np.asarray(array, np.float32) for array in (inputs, targets, weights, biases))
    z = x @ w + b
    e = np.exp(z - z.max(axis=1)[:, None])
    p = e / e.sum(axis=1)[:, None]
    if loss == "cross_entropy":
        d = p - t
    else:
        g = np.float32(2) / np.float32(t.shape[1]) * (p - t)
        d = p * g - p * (g * p).sum(axis=1)[:, None]
    return x.T @ d / np.float32(len(x)), d.mean(axis=0)
""",
    "loops": """
import math

def softmax_regression_gradients(inputs, targets, weights, biases, loss):
    N, D, K = len(inputs), len(weights), len(biases)
    by_weights, by_biases = [[0.0] * K for _ in range(D)], [0.0] * K
    for x, t in zip(inputs.tolist(), targets.tolist()):
        z = [float(biases[k]) + sum(x[d] * float(weights[d][k]) for d in range(D)) for k in range(K)]
        e = [math.exp(value - max(z)) for value in z]
        p = [value / sum(e) for value in e]
        for k in range(K):
            if loss == "cross_entropy":
                delta = p[k] - t[k]
            else:
                delta = 0.0
                for j in range(K):
                    jacobian = p[j] * ((j == k) - p[k])
                    delta += 2 * (p[j] - t[j]) / K * jacobian
            by_biases[k] += delta / N
            for d in range(D):
                by_weights[d][k] += x[d] * delta / N
    return [by_weights, by_biases]
""",
    "vectorised": """
import numpy as np

def softmax_regression_gradients(inputs, targets, weights, biases, loss):
    # The biases are the weights of one more input that is always 1.
    x = np.column_stack([inputs, np.ones(len(inputs))])
    z = x @ np.vstack([weights, biases])
    p = np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))
    delta = p - targets
    if loss == "mse":
        jacobian = np.einsum("nj,jk->njk", p, np.eye(p.shape[1])) - np.einsum("nj,nk->njk", p, p)
        delta = np.einsum("nj,njk->nk", delta * 2 / p.shape[1], jacobian)
    gradient = np.einsum("nd,nk->dk", x, delta) / len(x)
    return gradient[:-1], gradient[-1]
""",
}
