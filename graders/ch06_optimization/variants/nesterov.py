"""Right answers to ``ch06/nesterov`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def nesterov_step(weights, velocity, gradient, learning_rate=0.01, momentum=0.9):
    w, v, g = (np.asarray(a, np.float32) for a in (weights, velocity, gradient))
    push = np.float32(-learning_rate) * g
    v = np.float32(momentum) * v + push
    return w + (np.float32(momentum) * v + push), v
""",
    "loops": """
def nesterov_step(weights, velocity, gradient, learning_rate=0.01, momentum=0.9):
    def walk(w, v, g):
        if getattr(w, "ndim", 0) > 0:
            rows = [walk(*row) for row in zip(w, v, g)]
            return [[row[i] for row in rows] for i in range(2)]
        step = momentum * float(v) - learning_rate * float(g)
        ahead = momentum * step - learning_rate * float(g)
        return [float(w) + ahead, step]

    return walk(weights, velocity, gradient)
""",
    "vectorised": """
import numpy as np

def nesterov_step(weights, velocity, gradient, learning_rate=0.01, momentum=0.9):
    # The textbook's positions: back from the look ahead, one step with momentum, and ahead again.
    positions = weights - momentum * np.asarray(velocity)
    faster = np.multiply(momentum, velocity) - np.multiply(learning_rate, gradient)
    return positions + (1 + momentum) * faster, faster
""",
}
