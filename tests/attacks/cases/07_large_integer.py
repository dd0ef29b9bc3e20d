"""Returns integers too large for a float."""

def center(values):
    return [2**4000] * len(values)
