"""Programs on a student's functions: a folder of answers, one with something missing, one with a mistake."""

from __future__ import annotations

import dataclasses
import shutil
from types import SimpleNamespace

import pytest

from gradcheck import programs
from gradcheck.course import CourseError


def folder(course, id, path, *, not_started=None):
    """Make of `path` the folder of a student who has done what the program `id` uses, but for one exercise."""
    (program,) = programs.select(course, id, None)
    for used in program.uses:
        file = course.one(used).path
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        room = "exercises" if used == not_started else "solutions"
        shutil.copy(course.root / room / file, path / file)
    return path


def same_on_a_students_own(run, course, path, id, **settings):
    """Assert that the program gives the same numbers on a student's folder as on the solutions."""
    theirs = run(id, implementation=folder(course, id, path), **settings)
    assert theirs.implementation == str(path)
    assert theirs.metrics == run(id, **settings).metrics


def names_what_is_not_started(run, course, path, id):
    """Assert for each exercise that the program uses: without it, the program says which it is."""
    (program,) = programs.select(course, id, None)
    for used in program.uses:
        room = folder(course, id, path / used.replace("/", "_"), not_started=used)
        with pytest.raises(CourseError, match=used):
            run(id, implementation=room)


def mistaken(id, **functions):
    """Return how to spoil a program: it gets these functions instead of those of the exercise `id`."""

    def broken(module):
        whole = module.run

        def run(settings):
            def given(other):
                right = settings.functions(other)
                return SimpleNamespace(**(vars(right) | functions)) if other == id else right

            return whole(dataclasses.replace(settings, functions=given))

        module.run = run

    return broken
