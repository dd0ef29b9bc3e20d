"""What the commands print through: colour where a person reads, plain text where a pipe does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from gradcheck.course import CourseError
from gradcheck.report.summary import line_of
from gradcheck.report.wrap import wrapped
from gradcheck.room import Room, State
from gradcheck.words import LANGUAGES, _

if TYPE_CHECKING:
    from rich.console import Console

    from gradcheck.course import Exercise
    from gradcheck.result import ExerciseResult

MARKS: Final[dict[State, str]] = {"passed": "●", "started": "◐", "changed": "◐", "open": "○", "missing": "·"}


def console() -> Console:
    """Return a console on standard output that prints text as it stands: no markup, no wrapping of ours."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)


def checked_language(name: str | None) -> str | None:
    """Return `name` if it is None or a language that is spoken here.

    Raises
    ------
    CourseError
        If it is anything else.
    """
    if name is not None and name not in LANGUAGES:
        raise CourseError(_("{lang} is not a language here: en or zh.").format(lang=name))
    return name


def state_words(state: State) -> str:
    """Return a state as people say it."""
    return {
        "passed": _("passed"),
        "started": _("started"),
        "changed": _("changed since its last check"),
        "open": _("not started"),
        "missing": _("missing"),
    }[state]


def message_style(line: str) -> str:
    """Return the style of a line of a failure message."""
    if line.startswith("✗"):
        return "bold red"
    if line.startswith("✓"):
        return "bold green"
    if line.startswith("  ") and not line.startswith("   "):
        return "bold"
    return ""


def print_message(text: str) -> None:
    """Print a message, its headings in bold."""
    out = console()
    for line in text.splitlines():
        out.print(line, style=message_style(line))


def print_prose(text: str) -> None:
    """Print a text of sentences in lines that fit."""
    console().print("\n".join(wrapped(text)))


def print_passed(room: Room, exercise: Exercise, result: ExerciseResult) -> None:
    """Print what there is to say of a passed exercise: what to read, and what can be run on it."""
    from gradcheck.programs import offered

    out = console()
    out.print(line_of(result), style="bold green")
    out.print()
    print_prose(exercise.afterwards())
    if programs := offered(room, exercise):
        out.print()
        out.print(_("The book's programs run on your own functions now:"), style="bold")
        for program in programs:
            out.print(f"  gradcheck run {program.id} --implementation exercises   {program.title}")
