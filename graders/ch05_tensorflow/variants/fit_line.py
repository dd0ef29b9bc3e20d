"""Right answers to ``ch05/fit_line`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def fit_line(x, y, learning_rate, steps, slope, intercept):
    x, y = np.asarray(x, np.float32), np.asarray(y, np.float32)
    a, b, rate = np.float32(slope), np.float32(intercept), np.float32(learning_rate)
    losses = np.zeros(steps, np.float32)
    for step in range(steps):
        gap = a * x + b - y
        losses[step] = (gap**2).mean()
        a, b = a - 2 * rate * (gap * x).mean(), b - 2 * rate * gap.mean()
    return a, b, losses
""",
    "loops": """
def fit_line(x, y, learning_rate, steps, slope, intercept):
    points = list(zip(x.tolist(), y.tolist()))
    losses = []
    for step in range(steps):
        loss = by_slope = by_intercept = 0.0
        for across, up in points:
            error = slope * across + intercept - up
            loss += error ** 2 / len(points)
            by_slope += 2 * error * across / len(points)
            by_intercept += 2 * error / len(points)
        losses.append(loss)
        slope = slope - learning_rate * by_slope
        intercept = intercept - learning_rate * by_intercept
    return [slope, intercept, losses]
""",
    "vectorised": """
import numpy as np

def fit_line(x, y, learning_rate, steps, slope, intercept):
    design = np.column_stack((x, np.ones(len(x))))
    line = np.array([slope, intercept], dtype=float)
    losses = np.empty(steps)
    for step in range(steps):
        errors = y - design @ line
        losses[step] = errors @ errors / len(y)
        line = line + learning_rate * 2 / len(y) * (errors @ design)
    return *line, losses
""",
}
