"""Returns an object that becomes another array each time it is asked."""
import numpy as np


class Lazy:
    calls = 0

    def __array__(self, dtype=None, copy=None):
        Lazy.calls += 1
        return np.full(3, Lazy.calls * 1.5)

def center(values):
    return Lazy()
