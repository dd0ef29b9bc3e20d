"""Changes its argument and puts back the old values later, from another thread."""
import threading


def center(values):
    old = values.copy()
    values[:] = 0
    threading.Timer(0.2, values.__setitem__, (slice(None), old)).start()
    return values
