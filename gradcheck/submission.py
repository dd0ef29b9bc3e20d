"""A student's submission as files: a folder or a ``.zip``, read without being trusted.

An exercise is a module where ``exercises/`` has it, or beside all others by its name; or, if there is none or
nobody has written in it, a notebook: the one of its name, or any that defines a function of it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath
from typing import Final, Protocol

from gradcheck.course import CourseError, Exercise
from gradcheck.ipynb import read as ipynb
from gradcheck.report.escape import printable
from gradcheck.words import _

MOST_BYTES: Final = 1024**2
"""Of one source file; a larger one is cut there, and refused when it is loaded."""

_LEADING: Final = "exercises"
_LONGEST_NAME: Final = 160
_NOTEBOOK: Final = ".ipynb"
_MOST_NOTEBOOKS: Final = 200
_DEEPEST: Final = 4


@dataclass(frozen=True)
class Submission:
    """What a student handed in: the content of each exercise's file by the exercise's id.

    `problem` is why nothing of it could be read, in a sentence; empty if it could.
    """

    student: str
    files: dict[str, bytes] = field(default_factory=dict)
    problem: str = ""

    def digest(self) -> str:
        """Return ``sha256:…`` of all its files."""
        total = hashlib.sha256()
        for id, content in sorted(self.files.items()):
            total.update(f"{id}\0{len(content)}\0".encode() + content)
        return f"sha256:{total.hexdigest()}"


def submissions_in(folder: Path) -> list[str]:
    """Return the paths of the folders and ``.zip`` files of students in `folder`, by name.

    They are text: of ten thousand, `Path` objects would take megabytes.

    Raises
    ------
    CourseError
        If there are none, or two of one name.
    """
    if not folder.is_dir():
        raise CourseError(_("{folder} is not a folder of submissions.").format(folder=folder))
    with os.scandir(folder) as entries:
        found = sorted(
            entry.path
            for entry in entries
            if not entry.name.startswith((".", "__"))
            and (entry.is_dir() or entry.name.lower().endswith(".zip"))
        )
    if not found:
        text = _(
            "There are no submissions in {folder}: one folder or .zip per student, named by the student."
        )
        raise CourseError(text.format(folder=folder))
    names = Counter(student_of(Path(path)) for path in found)
    if twice := sorted(name for name, count in names.items() if count > 1):
        text = _("{folder} has both a folder and a .zip of {names}. Keep one of each.")
        raise CourseError(text.format(folder=folder, names=", ".join(twice)))
    return found


def student_of(path: Path) -> str:
    """Return the student that a submission's path names, as text that can name a file and stand on a page."""
    raw = os.fsencode(path.name if path.is_dir() else path.stem)
    name = printable(raw.decode("utf-8", "replace").replace("\n", " ")).replace("/", " ")
    if name.encode() == raw and len(raw) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME // 4]}-{hashlib.sha256(raw).hexdigest()[:8]}"


def read(path: Path, exercises: Iterable[Exercise]) -> Submission:
    """Read the files of `exercises` from the submission at `path`.

    Nothing is extracted, links are not followed, and no files are looked at but these and notebooks. A
    submission that cannot be read at all comes back with its problem instead of files.
    """
    student = student_of(path)
    exercises = list(exercises)
    try:
        if path.suffix.lower() == ".zip" and path.is_file():
            with zipfile.ZipFile(path) as archive:
                files = _files(_Zip(archive), exercises)
        else:
            files = _files(_Folder(path), exercises)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        return Submission(student, problem=_("The .zip cannot be opened: {error}").format(error=error))
    except (OSError, RuntimeError, ValueError) as error:
        return Submission(student, problem=_("It cannot be read: {error}").format(error=error))
    return Submission(student, files)


