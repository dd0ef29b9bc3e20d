import numpy as np


def center(values):
    n = len(values)
    return (np.eye(n) - np.full((n, n), 1 / n)) @ values
