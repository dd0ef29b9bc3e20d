"""Returns infinities."""
import numpy as np


def center(values):
    return np.full(values.shape, np.inf)
