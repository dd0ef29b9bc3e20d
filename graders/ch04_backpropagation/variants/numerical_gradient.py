"""Right answers to ``ch04/numerical_gradient`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def numerical_gradient(function, x, step=1e-5):
    # In float32 the difference would be lost, so only the answer is.
    x = np.asarray(x, np.float64)
    result = np.zeros(x.shape, np.float32)
    for index, value in np.ndenumerate(x):
        ends = [x.copy(), x.copy()]
        ends[0][index], ends[1][index] = value + step, value - step
        result[index] = (function(ends[0]) - function(ends[1])) / (2.0 * step)
    return result
""",
    "loops": """
import numpy as np


def numerical_gradient(function, x, step=1e-5):
    flat = x.ravel().tolist()
    slopes = []
    for i in range(len(flat)):
        values = []
        for sign in (1, -1):
            moved = [float(number) for number in flat]
            moved[i] += sign * step
            values.append(function(np.array(moved).reshape(x.shape)))
        slopes.append((values[0] - values[1]) / (step + step))
    for size in reversed(x.shape[1:]):
        slopes = [slopes[i : i + size] for i in range(0, len(slopes), size)]
    return slopes if x.ndim else slopes[0]
""",
    "vectorised": """
import numpy as np


def numerical_gradient(function, x, step=1e-5):
    # All points at once: one more axis in front.
    points = np.broadcast_to(x, (x.size, *x.shape)) + 0.0
    moves = (step * np.eye(x.size)).reshape(points.shape)
    above = np.array([function(point) for point in points + moves])
    below = np.array([function(point) for point in points - moves])
    return 0.5 * ((above - below) / step).reshape(x.shape)
""",
    "moved and put back": """
import numpy as np


def numerical_gradient(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        at = it.multi_index
        before = x[at]
        x[at] = before + step
        up = f(x)
        x[at] = before - step
        down = f(x)
        x[at] = before
        grad[at] = (up - down) / (2 * step)
        it.iternext()
    return grad
""",
}
