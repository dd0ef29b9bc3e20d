import numpy as np

def adam_step(weights, first_moment, second_moment, gradient, step,
              learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    # Keras' arrangement, with its epsilon turned into the paper's.
    m = first_moment + (1 - beta1) * (gradient - first_moment)
    v = second_moment + (1 - beta2) * (np.square(gradient) - second_moment)
    root = np.sqrt(1 - beta2**step)
    rate = learning_rate * root / (1 - beta1**step)
    return np.subtract(weights, rate * m / (np.sqrt(v) + epsilon * root)), m, v
