"""Right answers to ``ch06/adam`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def adam_step(weights, first_moment, second_moment, gradient, step,
              learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    w, m, v, g = (np.asarray(a, np.float32) for a in (weights, first_moment, second_moment, gradient))
    lr, b1, b2, eps = map(np.float32, (learning_rate, beta1, beta2, epsilon))
    one = np.float32(1)
    m = b1 * m + (one - b1) * g
    v = b2 * v + (one - b2) * g * g
    return w - lr * (m / (one - b1**step)) / (np.sqrt(v / (one - b2**step)) + eps), m, v
""",
    "loops": """
import math

def adam_step(weights, first_moment, second_moment, gradient, step,
              learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    def walk(w, m, v, g):
        if hasattr(w, "__len__") and getattr(w, "ndim", 1) > 0:
            rows = [walk(*row) for row in zip(w, m, v, g)]
            return [[row[i] for row in rows] for i in range(3)]
        m = beta1 * float(m) + (1 - beta1) * float(g)
        v = beta2 * float(v) + (1 - beta2) * float(g) ** 2
        root = math.sqrt(v / (1 - beta2**step))
        return [float(w) - learning_rate * m / (1 - beta1**step) / (root + epsilon), m, v]

    return walk(weights, first_moment, second_moment, gradient)
""",
    "vectorised": """
import numpy as np

def adam_step(weights, first_moment, second_moment, gradient, step,
              learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    # Keras' arrangement, with its epsilon turned into the paper's.
    m = first_moment + (1 - beta1) * (gradient - first_moment)
    v = second_moment + (1 - beta2) * (np.square(gradient) - second_moment)
    root = np.sqrt(1 - beta2**step)
    rate = learning_rate * root / (1 - beta1**step)
    return np.subtract(weights, rate * m / (np.sqrt(v) + epsilon * root)), m, v
""",
}
