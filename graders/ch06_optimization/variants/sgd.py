"""Right answers to ``ch06/sgd`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def sgd_step(weights, gradient, learning_rate=0.01):
    return np.asarray(weights, np.float32) - np.float32(learning_rate) * np.asarray(gradient, np.float32)

def sgd_epoch(weights, gradient_of, inputs, targets, batch_size, rng, learning_rate=0.01):
    x, t, w = (np.array(a, dtype=np.float32) for a in (inputs, targets, weights))
    order = np.arange(len(x))
    rng.shuffle(order)
    for k in range(-(-len(x) // batch_size)):
        rows = order[k * batch_size : (k + 1) * batch_size]
        w = sgd_step(w, gradient_of(w, x[rows], t[rows]), learning_rate)
    return w
""",
    "loops": """
def _flat(w, g, rate):
    if getattr(w, "ndim", 1) and hasattr(w, "__len__"):
        return [_flat(a, b, rate) for a, b in zip(w, g)]
    return float(w) - rate * float(g)

def sgd_step(weights, gradient, learning_rate=0.01):
    return _flat(weights, gradient, learning_rate)

def sgd_epoch(weights, gradient_of, inputs, targets, batch_size, rng, learning_rate=0.01):
    keys = rng.random(len(inputs))
    waiting = sorted(range(len(inputs)), key=lambda row: keys[row])
    while waiting:
        rows, waiting = waiting[:batch_size], waiting[batch_size:]
        gradient = gradient_of(weights, inputs[rows], targets[rows])
        weights = sgd_step(weights, gradient, learning_rate)
    return weights
""",
    "vectorised": """
import numpy as np

def sgd_step(weights, gradient, learning_rate=0.01):
    return np.subtract(weights, np.multiply(learning_rate, gradient))

def sgd_epoch(weights, gradient_of, inputs, targets, batch_size, rng, learning_rate=0.01):
    width = inputs.shape[1]
    table = rng.permutation(np.hstack([inputs, targets]), axis=0)
    for batch in np.split(table, range(batch_size, len(table), batch_size)):
        gradient = gradient_of(weights=weights, inputs=batch[:, :width], targets=batch[:, width:])
        weights = sgd_step(weights, gradient, learning_rate)
    return weights
""",
}
