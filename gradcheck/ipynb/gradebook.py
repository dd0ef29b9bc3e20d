"""Marks and feedback in the gradebook of an nbgrader course, written through nbgrader's own API.

All marks are written in one transaction. Then what students handed in is put where nbgrader keeps what it
graded, without being run: formgrader shows it there, and nbgrader makes its feedback from it.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gradcheck.course import Course, CourseError, Exercise
from gradcheck.export.files import read_results
from gradcheck.ipynb.autograded import show, timestamp
from gradcheck.ipynb.nbgrader import grade_id
from gradcheck.report.feedback import findings
from gradcheck.result import ExerciseResult, SubmissionResult
from gradcheck.words import _

if TYPE_CHECKING:
    from nbgrader.api import Gradebook, SubmittedAssignment, SubmittedNotebook
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

_CONFIG: Final = "nbgrader_config"

Along = Callable[[Iterable[SubmissionResult], int], Iterable[SubmissionResult]]


@dataclass
class Written:
    """What was written.

    Attributes
    ----------
    students, notebooks : int
        How many got marks, and in how many notebooks.
    by_hand : int
        How many marks of a person stayed.
    shown : int
        How many notebooks were put where formgrader looks for them.
    not_shown : list of str
        Those that could not be.
    unread : list of str
        Students of whom nothing could be read, and nothing was written.
    """

    students: int = 0
    notebooks: int = 0
    by_hand: int = 0
    shown: int = 0
    not_shown: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def write(
    course: Course, marks: Path, folder: Path, along: Along = lambda results, _total: results
) -> Written:
    """Write the marks and the feedback of ``results.json`` into an nbgrader course.

    What a person wrote there stays. To do it twice is to do it once.

    Parameters
    ----------
    course : Course
        What was graded.
    marks : Path
        The folder that `gradcheck grade` wrote.
    folder : Path
        The nbgrader course.
    along : callable
        ``along(results, total)`` passes results on, and may tell how far it is.

    Raises
    ------
    CourseError
        If the two do not fit, or the gradebook cannot be written; then nothing is.
    """
    _run, results = read_results(marks)
    total = sum(1 for _result in results())
    directory, config = _course(folder)
    written = Written()
    with _transaction(directory) as gradebook:
        known = _in_gradebook(gradebook, course, results())
        marker = _Marker(gradebook, directory, config, written)
        for result in along(results(), total):
            marker.mark(result, known)
    for result in along(results(), total):
        for chapter, outcomes in _by_chapter(result, known):
            for id, shown in show(directory, result.student, chapter, outcomes):
                written.shown += shown
                written.not_shown += [] if shown else [f"{result.student}/{id}"]
    return written


def _course(folder: Path) -> tuple[CourseDirectory, Config]:
    """Return where the parts of a course are, as its configuration says."""
    try:
        from nbgrader.coursedir import CourseDirectory
        from traitlets.config import Application
    except ImportError:
        raise CourseError(_("nbgrader is not installed: pip install 'gradcheck[nbgrader]'.")) from None
    reader = Application(raise_config_file_errors=True)
    try:
        reader.load_config_file(_CONFIG, path=str(folder))
    except Exception as error:  # it is a program of the instructor's
        text = _("{path} stops with {error}")
        raise CourseError(text.format(path=folder / f"{_CONFIG}.py", error=repr(error))) from error
    config = reader.config
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(folder.resolve())
    return CourseDirectory(config=config), config


@contextlib.contextmanager
def _transaction(directory: CourseDirectory) -> Iterator[Gradebook]:
    """Open the gradebook; all that is written in it, also by nbgrader's API, is written at the end or not."""
    from nbgrader.api import Gradebook
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    url = make_url(directory.db_url)
    if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
        text = _("There is no gradebook {path}: nbgrader generate_assignment makes it. Or see --course-dir.")
        raise CourseError(text.format(path=url.database))
    try:
        with (
            Gradebook(directory.db_url, directory.course_id) as gradebook,
            gradebook.engine.begin() as connection,
        ):
            gradebook.db.remove()
            # So that a commit of the session, as nbgrader's API makes many, is none of the connection.
            gradebook.db.configure(
                bind=connection, join_transaction_mode="rollback_only", expire_on_commit=False
            )
            yield gradebook
            gradebook.db.commit()
    except SQLAlchemyError as error:
        text = _(
            "The gradebook cannot be written, and is as it was: {reason}. If nbgrader was upgraded, make a "
            "copy of it, then: nbgrader db upgrade"
        )
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise CourseError(text.format(reason=reason)) from error


