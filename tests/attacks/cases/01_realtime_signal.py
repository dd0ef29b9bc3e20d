"""Dies of a signal that Python has no name for."""
import os


def center(values):
    os.kill(os.getpid(), 35)
