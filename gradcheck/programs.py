"""The book's programs: where they stand, what is known of one without running it, and running one.

A program is one module, ``solutions/CHAPTER/program_C_N_NAME.py``; its id is ``C-N``. Its ``PROGRAM`` is a
literal with what must be known beforehand (see `Program`), and its ``run(settings)`` does the work. ``run``
takes `Settings` and returns a dict: ``"metrics"``, numbers by the names that ``PROGRAM`` has for them;
optionally ``"history"``, lists of numbers, and ``"pictures"``, matplotlib figures by name.
"""

from __future__ import annotations

import ast
import difflib
import importlib.util
import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Protocol

from gradcheck import submission
from gradcheck.course import Course, CourseError, Exercise
from gradcheck.export.files import write_text
from gradcheck.room import Room
from gradcheck.words import _, language

SCHEMA: Final = "gradcheck-run/1"
FILE: Final = "file"
"""In a program's data: any path to a local copy will do."""

_REQUIRED: Final = frozenset({"title", "data", "minutes", "metrics"})
_OPTIONAL: Final = frozenset({"epochs", "counts", "uses", "book"})


class Tick(Protocol):
    """Called by a program whenever a part of its work is done."""

    def __call__(self, advance: int = 1, **numbers: float) -> None:
        """Say that `advance` parts more are done, and how things stand."""


Progress = Callable[[int, str], AbstractContextManager[Tick]]
"""Of how many parts, and what one is called: a context in which the parts are told of."""


def _untold(advance: int = 1, **numbers: float) -> None:
    pass


def no_progress(total: int, unit: str) -> AbstractContextManager[Tick]:
    """Show nothing."""
    return nullcontext(_untold)


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


@dataclass(frozen=True)
class Implementation:
    """Where the functions come from that a program is built of: a folder laid out as ``exercises/`` is.

    Attributes
    ----------
    course : Course
        What says which exercises there are.
    name : str
        ``solutions``, ``exercises`` or the folder.
    folder : Path
        The folder.
    """

    course: Course
    name: str = "solutions"
    folder: Path = field(default_factory=Path)
    _loaded: dict[str, ModuleType] = field(default_factory=dict)

    @classmethod
    def named(cls, course: Course, name: str) -> Implementation:
        """Return ``solutions``, ``exercises`` (the room that the command is run in) or the folder `name`."""
        if name == "solutions":
            return cls(course, name, course.root / "solutions")
        folder = Room.find().path if name == "exercises" else Path(name).expanduser().resolve()
        if not folder.is_dir():
            text = _("There is no folder {folder}. Say solutions, exercises, or a folder of exercises.")
            raise CourseError(text.format(folder=folder))
        return cls(course, name, folder)

    def require(self, program: Program) -> None:
        """Raise unless every exercise that `program` is built of is there and started."""
        if self.name == "solutions":
            return
        if not program.uses:
            text = _("Program {id} is not built of exercises: it runs without --implementation.")
            raise CourseError(text.format(id=program.id))
        exercises = [self.course.one(id) for id in program.uses]
        files = submission.read(self.folder, exercises).files
        for exercise in exercises:
            if files.get(exercise.id) in (None, *exercise.stubs):
                raise self._not_started(program.id, exercise.id, self.folder / exercise.path)

    def functions(self, id: str) -> ModuleType:
        """Return a module with the functions of the exercise `id`, such as ``ch04/backprop``."""
        exercise = self.course.one(id)
        module = ModuleType(f"{Path(self.name).name}.{exercise.name}")
        module.__file__ = str(self.folder / exercise.path)
        content = submission.read(self.folder, [exercise]).files[id]
        self._loaded[id] = module
        exec(compile(content, module.__file__, "exec"), vars(module))
        return module

    def blame(self, program: Program, error: Exception) -> CourseError | None:
        """Return what to say of an error that came out of a student's own function, or None."""
        if self.name == "solutions":
            return None
        owners = {id(vars(module)): exercise for exercise, module in self._loaded.items()}
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
            if (exercise := owners.get(id(frame.f_globals))) is None:
                continue
            path = frame.f_code.co_filename
            if isinstance(error, NotImplementedError):
                return self._not_started(program.id, exercise, Path(path))
            what = f"{type(error).__name__}: {error}"
            text = _("{id} came to an end with {what} ({path}:{line}). Look at: gradcheck check {id}")
            return CourseError(text.format(id=exercise, what=what, path=path, line=line))
        return None

    @staticmethod
    def _not_started(program: str, id: str, path: Path) -> CourseError:
        text = _("{id} is not started, and program {program} is built of it: {path}. Begin with: {command}")
        command = f"gradcheck show {id}"
        return CourseError(text.format(id=id, program=program, path=path, command=command))


