"""Where a line of a student's stands, in words."""

from __future__ import annotations

from gradcheck.course import Exercise
from gradcheck.ipynb.loader import CELL
from gradcheck.words import _


def place(exercise: Exercise, line: int) -> str:
    """Return where `line` of what was handed in for `exercise` is: in its file, or in a notebook's cell."""
    cell, within = divmod(line, CELL)
    if not cell:
        return f"{exercise.path.as_posix()}:{line}"
    if not within:
        return _("your notebook")
    return _("your notebook, cell {cell}, line {line}").format(cell=cell, line=within)


def number(line: int) -> str:
    """Return the number of `line`, as it follows that word."""
    cell, within = divmod(line, CELL)
    return _("{line} of cell {cell}").format(line=within, cell=cell) if cell else str(line)
