"""What grading costs: gradcheck beside nbgrader, fresh pytest processes and a bare replay, in one run.

``python benchmarks/grading.py [--json] [--submissions 20] [--large]`` prints ratios of CPU seconds a
submission of the whole process tree, the systems taking turns. nbgrader must be installed for the first.

- ``nbgrader_over_ours``: ``nbgrader autograde`` of the same five functions with three asserts each, over
  ours with the full checks, at least 50 cases a check;
- ``pytest_over_ours``: ``python -m pytest`` with Hypothesis in a fresh process for each submission, the same checks
  with as many cases, over ours; see `benchmarks/plain_hypothesis.py`;
- ``ours_over_bare``: ours over the same replay in one warm process without isolation;
- ``two_jobs_speedup``: wall time of one job over that of two;
- ``growth_1000_to_10000``: CPU seconds for a submission at 10,000 over those at 1,000, and memory likewise
  (``--large``).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from gradcheck.course import Course  # noqa: E402 - after the root is on the path
from gradcheck.grade import Examiner  # noqa: E402 - after the root is on the path
from gradcheck.local import LocalImplementation  # noqa: E402 - after the root is on the path
from tests.make_sample_class import plain  # noqa: E402 - after the root is on the path

CASES = 50
FIVE = ("ch04/backprop", "ch06/adam", "ch13/ctc_greedy_decode", "ch16/viterbi", "ch18/gram_matrix")

ASSERTS = {
    "backprop": [
        "net = [(np.eye(2), np.zeros(2), 'identity')]",
        "grads = backprop(net, np.array([[1., 2.]]), np.array([[1., 2.]]))",
        "assert len(grads) == 1",
        "assert np.shape(grads[0][0]) == (2, 2)",
        "assert np.allclose(grads[0][1], 0)",
    ],
    "adam": [
        "w, m, v = adam_step(np.array([1.]), np.zeros(1), np.zeros(1), np.array([.5]), step=1, learning_rate=.1)",
        "assert np.allclose(w, .9)",
        "assert np.allclose(m, .05)",
        "assert np.allclose(v, .00025)",
    ],
    "ctc_greedy_decode": [
        "assert list(ctc_collapse(np.array([2, 0, 0, 2, 0, 1, 1]), 2)) == [0, 0, 1]",
        "assert list(ctc_collapse(np.array([1, 1]), 1)) == []",
        "assert list(ctc_greedy_decode(np.array([[.6, .4], [.3, .7]]), 2, 1)) == [0]",
    ],
    "viterbi": [
        "path, score = viterbi(np.log([[.9, .1], [.2, .8]]), np.log([[.5, .5], [.5, .5]]), np.log([.5, .5]), np.zeros(2))",
        "assert list(path) == [0, 1]",
        "assert np.isclose(score, np.log(.9 * .8 * .25))",
        "assert len(path) == 2",
    ],
    "gram_matrix": [
        "g = gram_matrix(np.ones((1, 2, 2, 3)))",
        "assert np.shape(g) == (1, 3, 3)",
        "assert np.allclose(g, 1)",
        "assert np.allclose(gram_matrix(2 * np.ones((1, 2, 2, 3))), 4)",
    ],
}


REAPER = """
import ctypes, json, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # orphans come here, so that their CPU time is counted too
code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def cpu_of(command: list[str], cwd: Path, fine: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Run a command; return the CPU seconds of its whole process tree and the seconds it took."""
    clock = time.perf_counter()
    # nbgrader starts alembic and jupyter by their names.
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [sys.executable, "-c", REAPER, *command], cwd=cwd, env=env, capture_output=True, text=True, check=True
    )
    code, used, _memory = json.loads(done.stdout)
    if code not in fine:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return used, time.perf_counter() - clock


def hand_ins(course: Course, count: int) -> dict[str, dict[str, str]]:
    """Return sources by student and exercise: every other one right, the rest each wrong in another way."""
    students: dict[str, dict[str, str]] = {}
    for number in range(count):
        sources = {}
        for exercise in course.select(FIVE):
            wrong = exercise.misconceptions
            edits = wrong[number // 2 % len(wrong)].edits if number % 2 else ()
            sources[exercise.id] = f"{plain(exercise, edits)}\n# {number}\n"
        students[f"student{number:05}"] = sources
    return students


def write_folders(course: Course, students: dict[str, dict[str, str]], folder: Path) -> Path:
    """Write a class as folders."""
    for student, sources in students.items():
        for exercise in course.select(list(sources)):
            path = folder / student / exercise.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(sources[exercise.id], encoding="utf-8")
    return folder


def write_nbgrader(students: dict[str, dict[str, str]], folder: Path) -> Path:
    """Write a class as an nbgrader course whose assignment is made and submitted."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    def cell(grade_id: str, source: str, *, solution: bool) -> nbformat.NotebookNode:
        about = {"schema_version": 3, "grade_id": grade_id, "solution": solution, "grade": not solution}
        about |= {"locked": not solution, "task": False} | ({} if solution else {"points": 1})
        return new_code_cell(source, id=grade_id, metadata={"nbgrader": about})

    def notebook(sources: dict[str, str]) -> nbformat.NotebookNode:
        cells = []
        for id, source in sources.items():
            name = id.partition("/")[2]
            cells.append(cell(f"{name}-solution", source, solution=True))
            cells.append(
                cell(f"{name}-tests", "\n".join(["import numpy as np", *ASSERTS[name]]), solution=False)
            )
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        return new_notebook(cells=cells, metadata={"kernelspec": kernel})

    (folder / "nbgrader_config.py").parent.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n")
    source = folder / "source" / "ps1" / "ps1.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(notebook(next(iter(students.values()))), source)
    cpu_of([sys.executable, "-m", "nbgrader", "generate_assignment", "ps1"], folder)
    for student, sources in students.items():
        path = folder / "submitted" / student / "ps1" / "ps1.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook(sources), path)
    return folder


def grade(folder: Path, out: Path, *more: str) -> list[str]:
    """Return the command that grades a class with ours."""
    only = [word for id in FIVE for word in ("--only", id)]
    command = [sys.executable, "-m", "gradcheck", "grade", str(folder), "--out", str(out), "--seed", "7"]
    return [*command, "--cases", str(CASES), *(more or only)]


def plain_pytest(course: Course, submission: Path) -> list[str]:
    """Return the command that runs the graders as ordinary Hypothesis tests."""
    without = [
        f"-p{plugin}" for plugin in ("no:gradcheck", "no:cacheprovider", "benchmarks.plain_hypothesis")
    ]
    graders = [str(exercise.grader_path) for exercise in course.select(FIVE)]
    asked = [f"--answers={submission}", f"--examples={CASES}"]
    return [sys.executable, "-m", "pytest", "-q", *without, *asked, *graders]


def bare(course: Course, students: dict[str, dict[str, str]]) -> float:
    """Return the CPU seconds a submission of the same replay in this process, once it is warm."""
    examiners = {exercise.id: Examiner(exercise, 7, cases=CASES) for exercise in course.select(FIVE)}

    def once() -> None:
        for sources in students.values():
            for id, source in sources.items():
                examiners[id].examine(LocalImplementation(source.encode(), "answer.py"))

    first = dict(list(students.items())[:2])
    for sources in first.values():
        for id, source in sources.items():
            examiners[id].examine(LocalImplementation(source.encode(), "answer.py"))
    began = time.process_time()
    once()
    return (time.process_time() - began) / len(students)


def growth(course: Course, folder: Path) -> dict[str, float]:
    """Return CPU seconds for a submission and peak memory at 10,000 over those at 1,000, of one exercise."""
    exercise = course.one("ch18/gram_matrix")
    found: dict[int, tuple[float, float]] = {}
    for count in (1_000, 10_000):
        for number in range(count):
            wrong = exercise.misconceptions
            edits = wrong[number // 2 % len(wrong)].edits if number % 2 else ()
            path = folder / str(count) / f"student{number:05}" / exercise.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{plain(exercise, edits)}\n# {number}\n", encoding="utf-8")
        command = grade(folder / str(count), folder / f"out{count}", "--only", exercise.id)
        done = subprocess.run(
            [sys.executable, "-c", REAPER, *command], cwd=ROOT, capture_output=True, text=True, check=True
        )
        _code, used, memory = json.loads(done.stdout)
        found[count] = (used / count, float(memory))
    return {
        "seconds": found[10_000][0] / found[1_000][0],
        "memory": found[10_000][1] / found[1_000][1],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--submissions", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=2, help="how often the systems take turns")
    parser.add_argument("--large", action="store_true", help="grade classes of 1,000 and 10,000 too")
    options = parser.parse_args()
    course = Course(ROOT)
    students = hand_ins(course, options.submissions)
    seconds: dict[str, list[float]] = {"ours": [], "pytest": [], "bare": [], "nbgrader": []}
    walls: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory(prefix="gradcheck-bench-") as temporary:
        folder = Path(temporary)
        classroom = write_folders(course, students, folder / "class")
        try:
            nbgrader = write_nbgrader(students, folder / "nbgrader")
        except ImportError:
            nbgrader = None
        for turn in range(options.rounds):
            for jobs in (1, 2):
                out = folder / f"out{turn}{jobs}"
                used, wall = cpu_of([*grade(classroom, out), "--jobs", str(jobs)], ROOT)
                walls[jobs].append(wall)
                if jobs == 1:
                    seconds["ours"].append(used / len(students))
            few = list(students)[:4]
            spent = sum(cpu_of(plain_pytest(course, classroom / student), ROOT, (0, 1))[0] for student in few)
            seconds["pytest"].append(spent / len(few))
            seconds["bare"].append(bare(course, students))
            if nbgrader is not None:
                shutil.rmtree(nbgrader / "autograded", ignore_errors=True)
                command = [sys.executable, "-m", "nbgrader", "autograde", "ps1", "--force"]
                seconds["nbgrader"].append(cpu_of(command, nbgrader)[0] / len(students))
        best = {name: min(values) for name, values in seconds.items() if values}
        ratios: dict[str, object] = {
            "nbgrader_over_ours": best["nbgrader"] / best["ours"] if "nbgrader" in best else None,
            "pytest_over_ours": best["pytest"] / best["ours"],
            "ours_over_bare": best["ours"] / best["bare"],
            "two_jobs_speedup": min(walls[1]) / min(walls[2]),
            "growth_1000_to_10000": growth(course, folder) if options.large else None,
            "cpu_seconds_a_submission": best,
            "submissions": len(students),
        }
    print(
        json.dumps(ratios, indent=1) if options.json else "\n".join(f"{k:<26} {v}" for k, v in ratios.items())
    )


if __name__ == "__main__":
    main()
