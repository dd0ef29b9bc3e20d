"""Says what is to be done in half a letter, which no encoding can write."""

def center(values):
    raise NotImplementedError("\ud800")
