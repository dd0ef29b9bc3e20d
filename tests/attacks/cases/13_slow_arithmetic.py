"""Computes a number for ever without running a line of Python."""

def center(values):
    return 9**9**9**9
