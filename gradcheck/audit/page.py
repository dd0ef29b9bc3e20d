"""What the audits found, as a page for whoever wants to know how good the graders are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gradcheck.audit.gates import GATES
from gradcheck.audit.run import Audited, mark_of
from gradcheck.course import Course

_HEAD = """# The audit

How good are the graders? `gradcheck audit` leads every exercise through the gates that
[CONTRIBUTING.md](../CONTRIBUTING.md) explains, and with `--page docs/audit.md` writes this page. A row
holds for the sources whose digest stands at its end; a test fails when they have changed since.

*Mutants* are small mistakes in the solution, killed of all that were made; *equivalent* are those that
make no difference to any input that the docstring allows, with the reasons below.
"""

_ROW = re.compile(r"^\| (?P<id>ch\d\d/\w+) \|.*\| `(?P<mark>\w+)` \|$", re.MULTILINE)


def page(course: Course, audited: Iterable[Audited], before: str = "") -> str:
    """Return the page; rows of exercises that were not audited now stay as they were `before`."""
    rows = {found["id"]: found[0] for found in _ROW.finditer(before)} | {a.id: _row(a) for a in audited}
    exercises = list(course.exercises)
    lines = [
        _HEAD,
        f"| exercise | {' | '.join(GATES)} | killed | equivalent | digest |",
        f"| --- |{' :-: |' * len(GATES)} --: | --: | --- |",
        *(rows[exercise.id] for exercise in exercises if exercise.id in rows),
    ]
    found = [numbers for row in rows.values() if (numbers := re.search(r"(\d+)/(\d+) \| (\d+) \|", row))]
    killed, total, equivalent = (sum(int(numbers[place]) for numbers in found) for place in (1, 2, 3))
    if total:
        part = f"{equivalent / total:.1%}"
        lines += ["", f"{killed} of {total} mutants are killed, {equivalent} are equivalent ({part})."]
    written = [e for e in exercises if e.words.get("equivalent")]
    if written:
        lines += ["", "## Equivalent mutants"]
    for exercise in written:
        lines += ["", f"### {exercise.id}", ""]
        lines += [f"- `{entry['mutant']}`: {entry['why']}" for entry in exercise.words["equivalent"]]
    return "\n".join(lines) + "\n"


def stale(course: Course, text: str) -> list[str]:
    """Return the ids of exercises whose row on the page is missing, of other sources, or not all passed."""
    rows = {found["id"]: found for found in _ROW.finditer(text)}
    return [
        exercise.id
        for exercise in course.exercises
        if exercise.id not in rows
        or rows[exercise.id]["mark"] != mark_of(exercise)
        or "✗" in rows[exercise.id][0]
    ]


def _row(audited: Audited) -> str:
    marks = " | ".join("✗" if audited.failed(gate) else "✓" for gate in GATES)
    numbers = f"{audited.killed}/{audited.total} | {len(audited.equivalent)}"
    return f"| {audited.id} | {marks} | {numbers} | `{audited.mark}` |"
