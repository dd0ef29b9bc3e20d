"""Right answers to ``ch06/adagrad`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def adagrad_step(weights, accumulator, gradient, learning_rate=0.001, epsilon=1e-7):
    w, total, g = (np.asarray(a, np.float32) for a in (weights, accumulator, gradient))
    total = total + g * g
    return w - np.float32(learning_rate) * g / np.sqrt(total + np.float32(epsilon)), total
""",
    "loops": """
import math

def adagrad_step(weights, accumulator, gradient, learning_rate=0.001, epsilon=1e-7):
    def walk(w, total, g):
        if getattr(w, "ndim", 0) > 0:
            rows = [walk(*row) for row in zip(w, total, g)]
            return [[row[i] for row in rows] for i in range(2)]
        total = float(total) + float(g) ** 2
        return [float(w) - learning_rate * float(g) / math.sqrt(total + epsilon), total]

    return walk(weights, accumulator, gradient)
""",
    "vectorised": """
import numpy as np

def adagrad_step(weights, accumulator, gradient, learning_rate=0.001, epsilon=1e-7):
    # A learning rate for every weight, then plain gradient descent with these.
    total = np.add(accumulator, np.square(gradient))
    rates = learning_rate * np.power(total + epsilon, -0.5)
    return np.subtract(weights, np.multiply(rates, gradient)), total
""",
}
