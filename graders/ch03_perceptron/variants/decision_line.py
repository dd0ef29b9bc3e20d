"""Right answers to ``ch03/decision_line`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def decision_line(weights):
    bias, of_x, of_y = weights.astype(np.float32)
    if of_y == 0:
        raise ValueError("upright")
    return -of_x / of_y, -bias / of_y
""",
    "loops": """
def decision_line(weights):
    *others, of_y = [float(weight) for weight in weights]
    if not of_y:
        raise ValueError
    answer = []
    for weight in others:
        answer.insert(0, -weight / of_y)
    return answer
""",
    "vectorised": """
import numpy as np


def decision_line(weights):
    if np.count_nonzero(weights[2:]) == 0:
        raise ValueError("there is no such line")
    return weights[1::-1] / -weights[2]
""",
    "after the division": """
def decision_line(weights):
    bias, of_x, of_y = weights.tolist()
    try:
        return -of_x / of_y, -bias / of_y
    except ZeroDivisionError as error:
        raise ValueError("weights[2] is 0") from error
""",
    "through two points": """
import numpy as np


def decision_line(weights):
    if weights[2] == 0.0:
        raise ValueError("weights[2] is 0")
    at_zero, at_one = (-(weights[0] + weights[1] * x) / weights[2] for x in (0.0, 1.0))
    return np.array(at_one - at_zero), at_zero
""",
}
