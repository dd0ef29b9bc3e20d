"""Right answers to ``ch06/softmax_jacobian`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def softmax_jacobian(probabilities):
    y = np.asarray(probabilities, np.float32)
    return np.diag(y) - y[:, None] * y
""",
    "loops": """
def softmax_jacobian(probabilities):
    rows = []
    for i, y in enumerate(probabilities):
        row = []
        for j, other in enumerate(probabilities):
            row.append(float(y) * (1 - float(y)) if i == j else -float(y) * float(other))
        rows.append(row)
    return rows
""",
    "vectorised": """
import numpy as np


def softmax_jacobian(probabilities):
    identity = np.identity(probabilities.size)
    return np.einsum("i,ij->ij", probabilities, identity - probabilities)
""",
    "diagonal afterwards": """
import numpy as np


def softmax_jacobian(probabilities):
    column = probabilities.reshape(-1, 1)
    jacobian = -(column @ column.T)
    np.fill_diagonal(jacobian, probabilities * (1 - probabilities))
    return jacobian
""",
}
