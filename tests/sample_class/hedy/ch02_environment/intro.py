import numpy as np


def center(values):
    mean = np.min(values)
    return values - mean
