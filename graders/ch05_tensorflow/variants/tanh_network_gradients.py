"""Right answers to ``ch05/tanh_network_gradients`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def tanh_network_gradients(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    arrays = inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases
    x, t, w, b, v, c = (np.asarray(array, dtype=np.float32) for array in arrays)
    h = np.tanh(x @ w + b)
    y = np.tanh(h @ v + c)
    delta = 2 * (y - t) * (1 - y * y)
    back = delta * v.T * (1 - h * h)
    count = np.float32(len(x))
    return y, [x.T @ back / count, back.mean(axis=0), h.T @ delta / count, delta.mean(axis=0)]
""",
    "loops": """
import math

def tanh_network_gradients(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    count, units = len(inputs), range(len(hidden_biases))
    outputs = []
    by_w, by_b, by_v, by_c = [0.0 for _ in units], [0.0 for _ in units], [[0.0] for _ in units], 0.0
    for (x,), (target,) in zip(inputs.tolist(), targets.tolist()):
        hidden = [math.tanh(x * float(hidden_weights[0, h]) + float(hidden_biases[h])) for h in units]
        total = sum(hidden[h] * float(output_weights[h, 0]) for h in units)
        y = math.tanh(total + float(output_biases[0]))
        outputs.append([y])
        delta = 2 * (y - target) * (1 - y) * (1 + y) / count
        by_c += delta
        for h in units:
            by_v[h][0] += delta * hidden[h]
            back = delta * float(output_weights[h, 0]) * (1 - hidden[h] ** 2)
            by_b[h] += back
            by_w[h] += back * x
    return [outputs, [[by_w], by_b, by_v, [by_c]]]
""",
    "vectorised": """
import numpy as np

def tanh_network_gradients(inputs, targets, hidden_weights, hidden_biases, output_weights, output_biases):
    # Everything flat, since there is one input and one output.
    x, t, v = inputs[:, 0], targets[:, 0], output_weights[:, 0]
    before = np.multiply.outer(x, hidden_weights[0]) + hidden_biases
    h = np.tanh(before)
    y = np.tanh(np.einsum("nh,h->n", h, v) + output_biases[0])
    slope = np.mean([y - t], axis=0) * (1 - np.square(y)) * (2 / len(t))
    back = np.einsum("n,h,nh->nh", slope, v, 1 - np.square(h))
    of_hidden = np.einsum("n,nh->h", x, back)[None], back.sum(0)
    return y[:, None], (*of_hidden, (slope @ h)[:, None], slope.sum()[None])
""",
}
