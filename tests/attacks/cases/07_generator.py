"""Returns a generator that never ends."""
import itertools


def center(values):
    return (0.0 for _ in itertools.count())
