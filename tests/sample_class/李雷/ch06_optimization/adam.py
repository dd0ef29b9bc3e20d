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
