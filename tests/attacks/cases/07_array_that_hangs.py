"""Returns an object that never becomes an array."""
class Lazy:
    def __array__(self, dtype=None, copy=None):
        while True:
            pass

def center(values):
    return Lazy()
