"""Right answers to ``ch04/two_layer_gradients`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def _layer(x, weights, biases):
    return 1 / (1 + np.exp(-(x @ weights + biases)))

def two_layer_gradients(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    arrays = inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases
    x, t, w, b, v, c = (np.asarray(array, dtype=np.float32) for array in arrays)
    h = _layer(x, w, b)
    y = _layer(h, v, c)
    count = np.float32(len(x))
    loss = np.mean(np.sum((y - t) ** 2, axis=1)) / 2
    delta = (y - t) * y * (1 - y)
    back = delta @ v.T * h * (1 - h)
    return loss, [x.T @ back / count, back.mean(axis=0), h.T @ delta / count, delta.mean(axis=0)]
""",
    "loops": """
import math

def _activate(row, weights, biases):
    out = []
    for unit in range(len(biases)):
        z = biases[unit] + sum(value * weights[place][unit] for place, value in enumerate(row))
        out.append(1 / (1 + math.exp(-z)))
    return out

def two_layer_gradients(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    N, D, H, K = len(inputs), len(hidden_weights), len(hidden_biases), len(output_biases)
    loss = 0.0
    by_w, by_b = [[0.0] * H for _ in range(D)], [0.0] * H
    by_v, by_c = [[0.0] * K for _ in range(H)], [0.0] * K
    for x, t in zip(inputs, targets):
        hidden = _activate(x, hidden_weights, hidden_biases)
        outputs = _activate(hidden, output_weights, output_biases)
        deltas = []
        for k in range(K):
            error = float(outputs[k] - t[k])
            loss += error * error / 2 / N
            deltas.append(error * outputs[k] * (1 - outputs[k]) / N)
            by_c[k] += deltas[k]
        for h in range(H):
            blame = 0.0
            for k in range(K):
                by_v[h][k] += hidden[h] * deltas[k]
                blame += float(output_weights[h][k]) * deltas[k]
            blame *= hidden[h] * (1 - hidden[h])
            by_b[h] += blame
            for d in range(D):
                by_w[d][h] += float(x[d]) * blame
    return [loss, [by_w, by_b, by_v, by_c]]
""",
    "vectorised": """
import numpy as np

def two_layer_gradients(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    # The biases are the weights of one more input that is always 1.
    ones = np.ones((len(inputs), 1))
    x = np.hstack([inputs, ones])
    h = (1 + np.tanh(x @ np.vstack([hidden_weights, hidden_biases]) / 2)) / 2
    x2 = np.hstack([h, ones])
    y = (1 + np.tanh(x2 @ np.vstack([output_weights, output_biases]) / 2)) / 2
    gap = y - targets
    delta = gap * (y - y**2)
    back = np.einsum("nk,hk,nh->nh", delta, output_weights, h - h**2)
    first, second = (np.einsum("ni,nj->ij", a, b) / len(a) for a, b in ((x, back), (x2, delta)))
    return np.vdot(gap, gap) / 2 / len(gap), (first[:-1], first[-1], second[:-1], second[-1])
""",
}
