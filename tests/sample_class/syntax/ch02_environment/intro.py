import numpy as np


def center(values):
    mean = np.sum(values) / len(values)
    return values - mean
