"""What is uploaded to platforms that grade on machines of their own."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from gradcheck.cli.console import console
from gradcheck.course import Course
from gradcheck.words import _

package = typer.Typer(help="Make what a platform grades with.", no_args_is_help=True)


@package.command("gradescope")
def gradescope(
    out: Annotated[Path, typer.Option(help="The file to make.")],
    ids: Annotated[list[str] | None, typer.Argument(help="Exercises or chapters; by default all.")] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the checks' inputs; by default a fresh secret one.")
    ] = None,
    minutes: Annotated[
        int, typer.Option(min=1, max=40, help="The container's time limit, as set at Gradescope.")
    ] = 10,
    trust: Annotated[
        bool, typer.Option("--trust-submissions", help="Grade even where submissions cannot be confined.")
    ] = False,
) -> None:
    """Make the autograder.zip that Gradescope grades with, in processes apart from the solutions.

    Example: gradcheck package gradescope ch06 --out autograder.zip
    """
    from gradcheck.export import autograder

    course = Course.find()
    job = autograder.make_job(
        course.select(ids or []), secrets.randbits(32) if seed is None else seed, minutes, trust=trust
    )
    autograder.write_package(out, course, job)
    said = console()
    text = _("{path}: {count} exercises, seed {seed}. Upload it at Gradescope under “Configure Autograder”.")
    said.print(text.format(path=out, count=len(job.exercises), seed=job.seed))
    if trust:
        warning = _(
            "TRUSTED: where submissions cannot be confined, they are still graded, and could forge marks."
        )
        said.print(warning, style="bold yellow")
    else:
        said.print(_("Where submissions cannot be confined, nothing is graded, and the results say so."))


def gradescope_run(
    root: Annotated[Path, typer.Option(help="Where the container has its folders.")] = Path("/autograder"),
) -> None:
    """Grade the submission of a Gradescope container: what its run_autograder calls."""
    from gradcheck.export import autograder

    autograder.run(root)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(package, name="package")
    app.command("gradescope-run", hidden=True)(gradescope_run)
