"""JUnit XML as pytest writes it (xunit2): a suite a student, a case a check.

Points, which JUnit does not know, are properties of the suite: ``score``, ``max_score`` and each exercise.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import quoteattr

from gradcheck.export.graded import GradedClass
from gradcheck.report.escape import printable
from gradcheck.report.numbers import digits
from gradcheck.result import ExerciseResult, SubmissionResult
from gradcheck.words import _

_TAGS: Final = {"passed": "", "not_run": "skipped", "failed": "failure"}
"""What a status of a check is; any other is an error."""

_LONGEST: Final = 500


def pieces(graded: GradedClass) -> Iterator[str]:
    """Yield the file, piece by piece."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f"<testsuites name={quoteattr(printable(str(graded.run['course'])))}>\n"
    started = str(graded.run["started"])
    for submission in graded.submissions():
        yield ET.tostring(suite(submission, started), encoding="unicode") + "\n"
    yield "</testsuites>\n"


def suite(submission: SubmissionResult, started: str) -> ET.Element:
    """Return one student's results as an element."""
    cases = [case for exercise in submission.exercises for case in _cases(exercise)]
    if submission.status == "unreadable":
        title = _("This submission could not be read.")
        cases = [_case("submission", "read", 0.0, "error", title, submission.message or "")]
    counts = Counter(child.tag for case in cases for child in case)
    made = ET.Element(
        "testsuite",
        name=printable(submission.student),
        errors=str(counts["error"]),
        failures=str(counts["failure"]),
        skipped=str(counts["skipped"]),
        tests=str(len(cases)),
        time=f"{submission.seconds:.3f}",
        timestamp=started,
    )
    points = {"score": submission.score, "max_score": submission.max_score}
    points |= {exercise.id: exercise.score for exercise in submission.exercises}
    properties = ET.SubElement(made, "properties")
    for name, value in points.items():
        ET.SubElement(properties, "property", name=name, value=digits(value))
    made.extend(cases)
    return made


def _cases(exercise: ExerciseResult) -> Iterator[ET.Element]:
    name = exercise.id.replace("/", ".")
    tags = [_TAGS.get(check.status, "error") for check in exercise.checks]
    if tags[:1] == ["skipped"] and exercise.message:
        tags[0] = "error"  # what kept all of them from running
    for place, (check, tag) in enumerate(zip(exercise.checks, tags, strict=True)):
        said = check.message or (exercise.message if place == 0 else "")
        yield _case(name, check.name, check.seconds, tag, check.title, said)
    if exercise.status != "passed" and not any(tags):
        yield _case(name, exercise.status, 0.0, "error", exercise.status, exercise.message)


def _case(exercise: str, name: str, seconds: float, tag: str, title: str, said: str) -> ET.Element:
    case = ET.Element("testcase", classname=exercise, name=printable(name), time=f"{seconds:.3f}")
    if tag:
        found = ET.SubElement(case, tag, message=printable(title)[:_LONGEST])
        found.text = printable(said)
        if tag == "skipped":
            found.set("type", "pytest.skip")
    return case
