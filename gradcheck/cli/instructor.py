"""The instructor's commands."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import Course, CourseError, Exercise
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.result import Run

Out = Annotated[Path, typer.Option(help="Folder for results.json, grades.csv and feedback/.")]


def grade(
    submissions: Annotated[Path, typer.Argument(help="A folder with a folder or .zip for each student.")],
    out: Out,
    seed: Annotated[int | None, typer.Option(help="Seed of the checks' inputs; by default a fresh secret one.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Grade only this exercise or chapter; may be repeated.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="CPU seconds for one call of a student's function.")] = 3.0,
) -> None:
    """Grade a class: every student in a process of their own, all on the same inputs.

    Example: gradcheck grade submissions/ --out marks/ --seed 7
    """
    course = Course.find()
    run = _graded(course, submissions, out, seed, course.select(only or []), seconds)
    _summarise(run, out)


def demo(out: Out = Path("out/demo")) -> None:
    """Grade the sample class that comes with the course, and say where to look.

    Example: gradcheck demo --out /tmp/demo
    """
    course = Course.find()
    sample = course.root / str(course.words.get("sample_class", ""))
    if sample == course.root or not sample.is_dir():
        raise CourseError(_("This course has no sample class: course.toml names none."))
    run = _graded(course, sample, out, 7, course.select([]), 1.0)
    _summarise(run, out)
    named = next((s for s in run.submissions if any(e.diagnosis for e in s.exercises)), run.submissions[0])
    console().print()
    console().print(_("Look at a student's page:  {path}").format(path=out / "feedback" / f"{named.student}.md"))
    console().print(_("Then be a student yourself:  gradcheck watch"), style="bold")


def _graded(
    course: Course, submissions: Path, out: Path, seed: int | None, exercises: Sequence[Exercise], seconds: float
) -> Run:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from gradcheck.batch import Batch
    from gradcheck.export.files import grades_csv, results_json, write_text
    from gradcheck.report.feedback import page
    from gradcheck.sandbox.limits import Limits
    from gradcheck.submission import submissions_in

    paths = submissions_in(submissions)
    batch = Batch(course, exercises, secrets.randbits(32) if seed is None else seed, Limits(call_seconds=seconds))
    results = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("grading"), total=len(paths))
        for result in batch.grade(paths):
            results.append(result)
            write_text(out / "feedback" / f"{result.student}.md", page(course, result))
            progress.update(task, advance=1, description=result.student[:20])
    run = batch.run_of(results)
    write_text(out / "results.json", results_json(run))
    write_text(out / "grades.csv", grades_csv(run))
    return run


def _summarise(run: Run, out: Path) -> None:
    from rich.table import Table

    from gradcheck.report.feedback import status_words

    table = Table(box=None, pad_edge=False)
    table.add_column(_("student"))
    table.add_column(_("points"), justify="right")
    table.add_column(_("what happened"))
    for submission in run.submissions:
        notes = [submission.message or ""] if submission.status == "unreadable" else []
        statuses = [exercise.status for exercise in submission.exercises]
        notes += [f"{statuses.count(s)} {status_words(s)}" for s in dict.fromkeys(statuses)]
        table.add_row(submission.student, f"{submission.score:g} / {submission.max_score:g}", ", ".join(notes))
    said = console()
    said.print(table)
    said.print()
    level = run.isolation["level"]
    if level in ("limited", "unprotected"):
        said.print(
            _("NOT ISOLATED ({level}): each submission ran in a process of its own with limits, but nothing kept it "
              "from reading this machine. Use these marks only for code that you trust.").format(level=level),
            style="bold yellow",
        )
    said.print(_("Results: {out}/results.json, {out}/grades.csv, {out}/feedback/   seed {seed}").format(out=out, seed=run.seed))


def register(app: typer.Typer) -> None:
    """Add the instructor's commands to `app`."""
    app.command()(grade)
    app.command()(demo)
