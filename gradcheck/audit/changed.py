"""Which exercises CI audits: those that a change touches, and a tenth of the others by turns."""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Iterator

from gradcheck.course import Course, CourseError, Exercise
from gradcheck.words import _

_TURNS = 10


def changed_since(course: Course, base: str) -> Iterator[Exercise]:
    """Yield the exercises whose files differ from the commit `base`, and a tenth of the others.

    Which tenth, the present commit decides, so that every exercise has its turn.
    """
    head = _git(course, "rev-parse", "HEAD").strip()
    paths = set(_git(course, "diff", "--name-only", "--relative", base).split())
    paths |= set(_git(course, "ls-files", "--others", "--exclude-standard").split())
    for exercise in course.exercises:
        files = (*exercise.files, course.exercises_room / exercise.path)
        touched = any(file.relative_to(course.root).as_posix() in paths for file in files)
        if touched or zlib.crc32(f"{head}{exercise.id}".encode()) % _TURNS == 0:
            yield exercise


def _git(course: Course, *arguments: str) -> str:
    command = ["git", "-C", str(course.root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        text = _("git cannot tell what changed: {error}")
        raise CourseError(text.format(error=done.stderr.strip() or f"exit code {done.returncode}"))
    return done.stdout
