"""A course: three folders side by side, and what can be known of an exercise without running it.

``solutions/CHAPTER/NAME.py`` is the source, ``graders/CHAPTER/test_NAME.py`` says what right means,
``graders/CHAPTER/NAME.toml`` holds every word that a student reads; ``exercises/CHAPTER/NAME.py`` is
generated. The exercise's id is ``chNN/NAME``. ``graders/course.toml`` names the course and marks its root.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import runpy
import sys
import tomllib
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gradcheck import source
from gradcheck.words import LANGUAGES, _, language

if TYPE_CHECKING:
    from gradcheck.checks import Check

MARK: Final = Path("graders", "course.toml")
POINTER: Final = "gradcheck.toml"
HINTS: Final = 4


class CourseError(Exception):
    """Something about a course that its user can mend; the message says how."""


@dataclass(frozen=True)
class Misconception:
    """A named wrong variant of a solution: the edits that make it, and what to tell who holds it."""

    id: str
    edits: tuple[tuple[str, str], ...]
    words: Mapping[str, Any]

    @property
    def says(self) -> str:
        """The sentence for the student, in the language in use."""
        return _spoken(self.words)


@dataclass(frozen=True)
class Exercise:
    """One exercise: a path in three rooms.

    Attributes
    ----------
    course : Course
        Where it stands.
    chapter : str
        The chapter's folder, such as ``ch06_optimization``.
    name : str
        The module's name, such as ``adam``.
    """

    course: Course
    chapter: str
    name: str

    def __hash__(self) -> int:
        return hash((self.course.root, self.id))

    @property
    def id(self) -> str:
        """Its id, such as ``ch06/adam``."""
        return f"{self.chapter.partition('_')[0]}/{self.name}"

    @property
    def path(self) -> Path:
        """Its file below any of the rooms."""
        return Path(self.chapter, f"{self.name}.py")

    @property
    def solution_path(self) -> Path:
        """The solution."""
        return self.course.root / "solutions" / self.path

    @property
    def grader_path(self) -> Path:
        """The checks."""
        return self.course.root / "graders" / self.chapter / f"test_{self.name}.py"

    @property
    def words_path(self) -> Path:
        """The words."""
        return self.course.root / "graders" / self.chapter / f"{self.name}.toml"

    @property
    def variants_path(self) -> Path:
        """The right answers in other styles, for the audit."""
        return self.course.root / "graders" / self.chapter / "variants" / f"{self.name}.py"

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that its author writes, some of which may be missing."""
        return self.solution_path, self.grader_path, self.words_path, self.variants_path

    @cached_property
    def variants(self) -> dict[str, str]:
        """Sources of right answers in other styles, by style."""
        if not self.variants_path.is_file():
            return {}
        return dict(runpy.run_path(str(self.variants_path))["VARIANTS"])

    @cached_property
    def solution(self) -> str:
        """Source of the solution."""
        return self.solution_path.read_text(encoding="utf-8")

    @cached_property
    def words(self) -> dict[str, Any]:
        """Everything in its TOML file."""
        return _read_toml(self.words_path)

    @property
    def title(self) -> str:
        """Its title in the language in use."""
        return _spoken(self.words["title"]).rstrip(".。")

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of the exercises to do first."""
        return tuple(self.words.get("needs", ()))

    @property
    def libraries(self) -> tuple[str, ...]:
        """What it imports, by the names that they are imported by."""
        return tuple(self.words.get("libraries", ("numpy",)))

    @property
    def functions(self) -> dict[str, int]:
        """Names of the functions to write, and the lines that they begin on in the solution."""
        return source.functions(self.solution)

    def hints(self) -> list[str]:
        """Return its hints, from a question to a line of code."""
        return [_spoken(self.words["hints"][str(i)]) for i in range(1, HINTS + 1)]

    def afterwards(self) -> str:
        """Return what to read once it is passed."""
        return _spoken(self.words["afterwards"])

    def why(self, check: str) -> str:
        """Return why the property that `check` holds matters; empty where nothing is said."""
        return _spoken(self.words.get("checks", {}).get(check, {}).get("why", {}))

    def stub(self, lang: str = "en") -> str:
        """Return what a student starts from, in English or Chinese."""
        return source.stub(self.told_in(lang))

    @cached_property
    def stubs(self) -> frozenset[bytes]:
        """What its file may be before anybody has written in it."""
        return frozenset(self.stub(lang).encode() for lang in LANGUAGES)

    def told_in(self, lang: str) -> str:
        """Return the source of the solution, its docstrings in English or Chinese."""
        if lang == "en":
            return self.solution
        statements = {
            name: source.Statement(words[lang], words.get(f"todo_{lang}", ""))
            for name, words in self.words["statement"].items()
        }
        return source.translated(self.solution, self.words["title"][lang], statements)

    def formula(self, function: str) -> str:
        """Return what a function computes, in LaTeX; empty where there is no formula."""
        return str(self.words.get("statement", {}).get(function, {}).get("formula", "")).strip()

    @cached_property
    def misconceptions(self) -> tuple[Misconception, ...]:
        """The known wrong ways to do it."""
        return tuple(
            Misconception(id, tuple((edit["old"], edit["new"]) for edit in words["edits"]), words)
            for id, words in self.words.get("misconceptions", {}).items()
        )

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Its checks in the order of the ladder, with their titles in English."""
        from gradcheck.checks import checks_in
        from gradcheck.example import example_check

        example = example_check(self.solution)
        return (*((example,) if example else ()), *checks_in(vars(self.grader)))

    def title_of(self, check: Check) -> str:
        """Return the title of `check` in the language in use."""
        translated = self.words.get("checks", {}).get(check.name)
        return _(check.title) if language() == "en" or translated is None else _spoken(translated)

    @cached_property
    def grader(self) -> types.ModuleType:
        """The grader's module."""
        name = f"graders.{self.chapter}.test_{self.name}"
        if (loaded := sys.modules.get(name)) is not None and loaded.__file__ == str(self.grader_path):
            return loaded
        if str(self.course.root) not in sys.path:
            sys.path.append(str(self.course.root))  # a grader may import from `solutions`
        module = types.ModuleType(name)
        module.__file__ = str(self.grader_path)
        sys.modules[name] = module  # where dataclasses look for the module that they are defined in
        try:
            exec(compile(self.grader_path.read_bytes(), self.grader_path, "exec"), module.__dict__)
        except BaseException:
            del sys.modules[name]
            raise
        return module


