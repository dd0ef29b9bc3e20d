"""Says that it is not started, in the hope that this is no failure."""

def center(values):
    raise NotImplementedError
