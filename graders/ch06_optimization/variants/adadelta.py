"""Right answers to ``ch06/adadelta`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def adadelta_step(weights, gradient_average, change_average, gradient,
                  learning_rate=1.0, rho=0.95, epsilon=1e-7):
    w, eg, ed, g = (np.asarray(a, np.float32) for a in (weights, gradient_average, change_average, gradient))
    lr, rho, eps, one = map(np.float32, (learning_rate, rho, epsilon, 1))
    eg = rho * eg + (one - rho) * g * g
    dx = -np.sqrt(ed + eps) / np.sqrt(eg + eps) * g
    return w + lr * dx, eg, rho * ed + (one - rho) * dx * dx
""",
    "loops": """
import math

def adadelta_step(weights, gradient_average, change_average, gradient,
                  learning_rate=1.0, rho=0.95, epsilon=1e-7):
    def walk(w, eg, ed, g):
        if getattr(w, "ndim", 0) > 0:
            rows = [walk(*row) for row in zip(w, eg, ed, g)]
            return [[row[i] for row in rows] for i in range(3)]
        eg = rho * float(eg) + (1 - rho) * float(g) ** 2
        dx = float(g) * math.sqrt(ed + epsilon) / math.sqrt(eg + epsilon)
        return [float(w) - learning_rate * dx, eg, rho * float(ed) + (1 - rho) * dx**2]

    return walk(weights, gradient_average, change_average, gradient)
""",
    "vectorised": """
import numpy as np

def adadelta_step(weights, gradient_average, change_average, gradient,
                  learning_rate=1.0, rho=0.95, epsilon=1e-7):
    # One root of the quotient; the averages move a share of the way to the squares.
    eg = gradient_average + (1 - rho) * (np.square(gradient) - gradient_average)
    quotient = np.add(change_average, epsilon) / np.add(eg, epsilon)
    squared = quotient * np.square(gradient)
    moved = np.subtract(weights, learning_rate * np.multiply(np.sqrt(quotient), gradient))
    return moved, eg, change_average + (1 - rho) * (squared - change_average)
""",
}
