"""Warns, and turns warnings into errors for itself."""

import warnings

import numpy as np

warnings.warn("at import", DeprecationWarning)


def center(values):
    warnings.simplefilter("always")
    warnings.warn("this is fine", RuntimeWarning)
    np.log(np.zeros(2))
    return values - values.mean()