def _in_gradebook(
    gradebook: Gradebook, course: Course, results: Iterable[SubmissionResult]
) -> dict[str, Exercise]:
    """Return the exercises of which the gradebook has all cells; raise if it lacks what was handed in."""
    from nbgrader.api import MissingEntry

    outcomes: dict[str, ExerciseResult] = {}
    for outcome in (outcome for result in results for outcome in result.exercises):
        if outcome.id not in outcomes or outcomes[outcome.id].status == "missing":
            outcomes[outcome.id] = outcome
    found = {}
    for outcome in outcomes.values():
        exercise = course.one(outcome.id)
        try:
            notebook = gradebook.find_notebook(exercise.name, exercise.chapter)
        except MissingEntry:
            if outcome.status == "missing":
                continue
            text = _(
                "The gradebook does not know {id}: nbgrader generate_assignment {assignment} first, with "
                "the notebooks of: gradcheck notebook {id} --nbgrader"
            )
            raise CourseError(text.format(id=exercise.id, assignment=exercise.chapter)) from None
        cells = {cell.name: cell.max_score for cell in notebook.grade_cells}
        wanted = {grade_id(check.name): check.max_points for check in outcome.checks if check.max_points}
        answers = {cell.name for cell in notebook.solution_cells}
        if not wanted.items() <= cells.items() or grade_id(exercise.name) not in answers:
            text = _(
                "The gradebook's cells of {id} are not those of its checks, which have changed, perhaps. "
                "Make them anew: gradcheck notebook {id} --nbgrader, then nbgrader generate_assignment "
                "{assignment} --force"
            )
            raise CourseError(text.format(id=exercise.id, assignment=exercise.chapter))
        found[exercise.id] = exercise
    return found


def _by_chapter(
    result: SubmissionResult, known: dict[str, Exercise]
) -> Iterator[tuple[str, list[tuple[Exercise, ExerciseResult]]]]:
    """Yield a student's results by chapter: what is an assignment to nbgrader."""
    outcomes = [(known[outcome.id], outcome) for outcome in result.exercises if outcome.id in known]
    for chapter, group in groupby(outcomes, key=lambda pair: pair[0].chapter):
        yield chapter, list(group)


class _Marker:
    """Writes one result after the other, and counts what it writes."""

    def __init__(
        self, gradebook: Gradebook, directory: CourseDirectory, config: Config, written: Written
    ) -> None:
        from nbgrader.preprocessors import AssignLatePenalties

        self._gradebook = gradebook
        self._directory = directory
        self._written = written
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()

    def mark(self, result: SubmissionResult, known: dict[str, Exercise]) -> None:
        """Write a student's marks in the exercises that are `known`."""
        if result.status == "unreadable":
            self._written.unread.append(result.student)
            return
        marked = 0
        for chapter, outcomes in _by_chapter(result, known):
            missing = all(outcome.status == "missing" for _exercise, outcome in outcomes)
            submission = self._submission(chapter, result.student, missing)
            if submission is not None:
                for exercise, outcome in outcomes:
                    self._mark(submission, exercise, outcome)
                marked += len(outcomes)
        self._written.students += bool(marked)
        self._written.notebooks += marked

    def _submission(self, chapter: str, student: str, missing: bool) -> SubmittedAssignment | None:
        """Return a student's submission of a chapter; None if there is none and nothing to make one of."""
        from nbgrader.api import MissingEntry

        try:
            self._gradebook.find_submission(chapter, student)
        except MissingEntry:
            if missing:
                return None
            try:
                self._gradebook.find_student(student)
            except MissingEntry:
                self._gradebook.add_student(student)
        directory = self._directory
        when = _time(timestamp(Path(directory.format_path(directory.submitted_directory, student, chapter))))
        more = {} if when is None else {"timestamp": when}
        with warnings.catch_warnings(action="ignore"):  # of SQLAlchemy, about nbgrader
            return self._gradebook.update_or_create_submission(chapter, student, **more)

    def _mark(self, submission: SubmittedAssignment, exercise: Exercise, outcome: ExerciseResult) -> None:
        (notebook,) = [found for found in submission.notebooks if found.name == exercise.name]
        grades = {grade.name: grade for grade in notebook.grades}
        for check in outcome.checks:
            grade = grades.get(grade_id(check.name))
            if grade is None or not check.max_points:
                continue
            if grade.auto_score != check.points:
                grade.auto_score = check.points
                grade.needs_manual_grade = grade.manual_score is not None  # as nbgrader has it
            self._written.by_hand += grade.manual_score is not None
        (comment,) = [found for found in notebook.comments if found.name == grade_id(exercise.name)]
        comment.auto_comment = "\n".join(findings(exercise, outcome)).strip()
        self._penalise(submission, notebook)

    def _penalise(self, submission: SubmittedAssignment, notebook: SubmittedNotebook) -> None:
        """Let the course's own rule decide what being late costs."""
        notebook.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            self._gradebook.db.flush()
            self._gradebook.db.refresh(notebook)
            penalty = self._late.plugin_inst.late_submission_penalty(
                submission.student.id, notebook.score, submission.total_seconds_late
            )
            if penalty is not None:
                notebook.late_submission_penalty = min(max(penalty, 0.0), notebook.score)


def _time(text: str) -> datetime | None:
    from nbgrader.utils import parse_utc

    try:
        found = parse_utc(text)
    except (ValueError, OverflowError):  # it came with the submission
        return None
    return found if isinstance(found, datetime) else None
