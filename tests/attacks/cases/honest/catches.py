"""Raises and catches inside, and lifts the limit on recursion as far as it needs."""

import sys

sys.setrecursionlimit(5000)


def total(numbers):
    return numbers[0] + total(numbers[1:]) if numbers else 0.0


def center(values):
    try:
        raise KeyError("mine")
    except KeyError:
        return values - total(values.tolist()) / len(values)
