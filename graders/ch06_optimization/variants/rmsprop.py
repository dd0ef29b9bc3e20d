"""Right answers to ``ch06/rmsprop`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def rmsprop_step(weights, average, gradient, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    w, v, g = (np.asarray(a, np.float32) for a in (weights, average, gradient))
    lr, rho, eps, one = map(np.float32, (learning_rate, rho, epsilon, 1))
    v = rho * v + (one - rho) * g * g
    return w - lr * g / np.sqrt(v + eps), v
""",
    "loops": """
import math

def rmsprop_step(weights, average, gradient, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    def walk(w, v, g):
        if getattr(w, "ndim", 0) > 0:
            rows = [walk(*row) for row in zip(w, v, g)]
            return [[row[i] for row in rows] for i in range(2)]
        v = rho * float(v) + (1 - rho) * float(g) ** 2
        return [float(w) - learning_rate * float(g) / math.sqrt(v + epsilon), v]

    return walk(weights, average, gradient)
""",
    "vectorised": """
import numpy as np

def rmsprop_step(weights, average, gradient, learning_rate=0.001, rho=0.9, epsilon=1e-7):
    # The average moves a share of the way to the square; then a learning rate for every weight.
    average = average + (1 - rho) * (np.square(gradient) - average)
    rates = learning_rate * np.power(average + epsilon, -0.5)
    return np.subtract(weights, np.multiply(rates, gradient)), average
""",
}
