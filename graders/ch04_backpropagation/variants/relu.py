"""Right answers to ``ch04/relu`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def relu(x):
    x = np.asarray(x, np.float32)
    return np.where(x > 0, x, np.float32(0))


def relu_slope(x):
    return (np.asarray(x, np.float32) > 0).astype(np.float32)
""",
    "loops": """
def _each(function, values):
    return [_each(function, value) for value in values] if isinstance(values, list) else function(values)


def relu(x):
    return _each(lambda v: max(0.0, v), x.tolist())


def relu_slope(x):
    return _each(lambda v: 1 if v > 0 else 0, x.tolist())
""",
    "vectorised": """
import numpy as np


def relu(x):
    return (x + np.abs(x)) / 2


def relu_slope(x):
    return np.heaviside(x, 0)
""",
    "masks": """
import numpy as np


def relu(x):
    answer = x.copy()
    answer[answer < 0] = 0
    return answer


def relu_slope(x):
    answer = np.zeros_like(x)
    answer[x > 0] = 1
    return answer
""",
    "products": """
import numpy as np


def relu(x):
    return x * (x > 0)


def relu_slope(x):
    return np.clip(np.sign(x), 0, None)
""",
    "clip": """
import numpy as np


def relu(x):
    return x.clip(min=0)


def relu_slope(x):
    return np.sign(np.maximum(x, 0)).astype(int)
""",
}
