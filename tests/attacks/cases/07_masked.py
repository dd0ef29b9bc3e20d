"""Returns a masked array, everything masked."""
import numpy as np


def center(values):
    return np.ma.masked_all(values.shape)
