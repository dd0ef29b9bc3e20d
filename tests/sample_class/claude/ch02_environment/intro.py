import numpy as np


def center(values):
    mean = np.median(values)
    return values - mean
