"""The formats that results are exported to, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gradcheck.course import CourseError
from gradcheck.export import canvas, classroom, files, grades, gradescope, junit, nbgrader_csv
from gradcheck.export.graded import GradedClass
from gradcheck.result import SubmissionResult
from gradcheck.words import _


@dataclass(frozen=True)
class ClassFile:
    """A format of one file for the whole class: its name, and what yields it piece by piece."""

    name: str
    pieces: Callable[[GradedClass], Iterator[str]]

    def write(self, graded: GradedClass, path: Path) -> Path:
        """Write it to `path`, or into it if that is a folder; return where it is."""
        target = path / self.name if path.is_dir() else path
        with files.whole(target) as file:
            file.writelines(self.pieces(graded))
        return target


@dataclass(frozen=True)
class StudentFiles:
    """A format of a file a student: the folder's name, how the files' names end, and what one says."""

    name: str
    suffix: str
    text: Callable[[SubmissionResult], str]

    def write(self, graded: GradedClass, path: Path) -> Path:
        """Write them into the folder `path`, and return it."""
        path.mkdir(parents=True, exist_ok=True)
        for submission in graded.submissions():
            files.write_text(path / f"{files.stem(submission.student)}{self.suffix}", self.text(submission))
        return path


FORMATS: Final[dict[str, ClassFile | StudentFiles]] = {
    "gradescope": StudentFiles("gradescope", ".json", gradescope.text),
    "canvas": ClassFile("canvas.csv", canvas.pieces),
    "nbgrader-csv": ClassFile("nbgrader.csv", nbgrader_csv.pieces),
    "junit": ClassFile("junit.xml", junit.pieces),
    "github-classroom": StudentFiles("github-classroom", ".txt", classroom.text),
    "csv": ClassFile("grades.csv", grades.pieces),
    "json": ClassFile("results.json", lambda graded: files.pieces(graded.run, graded.submissions())),
}


def write(graded: GradedClass, to: str, out: Path, *, within: bool = False) -> Path:
    """Write a class in the format `to`, and return where it is.

    Parameters
    ----------
    graded : GradedClass
        The class.
    to : str
        One of `FORMATS`.
    out : Path
        The file, or the folder for formats of a file a student.
    within : bool
        Whether `out` is a folder in which the format's own name is to be used.

    Raises
    ------
    CourseError
        If there is no such format, or something else stands where it is to go.
    """
    if to not in FORMATS:
        text = _("There is no format “{to}”. Those that there are: {known}")
        raise CourseError(text.format(to=to, known=", ".join(FORMATS)))
    path = out / FORMATS[to].name if within else out
    try:
        return FORMATS[to].write(graded, path)
    except (FileExistsError, NotADirectoryError) as error:
        text = _("{path} cannot be written: there is a file where a folder has to be.")
        raise CourseError(text.format(path=path)) from error
