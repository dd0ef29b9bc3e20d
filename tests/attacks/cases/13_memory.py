"""Asks for more memory than there is."""
import numpy as np


def center(values):
    return np.ones(10**12)
