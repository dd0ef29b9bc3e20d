"""The book's programs: where they stand, and what is known of one without running it.

A program is one module, ``solutions/CHAPTER/program_C_N_NAME.py``; its id is ``C-N``. Its ``PROGRAM`` is a
literal with what must be known beforehand (see `Program`), and its ``run(settings)`` does the work; see
`gradcheck.running`.
"""

from __future__ import annotations

import ast
import difflib
import importlib.util
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from gradcheck.course import Course, CourseError, Exercise
from gradcheck.room import Room
from gradcheck.words import _, language

FILE: Final = "file"
"""In a program's data: any path to a local copy will do."""

_REQUIRED: Final = frozenset({"title", "data", "minutes", "metrics"})
_OPTIONAL: Final = frozenset({"epochs", "counts", "uses", "book"})


@dataclass(frozen=True)
class Program:
    """One of the book's programs.

    Attributes
    ----------
    course : Course
        Whose it is.
    path : Path
        Its module.
    """

    course: Course
    path: Path

    @property
    def id(self) -> str:
        """The book's number, such as ``4-3``."""
        return "-".join(self.path.stem.split("_")[1:3])

    @property
    def chapter(self) -> str:
        """Its chapter's folder, such as ``ch04_backpropagation``."""
        return self.path.parent.name

    @cached_property
    def header(self) -> dict[str, Any]:
        """Its ``PROGRAM``, read without running anything.

        ``title``: in ``en`` and ``zh``. ``data``: the names that ``--data`` takes, the default first, and
        ``file`` where a path to a local copy will do. ``minutes``: how long it takes by default. ``metrics``:
        for each number of the closing table its name in ``en`` and ``zh`` and, if there is one, the
        ``book``'s. ``epochs``: how many by default, where it trains anything; ``counts``: what is counted
        instead, in ``en`` and ``zh``. ``uses``: the exercises that it can run on a student's answers to.
        ``book``: the ``data`` and ``epochs`` of the book's run, where they differ.
        """
        for node in ast.parse(self.path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "PROGRAM":
                try:
                    header = dict(ast.literal_eval(node.value))
                except (TypeError, ValueError) as error:
                    raise CourseError(f"{self.path}:{node.lineno}: {error}") from error
                break
        else:
            raise CourseError(_("{path} has no PROGRAM.").format(path=self.path))
        if wrong := (_REQUIRED - set(header)) | (set(header) - _REQUIRED - _OPTIONAL):
            text = _("{path}: PROGRAM lacks, or should not have: {keys}")
            raise CourseError(text.format(path=self.path, keys=", ".join(sorted(wrong))))
        return header

    @property
    def title(self) -> str:
        """Its title in the language in use."""
        return str(self.header["title"][language()])

    @property
    def data(self) -> tuple[str, ...]:
        """Names of the data that it runs on, the default first."""
        return tuple(name for name in self.header["data"] if name != FILE)

    @property
    def uses(self) -> tuple[str, ...]:
        """Ids of the exercises that it can run on a student's answers to."""
        return tuple(self.header.get("uses", ()))

    def to_json(self) -> dict[str, Any]:
        """Return what is known of it as plain data."""
        known = {key: self.header[key] for key in ("title", "data", "minutes")}
        return {"id": self.id, "chapter": self.chapter, **known, "uses": list(self.uses)}

    def load(self) -> ModuleType:
        """Return its module, run afresh."""
        if str(self.course.root) not in sys.path:
            sys.path.append(str(self.course.root))  # programs import from `solutions`
        return _loaded(self.path, f"solutions.{self.chapter}.{self.path.stem}")


def programs_of(course: Course) -> list[Program]:
    """Return the course's programs in the book's order."""
    paths = (course.root / "solutions").glob("ch*/program_*_*_*.py")
    return sorted(
        (Program(course, path) for path in paths), key=lambda p: [int(part) for part in p.id.split("-")]
    )


def select(course: Course, id: str | None, chapter: str | None) -> list[Program]:
    """Return the program `id`, those of `chapter` (``6`` or ``ch06``), or all.

    Raises
    ------
    CourseError
        If there is none, with the nearest that there are.
    """
    programs = programs_of(course)
    if id is not None:
        found = [program for program in programs if id in (program.id, program.path.stem, str(program.path))]
    elif chapter is not None:
        wanted = f"ch{chapter.removeprefix('ch').zfill(2)}"
        found = [program for program in programs if program.chapter.partition("_")[0] == wanted]
    else:
        found = programs
    if not found:
        said = [_("There is no program “{wanted}”.").format(wanted=id or chapter)]
        if near := difflib.get_close_matches(id or "", [program.id for program in programs], cutoff=0.5):
            said.append(_("Did you mean {ids}?").format(ids=", ".join(near)))
        raise CourseError(" ".join([*said, _("See `gradcheck run --list`.")]))
    return found


def offered(room: Room, exercise: Exercise) -> list[Program]:
    """Return the programs that can run on the room's own functions now that `exercise` is passed.

    Each is built of passed exercises, and either of this one or in a chapter that is passed as a whole.
    """
    course = room.course
    passed = {e.id for e in course.exercises if room.state(e) == "passed"}
    whole = all(e.id in passed for e in course.exercises if e.chapter == exercise.chapter)
    return [
        program
        for program in programs_of(course)
        if program.uses
        and passed.issuperset(program.uses)
        and (exercise.id in program.uses or (whole and program.chapter == exercise.chapter))
    ]


def _loaded(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for the module that they are defined in
    spec.loader.exec_module(module)
    return module


def main(file: str, arguments: Sequence[str] | None = None) -> None:
    """Run the program that stands in `file`, with the options of ``gradcheck run``: for its last line."""
    from gradcheck.cli.main import run as command

    path = Path(file).resolve()
    os.environ.setdefault("GRADCHECK_COURSE", str(path.parents[2]))
    sys.argv[1:] = ["run", str(path), *(sys.argv[1:] if arguments is None else arguments)]
    command()
