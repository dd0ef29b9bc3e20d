"""A notebook as a submission: its code cells as the source of a module, read without being trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

MOST_BYTES: Final = 16 * 1024**2
"""Of a notebook with all its pictures; a larger one is cut there, and is none then."""


@dataclass(frozen=True)
class Notebook:
    """What is looked at of a notebook: the number and the text of each code cell, in order.

    Outputs and metadata decide nothing. `problem` is why it is no notebook; empty if it is one.
    """

    cells: tuple[tuple[int, str], ...] = ()
    problem: str = ""

    def defines(self, functions: Iterable[str]) -> bool:
        """Return whether it seems to define one of `functions`."""
        names = "|".join(functions) or "(?!)"  # which is no name
        wanted = re.compile(rf"^[ \t]*(?:(?:async[ ]+)?def[ ]+(?:{names})\b|(?:{names})[ ]*=)", re.MULTILINE)
        return any(wanted.search(text) for _number, text in self.cells)

    def source(self, functions: Iterable[str]) -> bytes:
        """Return the source of a module in which `functions` are what they are in the notebook.

        The cells are parsed and run where the submission runs.
        """
        # The loader has a namespace of its own: none of its names is among the student's.
        arguments = f"({list(self.cells)!r}, {list(functions)!r}, globals(), {self.problem!r})"
        return f"exec({_loader()!r}, {{'arguments': {arguments}}})\n".encode()


def read(content: bytes) -> Notebook:
    """Return the notebook that is written in `content`."""
    try:
        return Notebook(tuple(_code_cells(json.loads(content[: MOST_BYTES + 1]))))
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError) as error:
        return Notebook(problem=f"this is no notebook ({type(error).__name__}: {error})")


def _code_cells(notebook: dict[str, Any]) -> Iterator[tuple[int, str]]:
    sheets = notebook.get("worksheets")  # of notebooks from before 2015
    cells = notebook["cells"] if sheets is None else [cell for sheet in sheets for cell in sheet["cells"]]
    for number, cell in enumerate(cells, start=1):
        if cell.get("cell_type") == "code":
            text = cell.get("source", cell.get("input", ""))
            yield number, text if isinstance(text, str) else "".join(map(str, text))


@cache
def _loader() -> str:
    return Path(__file__).with_name("loader.py").read_text(encoding="utf-8") + "\nrun(*arguments)\n"
