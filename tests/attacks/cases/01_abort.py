"""Aborts the process."""
import os


def center(values):
    os.abort()
