"""Returns minus zeros."""

def center(values):
    return values * 0 * -1.0
