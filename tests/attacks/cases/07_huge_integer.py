"""Returns integers too large to print."""

def center(values):
    return [10**5000] * len(values)
