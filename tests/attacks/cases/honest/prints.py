"""Prints a great deal, on both streams and past Python."""

import os
import sys

print("loading " * 1000)


def center(values):
    print(values, "=" * 10000)
    print("::error::not an error", file=sys.stderr)
    os.write(1, b"straight to the descriptor\n")
    return values - values.mean()