@dataclass(frozen=True)
class Settings:
    """What a program is run with.

    Attributes
    ----------
    epochs : int
        How often the training data are gone through; 0 where the program trains nothing.
    data : str
        Name of the data, or path to a local copy.
    seed : int
        What everything random is drawn from.
    out : Path
        The program's own folder, for what it saves.
    full : bool
        Whether the book's own settings were asked for.
    functions : callable
        From an exercise's id to the module with its functions: the solution, or the student's.
    progress : callable
        ``with settings.progress(total, "epochs") as tick: … tick(loss=0.5)``.
    """

    epochs: int
    data: str
    seed: int
    out: Path
    full: bool
    functions: Callable[[str], ModuleType]
    progress: Progress = no_progress

    def saved_by(self, program: str, name: str) -> Path:
        """Return where another program has saved `name`.

        Raises
        ------
        FileNotFoundError
            If it has not been run into the same folder; the message says how.
        """
        path = self.out.parent / program / name
        if not path.exists():
            text = _(
                "{path} is missing: program {program} saves it. First: gradcheck run {program} --out {out}"
            )
            raise FileNotFoundError(text.format(path=path, program=program, out=self.out.parent))
        return path


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes
    ----------
    program : Program
        What was run.
    settings : Settings
        With what.
    implementation : str
        On whose functions.
    metrics : dict
        The numbers of the closing table, in the order of the program's header.
    history : dict
        How numbers developed: a list of each.
    pictures : list of Path
        What was drawn.
    seconds : float
        How long it took.
    """

    program: Program
    settings: Settings
    implementation: str
    metrics: dict[str, Any]
    history: dict[str, Any]
    pictures: list[Path]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return it as the content of ``metrics.json``."""
        return {
            "schema": SCHEMA,
            "program": self.program.id,
            "title": self.program.header["title"],
            "implementation": self.implementation,
            "data": self.settings.data,
            "epochs": self.settings.epochs,
            "seed": self.settings.seed,
            "metrics": self.metrics,
            "history": self.history,
            "pictures": [path.name for path in self.pictures],
            "seconds": round(self.seconds, 3),
            "versions": dict(_versions()),
        }


def run(
    program: Program,
    implementation: Implementation,
    *,
    out: Path,
    epochs: int | None = None,
    data: str | None = None,
    seed: int = 0,
    full: bool = False,
    progress: Progress = no_progress,
    do: Callable[[Settings], dict[str, Any]] | None = None,
) -> Outcome:
    """Run a program; save its pictures and ``metrics.json`` in a folder of its own below `out`.

    Parameters
    ----------
    program : Program
        Which.
    implementation : Implementation
        Where the functions of its exercises come from.
    out : Path
        The folder of all runs.
    epochs : int, optional
        By default the program's own, or the book's where `full` is set.
    data : str, optional
        By default the first that the program names.
    seed, full, progress
        See `Settings`.
    do : callable, optional
        What to run in place of the program's own ``run``.

    Raises
    ------
    CourseError
        If the program cannot be run like this; the message says what to do instead.
    """
    settings = Settings(
        epochs=_epochs(program, epochs, full),
        data=_data(program, data),
        seed=seed,
        out=out / program.id,
        full=full,
        functions=implementation.functions,
        progress=progress,
    )
    implementation.require(program)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    settings.out.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    try:
        with redirect_stdout(sys.stderr):  # what a library prints is no part of the result
            made = (do or program.load().run)(settings)
    except ImportError as error:
        text = _("Program {id} needs {name}, which is not installed here: pip install 'gradcheck[programs]'")
        raise CourseError(text.format(id=program.id, name=error.name)) from error
    except Exception as error:
        if blamed := implementation.blame(program, error):
            raise blamed from error
        if isinstance(error, OSError):
            text = _("Program {id}: {error}\nBy default it runs on {data}, which needs no network.")
            if settings.data != program.data[0]:
                raise CourseError(text.format(id=program.id, error=error, data=program.data[0])) from error
            raise CourseError(str(error)) from error
        raise
    if set(made["metrics"]) != set(program.header["metrics"]):
        raise CourseError(_("{path}: its metrics are not those of PROGRAM.").format(path=program.path))
    outcome = Outcome(
        program=program,
        settings=settings,
        implementation=implementation.name,
        metrics={key: _plain(made["metrics"][key]) for key in program.header["metrics"]},
        history=_plain(made.get("history", {})),
        pictures=list(_saved(made.get("pictures", {}), settings.out)),
        seconds=time.perf_counter() - begun,
    )
    text = json.dumps(outcome.to_json(), ensure_ascii=False, indent=1)
    write_text(settings.out / "metrics.json", text + "\n")
    return outcome


def _epochs(program: Program, asked: int | None, full: bool) -> int:
    own = program.header.get("epochs")
    if own is None:
        if asked is not None:
            text = _("Program {id} trains nothing: it takes no --epochs.")
            raise CourseError(text.format(id=program.id))
        return 0
    if asked is not None:
        return asked
    return int(program.header.get("book", {}).get("epochs", own) if full else own)


def _data(program: Program, asked: str | None) -> str:
    if asked is None or asked in program.data:
        return asked or program.data[0]
    if FILE in program.header["data"]:
        if Path(asked).expanduser().exists():
            return str(Path(asked).expanduser())
        text = _("There is no data “{asked}”: --data takes {names} or a path to a local copy.")
    else:
        text = _("There is no data “{asked}”: program {id} runs on {names}.")
    raise CourseError(text.format(asked=asked, id=program.id, names=", ".join(program.data)))


def _loaded(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for the module that they are defined in
    spec.loader.exec_module(module)
    return module


def _saved(pictures: Mapping[str, Any], out: Path) -> Iterator[Path]:
    for name, figure in pictures.items():
        path = out / f"{name}.png"
        figure.savefig(path, dpi=120)
        yield path


def _plain(value: Any) -> Any:
    """Return numbers of any library as Python's own, for JSON."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    for name in ("numpy", "sklearn", "tensorflow"):
        if name in sys.modules:
            yield name, str(sys.modules[name].__version__)


def main(file: str, arguments: Sequence[str] | None = None) -> None:
    """Run the program that stands in `file`, with the options of ``gradcheck run``: for its last line."""
    from gradcheck.cli.main import run as command

    path = Path(file).resolve()
    os.environ.setdefault("GRADCHECK_COURSE", str(path.parents[2]))
    sys.argv[1:] = ["run", str(path), *(sys.argv[1:] if arguments is None else arguments)]
    command()
