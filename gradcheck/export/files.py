"""``results.json`` and ``grades.csv``, written one submission at a time."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from gradcheck.report.escape import cell
from gradcheck.result import SCHEMA, Run, SubmissionResult


def write_results(folder: Path, run: Run, submissions: Callable[[], Iterable[SubmissionResult]]) -> None:
    """Write ``results.json``, schema ``gradcheck/1``, and ``grades.csv`` into `folder`.

    Parameters
    ----------
    folder : Path
        Where to.
    run : Run
        How the class was graded.
    submissions : callable
        Returns the results anew each time, so that none has to be held.
    """
    with whole(folder / "results.json") as file:
        head = {"schema": SCHEMA, "run": run.to_json()}
        file.write(
            json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "submissions": ['
        )
        for number, submission in enumerate(submissions()):
            file.write("\n" if number == 0 else ",\n")
            file.write(json.dumps(submission.to_json(), ensure_ascii=False))
        file.write("\n ]\n}\n")
    with whole(folder / "grades.csv") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["student", *run.exercises, "score", "max_score", "status"])
        for submission in submissions():
            scores = {exercise.id: f"{exercise.score:g}" for exercise in submission.exercises}
            total = [f"{submission.score:g}", f"{submission.max_score:g}", submission.status]
            rows.writerow([cell(submission.student), *(scores.get(id, "0") for id in run.exercises), *total])


@contextlib.contextmanager
def whole(path: Path) -> Iterator[IO[str]]:
    """Open `path` to be written whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        yield file
    part.replace(path)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` whole or not at all."""
    with whole(path) as file:
        file.write(text)
