"""Right answers to ``ch06/polynomial_errors`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def polynomial_errors(x, y, x_validation, y_validation, degrees, l2):
    x, y, xv, yv = (np.asarray(part, np.float32) for part in (x, y, x_validation, y_validation))
    training, validation = [], []
    for degree in degrees:
        root = np.sqrt(np.float32(len(x) * l2))
        rows = np.vstack([np.vander(x, degree + 1), root * np.eye(degree + 1, dtype=np.float32)[:-1]])
        wanted = np.concatenate([y, np.zeros(degree, np.float32)])
        c = np.linalg.lstsq(rows, wanted, rcond=None)[0].astype(np.float32)
        training.append(np.square(np.polyval(c, x) - y).mean())
        validation.append(np.square(np.polyval(c, xv) - yv).mean())
    return np.array(training, np.float32), np.array(validation, np.float32)
""",
    "loops": """
def solve(matrix, right):
    n = len(right)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            for j in range(i, n + 1):
                rows[k][j] -= factor * rows[i][j]
    found = [0.0] * n
    for i in reversed(range(n)):
        rest = sum(rows[i][j] * found[j] for j in range(i + 1, n))
        found[i] = (rows[i][n] - rest) / rows[i][i]
    return found

def value(coefficients, x):
    total = 0.0
    for c in reversed(coefficients):
        total = total * x + c
    return total

def mean_square(coefficients, x, y):
    return sum((value(coefficients, a) - b) ** 2 for a, b in zip(x, y)) / len(x)

def polynomial_errors(x, y, x_validation, y_validation, degrees, l2):
    x, y = [float(a) for a in x], [float(b) for b in y]
    training, validation = [], []
    for degree in degrees:
        places = range(degree + 1)
        matrix = [[sum(a ** (i + j) for a in x) / len(x) for j in places] for i in places]
        for i in range(1, degree + 1):
            matrix[i][i] += l2
        right = [sum(b * a**i for a, b in zip(x, y)) / len(x) for i in range(degree + 1)]
        coefficients = solve(matrix, right)
        training.append(mean_square(coefficients, x, y))
        validation.append(mean_square(coefficients, x_validation.tolist(), y_validation.tolist()))
    return [training, validation]
""",
    "vectorised": """
import numpy as np

def polynomial_errors(x, y, x_validation, y_validation, degrees, l2):
    # The constant is what makes the residuals' mean zero: centre, fit the rest by singular values.
    def errors(degree):
        features = x[:, None] ** np.arange(1, degree + 1)
        means = features.mean(axis=0)
        u, s, vt = np.linalg.svd(features - means, full_matrices=False)
        slopes = vt.T @ (s / (s**2 + len(x) * l2) * (u.T @ (y - y.mean()))) if degree else np.zeros(0)
        constant = y.mean() - means @ slopes
        def left(a, b):
            return np.mean((b - constant - a[:, None] ** np.arange(1, degree + 1) @ slopes) ** 2)
        return left(x, y), left(x_validation, y_validation)
    return tuple(np.array([errors(d) for d in degrees]).T)
""",
}
