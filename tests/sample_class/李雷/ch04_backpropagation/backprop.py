import math


def apply(name, z):
    if name == "sigmoid":
        return 1 / (1 + math.exp(-z))
    if name == "tanh":
        return math.tanh(z)
    if name == "relu":
        return z if z > 0 else 0.0
    return z


def slope(name, y):
    if name == "sigmoid":
        return y * (1 - y)
    if name == "tanh":
        return (1 - y) * (1 + y)
    if name == "relu":
        return 1.0 if y > 0 else 0.0
    return 1.0


def backprop(layers, inputs, targets):
    """One row after the other in plain lists; the gradients are added up and divided by N at the end."""
    layers = [(weights.tolist(), biases.tolist(), name) for weights, biases, name in layers]
    totals = [
        ([[0.0] * len(biases) for _ in weights], [0.0] * len(biases)) for weights, biases, _ in layers
    ]
    count = len(inputs)
    for row, target in zip(inputs.tolist(), targets.tolist()):
        outputs = [row]
        for weights, biases, name in layers:
            outputs.append(
                [
                    apply(name, bias + sum(x * line[j] for x, line in zip(outputs[-1], weights)))
                    for j, bias in enumerate(biases)
                ]
            )
        error = [y - t for y, t in zip(outputs[-1], target)]
        for number in range(len(layers) - 1, -1, -1):
            weights, biases, name = layers[number]
            delta = [e * slope(name, y) for e, y in zip(error, outputs[number + 1])]
            for j, d in enumerate(delta):
                totals[number][1][j] += d
                for i, x in enumerate(outputs[number]):
                    totals[number][0][i][j] += x * d
            error = [sum(w * d for w, d in zip(line, delta)) for line in weights]
    return [
        [[[g / count for g in line] for line in by_weights], [g / count for g in by_biases]]
        for by_weights, by_biases in totals
    ]
