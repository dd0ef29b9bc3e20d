"""Right answers to ``ch06/softmax_cross_entropy`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def softmax_cross_entropy(logits, targets):
    z, t = np.asarray(logits, np.float32), np.asarray(targets, np.float32)
    z = z - z.max(axis=-1, keepdims=True)
    e = np.exp(z)
    total = e.sum(axis=-1, keepdims=True)
    losses = (t * (np.log(total) - z)).sum(axis=-1)
    return losses.mean(), (e / total - t) / np.float32(len(z))
""",
    "loops": """
import math


def softmax_cross_entropy(logits, targets):
    loss, gradient = 0.0, []
    for row, target in zip(logits, targets):
        top = max(row)
        powers = [math.exp(z - top) for z in row]
        total = sum(powers)
        for z, t in zip(row, target):
            if t == 1:
                loss += math.log(total) + top - z
        gradient.append([(p / total - t) / len(logits) for p, t in zip(powers, target)])
    return loss / len(logits), gradient
""",
    "vectorised": """
import numpy as np


def softmax_cross_entropy(logits, targets):
    # The logarithm of the sum by logaddexp, which takes the maximum out itself.
    total = np.logaddexp.reduce(logits, axis=1)
    n = logits.shape[0]
    loss = np.mean(total - np.einsum("nk,nk->n", logits, targets))
    return loss, np.exp(logits - total[:, None]) / n - targets / n
""",
    "by class numbers": """
import numpy as np


def softmax_cross_entropy(logits, targets):
    rows, classes = np.arange(len(targets)), np.argmax(targets, axis=1)
    differences = logits - logits[rows, classes][:, None]
    top = differences.max(axis=1)
    costs = top + np.log(np.exp(differences - top[:, None]).sum(axis=1))
    gradient = np.exp(differences - costs[:, None])
    gradient[rows, classes] -= 1
    return costs.mean(), gradient / len(targets)
""",
}
