"""Right answers to ``ch06/weight_penalty`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def weight_penalty(weights, l1, l2):
    l1, l2 = np.float32(l1), np.float32(l2)
    weights = [np.asarray(w, np.float32) for w in weights]
    penalty = np.float32(0)
    for w in weights:
        penalty = penalty + l1 * np.abs(w).sum() + l2 * np.square(w).sum()
    return penalty, [l1 * np.sign(w) + np.float32(2) * l2 * w for w in weights]
""",
    "loops": """
def weight_penalty(weights, l1, l2):
    penalty, gradients = 0.0, []

    def one(w):
        nonlocal penalty
        if getattr(w, "ndim", 0):
            return [one(row) for row in w]
        w = float(w)
        penalty += l1 * abs(w) + l2 * w * w
        return l1 * ((w > 0) - (w < 0)) + 2 * l2 * w

    for w in weights:
        gradients.append(one(w))
    return penalty, gradients
""",
    "vectorised": """
import numpy as np


def weight_penalty(weights, l1, l2):
    # All weights in one long vector, cut up again at the end.
    every = np.concatenate([w.ravel() for w in weights])
    gradient = l1 * np.sign(every) + 2 * l2 * every
    ends = np.cumsum([w.size for w in weights])[:-1]
    pieces = [g.reshape(w.shape) for g, w in zip(np.split(gradient, ends), weights)]
    return l1 * np.linalg.norm(every, 1) + l2 * np.dot(every, every), tuple(pieces)
""",
}
