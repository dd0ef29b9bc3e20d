"""Raises an exception whose text never ends."""

class Error(Exception):
    def __str__(self):
        while True:
            pass

def center(values):
    raise Error
