"""Matches a regular expression that takes for ever."""
import re


def center(values):
    return re.match(r"(a+)+$", "a" * 64 + "b")
