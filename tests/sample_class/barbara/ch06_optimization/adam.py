import numpy as np


def adam_step(
    weights,
    first_moment,
    second_moment,
    gradient,
    step,
    learning_rate=0.001,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
):
    first_moment = beta1 * first_moment + (1 - beta1) * gradient
    second_moment = beta2 * second_moment + (1 - beta2) * gradient**2
    corrected_first = first_moment / (1 - beta1**step)
    corrected_second = second_moment
    weights = weights - learning_rate * corrected_first / (np.sqrt(corrected_second) + epsilon)
    return weights, first_moment, second_moment
