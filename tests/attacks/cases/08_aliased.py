"""Returns the same buffer each time, so that older answers change afterwards."""
import numpy as np

buffer = np.zeros(64)

def center(values):
    buffer[: len(values)] = values - values.mean() + (len(values) > 1) / 7
    return buffer[: len(values)]
