"""The author's commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import Course
from gradcheck.export.files import write_text
from gradcheck.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gradcheck.audit.run import Audited

_MOST_EQUIVALENT = 0.03


def stubs(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail where a stub is behind.")
    ] = False,
) -> None:
    """Make exercises/ from solutions/.

    Example: gradcheck stubs --check
    """
    course = Course.find()
    out = console()
    behind = []
    for exercise in course.exercises:
        file = course.exercises_room / exercise.path
        if not file.is_file() or file.read_text(encoding="utf-8") != exercise.stub():
            behind.append(file)
            if not check:
                write_text(file, exercise.stub())
    wanted = {course.exercises_room / exercise.path for exercise in course.exercises}
    stray = [file for file in sorted(course.exercises_room.glob("ch*/*.py")) if file not in wanted]
    for file in behind:
        out.print((_("behind: {path}") if check else _("written: {path}")).format(path=file))
    for file in stray:
        out.print(_("no solution has this name: {path}").format(path=file))
    raise typer.Exit(1 if stray or (check and behind) else 0)


def new(id: Annotated[str, typer.Argument(help="Its chapter and name: ch06/lion.")]) -> None:
    """Begin an exercise: write its files, small and right, with TODO wherever a person has to think.

    Example: gradcheck new ch06/lion
    """
    from gradcheck.audit import scaffold

    course = Course.find()
    exercise = scaffold.exercise_to_be(course, id)
    out = console()
    written = dict(scaffold.files(exercise))
    for path, text in written.items():
        write_text(path, text)
    write_text(course.exercises_room / exercise.path, exercise.stub())
    for path in (*written, course.exercises_room / exercise.path):
        out.print(_("written: {path}").format(path=path.relative_to(course.root)))
    out.print()
    out.print(
        _(
            "Next: make the first four yours, wherever they say TODO. The last is made from the solution:\n"
            "      gradcheck stubs, whenever that has changed\n"
            "      gradcheck audit {id}, for what is still missing"
        ).format(id=exercise.id)
    )


def audit(
    ids: Annotated[list[str] | None, typer.Argument(help="Exercises or chapters; by default all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="How many exercises to audit at a time.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, help="For how many seeds the solution must pass.")] = 20,
    since: Annotated[
        str | None, typer.Option(help="Audit what changed since this commit, and a tenth of the rest.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(help="Bring this page, such as docs/audit.md, up to date.")
    ] = None,
) -> None:
    """Prove that the graders are right: they pass every right answer, and fail every wrong one.

    Example: gradcheck audit ch06/adam
    """
    from rich.console import Console
    from rich.progress import track

    from gradcheck.audit import page as pages
    from gradcheck.audit.changed import changed_since
    from gradcheck.audit.run import audit_all

    course = Course.find()
    exercises = course.select(ids or []) if since is None else list(changed_since(course, since))
    audited = list(
        track(
            audit_all(exercises, jobs, seeds),
            description=_("auditing"),
            total=len(exercises),
            console=Console(stderr=True),
            transient=True,
        )
    )
    too_many = _too_many_equivalent(audited) if not ids and since is None else ""
    if page is not None:
        before = page.read_text(encoding="utf-8") if page.is_file() else ""
        write_text(page, pages.page(course, audited, before))
    if as_json:
        print(json.dumps({"exercises": [found.to_json() for found in audited]}, ensure_ascii=False, indent=1))
    else:
        _show_audit(audited, too_many)
    raise typer.Exit(0 if all(found.passed for found in audited) and not too_many else 1)


def _too_many_equivalent(audited: Sequence[Audited]) -> str:
    total = sum(found.total for found in audited)
    equivalent = sum(len(found.equivalent) for found in audited)
    if len(audited) == 1 or equivalent <= _MOST_EQUIVALENT * total:
        return ""  # of one exercise's mutants, one may be too large a part already
    text = _("{equivalent} of {total} mutants are written off as equivalent; {most:.0%} is the most.")
    return text.format(equivalent=equivalent, total=total, most=_MOST_EQUIVALENT)


def _show_audit(audited: Sequence[Audited], too_many: str) -> None:
    from rich.cells import cell_len

    from gradcheck.audit.gates import GATES

    said = console()
    width = max((len(found.id) for found in audited), default=0)
    said.print("  ".join([" " * width, *GATES, _("mutants killed"), _("seconds")]), style="bold")
    for found in audited:
        marks = (f"{'✗' if found.failed(gate) else '✓':^{len(gate)}}" for gate in GATES)
        killed = f"{found.killed}/{found.total - len(found.equivalent)}".rjust(cell_len(_("mutants killed")))
        said.print("  ".join([found.id.ljust(width), *marks, killed, f"{found.seconds:7.1f}"]))
    for found in audited:
        for miss in found.misses:
            said.print()
            said.print(f"✗ {found.id} · {miss.gate}", style="bold red")
            said.print("\n".join(f"  {line}" for line in miss.what.splitlines()))
            said.print(f"  → {miss.mend}", style="bold")
    if too_many:
        said.print(too_many, style="bold red")


def register(app: typer.Typer) -> None:
    """Add the author's commands to `app`."""
    for command in (new, stubs, audit):
        app.command()(command)
