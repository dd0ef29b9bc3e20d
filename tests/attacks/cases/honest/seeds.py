"""Seeds every generator, at import and in each call."""

import random

import numpy as np

np.random.seed(42)


def center(values):
    np.random.seed(0)
    random.seed(0)
    np.random.standard_normal(10)
    return values - values.mean()
