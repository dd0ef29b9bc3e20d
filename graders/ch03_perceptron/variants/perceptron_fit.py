"""Right answers to ``ch03/perceptron_fit`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def perceptron_fit(inputs, targets, weights, learning_rate, max_epochs):
    X, T, W = (np.asarray(array, np.float32) for array in (inputs, targets, weights))
    rate = np.float32(learning_rate) / np.float32(len(X))
    for epoch in range(max_epochs):
        W = W + rate * (X.T @ (T - np.sign(X @ W)))
        if np.array_equal(np.sign(X @ W), T):
            return W, epoch + 1, np.True_
    return W, max_epochs, np.False_
""",
    "loops": """
def perceptron_fit(inputs, targets, weights, learning_rate, max_epochs):
    rows = [[float(value) for value in row] for row in inputs]
    classes = [int(target) for (target,) in targets]
    w = [float(weight) for (weight,) in weights]

    def outputs():
        nets = [sum(a * b for a, b in zip(w, row)) for row in rows]
        return [1 if net > 0 else -1 if net < 0 else 0 for net in nets]

    epochs, converged = 0, False
    while epochs < max_epochs and not converged:
        errors = [target - output for target, output in zip(classes, outputs())]
        for d in range(len(w)):
            total = 0.0
            for error, row in zip(errors, rows):
                total += error * row[d]
            w[d] += learning_rate * total / len(rows)
        epochs += 1
        converged = outputs() == classes
    return [[weight] for weight in w], epochs, converged
""",
    "vectorised": """
import numpy as np


def perceptron_fit(inputs, targets, weights, learning_rate, max_epochs):
    # Rows times their class: one that is right has a positive product with the weights.
    signed = inputs * targets
    w = np.array(weights[:, 0])
    agreement = np.sign(np.einsum("nd,d->n", signed, w))
    for epoch in range(1, max_epochs + 1):
        w += learning_rate * np.mean(signed * (1 - agreement)[:, None], axis=0)
        agreement = np.sign(np.einsum("nd,d->n", signed, w))
        if agreement.min() == 1:
            break
    return w.reshape(-1, 1), epoch, agreement.min() == 1
""",
    "one flag": """
import numpy as np


def perceptron_fit(inputs, targets, weights, learning_rate, max_epochs):
    epochs, wrong = 0, len(inputs)
    while wrong and epochs < max_epochs:
        step = inputs.T.dot(targets - np.sign(inputs.dot(weights))) / inputs.shape[0]
        weights = np.add(weights, learning_rate * step)
        wrong = np.count_nonzero(targets * (inputs @ weights) <= 0)
        epochs += 1
    return [weights, epochs, wrong == 0]
""",
}
