"""Returns ten megabytes each time, then more than there is room for."""
import numpy as np

calls = 0

def center(values):
    global calls
    calls += 1
    return np.zeros(10**6 if calls < 10 else 10**7)
