"""A student's submission as files: a folder or a ``.zip``, read without being trusted."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from gradcheck.course import CourseError, Exercise
from gradcheck.report.escape import printable
from gradcheck.words import _

MOST_BYTES: Final = 1024**2
"""Of one source file; a larger one is cut there, and refused when it is loaded."""

_LEADING: Final = "exercises"
_LONGEST_NAME: Final = 160


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

    Nothing is extracted, links are not followed, and no other file is looked at. A submission that cannot
    be read at all comes back with its problem instead of files.
    """
    student = student_of(path)
    try:
        files = (
            _from_zip(path, exercises)
            if path.suffix.lower() == ".zip" and path.is_file()
            else _from_folder(path, exercises)
        )
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        return Submission(student, problem=_("The .zip cannot be opened: {error}").format(error=error))
    except (OSError, RuntimeError, ValueError) as error:
        return Submission(student, problem=_("It cannot be read: {error}").format(error=error))
    return Submission(student, files)


def _from_folder(folder: Path, exercises: Iterable[Exercise]) -> dict[str, bytes]:
    files = {}
    for exercise in exercises:
        for path in (folder / exercise.path, folder / _LEADING / exercise.path):
            if _is_plain(folder, path):
                with path.open("rb") as file:
                    files[exercise.id] = file.read(MOST_BYTES + 1)
                break
    if not files:
        next(folder.iterdir(), None)  # raises where the folder itself cannot be read
    return files


def _is_plain(folder: Path, path: Path) -> bool:
    inside = path.relative_to(folder)
    steps = [folder.joinpath(*inside.parts[: i + 1]) for i in range(len(inside.parts))]
    try:
        modes = [step.lstat().st_mode for step in steps]
    except (FileNotFoundError, NotADirectoryError):
        return False
    return all(map(stat.S_ISDIR, modes[:-1])) and stat.S_ISREG(modes[-1])


def _from_zip(path: Path, exercises: Iterable[Exercise]) -> dict[str, bytes]:
    files = {}
    with zipfile.ZipFile(path) as archive:
        members = {_inner(name): name for name in archive.namelist() if not name.endswith("/")}
        for exercise in exercises:
            if (name := members.get(exercise.path.as_posix())) is None:
                continue
            kind = stat.S_IFMT(archive.getinfo(name).external_attr >> 16)
            if kind not in (0, stat.S_IFREG):  # 0: made where files have no kind
                continue
            with archive.open(name) as member:
                files[exercise.id] = member.read(MOST_BYTES + 1)
    return files


def _inner(name: str) -> str:
    # Whether the folder, its contents or a folder around both was zipped: the last two parts decide.
    return "/".join(PurePosixPath(name).parts[-2:])
