"""Answers with bytes that are no frame."""
import os


def center(values):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\xff\xff\xff\xff" + os.urandom(64))
        except OSError:
            continue
    os._exit(0)
