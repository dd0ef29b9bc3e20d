"""The instructor's commands."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import Course, CourseError
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.batch import Grader
    from gradcheck.ledger import Ledger
    from gradcheck.sandbox.limits import Limits
    from gradcheck.unit import Plan

Submissions = Annotated[Path, typer.Argument(help="A folder with a folder or .zip for each student.")]
Out = Annotated[Path, typer.Option(help="Folder for results.json, grades.csv and feedback/.")]
Seed = Annotated[
    int | None,
    typer.Option(
        help="Seed of the checks' inputs. By default that of the run before, or a fresh secret one."
    ),
]
Only = Annotated[list[str] | None, typer.Option(help="Grade only this exercise or chapter; repeatable.")]
Seconds = Annotated[float, typer.Option(min=0.1, help="CPU seconds for one call of a student's function.")]
Cases = Annotated[int, typer.Option(min=0, help="Draw at least so many cases for each check.")]
Shrink = Annotated[
    float, typer.Option(min=0, help="Seconds to look for a smaller case than those drawn, where one fails.")
]
Memory = Annotated[int, typer.Option(min=64, help="Megabytes of memory for each submission.")]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=NUMBER",
        help="Another limit on each submission; repeatable. A name that there is not lists them all.",
    ),
]
Trust = Annotated[bool, typer.Option("--trust-submissions", help="Grade even what cannot be confined here.")]
Jobs = Annotated[int, typer.Option(min=1, help="How many submissions to grade at a time.")]
Dask = Annotated[str | None, typer.Option(help="Address of a Dask scheduler whose workers grade.")]
LedgerUrl = Annotated[str | None, typer.Option(help="Database URL; by default a file in --out.")]
Resume = Annotated[bool, typer.Option(help="Go on where the run before stopped, with its seed.")]


def grade(
    submissions: Submissions,
    out: Out,
    seed: Seed = None,
    only: Only = None,
    cases: Cases = 0,
    shrink: Shrink = 0.0,
    seconds: Seconds = 3.0,
    memory: Memory = 1024,
    limit: Limit = None,
    trust: Trust = False,
    jobs: Jobs = 1,
    dask: Dask = None,
    ledger: LedgerUrl = None,
    resume: Resume = True,
) -> None:
    """Grade a class: every student in a process of their own, all on the same inputs.

    What is graded is kept: a run that is stopped goes on where it was, and another run grades only what
    changed.

    Example: gradcheck grade submissions/ --out marks/ --seed 7 --jobs 4
    """
    _prepare(jobs)
    kept = _ledger(submissions, out, ledger)
    course = Course.find()
    plan = _plan(
        course, kept if resume else None, seed, only, cases, shrink, _limits(seconds, memory, limit), trust
    )
    _run(course, plan, submissions, out, kept, _grader(jobs, dask))


def regrade(
    submissions: Submissions,
    out: Out,
    only: Only = None,
    cases: Cases = 0,
    shrink: Shrink = 0.0,
    seconds: Seconds = 3.0,
    memory: Memory = 1024,
    limit: Limit = None,
    trust: Trust = False,
    jobs: Jobs = 1,
    dask: Dask = None,
    ledger: LedgerUrl = None,
) -> None:
    """Grade again what a change of the graders touches, with the same seed, and show which marks moved.

    Example: gradcheck regrade submissions/ --out marks/
    """
    _prepare(jobs)
    kept = _ledger(submissions, out, ledger)
    before = kept.marks()
    if not before:
        raise CourseError(_("There is nothing to regrade: {out} holds no earlier run.").format(out=out))
    course = Course.find()
    plan = _plan(course, kept, None, only, cases, shrink, _limits(seconds, memory, limit), trust)
    _run(course, plan, submissions, out, kept, _grader(jobs, dask))
    _show_moved(before, kept.marks())


def demo(out: Out = Path("out/demo"), jobs: Jobs = 2) -> None:
    """Grade the sample class that comes with the course, and say where to look.

    Example: gradcheck demo --out /tmp/demo
    """
    _prepare(jobs)
    course = Course.find()
    sample = course.words.get("sample_class")
    if not sample or not (course.root / sample).is_dir():
        raise CourseError(_("This course has no sample class: course.toml names none."))
    kept = _ledger(course.root / sample, out, None)
    only = [exercise.id for exercise in course.sample]
    plan = _plan(course, None, 7, only, 0, 0.0, _limits(1.0, 1024, None), True)
    student = _run(course, plan, course.root / sample, out, kept, _grader(jobs, None))
    said = console()
    said.print()
    said.print(_("Look at a student's page:  {path}").format(path=out / "feedback" / f"{student}.md"))
    said.print(_("Then be a student yourself:  gradcheck watch"), style="bold")


def _prepare(jobs: int) -> None:
    if jobs > 1:
        from gradcheck.jobs import prepare

        prepare()


def _ledger(submissions: Path, out: Path, url: str | None) -> Ledger:
    from gradcheck.ledger import Ledger
    from gradcheck.submission import submissions_in

    submissions_in(submissions)  # says what is wrong with the folder before anything is written
    return Ledger.in_folder(out) if url is None else Ledger(url)


def _plan(
    course: Course,
    earlier: Ledger | None,
    seed: int | None,
    only: Sequence[str] | None,
    cases: int,
    shrink: float,
    limits: Limits,
    trust: bool,
) -> Plan:
    from gradcheck.unit import Plan

    if seed is None and earlier is not None:
        seed = earlier.last_seed()
    return Plan(
        root=str(course.root),
        exercises=tuple(exercise.id for exercise in course.select(only or [])),
        seed=secrets.randbits(32) if seed is None else seed,
        graders=course.digest(),
        cases=cases,
        shrink=shrink,
        limits=limits,
        least="unprotected" if trust else "confined",
    )


def _limits(seconds: float, memory: int, more: Sequence[str] | None) -> Limits:
    from gradcheck.sandbox.limits import Limits

    limits = Limits(call_seconds=seconds, memory=memory * 1024**2)
    for given in more or ():
        name, _equals, number = given.partition("=")
        kind = type(vars(limits).get(name))
        if kind not in (int, float) or not re.fullmatch(r"\d+" if kind is int else r"\d+(\.\d+)?", number):
            known = ", ".join(f"{name}={value}" for name, value in vars(limits).items())
            text = _("There is no limit “{given}”. Those that there are, with their numbers: {known}")
            raise CourseError(text.format(given=given, known=known))
        limits = replace(limits, **{name: kind(number)})
    return limits


def _grader(jobs: int, dask: str | None) -> Grader:
    from gradcheck import batch

    if dask is not None:
        return batch.on_dask(dask)
    return batch.in_processes(jobs) if jobs > 1 else batch.here


def _run(course: Course, plan: Plan, submissions: Path, out: Path, ledger: Ledger, grader: Grader) -> str:
    """Grade the class, write its files and say how it went; return a student whose page is worth a look."""
    from gradcheck.batch import grade_class
    from gradcheck.cli.progress import ClassProgress
    from gradcheck.export.files import write_results, write_text
    from gradcheck.report.feedback import page
    from gradcheck.submission import submissions_in

    paths = submissions_in(submissions)
    with ClassProgress(len(paths)) as progress:
        run, keys = grade_class(plan, paths, ledger, grader, progress.tell)
    write_results(out, run, lambda: ledger.results(keys))
    for result in ledger.results(keys):
        write_text(out / "feedback" / f"{result.student}.md", page(course, result))
    progress.summarise()
    said = console()
    level = run.isolation["level"]
    if level in ("limited", "unprotected"):
        text = _("NOT ISOLATED ({level}): submissions could read this machine. These marks need your trust.")
        said.print(text.format(level=level), style="bold yellow")
    else:
        text = _("Submissions were {level}: {selftest} attacks of the self-test were refused.")
        said.print(text.format(level=level, selftest=run.isolation["selftest"]))
    text = _("Results: {out}/results.json, {out}/grades.csv, {out}/feedback/   seed {seed}")
    said.print(text.format(out=out, seed=run.seed))
    return progress.worth_a_look


def _show_moved(before: dict[str, float], after: dict[str, float]) -> None:
    from rich.table import Table

    moved = {student: mark for student, mark in sorted(after.items()) if before.get(student) != mark}
    table = Table(box=None, pad_edge=False)
    table.add_column(_("student"))
    for heading in (_("before"), _("after"), _("change")):
        table.add_column(heading, justify="right")
    for student, mark in moved.items():
        old = before.get(student)
        was, change = ("–", "") if old is None else (f"{old:g}", f"{mark - old:+g}")
        table.add_row(student, was, f"{mark:g}", change)
    said = console()
    said.print()
    if moved:
        said.print(table)
    said.print(_("{moved} of {total} marks changed").format(moved=len(moved), total=len(after)))


def register(app: typer.Typer) -> None:
    """Add the instructor's commands to `app`."""
    for command in (grade, regrade, demo):
        app.command()(command)
