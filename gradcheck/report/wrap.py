"""Lines that fit, in scripts that break at spaces and in those that break anywhere."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import Final

WIDTH: Final = 98
_CLOSING: Final = "，。；：、）」”！？"
_PIECES: Final = re.compile(rf"[!-~]{{1,{WIDTH // 2}}}|.")
"""A word in Latin letters, or one character of any other script."""


def wrapped(text: str, indent: str = "") -> list[str]:
    """Return the lines of `text`, none wider than `WIDTH` columns, each after `indent`."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        if columns(paragraph) == len(paragraph):
            lines += textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]
        else:
            lines += [f"{indent}{line}" for line in _wide_lines(paragraph, WIDTH - len(indent))]
    return lines


def _wide_lines(text: str, width: int) -> list[str]:
    # Chinese breaks between any two characters, but for punctuation that may not begin a line.
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        if columns(line + piece) > width and piece not in _CLOSING:
            lines.append(line.rstrip())
            line, piece = "", piece.lstrip()
        line += piece
    return [*lines, line]


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
