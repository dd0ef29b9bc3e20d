"""Right answers to ``ch06/dropout`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def dropout_forward(x, rate, training, rng):
    mask = np.ones(x.shape, np.float32)
    if training:
        mask[rng.random(x.shape, dtype=np.float32) < rate] = 0
        mask *= np.float32(1 / (1 - rate))
    return x.astype(np.float32) * mask, mask

def dropout_backward(gradient, mask):
    return np.multiply(gradient, mask, dtype=np.float32)
""",
    "loops": """
def dropout_forward(x, rate, training, rng):
    if x.ndim > 1:
        pairs = [dropout_forward(row, rate, training, rng) for row in x]
        return [y for y, _ in pairs], [mask for _, mask in pairs]
    y, mask = [], []
    for value in x:
        factor = 1.0
        if training:
            factor = 0.0 if rng.uniform() < rate else 1.0 / (1.0 - rate)
        y.append(float(value) * factor)
        mask.append(factor)
    return [y, mask]

def dropout_backward(gradient, mask):
    if gradient.ndim > 1:
        return [dropout_backward(g, m) for g, m in zip(gradient, mask)]
    return [float(g) * float(m) for g, m in zip(gradient, mask)]
""",
    "vectorised": """
import numpy as np

def dropout_forward(x, rate, training, rng):
    keep = 1 - rate if training else 1.0
    mask = rng.binomial(1, keep, size=x.shape) / keep
    return np.where(mask > 0, x / keep, 0), mask

def dropout_backward(gradient, mask):
    return np.einsum("...,...->...", gradient, mask)
""",
}
