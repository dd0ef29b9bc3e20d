"""``results.json`` and ``grades.csv``, written one submission at a time."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile, islice, takewhile
from pathlib import Path
from typing import IO, Any, Final

from gradcheck.course import CourseError
from gradcheck.report.escape import cell
from gradcheck.result import SCHEMA, Run, SubmissionResult
from gradcheck.words import _

_BEGIN: Final = ' "submissions": [\n'


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
        file.write(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + f",\n{_BEGIN}")
        for number, submission in enumerate(submissions()):
            file.write("" if number == 0 else ",\n")
            file.write(json.dumps(submission.to_json(), ensure_ascii=False))
        file.write("\n ]\n}\n")
    with whole(folder / "grades.csv") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["student", *run.exercises, "score", "max_score", "status"])
        for submission in submissions():
            scores = {exercise.id: f"{exercise.score:g}" for exercise in submission.exercises}
            total = [f"{submission.score:g}", f"{submission.max_score:g}", submission.status]
            rows.writerow([cell(submission.student), *(scores.get(id, "0") for id in run.exercises), *total])


def read_results(folder: Path) -> tuple[dict[str, Any], Callable[[], Iterator[SubmissionResult]]]:
    """Return what ``results.json`` in `folder` says of its run, and its submissions, read anew at each call.

    Raises
    ------
    CourseError
        If there is no such file, or it is not one of gradcheck's; the message says what to do.
    """
    path = folder / "results.json"
    try:
        with path.open(encoding="utf-8") as file:
            head = json.loads("".join(takewhile(lambda line: line != _BEGIN, file)).rstrip(",\n") + "}")
    except FileNotFoundError as error:
        text = _("There are no results in {folder}. First: gradcheck grade submissions/ --out {folder}")
        raise CourseError(text.format(folder=folder)) from error
    except ValueError as error:
        raise CourseError(_("{path} cannot be read: {error}").format(path=path, error=error)) from error
    if head.get("schema") != SCHEMA:
        text = _("{path} has the schema {found}, not {schema}: grade again.")
        raise CourseError(text.format(path=path, found=head.get("schema"), schema=SCHEMA))

    def submissions() -> Iterator[SubmissionResult]:
        # One a line, as `write_results` writes them: ten thousand are never held at once.
        with path.open(encoding="utf-8") as file:
            for line in islice(dropwhile(lambda line: line != _BEGIN, file), 1, None):
                if (found := line.rstrip(",\n")).startswith("{"):
                    yield SubmissionResult.from_json(json.loads(found))

    return head["run"], submissions


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
