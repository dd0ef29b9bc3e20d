"""The message of a check that did not pass: a fixed order, at most `MOST_LINES` lines.

Verdict and ladder; the smallest case; yours, expected and how they relate; what this looks like; why it
matters; where; the next step.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Final

from gradcheck.checks import RUNGS
from gradcheck.course import HINTS, Exercise
from gradcheck.report.place import place
from gradcheck.report.wrap import WIDTH, columns, wrapped
from gradcheck.result import CheckResult, ExerciseResult, Failure
from gradcheck.words import _

MOST_LINES: Final = 25

_INDENT: Final = "      "


def of_check(
    exercise: Exercise, outcome: ExerciseResult, check: CheckResult, lines: Mapping[str, int]
) -> str:
    """Return the whole message for `check`, which failed, crashed or timed out.

    Parameters
    ----------
    exercise : Exercise
        What was checked.
    outcome : ExerciseResult
        All its checks, for the ladder, and the diagnosis.
    check : CheckResult
        The one that the message is of.
    lines : mapping of str to int
        Where the student's functions begin.
    """
    failure = check.failure or Failure()
    number = [c.name for c in outcome.checks].index(check.name) + 1
    verdict = _("✗ {id}   check {number} of {total}: {title}").format(
        id=exercise.id, number=number, total=len(outcome.checks), title=check.title
    )
    head = [*textwrap.wrap(verdict, WIDTH, subsequent_indent="  "), f"  {ladder(outcome)}", ""]
    case = _section(_("Smallest case"), _pairs(failure.case))
    answer = _answer(failure, most=6)
    looks = _section(
        _("What this looks like"), wrapped(outcome.diagnosis.says, _INDENT) if outcome.diagnosis else []
    )
    why = _section(_("Why it matters"), wrapped(exercise.why(check.name), _INDENT))
    tail = _where_and_next(exercise, failure, lines)

    def over() -> int:
        return sum(map(len, (head, case, answer, looks, why, tail))) - MOST_LINES

    if over() > 0:
        answer = _answer(failure, most=3)
    if over() > 0:
        case = _shortened(case, over())
    if over() > 0:
        why = []
    if over() > 0:
        answer = [*answer[: -over() - 2], f"{_INDENT}…", ""]
    return "\n".join([*head, *case, *answer, *looks, *why, *tail])


def without_place(text: str) -> str:
    """Return a message without its last lines, which say where the file is and what to type next."""
    here = _("Your function")
    return text.partition(f"\n  {here}")[0].rstrip()


def _answer(failure: Failure, most: int) -> list[str]:
    headline = [*wrapped(failure.headline, "  "), ""] if failure.headline else []
    table = ([f"    {failure.part}"] if failure.part and failure.table else []) + _pairs(failure.table, most)
    facts = [line for fact in failure.facts for line in wrapped(fact, _INDENT)]
    return [*headline, *table, *facts, *([""] if table or facts else [])]


def _shortened(section: list[str], by: int) -> list[str]:
    keep = max(len(section) - by - 2, 4)
    return section if keep >= len(section) - 2 else [*section[:keep], f"{_INDENT}…", ""]


def ladder(outcome: ExerciseResult) -> str:
    """Return one line: how far up the ladder this is."""
    names = {
        "example": _("example"),
        "contract": _("contract"),
        "values": _("values"),
        "gradients": _("gradients"),
        "edges": _("edges"),
        "use": _("in use"),
        "milestone": _("milestone"),
    }
    marks = [_("started ✓")]
    for rung in RUNGS:
        on_it = [check.status for check in outcome.checks if check.rung == rung]
        if on_it:
            bad = any(status not in ("passed", "not_run") for status in on_it)
            mark = "✗" if bad else "–" if "not_run" in on_it else "✓"
            marks.append(f"{names[rung]} {mark}")
    return "  ".join(marks)


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"  {title}", *lines, ""] if lines else []


def _pairs(pairs: tuple[tuple[str, str], ...], most: int = 5) -> list[str]:
    width = max((columns(name) for name, _value in pairs), default=0)
    lines: list[str] = []
    for name, value in pairs:
        if not name:  # a call speaks for itself
            lines += textwrap.wrap(value, WIDTH, initial_indent=_INDENT, subsequent_indent=f"{_INDENT}    ")
            continue
        room = WIDTH - len(_INDENT) - width - 2
        first, *rest = [short for line in value.splitlines() for short in textwrap.wrap(line, room)] or [""]
        rest = rest if len(rest) < most else [*rest[: most - 2], "…"]
        lines.append(f"{_INDENT}{name}{' ' * (width - columns(name))}  {first}")
        lines += [f"{_INDENT}{' ' * width}  {line}" for line in rest]
    return lines


def _where_and_next(exercise: Exercise, failure: Failure, lines: Mapping[str, int]) -> list[str]:
    called = failure.call.partition("(")[0]
    line = failure.line or lines.get(called) or next(iter(lines.values()), 1)
    step = _("gradcheck hint {name}   (hint 1 of {total} is only a question)").format(
        name=exercise.name, total=HINTS
    )
    rows = ((_("Your function"), place(exercise, line)), (_("Next"), step))
    width = max(columns(name) for name, _text in rows)
    return [f"  {name}{' ' * (width - columns(name))}   {text}" for name, text in rows]
