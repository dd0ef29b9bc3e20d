import numpy as np


def center(values):
    mean = np.sum(values)
    return values - mean
