"""What nbgrader knows a cell by: its metadata (schema 3), its markers, its checksum."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from nbformat import NotebookNode

SCHEMA: Final = 3
_BEGIN_HIDDEN: Final = "### BEGIN HIDDEN TESTS"
_END_HIDDEN: Final = "### END HIDDEN TESTS"


def grade_id(name: str) -> str:
    """Return the id of the cell for what is called `name`; the notebook format allows 64 characters."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", name)[-64:]


def locked(cell: NotebookNode) -> NotebookNode:
    """Return `cell` as one that students read and do not change."""
    return _marked(cell, locked=True)


def solution(cell: NotebookNode) -> NotebookNode:
    """Return `cell` as one that students fill in."""
    return _marked(cell, solution=True)


def test(cell: NotebookNode, points: float) -> NotebookNode:
    """Return `cell` as one that is worth `points` if it raises nothing."""
    return _marked(cell, points, locked=True, grade=True)


def hidden(text: str) -> str:
    """Return `text` between the markers of what students do not get to see."""
    return f"{_BEGIN_HIDDEN}\n{text}\n{_END_HIDDEN}"


def _marked(cell: NotebookNode, points: float | None = None, **flags: bool) -> NotebookNode:
    """Give `cell` nbgrader's metadata; its grade_id is the cell's own id."""
    known: dict[str, Any] = {"grade": False, "locked": False, "solution": False, "task": False} | flags
    known |= {"schema_version": SCHEMA, "grade_id": cell["id"], "cell_type": cell["cell_type"]}
    if points is not None:
        known["points"] = points
    known["checksum"] = _checksum(cell, known)
    cell["metadata"]["nbgrader"] = known
    return cell


def _checksum(cell: NotebookNode, known: dict[str, Any]) -> str:
    """Return the digest by which nbgrader tells that a cell was changed, as its `compute_checksum` does."""
    parts = [cell["source"], cell["cell_type"], *(str(known[key]) for key in ("grade", "solution", "locked"))]
    parts.append(known["grade_id"])
    if known["grade"]:
        parts.append(str(float(known["points"])))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()