@dataclass(frozen=True)
class Chapter:
    """One chapter: its folder, its title, and its exercises in the order of learning."""

    folder: str
    title: str
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class Course:
    """A course on disk."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """Return the course at `start` (by default the working directory) or above it.

        A student's folder points to its course in a `gradcheck.toml`; the variable ``GRADCHECK_COURSE``
        names one from anywhere.

        Raises
        ------
        CourseError
            If there is none.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / MARK).is_file():
                return cls(folder)
            if (folder / POINTER).is_file():
                return cls._at(folder / _read_toml(folder / POINTER).get("course", ""), folder / POINTER)
        if named := os.environ.get("GRADCHECK_COURSE"):
            return cls._at(Path(named), "GRADCHECK_COURSE")
        raise CourseError(
            _(
                "No course here: {here} is not in a folder with {mark}. Go to one, or set GRADCHECK_COURSE."
            ).format(here=here, mark=MARK)
        )

    @classmethod
    def _at(cls, root: Path, told_by: object) -> Course:
        if not (root / MARK).is_file():
            text = _("{told_by} names a course at {root}, but there is no {mark} in it.")
            raise CourseError(text.format(told_by=told_by, root=root, mark=MARK))
        return cls(root.resolve())

    @cached_property
    def words(self) -> dict[str, Any]:
        """Everything in ``course.toml``."""
        return _read_toml(self.root / MARK)

    @property
    def name(self) -> str:
        """The course's name, for results."""
        return str(self.words["name"])

    @property
    def exercises_room(self) -> Path:
        """The folder of stubs that students start from."""
        return self.root / "exercises"

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters that have exercises, in order."""
        folders = sorted({path.parent.name for path in (self.root / "graders").glob("ch*/*.toml")})
        return tuple(
            Chapter(folder, _spoken(self.words["chapters"][folder]), self._in_order(folder))
            for folder in folders
        )

    def brief(self, chapter: Chapter) -> str:
        """Return a chapter's brief in the language in use; empty where nobody has written one."""
        names = [f"README.{language()}.md", "README.md"]
        paths = [self.exercises_room / chapter.folder / name for name in names]
        return next((path.read_text(encoding="utf-8") for path in paths if path.is_file()), "")

    def _in_order(self, folder: str) -> tuple[Exercise, ...]:
        names = (path.stem for path in (self.root / "graders" / folder).glob("*.toml"))
        found = sorted((Exercise(self, folder, name) for name in names), key=_place)
        waiting = {exercise.id: exercise for exercise in found}
        ordered: list[Exercise] = []
        while waiting:
            ready = [e for e in waiting.values() if not any(need in waiting for need in e.needs)]
            if not ready:
                raise CourseError(
                    _("These need each other in a circle: {ids}").format(ids=", ".join(waiting))
                )
            ordered.append(waiting.pop(ready[0].id))
        return tuple(ordered)

    @property
    def exercises(self) -> Iterator[Exercise]:
        """Every exercise, in the order of learning."""
        return (exercise for chapter in self.chapters for exercise in chapter.exercises)

    @property
    def sample(self) -> list[Exercise]:
        """The exercises that the sample class has handed in."""
        return self.select(self.words.get("sample_exercises", ()))

    def select(self, ids: Sequence[str]) -> list[Exercise]:
        """Return the exercises that `ids` name, or all if there are none.

        An id may be whole (``ch06/adam``), the name alone where only one exercise has it, a chapter
        (``ch06``) or a path to an exercise's file.

        Raises
        ------
        CourseError
            On an id that names nothing, with the nearest that do, or that names several.
        """
        everything = list(self.exercises)
        if not ids:
            return everything
        found: dict[str, Exercise] = {}
        for wanted in ids:
            found |= {exercise.id: exercise for exercise in _matching(wanted, everything)}
        return list(found.values())

    def one(self, wanted: str) -> Exercise:
        """Return the one exercise that `wanted` names."""
        found = self.select([wanted])
        if len(found) != 1:
            names = ", ".join(exercise.id for exercise in found)
            raise CourseError(
                _("“{wanted}” is several exercises: {ids}. Name one.").format(wanted=wanted, ids=names)
            )
        return found[0]

    def deciding(self) -> Iterator[Path]:
        """Yield the files that decide a mark, from the root: graders and solutions, but no programs."""
        for room in ("graders", "solutions"):
            for path in sorted((self.root / room).rglob("*")):
                decides = path.parent.name != "variants" and not path.name.startswith("program_")
                if decides and path.suffix in (".py", ".toml"):
                    yield path.relative_to(self.root)

    def digest(self) -> str:
        """Return ``sha256:…`` of everything that decides a mark."""
        total = hashlib.sha256()
        for path in self.deciding():
            total.update(f"{path.as_posix()}\0".encode())
            total.update((self.root / path).read_bytes())
        return f"sha256:{total.hexdigest()}"


