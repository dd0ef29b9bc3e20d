"""What students handed in, put where nbgrader keeps what it graded; nothing of it is run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import nbformat
from nbformat import NotebookNode, v4

from gradcheck.course import Exercise
from gradcheck.export.files import write_text
from gradcheck.ipynb.nbgrader import grade_id
from gradcheck.ipynb.read import MOST_BYTES
from gradcheck.result import ExerciseResult

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

_TIMESTAMP: Final = "timestamp.txt"
_LONGEST: Final = 100
_OURS: Final = b'"shown_by": "gradcheck"'


def show(
    directory: CourseDirectory,
    student: str,
    assignment: str,
    outcomes: Sequence[tuple[Exercise, ExerciseResult]],
) -> Iterator[tuple[str, bool]]:
    """Put a student's notebooks among those that nbgrader graded, each check's message below its cell.

    What nbgrader graded itself stays, unless something newer was handed in since.

    Yields
    ------
    id : str
        The exercise.
    shown : bool
        Whether that was possible.
    """
    submitted, graded = (
        Path(directory.format_path(step, student, assignment))
        for step in (directory.submitted_directory, directory.autograded_directory)
    )
    newer = timestamp(submitted) != timestamp(graded)
    for exercise, outcome in outcomes:
        source, target = (folder / f"{exercise.name}.ipynb" for folder in (submitted, graded))
        if not _is_plain(source) or source.stat().st_size > MOST_BYTES:
            continue
        if target.exists() and not newer and _OURS not in target.read_bytes():
            continue
        where = {"student": student, "assignment": assignment, "notebook": exercise.name}
        try:
            with warnings.catch_warnings(action="ignore"):
                made = _sanitised(
                    source.read_text(encoding="utf-8"), {"nbgrader": where | {"db_url": directory.db_url}}
                )
        except Exception:  # of those that take for a notebook what is none
            yield exercise.id, False
            continue
        _add_messages(made, outcome)
        made.metadata["shown_by"] = "gradcheck"
        write_text(target, nbformat.writes(made) + "\n")
        target.chmod(0o664 if directory.groupshared else 0o444)
        yield exercise.id, True
    if newer and graded.is_dir():
        write_text(graded / _TIMESTAMP, timestamp(submitted))


def timestamp(folder: Path) -> str:
    """Return when what lies in one of nbgrader's folders was handed in, as it is written there."""
    path = folder / _TIMESTAMP
    return path.read_text(encoding="utf-8", errors="replace")[:_LONGEST] if _is_plain(path) else ""


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _sanitised(text: str, resources: dict[str, Any]) -> NotebookNode:
    """Return a notebook as nbgrader would run it, less outputs and hidden tests."""
    from nbgrader import preprocessors as steps

    made: NotebookNode = nbformat.reads(text, as_version=4)
    for step in (steps.ClearOutput(), steps.DeduplicateIds()):
        made, resources = step.preprocess(made, resources)
    for cell in made.cells:
        if not cell.metadata.get("nbgrader", True):  # of a copy: nbgrader itself stumbles over it
            del cell.metadata["nbgrader"]
    for step in (
        steps.OverwriteCells(),
        steps.ClearHiddenTests(enforce_metadata=False),
        steps.CheckCellMetadata(),
    ):
        made, resources = step.preprocess(made, resources)
    return made


def _add_messages(made: NotebookNode, outcome: ExerciseResult) -> None:
    messages = {
        grade_id(c.name): c.message or outcome.message for c in outcome.checks if c.status != "passed"
    }
    for cell in made.cells:
        message = messages.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if message and cell.cell_type == "code":
            lines = message.splitlines()
            cell.outputs = [v4.new_output("error", ename="AssertionError", evalue="", traceback=lines)]
