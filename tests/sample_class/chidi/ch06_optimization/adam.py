import numpy as np

def adam_step(weights, first_moment, second_moment, gradient, step,
              learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    w, m, v, g = (np.asarray(a, np.float32) for a in (weights, first_moment, second_moment, gradient))
    lr, b1, b2, eps = map(np.float32, (learning_rate, beta1, beta2, epsilon))
    one = np.float32(1)
    m = b1 * m + (one - b1) * g
    v = b2 * v + (one - b2) * g * g
    return w - lr * (m / (one - b1**step)) / (np.sqrt(v / (one - b2**step)) + eps), m, v
