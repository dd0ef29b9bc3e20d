"""Right answers to ``ch03/quadratic_features`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def quadratic_features(points):
    x, y = points.astype(np.float32).T
    return np.column_stack([np.ones_like(x), x, y, x * x, x * y, y * y])


def conic_y(weights, x):
    w, x = weights.astype(np.float32), x.astype(np.float32)
    b, c = w[2] + w[4] * x, w[0] + (w[1] + w[3] * x) * x
    root = np.sqrt(b * b - 4 * w[5] * c)
    ends = np.stack([-b - root, -b + root]) / (2 * w[5])
    return np.min(ends, axis=0), np.max(ends, axis=0)
""",
    "loops": """
import math


def quadratic_features(points):
    return [[1, x, y, x**2, x * y, y**2] for x, y in points.tolist()]


def conic_y(weights, x):
    bias, of_x, of_y, of_xx, of_xy, of_yy = weights.tolist()
    lower, higher = [], []
    for value in x.tolist():
        b, c = of_y + of_xy * value, bias + of_x * value + of_xx * value**2
        inside = b * b - 4 * of_yy * c
        if inside < 0:
            first = last = math.nan
        else:
            first, last = sorted((-b + sign * math.sqrt(inside)) / (2 * of_yy) for sign in (1, -1))
        lower.append(first)
        higher.append(last)
    return lower, higher
""",
    "vectorised": """
import numpy as np

PAIRS = np.array([(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)])


def quadratic_features(points):
    padded = np.insert(points, 0, 1.0, axis=1)
    return padded[:, PAIRS].prod(axis=2)


def conic_y(weights, x):
    # Completing the square, with the weights as a matrix.
    q, r, s = weights[[2, 4]] / weights[5], weights[[0, 1, 3]] / weights[5], np.vander(x, 3, increasing=True)
    middle = -(s[:, :2] @ q) / 2
    square = middle**2 - s @ r
    reach = np.where(square >= 0, np.sqrt(np.abs(square)), np.nan)
    return np.array([middle - reach, middle + reach])
""",
    "without cancellation": """
import numpy as np


def quadratic_features(points):
    n = points.shape[0]
    answer = np.empty((n, 6))
    answer[:, 0] = 1
    answer[:, 1:3] = points
    answer[:, 3] = points[:, 0] ** 2
    answer[:, 4] = np.prod(points, axis=1)
    answer[:, 5] = np.square(points[:, 1])
    return answer


def conic_y(weights, x):
    a = weights[5]
    b = np.polyval(weights[[4, 2]], x)
    c = np.polyval(weights[[3, 1, 0]], x)
    d = b * b - 4 * a * c
    lower, higher = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for i in range(len(x)):
        if d[i] >= 0:
            q = -(b[i] + (1 if b[i] >= 0 else -1) * np.sqrt(d[i])) / 2
            ends = [q / a, c[i] / q if q else 0.0]
            lower[i], higher[i] = min(ends), max(ends)
    return lower, higher
""",
    "weights of length one": """
import numpy as np


def quadratic_features(points):
    x, y = points[:, :1], points[:, 1:]
    return np.hstack([np.ones_like(x), x, y, x * x, x * y, y * y])


def conic_y(weights, x):
    bias, of_x, of_y, of_xx, of_xy, a = weights / np.linalg.norm(weights)
    b, c = of_y + of_xy * x, bias + of_x * x + of_xx * x**2
    root = np.sqrt(b**2 - 4 * a * c)
    ends = np.sort([(-b - root) / (2 * a), (-b + root) / (2 * a)], axis=0)
    return ends[0], ends[1]
""",
    "roots of polynomials": """
import numpy as np


def quadratic_features(points):
    return np.array([[1, x, y, x * x, x * y, y * y] for x, y in points])


def conic_y(weights, x):
    w, ends = weights, []
    for at in x:
        found = np.roots([w[5], w[2] + w[4] * at, w[0] + w[1] * at + w[3] * at**2])
        ends.append([np.nan, np.nan] if np.iscomplex(found).any() else np.sort(found.real))
    return tuple(np.array(ends).T)
""",
}
