"""Text that a student's code can influence, made harmless for where it goes."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BIDI: Final = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FORMULA: Final = re.compile(r"(^|;)(?=[\s\"]*[=+\-@＝＋－＠])")
_UNSURE: Final = re.compile(r"[^\n -~]")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$])")


def printable(text: str) -> str:
    """Return `text` with what steers a terminal or turns a line around written out as escapes."""

    def shown(found: re.Match[str]) -> str:
        character = found[0]
        if character.isprintable() and character not in _BIDI:
            return character
        if character == "\t":
            return "    "
        if unicodedata.category(character) == "Zs":
            return " "
        return character.encode("unicode_escape").decode("ascii")

    return _UNSURE.sub(shown, text)


def markdown(text: str) -> str:
    """Return one line of `text` that Markdown shows as it stands."""
    return _MARKDOWN.sub(r"\\\1", printable(text).replace("\n", " "))


def fenced(text: str) -> str:
    """Return `text` as a Markdown code block that it cannot close."""
    clean = printable(text)
    longest = max((len(run) for run in re.findall(r"`+", clean)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{clean}\n{fence}"


def cell(text: str) -> str:
    """Return `text` for a cell of a spreadsheet that takes nothing for a formula.

    Nothing in it either: half of Europe's spreadsheets part cells at semicolons.
    """
    return _FORMULA.sub(r"\1'", printable(text).replace("\n", " "))
