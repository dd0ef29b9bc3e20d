import numpy as np


def center(values):
    mean = (np.min(values) + np.max(values)) / 2
    return values - mean
