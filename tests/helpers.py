"""Small things that several tests do."""

from __future__ import annotations

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


def exercise_schema() -> dict[str, Any]:
    """Return the JSON Schema of an exercise object of ``gradcheck/1``."""
    number = {"type": "number", "minimum": 0}
    text = {"type": "string"}
    maybe_text = {"type": ["string", "null"]}
    check = {
        "name": text,
        "title": text,
        "status": {"enum": ["passed", "failed", "crashed", "timed_out", "not_run"]},
        "points": number,
        "max_points": number,
        "message": text,
        "counterexample": maybe_text,
    }
    diagnosis = {"id": text, "says": text, "agrees_on": {"type": "integer", "minimum": 3}}
    statuses = [
        "passed",
        "failed",
        "not_started",
        "missing",
        "crashed",
        "timed_out",
        "out_of_memory",
        "forbidden",
    ]
    exercise = {
        "id": {"type": "string", "pattern": r"^ch\d\d/[a-z0-9_]+$"},
        "status": {"enum": statuses},
        "score": number,
        "max_score": number,
        "message": maybe_text,
        "checks": {"type": "array", "items": _object(check)},
        "diagnosis": {"anyOf": [{"type": "null"}, _object(diagnosis)]},
    }
    return _object(exercise)


def results_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``results.json``."""
    text, number = {"type": "string"}, {"type": "number", "minimum": 0}
    isolation = {
        "level": {"enum": ["isolated", "confined", "limited", "unprotected"]},
        "mechanisms": {"type": "array", "items": text},
        "missing": {"type": "array", "items": text},
        "selftest": text,
    }
    run = {
        "seed": {"type": "integer"},
        "course": text,
        "graders": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "isolation": _object(isolation),
        "started": text,
        "seconds": number,
        "versions": {
            "type": "object",
            "additionalProperties": text,
            "required": ["python", "numpy", "hypothesis"],
        },
    }
    submission = {
        "student": text,
        "source": {"type": ["string", "null"]},
        "status": {"enum": ["graded", "unreadable"]},
        "message": {"type": ["string", "null"]},
        "score": number,
        "max_score": number,
        "seconds": number,
        "exercises": {"type": "array", "items": exercise_schema()},
    }
    document = {
        "schema": {"const": "gradcheck/1"},
        "run": _object(run),
        "submissions": {"type": "array", "items": _object(submission)},
    }
    return _object(document)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
