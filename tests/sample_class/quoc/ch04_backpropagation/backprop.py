import numpy as np

ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
}

# The slope of each activation, as a function of its OUTPUT: nothing but the outputs need be remembered.
SLOPES = {
    "identity": lambda output: np.ones_like(output),
    "sigmoid": lambda output: output * (1 - output),
    "tanh": lambda output: 1 - output**2,
    "relu": lambda output: (output > 0).astype(output.dtype),
}


def backprop(layers, inputs, targets):
    outputs = [inputs]
    for weights, biases, activation in layers:
        outputs.append(ACTIVATIONS[activation](outputs[-1] @ weights + biases))
    gradients = []
    error = (outputs[-1] - targets) / len(inputs)
    for number in reversed(range(len(layers))):
        weights, biases, activation = layers[number]
        delta = error if number == len(layers) - 1 else error * SLOPES[activation](outputs[number + 1])
        gradients.append((outputs[number].T @ delta, delta.sum(axis=0)))
        error = delta @ weights.T
    return gradients[::-1]
