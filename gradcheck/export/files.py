"""``results.json`` and ``grades.csv``."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

from gradcheck.report.escape import cell
from gradcheck.result import Run


def results_json(run: Run) -> str:
    """Return the whole run as JSON, schema ``gradcheck/1``."""
    return json.dumps(run.to_json(), ensure_ascii=False, indent=1) + "\n"


def grades_csv(run: Run) -> str:
    """Return one row a student, one column an exercise, then score, max_score and status."""
    ids = list(dict.fromkeys(e.id for s in run.submissions for e in s.exercises))
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["student", *ids, "score", "max_score", "status"])
    for submission in run.submissions:
        scores = {exercise.id: f"{exercise.score:g}" for exercise in submission.exercises}
        row = [scores.get(id, "0") for id in ids]
        total = [f"{submission.score:g}", f"{submission.max_score:g}", submission.status]
        rows.writerow([cell(submission.student), *row, *total])
    return text.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)  # noqa: PTH105 - replaces atomically, as the name says
