"""Right answers to ``ch06/run_optimizer`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def run_optimizer(step_function, state, gradient_function, weights, steps):
    rows = [np.asarray(weights, np.float32)]
    for k in range(steps):
        slope = np.asarray(gradient_function(rows[-1]), np.float32)
        new, state = step_function(rows[-1], state, slope, k + 1)
        rows.append(np.asarray(new, np.float32))
    return np.stack(rows)
""",
    "loops": """
import numpy as np


def run_optimizer(step_function, state, gradient_function, weights, steps):
    path = [weights.tolist()]
    while len(path) <= steps:
        here = np.array(path[-1])
        answer = step_function(here, state, gradient_function(here), len(path))
        path.append(np.asarray(answer[0]).tolist())
        state = answer[1]
    return path
""",
    "vectorised": """
import numpy as np


def run_optimizer(step_function, state, gradient_function, weights, steps):
    path = np.empty((steps + 1,) + weights.shape)
    path[0] = weights
    for k in range(1, len(path)):
        path[k], state = step_function(path[k - 1], state, gradient_function(path[k - 1]), k)
    return path
""",
    "recursive": """
import numpy as np


def run_optimizer(step_function, state, gradient_function, weights, steps):
    def rest(weights, state, step):
        if step > steps:
            return [weights]
        moved, remembered = step_function(weights, state, gradient_function(weights), step)
        return [weights, *rest(moved, remembered, step + 1)]

    return tuple(rest(weights, state, 1))
""",
    "keywords": """
import numpy as np
from itertools import accumulate


def run_optimizer(step_function, state, gradient_function, weights, steps):
    def one(before, step):
        weights, state = before
        gradient = gradient_function(weights)
        return step_function(weights=weights, state=state, gradient=gradient, step=step)

    return [weights for weights, _ in accumulate(range(1, steps + 1), one, initial=(weights, state))]
""",
}
