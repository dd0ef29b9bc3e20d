"""The author's commands."""

from __future__ import annotations

from typing import Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import Course
from gradcheck.export.files import write_text
from gradcheck.words import _


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


def register(app: typer.Typer) -> None:
    """Add the author's commands to `app`."""
    app.command()(stubs)
