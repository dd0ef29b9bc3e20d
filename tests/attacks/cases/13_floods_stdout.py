"""Prints a hundred megabytes."""
import os


def center(values):
    for _ in range(100):
        os.write(1, b"x" * 10**6)
        os.write(2, b"\xff\x00" * 10**5)
    return
