"""Closes every file and goes on."""
import os
import time


def center(values):
    os.closerange(0, 64)
    time.sleep(3600)
