"""Looks for any other process, or a whole group, that takes a signal."""
import os

def center(values):
    for number in (-1, 0, os.getppid(), -os.getpgid(0), @CANARY_PID@, *range(2, 400)):
        if number in (os.getpid(), -os.getpid()):
            continue
        try:
            os.kill(number, 0)
        except OSError:
            continue
        return values - values.mean()
    return None
