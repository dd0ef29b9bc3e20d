"""Right answers to ``ch04/gradient_descent_path`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def gradient_descent_path(gradient, start, learning_rate, steps):
    x = np.array(start, np.float32)
    rows = [x]
    for _ in range(steps):
        x = x - np.float32(learning_rate) * np.asarray(gradient(x), np.float32)
        rows.append(x)
    return np.stack(rows)
""",
    "loops": """
import numpy as np


def gradient_descent_path(gradient, start, learning_rate, steps):
    path = [[float(number) for number in start]]
    while len(path) <= steps:
        slope = gradient(np.array(path[-1]))
        path.append([x - learning_rate * float(g) for x, g in zip(path[-1], slope)])
    return path
""",
    "vectorised": """
import numpy as np


def gradient_descent_path(gradient, start, learning_rate, steps):
    path = np.empty((steps + 1, start.size))
    path[0] = start
    for k in range(steps):
        path[k + 1] = path[k]
        path[k + 1] -= np.multiply(gradient(path[k]), learning_rate)
    return path
""",
    "recursive": """
import numpy as np


def gradient_descent_path(gradient, start, learning_rate, steps):
    if steps == 0:
        return np.array([start])
    below = start + -learning_rate * gradient(start)
    return np.vstack([start, gradient_descent_path(gradient, below, learning_rate, steps - 1)])
""",
}
