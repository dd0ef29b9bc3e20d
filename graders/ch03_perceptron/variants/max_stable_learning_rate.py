"""Right answers to ``ch03/max_stable_learning_rate`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def max_stable_learning_rate(inputs):
    inputs = inputs.astype(np.float32)
    return np.float32(2) / np.linalg.eigvalsh(inputs.T @ inputs / np.float32(len(inputs)))[-1]
""",
    "loops": """
import math


def max_stable_learning_rate(inputs):
    rows = inputs.tolist()
    n, d = len(rows), len(rows[0])
    a = [[sum(row[i] * row[j] for row in rows) / n for j in range(d)] for i in range(d)]
    for _ in range(60):  # Jacobi's rotations make it diagonal
        i, j = max(((i, j) for i in range(d) for j in range(d) if i < j), key=lambda p: abs(a[p[0]][p[1]]),
                   default=(0, 0))
        if i == j or a[i][j] == 0:
            break
        angle = math.atan2(2 * a[i][j], a[j][j] - a[i][i]) / 2
        c, s = math.cos(angle), math.sin(angle)
        for k in range(d):
            a[k][i], a[k][j] = c * a[k][i] - s * a[k][j], s * a[k][i] + c * a[k][j]
        for k in range(d):
            a[i][k], a[j][k] = c * a[i][k] - s * a[j][k], s * a[i][k] + c * a[j][k]
    return 2 / max(a[i][i] for i in range(d))
""",
    "vectorised": """
import numpy as np


def max_stable_learning_rate(inputs):
    return 2 * len(inputs) / np.linalg.norm(inputs, ord=2) ** 2
""",
    "product": """
import numpy as np


def max_stable_learning_rate(inputs):
    return 2 / np.linalg.eigvalsh(inputs.T @ inputs / len(inputs))[-1]
""",
    "rows by rows": """
import numpy as np


def max_stable_learning_rate(inputs):
    # The rows' products have the same largest eigenvalue as the columns'.
    products = np.einsum("nd,md->nm", inputs, inputs)
    return np.array(2.0 / np.max(np.linalg.eig(products / inputs.shape[0])[0].real))
""",
}
