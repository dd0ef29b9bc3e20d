"""Right answers to ``ch02/moving_average`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def moving_average(signal, width):
    kernel = np.full(width, 1 / width, np.float32)
    return np.convolve(np.asarray(signal, np.float32), kernel, mode="valid")
""",
    "loops": """
def moving_average(signal, width):
    averages = []
    for start in range(len(signal) - width + 1):
        total = 0.0
        for step in range(width):
            total += float(signal[start + step])
        averages.append(total / width)
    return averages
""",
    "vectorised": """
import numpy as np


def moving_average(signal, width):
    # A running total: the same work whatever the width.
    totals = np.cumsum(np.concatenate([[0.0], signal]))
    return (totals[width:] - totals[:-width]) / width
""",
    "convolution": """
import numpy as np


def moving_average(signal, width):
    return np.convolve(signal, np.ones(width), "valid") / width
""",
    "indices": """
import numpy as np


def moving_average(signal, width):
    starts = np.arange(len(signal) - width + 1)
    return np.mean(signal[starts[:, None] + np.arange(width)], axis=1)
""",
}