class _Container(Protocol):
    """Where a submission's files are."""

    def read(self, path: PurePath, most: int) -> bytes | None:
        """Return the beginning of a file, laid out as in ``exercises/``; None if there is no plain one."""

    def notebooks(self) -> Iterator[tuple[PurePath, bytes]]:
        """Yield all notebooks."""


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        next(folder.iterdir(), None)  # raises where the folder itself cannot be read

    def read(self, path: PurePath, most: int) -> bytes | None:
        for place in (self._folder / path, self._folder / _LEADING / path):
            if _is_plain(self._folder, place):
                with place.open("rb") as file:
                    return file.read(most)
        return None

    def notebooks(self) -> Iterator[tuple[PurePath, bytes]]:
        for place in _walk(self._folder):
            with place.open("rb") as file:
                yield place, file.read(ipynb.MOST_BYTES + 1)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {_inner(name): name for name in archive.namelist() if not name.endswith("/")}

    def read(self, path: PurePath, most: int) -> bytes | None:
        if (name := self._members.get(path.as_posix())) is None:
            return None
        kind = stat.S_IFMT(self._archive.getinfo(name).external_attr >> 16)
        if kind not in (0, stat.S_IFREG):  # 0: made where files have no kind
            return None
        with self._archive.open(name) as member:
            return member.read(most)

    def notebooks(self) -> Iterator[tuple[PurePath, bytes]]:
        for name in sorted(self._members):
            if name.endswith(_NOTEBOOK) and (found := self.read(PurePath(name), ipynb.MOST_BYTES + 1)):
                yield PurePath(name), found


def _files(container: _Container, exercises: Sequence[Exercise]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    alone = Counter(exercise.name for exercise in exercises)
    for exercise in exercises:
        # Uploads often lose their folders; a name that only one exercise has still tells which it is.
        paths = (exercise.path, *([PurePath(exercise.path.name)] if alone[exercise.name] == 1 else []))
        found = (container.read(path, MOST_BYTES + 1) for path in paths)
        if (content := next((content for content in found if content is not None), None)) is not None:
            files[exercise.id] = content
    if waiting := [e for e in exercises if e.id not in files or files[e.id] in e.stubs]:
        files |= _from_notebooks(islice(container.notebooks(), _MOST_NOTEBOOKS), waiting)
    return files


def _from_notebooks(
    notebooks: Iterable[tuple[PurePath, bytes]], exercises: Sequence[Exercise]
) -> dict[str, bytes]:
    chosen: dict[str, tuple[tuple[bool, bool], ipynb.Notebook]] = {}
    for path, content in notebooks:
        notebook = ipynb.read(content)
        for exercise in exercises:
            # By its name or, where that does not define the function, by what it defines.
            named = (path.parent.name, path.stem) == (exercise.chapter, exercise.name)
            fit = (notebook.defines(exercise.functions), named)
            if any(fit) and (exercise.id not in chosen or fit > chosen[exercise.id][0]):
                chosen[exercise.id] = (fit, notebook)
    return {e.id: chosen[e.id][1].source(e.functions) for e in exercises if e.id in chosen}


def _walk(folder: Path, deep: int = 1) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith("."):  # checkpoints, too
                continue
            if entry.is_dir(follow_symlinks=False) and deep < _DEEPEST:
                yield from _walk(Path(entry.path), deep + 1)
            elif entry.name.endswith(_NOTEBOOK) and entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


def _is_plain(folder: Path, path: Path) -> bool:
    inside = path.relative_to(folder)
    steps = [folder.joinpath(*inside.parts[: i + 1]) for i in range(len(inside.parts))]
    try:
        modes = [step.lstat().st_mode for step in steps]
    except (FileNotFoundError, NotADirectoryError):
        return False
    return all(map(stat.S_ISDIR, modes[:-1])) and stat.S_ISREG(modes[-1])


def _inner(name: str) -> str:
    # Whether the folder, its contents or a folder around both was zipped: the last two parts decide.
    return "/".join(PurePosixPath(name).parts[-2:])
