"""Returns complex numbers whose real part is right."""

def center(values):
    return values - values.mean() + 1j
