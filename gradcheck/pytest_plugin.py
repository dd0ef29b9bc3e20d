"""The pytest door: graders are collected as tests of a room's exercises, each check an item.

An exercise that was not begun is an outcome of its own, *not started*: neither failed nor passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gradcheck.checks import Check
    from gradcheck.course import Course, Exercise
    from gradcheck.grade import Examiner
    from gradcheck.local import LocalImplementation
    from gradcheck.result import CheckResult


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add gradcheck's options."""
    group = parser.getgroup("gradcheck")
    group.addoption("--submission", metavar="DIR", help="grade the exercises in DIR (default: exercises/)")
    group.addoption(
        "--check-seed", type=int, default=0, metavar="N", help="seed of the checks' inputs (default: 0)"
    )
    group.addoption(
        "--check-cases", type=int, default=0, metavar="N", help="draw at least N cases for each check"
    )
    group.addoption("--milestones", action="store_true", help="run the chapters' milestones too")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the course's graders where no paths are named.

    pytest takes the folder after ``--submission`` for a hint at its root, and would then not find the
    course's own settings.
    """
    if config.args_source is pytest.Config.ArgsSource.ARGS or not config.getoption("submission"):
        return
    from gradcheck.course import Course, CourseError

    try:
        config.args = [str(Course.find(config.invocation_params.dir).root / "graders")]
    except CourseError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say whose work is checked."""
    if (config.rootpath / "graders").is_dir() or config.getoption("submission"):
        whose, seed = config.getoption("submission") or "exercises/", config.getoption("check_seed")
        return [f"gradcheck: {whose}, seed {seed}"]
    return []


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a course's grader as checks; leave every other file to pytest."""
    if module_path.parent.parent.name != "graders":
        return None
    from gradcheck.course import MARK, Course

    root = module_path.parent.parent.parent
    if not (root / MARK).is_file():
        return None
    made: pytest.Collector = Grader.from_parent(parent, path=module_path, course=Course(root))
    return made


class Grader(pytest.File):
    """One exercise's checks, run against the room's file."""

    def __init__(self, *, course: Course, **rest: Any) -> None:
        super().__init__(**rest)
        self.course = course
        self.results: dict[str, CheckResult] = {}

    @cached_property
    def exercise(self) -> Exercise:
        """The exercise."""
        from gradcheck.course import Exercise

        return Exercise(self.course, self.path.parent.name, self.path.stem.removeprefix("test_"))

    @cached_property
    def examiner(self) -> Examiner:
        """What runs the checks."""
        from gradcheck.grade import Examiner

        option = self.config.getoption
        return Examiner(
            self.exercise,
            option("check_seed"),
            milestones=bool(option("milestones")),
            cases=option("check_cases"),
        )

    @property
    def file(self) -> Path:
        """The room's file."""
        named = self.config.getoption("submission")
        room = self.config.invocation_params.dir / named if named else self.course.exercises_room
        path: Path = room / self.exercise.path
        return path

    @cached_property
    def implementation(self) -> LocalImplementation | None:
        """What the room's file holds; None if there is no file."""
        from gradcheck.local import LocalImplementation

        return LocalImplementation(self.file.read_bytes(), self.file) if self.file.is_file() else None

    def collect(self) -> Iterator[CheckItem]:
        """Yield an item for each check."""
        for check in self.examiner.checks:
            yield CheckItem.from_parent(self, name=f"test_{check.name}", check=check)


class CheckItem(pytest.Item):
    """One check as a test."""

    parent: Grader

    def __init__(self, *, check: Check, **rest: Any) -> None:
        super().__init__(**rest)
        self.check = check

    def runtest(self) -> None:
        """Run the check; raise what did not pass."""
        result = self.parent.examiner.examine_one(self.check, self.parent.implementation, self.parent.results)
        if result.status == "not_run" and result.cause == "library":
            pytest.skip(result.message)
        if result.status == "not_run":
            raise NotStarted(result.message)
        if result.status != "passed":
            raise NotPassed(result.message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the check's own message instead of a traceback of the engine."""
        if isinstance(excinfo.value, NotPassed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the student's file and the check's title."""
        return self.parent.file, None, f"{self.parent.exercise.id}: {self.check.title}"


class NotPassed(Exception):  # noqa: N818 - an outcome, not an error of ours
    """A check failed; its message is for the student."""


class NotStarted(Exception):  # noqa: N818 - an outcome, not an error of ours
    """What a check calls is still to be written."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:  # a generator of one report, as pluggy's wrappers are
    """Give *not started* its own outcome."""
    report = yield
    if call.excinfo is not None and isinstance(call.excinfo.value, NotStarted):
        report.outcome = "skipped"  # type: ignore[attr-defined]
        report.longrepr = (str(item.path), 0, str(call.excinfo.value))  # type: ignore[attr-defined]
        report.not_started = True  # type: ignore[attr-defined]
    return report


def pytest_report_teststatus(report: pytest.TestReport | pytest.CollectReport) -> tuple[str, str, str] | None:
    """Count and show *not started* apart from skipped, failed and passed."""
    if getattr(report, "not_started", False):
        return "not started", "○", "NOT STARTED"
    return None
