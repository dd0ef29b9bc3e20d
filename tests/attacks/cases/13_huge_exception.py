"""Raises with a hundred megabytes of text, a long name and a long chain."""
import os

Error = type("E" * 10**6, (Exception,), {})
calls = 0

def center(values):
    global calls
    calls += 1
    if calls > 2:
        os._exit(0)
    error = None
    for _ in range(10000):
        error, cause = Error("x"), error
        error.__cause__ = cause
    raise Error("y" * 10**8) from error