def _place(exercise: Exercise) -> tuple[list[int], str]:
    """Return where the book has an exercise: the numbers of its section, or of the first of several."""
    section = re.match(r"[\d.]*", str(exercise.words.get("section", "")))
    return [int(number) for number in section[0].split(".") if number] if section else [], exercise.name


def _matching(wanted: str, exercises: Sequence[Exercise]) -> list[Exercise]:
    plain = wanted.removesuffix(".py").removesuffix("/").replace("\\", "/")
    tail = plain.split("/")[-2:]
    if len(tail) == 2:
        plain = f"{tail[0].partition('_')[0]}/{tail[1].removeprefix('test_')}"
    whole = [e for e in exercises if plain in (e.id, e.chapter, e.chapter.partition("_")[0])]
    named = whole or [e for e in exercises if e.name == plain]
    if len(named) > 1 and not whole:
        listed = ", ".join(e.id for e in named)
        raise CourseError(
            _("“{wanted}” is several exercises: {ids}. Name one.").format(wanted=wanted, ids=listed)
        )
    if named:
        return named
    words = {word: e.id for e in exercises for word in (e.name, e.id)}
    near = dict.fromkeys(words[word] for word in difflib.get_close_matches(plain, words, n=3, cutoff=0.5))
    said = [_("There is no exercise “{wanted}”.").format(wanted=wanted)]
    if near:
        said.append(_("Did you mean {ids}?").format(ids=", ".join(near)))
    raise CourseError(" ".join([*said, _("See `gradcheck status`.")]))


def _spoken(words: Mapping[str, Any]) -> str:
    return str(words.get(language()) or words.get("en") or "").strip()


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: {error}") from error
    except FileNotFoundError as error:
        raise CourseError(_("{path} is missing.").format(path=path)) from error
