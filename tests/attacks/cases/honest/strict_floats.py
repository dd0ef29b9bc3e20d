"""Has numpy raise on every floating-point trouble."""

import numpy as np

np.seterr(all="raise")
np.set_printoptions(precision=1)


def center(values):
    np.seterr(all="raise")
    return values - values.mean()
