import numpy as np


def center(values):
    single = np.asarray(values, np.float32)
    return single - single.mean()
