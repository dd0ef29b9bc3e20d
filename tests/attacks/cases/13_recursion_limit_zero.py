"""Leaves the engine next to no stack."""
import sys


def center(values):
    sys.setrecursionlimit(25)
    return
