"""Small things that several tests do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gradcheck.course import Exercise
from gradcheck.source import patched

ROOT = Path(__file__).parents[1]


def put(room: Path, exercise: Exercise, content: str) -> Path:
    """Write `content` as a room's file of `exercise`."""
    path = room / exercise.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def broken(exercise: Exercise, misconception: str) -> str:
    """Return the solution with one of its misconceptions."""
    (found,) = [m for m in exercise.misconceptions if m.id == misconception]
    return patched(exercise.solution, found.edits)


def results_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``results.json``."""
    return _schema("results")


def checked_schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``gradcheck check --json`` prints."""
    return _schema("checked")


def _schema(part: str) -> dict[str, Any]:
    published = json.loads((ROOT / "docs" / "gradcheck-1.schema.json").read_text(encoding="utf-8"))
    return {key: published[key] for key in ("$schema", "$defs")} | published["$defs"][part]
