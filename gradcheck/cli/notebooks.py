"""Notebooks, for whoever learns in Jupyter and whoever has a course in nbgrader."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import POINTER, Course, Exercise
from gradcheck.export.files import write_text
from gradcheck.words import _, language

if TYPE_CHECKING:
    from nbformat import NotebookNode


def notebook(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Exercises: ch06/adam, adam, or a chapter, ch06. By default all."),
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write them into.")] = Path("notebooks"),
    for_nbgrader: Annotated[
        bool, typer.Option("--nbgrader", help="As the source/ tree of an nbgrader course in that folder.")
    ] = False,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0, help="With --nbgrader: what the hidden inputs are drawn from. By default secret."
        ),
    ] = None,
) -> None:
    """Write exercises as notebooks; what stands in the folder already stays as it is.

    Example: gradcheck notebook ch06 --out ~/deep-learning
    """
    course = Course.find()
    chosen = course.select(ids or [])
    folder = out.expanduser().resolve()
    secret = secrets.randbelow(2**31) if seed is None else seed
    written, kept = 0, []
    for path, made in _assignments(chosen, secret) if for_nbgrader else _lessons(course, chosen):
        if (folder / path).exists():
            kept.append(folder / path)
            continue
        import nbformat

        write_text(folder / path, nbformat.writes(made) + "\n")
        written += 1
    if not (folder / POINTER).exists():
        write_text(folder / POINTER, f'course = {json.dumps(str(course.root))}\nlang = "{language()}"\n')
    said = console()
    said.print(_("{count} notebooks are in {path}").format(count=written, path=folder))
    for path in kept:
        said.print(_("kept as it was: {path}").format(path=path))
    if for_nbgrader:
        said.print(
            _("Hidden inputs are drawn from seed {seed}: gradcheck grade --seed {seed}").format(seed=secret)
        )
        said.print(
            _("Go on with: cd {path} && nbgrader generate_assignment CHAPTER").format(path=out), style="bold"
        )
    else:
        said.print(_("Go on with: jupyter lab {path}").format(path=out), style="bold")


def _lessons(course: Course, exercises: list[Exercise]) -> Iterator[tuple[Path, NotebookNode]]:
    from gradcheck.ipynb import write
    from gradcheck.programs import programs_of

    folders = {exercise.chapter for exercise in exercises}
    for chapter in course.chapters:
        if folders >= {chapter.folder}:
            yield Path(chapter.folder, f"{write.BRIEF}.ipynb"), write.brief(chapter, course.brief(chapter))
    for exercise in exercises:
        yield exercise.path.with_suffix(".ipynb"), write.notebook(exercise)
    for program in programs_of(course):
        if program.uses and program.chapter in folders:
            yield Path(program.chapter, f"{program.path.stem}.ipynb"), write.laboratory(program)


def _assignments(exercises: list[Exercise], seed: int) -> Iterator[tuple[Path, NotebookNode]]:
    from gradcheck.ipynb import write

    for exercise in exercises:
        yield Path("source", exercise.path.with_suffix(".ipynb")), write.assignment(exercise, seed)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(notebook)
