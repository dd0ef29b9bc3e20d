"""Notebooks, for whoever learns in Jupyter and whoever has a course in nbgrader."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradcheck.cli.console import checked_language, console
from gradcheck.course import POINTER, Course, Exercise
from gradcheck.export.files import write_text
from gradcheck.words import _, language, use_language

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from gradcheck.result import SubmissionResult


def notebook(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Exercises: ch06/adam, adam, or a chapter, ch06. By default all."),
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write them into.")] = Path("notebooks"),
    for_nbgrader: Annotated[
        bool, typer.Option("--nbgrader", help="As the source/ tree of an nbgrader course in that folder.")
    ] = False,
    lang: Annotated[str | None, typer.Option(help="Language of the notebooks: en or zh.")] = None,
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
    use_language(checked_language(lang) or language())
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


def import_marks(
    marks: Annotated[Path, typer.Argument(help="The folder that gradcheck grade wrote: its --out.")],
    course_dir: Annotated[Path, typer.Option(help="The nbgrader course.")] = Path(),
) -> None:
    """Write marks and feedback into an nbgrader course: its gradebook, formgrader, export, feedback.

    What a person marked or wrote there stays. No student's code is run.

    Example: gradcheck nbgrader import marks/ --course-dir ~/deep-learning
    """
    from gradcheck.ipynb import gradebook

    written = gradebook.write(Course.find(), marks, course_dir.expanduser(), _along)
    said = console()
    said.print(
        _(
            "Marks and feedback of {students} students, in {notebooks} notebooks, are in the gradebook."
        ).format(students=written.students, notebooks=written.notebooks)
    )
    if written.by_hand:
        said.print(_("{count} marks that a person gave stayed.").format(count=written.by_hand))
    if written.shown:
        text = _("{count} notebooks are where formgrader and nbgrader generate_feedback look for them.")
        said.print(text.format(count=written.shown))
    for heading, names in (
        (_("Not written, since they could not be read:"), written.unread),
        (_("Not to be seen in formgrader, since they are no notebooks:"), written.not_shown),
    ):
        if names:
            said.print(f"{heading} {', '.join(names)}", style="yellow")
    said.print(
        _("Go on with: nbgrader formgrade, nbgrader export or nbgrader generate_feedback"), style="bold"
    )


def _along(results: Iterable[SubmissionResult], total: int) -> Iterable[SubmissionResult]:
    from rich.console import Console
    from rich.progress import track

    return track(results, total=total, description="", console=Console(stderr=True), transient=True)


def _lessons(course: Course, exercises: list[Exercise]) -> Iterator[tuple[Path, NotebookNode]]:
    from gradcheck.ipynb import write
    from gradcheck.programs import programs_of

    whole = {c.folder for c in course.chapters if set(c.exercises) <= set(exercises)}
    for chapter in course.chapters:
        if chapter.folder in whole:
            yield Path(chapter.folder, f"{write.BRIEF}.ipynb"), write.brief(chapter, course.brief(chapter))
    for exercise in exercises:
        yield exercise.path.with_suffix(".ipynb"), write.notebook(exercise)
    for program in programs_of(course):
        if program.uses and program.chapter in whole:
            yield Path(program.chapter, f"{program.path.stem}.ipynb"), write.laboratory(program)


def _assignments(exercises: list[Exercise], seed: int) -> Iterator[tuple[Path, NotebookNode]]:
    from gradcheck.ipynb import write

    for exercise in exercises:
        yield Path("source", exercise.path.with_suffix(".ipynb")), write.assignment(exercise, seed)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(notebook)
    course = typer.Typer(help="For a course in nbgrader.", no_args_is_help=True)
    course.callback()(lambda: None)  # so that a single command keeps its name
    course.command("import")(import_marks)
    app.add_typer(course, name="nbgrader")
