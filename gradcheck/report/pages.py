"""The class report and a student's page, as HTML that needs nothing but itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from gradcheck.course import Course, Exercise
from gradcheck.export.files import stem
from gradcheck.report import html
from gradcheck.report.escape import printable
from gradcheck.report.feedback import status_words
from gradcheck.report.numbers import digits
from gradcheck.report.summing import BINS, SYMBOLS, ClassSummary, Row
from gradcheck.result import ExerciseResult, SubmissionResult
from gradcheck.words import _, language

_SHOWN_FIRST: Final = 8
"""So many misconceptions stand open; the rest, held by fewer, behind a click."""

_TEMPLATES: Final = Path(__file__).parent / "templates"
_SAFE_IN_SCRIPTS: Final = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028"})


def class_page(summary: ClassSummary, run: Mapping[str, Any], title: str) -> str:
    """Return the page of a class.

    Parameters
    ----------
    summary : ClassSummary
        The class in numbers.
    run : mapping
        How it was graded, as ``results.json`` has it.
    title : str
        The course's title.
    """
    rows = [
        [printable(row.student), row.score, row.max_score, row.letters, *_odd(row)] for row in summary.rows
    ]
    return _rendered(
        "class.html.j2",
        summary=summary,
        run=run,
        title=title,
        bins=BINS,
        shown_first=_SHOWN_FIRST,
        symbols={letter: status_words(status) for status, letter in SYMBOLS.items()},
        data=_embedded(
            {
                "rows": rows,
                "exercises": [[exercise.id, exercise.title] for exercise in summary.exercises.values()],
                "words": {letter: status_words(status) for status, letter in SYMBOLS.items()},
                "shown": _("{shown} of {total} students"),
                "more": _("Show more"),
            }
        ),
        file_of=file_of,
    )


def student_page(course: Course, submission: SubmissionResult) -> str:
    """Return the page of one student: what was reached, and what to mend first in each exercise."""
    exercises = {exercise.id: exercise for exercise in course.exercises}
    sections = [
        {
            "result": result,
            "exercise": exercises.get(result.id),
            "body": _body(exercises.get(result.id), result),
            "mark": SYMBOLS.get(result.status, "✗"),
            "words": status_words(result.status),
        }
        for result in submission.exercises
    ]
    return _rendered("student.html.j2", submission=submission, sections=sections)


def file_of(student: str) -> str:
    """Return the name of a student's page."""
    return f"{stem(student)}.html"


def _odd(row: Row) -> list[str]:
    """Return the page's name where it is not the student's."""
    page = file_of(row.student)
    return [] if page == f"{row.student}.html" else [page]


def _body(exercise: Exercise | None, result: ExerciseResult) -> Markup:
    if result.status == "passed":
        told = exercise.afterwards() if exercise is not None else ""
        return Markup("<p>{}</p>").format(printable(told))
    first = result.first_failure
    text = first.message if first is not None and first.message else result.message
    # `html.message` escapes all that it is given.
    return Markup(html.message(printable(text))) if text else Markup("")


def _embedded(value: Any) -> Markup:
    """Return JSON that ends no script, whatever names are in it."""
    return Markup(json.dumps(value, ensure_ascii=False).translate(_SAFE_IN_SCRIPTS))


def _rendered(name: str, **values: Any) -> str:
    return _environment(language()).get_template(name).render(values)


@cache
def _environment(lang: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "status_words": status_words,
        "_": _,
        "lang": "zh-Hans" if lang == "zh" else "en",
        "style": Markup(html.STYLE),
    }
    made.filters["percent"] = lambda share: f"{share:.0%}"
    made.filters["printable"] = printable
    made.filters["points"] = digits
    return made
