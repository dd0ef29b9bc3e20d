"""The instructor's commands."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import Course, CourseError
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.batch import Batch
    from gradcheck.result import Run

Out = Annotated[Path, typer.Option(help="Folder for results.json, grades.csv and feedback/.")]
Seed = Annotated[int | None, typer.Option(help="Seed of the checks' inputs; by default a fresh secret one.")]
Only = Annotated[list[str] | None, typer.Option(help="Grade only this exercise or chapter; repeatable.")]
Seconds = Annotated[float, typer.Option(min=0.1, help="CPU seconds for one call of a student's function.")]
Trust = Annotated[bool, typer.Option("--trust-submissions", help="Grade even what cannot be confined here.")]


def grade(
    submissions: Annotated[Path, typer.Argument(help="A folder with a folder or .zip for each student.")],
    out: Out,
    seed: Seed = None,
    only: Only = None,
    seconds: Seconds = 3.0,
    trust: Trust = False,
) -> None:
    """Grade a class: every student in a process of their own, all on the same inputs.

    Example: gradcheck grade submissions/ --out marks/ --seed 7
    """
    from gradcheck.submission import submissions_in

    course = Course.find()
    paths = submissions_in(submissions)
    batch = _batch(course, only or [], seed, seconds)
    if not trust and not batch.isolation.at_least("confined"):
        text = _(
            "Submissions cannot be confined here ({level}; attacks that succeeded: {attacks}; "
            "missing: {missing}). Grade on Linux 5.13 or newer; for code you trust, add --trust-submissions."
        )
        succeeded, missing = batch.isolation.succeeded, batch.isolation.missing
        raise CourseError(
            text.format(level=batch.isolation.level, attacks=", ".join(succeeded), missing=", ".join(missing))
        )
    _summarise(_graded(batch, paths, out), out)


def demo(out: Out = Path("out/demo")) -> None:
    """Grade the sample class that comes with the course, and say where to look.

    Example: gradcheck demo --out /tmp/demo
    """
    from gradcheck.submission import submissions_in

    course = Course.find()
    sample = course.words.get("sample_class")
    if not sample or not (course.root / sample).is_dir():
        raise CourseError(_("This course has no sample class: course.toml names none."))
    run = _graded(_batch(course, [], 7, 1.0), submissions_in(course.root / sample), out)
    _summarise(run, out)
    named = next((s for s in run.submissions if any(e.diagnosis for e in s.exercises)), run.submissions[0])
    page = out / "feedback" / f"{named.student}.md"
    console().print()
    console().print(_("Look at a student's page:  {path}").format(path=page))
    console().print(_("Then be a student yourself:  gradcheck watch"), style="bold")


def _batch(course: Course, only: Sequence[str], seed: int | None, seconds: float) -> Batch:
    from gradcheck.batch import Batch
    from gradcheck.sandbox.limits import Limits

    chosen = secrets.randbits(32) if seed is None else seed
    return Batch(course, course.select(only), chosen, Limits(call_seconds=seconds))


def _graded(batch: Batch, paths: Sequence[Path], out: Path) -> Run:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from gradcheck.export.files import grades_csv, results_json, write_text
    from gradcheck.report.feedback import page

    results = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("grading"), total=len(paths))
        for result in batch.grade(paths):
            results.append(result)
            write_text(out / "feedback" / f"{result.student}.md", page(batch.course, result))
            progress.update(task, advance=1)
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
        statuses = [exercise.status for exercise in submission.exercises]
        counted = [f"{statuses.count(status)} {status_words(status)}" for status in dict.fromkeys(statuses)]
        points = f"{submission.score:g} / {submission.max_score:g}"
        table.add_row(submission.student, points, submission.message or ", ".join(counted))
    said = console()
    said.print(table)
    said.print()
    level = run.isolation["level"]
    if level in ("limited", "unprotected"):
        text = _("NOT ISOLATED ({level}): submissions could read this machine. These marks need your trust.")
        said.print(text.format(level=level), style="bold yellow")
    else:
        text = _("Submissions were {level}: {selftest} attacks of the self-test were refused.")
        said.print(text.format(level=level, selftest=run.isolation["selftest"]))
    text = _("Results: {out}/results.json, {out}/grades.csv, {out}/feedback/   seed {seed}")
    said.print(text.format(out=out, seed=run.seed))


def register(app: typer.Typer) -> None:
    """Add the instructor's commands to `app`."""
    app.command()(grade)
    app.command()(demo)
