"""What an instructor makes of results: pages to read, and files for other systems."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import Course, CourseError
from gradcheck.words import _, language

Format = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="FORMAT",
        help="gradescope, canvas, nbgrader-csv, junit, github-classroom, csv or json.",
    ),
]
Results = Annotated[Path, typer.Argument(help="The folder that gradcheck grade has written.")]


def report(results: Results) -> None:
    """Make a page of a class, and one for each student: what was misunderstood, by how many, by whom.

    Example: gradcheck report marks/
    """
    from gradcheck.export.files import read_results, write_text
    from gradcheck.report.pages import class_page, file_of, student_page
    from gradcheck.report.summing import ClassSummary

    course = Course.find()
    run, submissions = read_results(results)
    for submission in submissions():
        write_text(results / "feedback" / file_of(submission.student), student_page(course, submission))
    summary = ClassSummary(course, submissions())
    page = results / "report.html"
    write_text(page, class_page(summary, run, course.words["title"][language()]))
    console().print(
        _("The class: {page}   each student: {folder}").format(page=page, folder=results / "feedback")
    )


def export(
    results: Results,
    to: Format,
    out: Annotated[
        Path | None,
        typer.Option(
            help="The file, or for gradescope and github-classroom the folder of a file a student. "
            "By default in RESULTS/export/."
        ),
    ] = None,
) -> None:
    """Write the marks as another system takes them.

    GitHub Classroom counts whole points: there a student's total is rounded, half a point up.

    Example: gradcheck export marks/ --to canvas
    """
    from gradcheck.export.files import read_results
    from gradcheck.export.formats import write
    from gradcheck.export.graded import GradedClass

    run, submissions = read_results(results)
    graded = GradedClass(run, submissions, _chapters())
    written = write(graded, to, results / "export" if out is None else out, within=out is None)
    console().print(_("Written: {path}").format(path=written))


def _chapters() -> dict[str, str]:
    """Return the folder of each chapter by its number, where there is a course to ask."""
    try:
        folders = [chapter.folder for chapter in Course.find().chapters]
    except CourseError:
        return {}
    return {folder.partition("_")[0]: folder for folder in folders}


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    for command in (report, export):
        app.command()(command)
