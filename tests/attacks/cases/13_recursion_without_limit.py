"""Lifts the limit on recursion and runs over the end of the stack."""
import sys


def center(values):
    sys.setrecursionlimit(10**9)
    deep = []
    for _ in range(10**6):
        deep = [deep]
    return repr(deep)
