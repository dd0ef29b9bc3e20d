import numpy as np


def center(values):
    mean = np.sum(values) / (len(values) - 1)
    return values - mean
