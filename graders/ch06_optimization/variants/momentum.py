"""Right answers to ``ch06/momentum`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def momentum_step(weights, velocity, gradient, learning_rate=0.01, momentum=0.9):
    w, v, g = (np.asarray(a, np.float32) for a in (weights, velocity, gradient))
    v = np.float32(momentum) * v - np.float32(learning_rate) * g
    return w + v, v
""",
    "loops": """
def momentum_step(weights, velocity, gradient, learning_rate=0.01, momentum=0.9):
    def walk(w, v, g):
        if getattr(w, "ndim", 0) > 0:
            rows = [walk(*row) for row in zip(w, v, g)]
            return [[row[i] for row in rows] for i in range(2)]
        step = momentum * float(v) - learning_rate * float(g)
        return [float(w) + step, step]

    return walk(weights, velocity, gradient)
""",
    "vectorised": """
import numpy as np

def momentum_step(weights, velocity, gradient, learning_rate=0.01, momentum=0.9):
    # Polyak's arrangement: where gradient descent would go, and the old step, shortened, on top.
    descended = np.subtract(weights, np.multiply(learning_rate, gradient))
    moved = np.add(descended, np.multiply(momentum, velocity))
    return moved, momentum * velocity + (descended - weights)
""",
}
