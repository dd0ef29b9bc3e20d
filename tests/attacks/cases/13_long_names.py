"""Has a function with a name of a megabyte, and a hundred thousand functions."""

def center(values):
    return None

globals()["f" * 10**6] = center
globals().update({f"f{i}": center for i in range(100000)})
