"""Make ``tests/sample_class`` from some of the course: ``python -m tests.make_sample_class``.

Three students are right, each in another style; then one for each place in the lists of misconceptions, who
holds that one of every exercise; then those whose work is not there, not right or not kind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from gradcheck.course import Course, Exercise
from gradcheck.source import patched
from tests.helpers import ROOT

SAMPLE = ROOT / "tests" / "sample_class"

RIGHT = {"ada": "vectorised", "李雷": "loops", "chidi": "float32"}
MISTAKEN = [
    "alan",
    "barbara",
    "claude",
    "donald",
    "edsger",
    "frances",
    "grace",
    "hedy",
    "ivan",
    "john",
    "katherine",
    "leslie",
    "margaret",
    "niklaus",
    "ole",
    "peter",
    "quoc",
    "radia",
    "sophie",
    "tim",
    "ursula",
    "vint",
]


def plain(exercise: Exercise, edits: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the solution with `edits`, less docstrings and markers, as a student would hand it in."""
    lines = patched(exercise.solution, edits).splitlines(keepends=True)
    return "".join(line for line in lines if line.strip() != '""' and "### " not in line).lstrip()


def unkind(exercise: Exercise) -> dict[str, bytes]:
    """Return what the students of one bad deed each hand in for `exercise`, by student."""
    names = list(exercise.functions)

    def each(body: str) -> bytes:
        return "\n\n".join(f"def {name}(*arguments, **options):\n    {body}\n" for name in names).encode()

    return {
        "endless": each("while True:\n        pass"),
        "greedy": each("return [0] * 10**11"),
        "leaver": b"import os\n\n\n" + each("os._exit(0)"),
        "scalar": each("return 0.0"),
        "syntax": each("return (").replace(b"(*arguments", b"(*arguments,, "),
        "umlaut": "# gr\u00fc\u00dfe\n".encode("latin-1") + each("return None"),
    }


def files(course: Course) -> Iterator[tuple[Path, bytes]]:
    """Yield every file of the class: its path below the class, and its content."""
    exercises = course.sample
    for student, style in RIGHT.items():
        for exercise in exercises:
            yield Path(student) / exercise.path, exercise.variants[style].lstrip().encode()
    for place in range(max(len(exercise.misconceptions) for exercise in exercises)):
        for exercise in exercises:
            if place < len(exercise.misconceptions):
                text = plain(exercise, exercise.misconceptions[place].edits)
                yield Path(MISTAKEN[place]) / exercise.path, text.encode()
    for exercise in exercises:
        yield Path("untouched", "exercises") / exercise.path, exercise.stub().encode()
    # One bad deed each, in one exercise; the rest of their work is right and must count.
    bad = [exercise for exercise in exercises if exercise.functions][-1]
    for student, content in unkind(bad).items():
        for exercise in exercises:
            yield Path(student) / exercise.path, content if exercise == bad else plain(exercise).encode()


def main() -> None:
    """Write the class anew."""
    shutil.rmtree(SAMPLE, ignore_errors=True)
    for path, content in files(Course(ROOT)):
        file = SAMPLE / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


if __name__ == "__main__":
    main()
