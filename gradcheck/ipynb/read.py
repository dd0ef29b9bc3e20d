"""A notebook as a submission: its code cells as the source of a module, read without being trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

MOST_BYTES: Final = 16 * 1024**2
"""Of a notebook with all its pictures; a larger one is cut there, and is none then."""


def mentions(content: bytes, functions: Iterable[str]) -> bool:
    """Return whether a notebook seems to define one of `functions`."""
    return any(re.search(rf"\bdef {name}\b".encode(), content) for name in functions)


def source_of(content: bytes, functions: Iterable[str]) -> bytes:
    """Return the source of a module in which `functions` are what they are in a notebook.

    Nothing of the notebook is looked at here but the texts of its code cells; they are parsed and run where
    the submission runs. Outputs and metadata decide nothing. Of what is no notebook, the module says so.
    """
    try:
        cells = list(_code_cells(json.loads(content[: MOST_BYTES + 1])))
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError) as error:
        return f"raise ValueError({f'no notebook: {error}'!r})\n".encode()
    # The loader has a namespace of its own: none of its names is among the student's.
    arguments = f"({cells!r}, {list(functions)!r}, globals())"
    return f"exec({_loader()!r}, {{'arguments': {arguments}}})\n".encode()


def _code_cells(notebook: dict[str, Any]) -> Iterable[tuple[str, str]]:
    sheets = notebook.get("worksheets")  # of notebooks from before 2015
    cells = notebook["cells"] if sheets is None else [cell for sheet in sheets for cell in sheet["cells"]]
    for number, cell in enumerate(cells, start=1):
        if cell.get("cell_type") == "code":
            text = cell.get("source", cell.get("input", ""))
            yield f"cell {number}", text if isinstance(text, str) else "".join(map(str, text))


@cache
def _loader() -> str:
    return Path(__file__).with_name("loader.py").read_text(encoding="utf-8") + "\nrun(*arguments)\n"
