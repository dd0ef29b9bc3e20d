"""Right answers to ``ch03/perceptron_output`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def perceptron_output(inputs, weights, bias, activation="sign"):
    net = np.asarray(inputs, np.float32) @ np.asarray(weights, np.float32) + np.float32(bias)
    return np.heaviside(net, np.float32(1)) if activation == "step" else np.sign(net)
""",
    "loops": """
def perceptron_output(inputs, weights, bias, activation="sign"):
    outputs = []
    for row in inputs:
        net = float(bias)
        for value, weight in zip(row, weights):
            net += float(value) * float(weight)
        if activation == "step":
            outputs.append(1 if net >= 0 else 0)
        elif net == 0:
            outputs.append(0)
        else:
            outputs.append(1 if net > 0 else -1)
    return outputs
""",
    "vectorised": """
import numpy as np


def perceptron_output(inputs, weights, bias, activation="sign"):
    # The bias as the weight of an input that is always one; comparisons instead of functions.
    extended = np.column_stack([np.ones(len(inputs)), inputs])
    net = np.einsum("nd,d->n", extended, np.concatenate([[bias], weights]))
    if activation == "step":
        return (net >= 0).astype(int)
    return (net > 0).astype(int) - (net < 0).astype(int)
""",
}
