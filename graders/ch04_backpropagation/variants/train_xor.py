"""Right answers to ``ch04/train_xor`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
T = np.array([[0], [1], [1], [0]], np.float32)


def train_xor(W1, b1, W2, b2, learning_rate, steps):
    W1, b1, W2, b2 = (np.array(array, np.float32) for array in (W1, b1, W2, b2))
    rate = np.float32(learning_rate)
    losses = np.zeros(steps + 1, np.float32)
    for k in range(steps + 1):
        if k:
            W2 -= rate * h.T @ d2
            b2 -= rate * d2.sum(0)
            W1 -= rate * X.T @ d1
            b1 -= rate * d1.sum(0)
        h = 1 / (1 + np.exp(-(X @ W1 + b1)))
        y = 1 / (1 + np.exp(-(h @ W2 + b2)))
        losses[k] = ((T - y) ** 2).mean() / 2
        d2 = (y - T) * y * (1 - y) / np.float32(4)
        d1 = d2 @ W2.T * h * (1 - h)
    return losses, y
""",
    "loops": """
import math

ROWS = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


def s(z):
    return 1 / (1 + math.exp(-z))


def train_xor(hidden_weights, hidden_biases, output_weights, output_biases, learning_rate, steps):
    first, second = hidden_weights.tolist()
    biases, out = hidden_biases.tolist(), output_weights[:, 0].tolist()
    last = float(output_biases[0])
    units = range(len(biases))

    def forward():
        rows = []
        for a, b, target in ROWS:
            hidden = [s(a * first[i] + b * second[i] + biases[i]) for i in units]
            rows.append((hidden, s(sum(out[i] * hidden[i] for i in units) + last)))
        return rows

    def loss(rows):
        return sum((y - row[2]) ** 2 for row, (_, y) in zip(ROWS, rows)) / 8

    rows = forward()
    losses = [loss(rows)]
    for _ in range(steps):
        changes = [[0.0] * 4 for _ in units]
        bias_change = 0.0
        for (a, b, target), (hidden, y) in zip(ROWS, rows):
            signal = learning_rate * (target - y) * y * (1 - y) / 4
            bias_change += signal
            for i in units:
                back = signal * out[i] * hidden[i] * (1 - hidden[i])
                for place, change in enumerate((a * back, b * back, back, signal * hidden[i])):
                    changes[i][place] += change
        last += bias_change
        for i in units:
            first[i] += changes[i][0]
            second[i] += changes[i][1]
            biases[i] += changes[i][2]
            out[i] += changes[i][3]
        rows = forward()
        losses.append(loss(rows))
    return losses, [[y] for _, y in rows]
""",
    "vectorised": """
import numpy as np

X = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
T = np.array([0.0, 1.0, 1.0, 0.0])


def train_xor(hidden_weights, hidden_biases, output_weights, output_biases, learning_rate, steps):
    # The biases are one more row of the weights; the steps are those of the book, upward on T - y.
    V = np.vstack([hidden_weights, hidden_biases])
    w = np.concatenate([output_weights[:, 0], output_biases])
    losses = []
    while True:
        h = 0.5 * (1 + np.tanh(X @ V / 2))
        y = 0.5 * (1 + np.tanh((h @ w[:-1] + w[-1]) / 2))
        losses.append(0.125 * np.dot(T - y, T - y))
        if len(losses) > steps:
            return np.array(losses), y[:, None]
        signal = (T - y) * (y - y**2) / len(T)
        behind = np.einsum("n,h,nh->nh", signal, w[:-1], h - h**2)
        w = w + learning_rate * np.append(signal @ h, signal.sum())
        V = V + learning_rate * np.einsum("nd,nh->dh", X, behind)
""",
}
