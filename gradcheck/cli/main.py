"""The command's frame: its options, its exit codes, and what is said when something is wrong."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from gradcheck.cli import author, ci, instructor, notebooks, packaging, programs, reports, student
from gradcheck.course import CourseError
from gradcheck.words import LANGUAGES, _, use_language

PASSED, FAILED, USAGE, BROKEN = 0, 1, 2, 3

app = typer.Typer(
    name="gradcheck",
    help="A deep-learning course that grades itself. Start with: gradcheck watch",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(
    lang: Annotated[
        str | None, typer.Option(help="Language: en or zh. By default the folder's, then the locale's.")
    ] = None,
    debug: Annotated[bool, typer.Option(help="Show gradcheck's own tracebacks.")] = False,
) -> None:
    """Set what holds for every command."""
    if lang is not None and lang not in LANGUAGES:
        raise typer.BadParameter(f"{lang!r} is not one of {', '.join(LANGUAGES)}")
    use_language(lang or student.room_language())
    if debug:
        os.environ["GRADCHECK_DEBUG"] = "1"
    # What plugs itself into Hypothesis is not what cases are drawn with, and may import all of pytest.
    os.environ.setdefault("HYPOTHESIS_NO_PLUGINS", "1")


student.register(app)
programs.register(app)
notebooks.register(app)
instructor.register(app)
reports.register(app)
author.register(app)
packaging.register(app)
ci.register(app)


def run() -> None:
    """Run the command; exit with 0 all passed, 1 something failed, 2 wrong usage, 3 the grader broke."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(standalone_mode=True)
    except CourseError as error:
        print(f"gradcheck: {error}", file=sys.stderr)
        sys.exit(USAGE)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as error:
        if os.environ.get("GRADCHECK_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        text = _("gradcheck itself could not go on: {what}. Nobody's mark is affected; --debug shows where.")
        print(text.format(what=what), file=sys.stderr)
        sys.exit(BROKEN)
