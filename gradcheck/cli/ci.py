"""The command that a workflow runs, on a student's repository or on a curriculum's."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gradcheck.course import MARK, Course, CourseError
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.audit.run import Audited
    from gradcheck.report.github import Annotation
    from gradcheck.result import SubmissionResult
    from gradcheck.unit import Plan

_SECONDS: Final = 120
"""Of CPU for a submission with one set of libraries: what loops everywhere is told so before the job ends."""


def ci(
    folder: Annotated[Path, typer.Argument(help="The repository.")] = Path(),
    course: Annotated[
        Path | None,
        typer.Option(
            help="The course that a student's repository is graded by, whatever that says itself.",
            envvar="GRADCHECK_COURSE",
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Grade only this exercise or chapter; repeatable.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the checks' inputs; by default a fresh one.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="In a curriculum: audit what changed since this commit. By default the pull request's base, "
            "or the commit before."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many exercises to audit at a time.")] = 1,
    trust: Annotated[
        bool, typer.Option("--trust-submissions", help="Grade even what cannot be confined here.")
    ] = False,
) -> None:
    """Check a repository in a workflow: grade a student's, audit what changed in a curriculum's.

    On GitHub it annotates lines, writes the step's summary and sets the output `result` for Classroom.
    Anywhere else it only prints.

    Example: gradcheck ci work --course course
    """
    if course is None and (folder / MARK).is_file():
        raise typer.Exit(_audit(folder, since, jobs))
    if not folder.is_dir():
        raise CourseError(_("{folder} is not a folder.").format(folder=folder))
    from gradcheck.export import classroom

    try:
        passed = _grade(folder, Course.find(course or folder), only or [], seed, trust=trust)
    except Exception:
        _append("GITHUB_OUTPUT", f"result={classroom.broken()}")
        raise
    raise typer.Exit(0 if passed else 1)


def _grade(folder: Path, course: Course, only: Sequence[str], seed: int | None, *, trust: bool) -> bool:
    from gradcheck.export import classroom
    from gradcheck.report import github
    from gradcheck.sandbox.limits import Limits
    from gradcheck.unit import Bench, Plan

    plan = Plan(
        root=str(course.root),
        exercises=tuple(exercise.id for exercise in course.select(only)),
        seed=secrets.randbits(32) if seed is None else seed,
        graders=course.digest(),
        limits=Limits(total_seconds=_SECONDS),
        least="unprotected" if trust else "confined",
    )
    bench = Bench(plan)
    try:
        result = bench.grade(folder.resolve())
    finally:
        bench.close()
    if result.status == "unreadable":
        raise CourseError(result.message or "")
    failed = github.worst_first(result.exercises)
    with _untrusted():
        _print(course, result, plan, bench.isolation.level)
    _annotate(_annotations(course, folder.resolve(), result))
    _append("GITHUB_STEP_SUMMARY", github.summary(course, result))
    _append("GITHUB_OUTPUT", f"result={classroom.text(result).strip()}\n")
    return not failed and not (only and any(map(github.is_open, result.exercises)))


def _print(course: Course, result: SubmissionResult, plan: Plan, level: str) -> None:
    from gradcheck.report import github
    from gradcheck.report.numbers import digits
    from gradcheck.report.summary import line_of, problem_of

    for outcome in result.exercises:
        if not github.is_open(outcome):
            print(line_of(outcome))
    if count := sum(map(github.is_open, result.exercises)):
        print(_("{count} not started").format(count=count))
    exercises = {exercise.id: exercise for exercise in course.exercises}
    for outcome in github.worst_first(result.exercises)[: github.MOST_ANNOTATIONS]:
        print()
        print(problem_of(exercises[outcome.id], outcome))
    print()
    text = _("{score} / {most} points   seed {seed}   submissions were {level}")
    score, most = digits(result.score), digits(result.max_score)
    print(text.format(score=score, most=most, seed=plan.seed, level=level))


def _annotations(course: Course, folder: Path, result: SubmissionResult) -> Iterator[Annotation]:
    from gradcheck import submission
    from gradcheck.report import github

    exercises = {exercise.id: exercise for exercise in course.exercises}
    failed = github.worst_first(result.exercises)[: github.MOST_ANNOTATIONS]
    chosen = course.select([outcome.id for outcome in result.exercises])
    files = submission.read(folder, chosen).files
    repository = _repository(folder)
    for outcome in failed:
        exercise, content = exercises[outcome.id], files.get(outcome.id, b"")
        file = github.file_of(folder, repository, exercise, content)
        yield github.annotation(exercise, outcome, content, file)


def _repository(folder: Path) -> Path:
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), folder)


def _audit(folder: Path, since: str | None, jobs: int) -> int:
    from gradcheck.audit.changed import changed_since
    from gradcheck.audit.run import audit_all
    from gradcheck.report import github
    from gradcheck.report.escape import printable

    course = Course.find(folder)
    exercises = {exercise.id: exercise for exercise in changed_since(course, since or _base())}
    with _untrusted():
        audited = list(audit_all(list(exercises.values()), jobs))
        for found in audited:
            print(f"{'✓' if found.passed else '✗'} {found.id}   {found.seconds:.1f} s")
            for miss in found.misses:
                print(printable(f"  {miss.gate}: {miss.what}\n  → {miss.mend}"))
    missed = [(exercises[found.id], miss) for found in audited for miss in found.misses]
    repository = _repository(course.root)
    _annotate(
        github.Annotation(
            f"{exercise.id}: {miss.gate}",
            f"{miss.what}\n→ {miss.mend}",
            exercise.grader_path.relative_to(repository).as_posix(),
        )
        for exercise, miss in missed
    )
    _append("GITHUB_STEP_SUMMARY", _audit_summary(audited))
    return 1 if missed else 0


def _base() -> str:
    base = os.environ.get("GITHUB_BASE_REF", "")
    return f"origin/{base}" if base else "HEAD~1"


def _audit_summary(audited: Sequence[Audited]) -> str:
    from gradcheck.report.escape import fenced
    from gradcheck.report.github import MOST_BYTES

    passed = sum(found.passed for found in audited)
    said = _("{passed} of {total} audited exercises passed").format(passed=passed, total=len(audited))
    lines = [f"## {said}", "", _("| | exercise | mutants killed |"), "| --- | --- | --- |"]
    for found in audited:
        killed = f"{found.killed}/{found.total - len(found.equivalent)}"
        lines.append(f"| {'✓' if found.passed else '✗'} | {found.id} | {killed} |")

    for found in audited:
        for miss in found.misses:
            lines += ["", f"### {found.id}: {miss.gate}", "", fenced(f"{miss.what}\n→ {miss.mend}")]
    return "\n".join(lines).encode()[:MOST_BYTES].decode(errors="ignore") + "\n"


@contextmanager
def _untrusted() -> Iterator[None]:
    """Print what others wrote, so that GitHub takes none of it for a command."""
    from gradcheck.report.github import quoted

    if not _on_github():
        yield
        return
    with quoted(lambda line: print(line, flush=True)):
        yield


def _annotate(annotations: Iterator[Annotation]) -> None:
    from itertools import islice

    from gradcheck.report.github import MOST_ANNOTATIONS

    if _on_github():
        for annotation in islice(annotations, MOST_ANNOTATIONS):
            print(annotation.command())


def _on_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _append(variable: str, text: str) -> None:
    """Append to the file that a variable names, if there is one; a log is worth having without it, too."""
    if not (name := os.environ.get(variable)):
        return
    try:
        with Path(name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        print(_("{variable} cannot be written: {error}").format(variable=variable, error=error.strerror))


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(ci)
