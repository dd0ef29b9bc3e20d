"""A pytest plugin that runs graders as the ordinary Hypothesis tests that they are, without gradcheck's own.

``python -m pytest -p no:gradcheck -p benchmarks.plain_hypothesis --answers FOLDER GRADER …`` is what a course
would have that stopped there: a process for each submission, and Hypothesis at work in each.
"""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

from gradcheck.course import Course, Exercise
from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.subject import Subject

COURSE = Course(Path(__file__).parents[1])


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the submission and the number of cases."""
    parser.addoption("--answers", type=Path)
    parser.addoption("--examples", type=int, default=50)


def pytest_configure(config: pytest.Config) -> None:
    """Set Hypothesis up as gradcheck does: no database, no deadline, as many cases."""
    hypothesis.settings.register_profile(
        "benchmark",
        max_examples=config.getoption("--examples"),
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("benchmark")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what gradcheck leaves out, too."""
    items[:] = [item for item in items if item.function.__gradcheck__.rung != "milestone"]


def exercise_of(request: pytest.FixtureRequest) -> Exercise:
    """Return the exercise whose grader is run."""
    return next(exercise for exercise in COURSE.exercises if exercise.grader_path == request.path)


@pytest.fixture
def impl(request: pytest.FixtureRequest) -> Subject:
    """The submission's functions."""
    path = request.config.getoption("--answers") / exercise_of(request).path
    implementation = LocalImplementation(path.read_bytes(), path)
    implementation.start()
    return Subject(implementation)


@pytest.fixture(scope="module")
def reference(request: pytest.FixtureRequest) -> object:
    """The solution."""
    return Examiner(exercise_of(request)).reference
