"""Running one of the book's programs: on whose functions, with what settings, and what comes of it.

A program's ``run`` takes `Settings` and returns a dict: ``"metrics"``, numbers by the names that its header
has for them; optionally ``"history"``, lists of numbers, and ``"pictures"``, matplotlib figures by name.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Protocol

from gradcheck import submission
from gradcheck.course import Course, CourseError
from gradcheck.export.files import write_text
from gradcheck.programs import FILE, Program
from gradcheck.room import Room
from gradcheck.words import _

SCHEMA: Final = "gradcheck-run/1"


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
