"""``results.json`` and ``grades.csv``, written one submission at a time."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import dropwhile, islice, takewhile
from pathlib import Path
from typing import IO, Any, Final

from gradcheck.course import CourseError
from gradcheck.export import grades
from gradcheck.result import SCHEMA, Run, SubmissionResult
from gradcheck.words import _

_BEGIN: Final = ' "submissions": [\n'
_LONGEST_NAME: Final = 160


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
        file.writelines(pieces(run.to_json(), submissions()))
    with whole(folder / "grades.csv") as file:
        file.writelines(grades.rows(run.exercises, submissions()))


def pieces(run: Mapping[str, Any], submissions: Iterable[SubmissionResult]) -> Iterator[str]:
    """Yield ``results.json``, piece by piece: a submission a line."""
    head = {"schema": SCHEMA, "run": run}
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + f",\n{_BEGIN}"
    for number, submission in enumerate(submissions):
        yield "" if number == 0 else ",\n"
        yield json.dumps(submission.to_json(), ensure_ascii=False)
    yield "\n ]\n}\n"


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
    except (FileNotFoundError, NotADirectoryError) as error:
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
    # A lone surrogate is written out, which in JSON is the very escape that stands for it.
    with part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        yield file
    part.replace(path)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` whole or not at all."""
    with whole(path) as file:
        file.write(text)


def stem(student: str) -> str:
    """Return a student's name as a file's: as it is, unless no file can have it."""
    plain = student.isprintable() and student not in ("", ".", "..") and not set(student) & set('/\\:*?"<>|')
    raw = student.encode("utf-8", "backslashreplace")
    if plain and not student.startswith(".") and len(raw) <= _LONGEST_NAME:
        return student
    begin = "".join(letter for letter in student if letter.isalnum())[: _LONGEST_NAME // 4]
    return f"{begin}-{hashlib.sha256(raw).hexdigest()[:8]}"
