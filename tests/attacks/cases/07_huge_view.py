"""Returns a view of one number as an array of ten thousand gigabytes."""
import numpy as np


def center(values):
    return np.broadcast_to(np.float64(0), (10**13,))
