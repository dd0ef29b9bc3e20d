"""Gradescope's autograder: the package that is uploaded, and what runs in its container.

Two walls keep submissions from the solutions: the sandbox's, and, where this is run as root, file modes. The
folders are handed to a user that nobody is; root with all its powers passes, a worker, which has none, does
not.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import distribution, version
from pathlib import Path
from typing import IO, Any, Final

from gradcheck.course import Course, CourseError, Exercise
from gradcheck.export import gradescope
from gradcheck.export.files import write_text
from gradcheck.sandbox.limits import Limits
from gradcheck.unit import Bench, Plan
from gradcheck.words import _, language, use_language

_FILES: Final = Path(__file__).parent / "autograder_files"
_PACKAGE: Final = Path(__file__).parents[1]
_PROGRAMS: Final = ("setup.sh", "run_autograder")
_COURSE: Final = "course"
_JOB: Final = "job.json"
_SPARE_SECONDS: Final = 30
_SHARE: Final = 0.6
"""Of the time, for submissions; the rest is for starting and for the solutions' own answers."""

_PIP_NAMES: Final = {"PIL": "pillow", "sklearn": "scikit-learn"}
_KEEPER: Final = 59_417
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Job:
    """What the package is to do, fixed when it is made.

    Attributes
    ----------
    exercises : tuple of str
        Ids of what is graded.
    seed : int
        What the checks' inputs are drawn from.
    trust : bool
        Whether to grade even what cannot be confined.
    seconds : int
        After how many the container is ended.
    language : str
        In which students are spoken to.
    """

    exercises: tuple[str, ...]
    seed: int
    trust: bool
    seconds: int
    language: str

    @classmethod
    def read(cls, path: Path) -> Job:
        """Return the job in a file."""
        found = json.loads(path.read_text(encoding="utf-8"))
        return cls(**found | {"exercises": tuple(found["exercises"])})

    def plan(self, course: Course) -> Plan:
        """Return how to grade: what submissions may use together ends before the container does."""
        kinds = {exercise.libraries for exercise in course.select(self.exercises)}
        limits = Limits()
        total = int(self.seconds * _SHARE / limits.wall_factor / max(len(kinds), 1))
        return Plan(
            root=str(course.root),
            exercises=self.exercises,
            seed=self.seed,
            graders=course.digest(),
            limits=Limits(total_seconds=min(max(total, 10), limits.total_seconds)),
            language=self.language,
            least="unprotected" if self.trust else "confined",
        )


def write_package(out: Path, course: Course, job: Job) -> None:
    """Write the package of `course` to `out`; the same course and job make the same bytes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    with part.open("wb") as file:
        _zip(file, _members(course, job))
    part.replace(out)


def _zip(file: IO[bytes], members: Iterable[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | (0o755 if name in _PROGRAMS else 0o644)) << 16
            archive.writestr(entry, content)


def _members(course: Course, job: Job) -> Iterator[tuple[str, bytes]]:
    seconds = str(max(job.seconds - _SPARE_SECONDS, 1))
    for name in _PROGRAMS:
        yield name, (_FILES / name).read_bytes().replace(b"@SECONDS@", seconds.encode())
    yield _JOB, json.dumps(asdict(job), indent=1).encode()
    for name, said in (("broken.json", _broken()), ("late.json", _late())):
        yield name, json.dumps(notice(said), ensure_ascii=False).encode()
    needed = requirements(course.select(job.exercises))
    yield "requirements.txt", "".join(f"{name}\n" for name in needed).encode()
    yield f"gradcheck-{version('gradcheck')}-py3-none-any.whl", _wheel()
    for path in course.deciding():
        yield f"{_COURSE}/{path.as_posix()}", (course.root / path).read_bytes()


def requirements(exercises: Sequence[Exercise]) -> list[str]:
    """Return what to install besides gradcheck, by the names that pip knows."""
    imported = {name for exercise in exercises for name in exercise.libraries}
    imported |= {
        name
        for exercise in exercises
        for check in exercise.checks
        if check.rung != "milestone"
        for name in check.libraries
    }
    imported.discard("numpy")
    return sorted(_PIP_NAMES.get(name, name) for name in imported)


def notice(said: str) -> dict[str, Any]:
    """Return results for when there are none: Gradescope asks for a score, so it is none of the points."""
    return {"score": 0, "output": said, "output_format": "text", "stdout_visibility": "hidden", "tests": []}


def _broken() -> str:
    return _(
        "The grader could not go on. This says nothing of your work: tell your teacher, who can run it again "
        "and sees why under “stdout”."
    )


def _late() -> str:
    return _(
        "Grading took too long and was ended. Look for a loop that does not end; if there is none, tell your "
        "teacher."
    )


def run(root: Path) -> None:
    """Grade the submission of a container laid out at `root`, and write its ``results.json``.

    Raises
    ------
    CourseError
        If submissions cannot be confined here, or a library is missing; the results say so, too.
    """
    source, results = root / "source", root / "results" / "results.json"
    lock(source, root / "submission", root / "results", root / "submission_metadata.json")
    job = Job.read(source / _JOB)
    use_language(job.language)
    try:
        bench = Bench(job.plan(Course(source / _COURSE)))
    except CourseError as error:
        _write(results, notice(f"{_broken()}\n\n{error}"))
        raise
    try:
        result = bench.grade(root / "submission")
    finally:
        bench.close()
    _write(results, gradescope.gradescope(result) | {"stdout_visibility": "hidden"})
    print(json.dumps(bench.isolation.to_json()))


def _write(results: Path, document: dict[str, Any]) -> None:
    write_text(results, json.dumps(document, ensure_ascii=False, indent=1))


def lock(*paths: Path) -> None:
    """Keep everyone but root, with its powers, out of `paths`; changes nothing for any other user."""
    if os.geteuid() != 0:
        return
    for path in paths:
        with contextlib.suppress(OSError):
            before = path.lstat()
            if stat.S_ISLNK(before.st_mode):
                continue
            os.chown(path, _KEEPER, _KEEPER)
            path.chmod(0o700 if stat.S_ISDIR(before.st_mode) else 0o600)
            if not os.access(path, os.R_OK | os.W_OK):  # a root that lacks those powers
                os.chown(path, before.st_uid, before.st_gid)


def _wheel() -> bytes:
    """Return gradcheck as it runs here as a wheel, for which no build tool has to be there."""
    found = distribution("gradcheck")
    info = f"gradcheck-{found.version}.dist-info"
    tags = "Wheel-Version: 1.0\nGenerator: gradcheck\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    members = {
        f"gradcheck/{path.relative_to(_PACKAGE).as_posix()}": path.read_bytes()
        for path in sorted(_PACKAGE.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    members |= {
        f"{info}/{name}": (found.read_text(name) or "").encode() for name in ("METADATA", "entry_points.txt")
    }
    members[f"{info}/WHEEL"] = tags.encode()
    rows = (f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in members.items())
    members[f"{info}/RECORD"] = f"{''.join(rows)}{info}/RECORD,,\n".encode()
    held = io.BytesIO()
    _zip(held, members.items())
    return held.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def make_job(exercises: Sequence[Exercise], seed: int, minutes: int, *, trust: bool) -> Job:
    """Return the job of grading `exercises`, in the language in use."""
    return Job(tuple(exercise.id for exercise in exercises), seed, trust, minutes * 60, language())
