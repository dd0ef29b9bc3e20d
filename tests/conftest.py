"""What the tests share: the course, students' folders, and the command as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck.course import Course

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # `solutions` is imported as a package by the oracle tests

collect_ignore = ["fixture_course"]  # a course of its own, graded by a test


def pytest_configure(config: pytest.Config) -> None:
    config.option.markexpr = config.option.markexpr or "not slow"


@pytest.fixture(scope="session")
def course() -> Course:
    return Course(ROOT)


@pytest.fixture
def gradcheck(tmp_path):
    """Run the command in a process of its own, from the repository's root unless told otherwise."""

    def run(*arguments: object, cwd: Path = ROOT, env: dict[str, str] | None = None, **rest):
        return subprocess.run(
            [sys.executable, "-m", "gradcheck", *map(str, arguments)],
            cwd=cwd,
            env={k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL")}
            | {"LANG": "C.UTF-8"}
            | (env or {}),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            **rest,
        )

    return run


@pytest.fixture
def room(tmp_path, gradcheck) -> Path:
    """A student's fresh folder."""
    folder = tmp_path / "room"
    done = gradcheck("init", folder)
    assert done.returncode == 0, done.stderr
    return folder
