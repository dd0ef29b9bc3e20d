"""Points as people and machines read them: the same digits in every outlet."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = 6
"""Behind the point: more than any grader gives, fewer than a sum of floats is wrong in."""


def number(points: float) -> int | float:
    """Return `points` without the dust of a sum of floats; whole ones as an integer."""
    rounded = round(points, _DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


def digits(points: float) -> str:
    """Return `points` in decimals, all of them, never as a power of ten."""
    return f"{number(points):.{_DIGITS}f}".rstrip("0").rstrip(".")
