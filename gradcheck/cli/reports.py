"""What an instructor makes of results: pages to read, and files for other systems."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import Course
from gradcheck.words import _, language

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


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(report)
