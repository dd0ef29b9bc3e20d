"""Raises SystemExit(0) when it is called."""
import sys


def center(values):
    sys.exit(0)
