"""What is remembered between runs: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from gradcheck.course import Course
from gradcheck.ledger import FILE
from tests.helpers import ROOT
from tests.make_sample_class import plain


@pytest.fixture(scope="module")
def class_of(tmp_path_factory):
    """Make a class of so many students of one exercise, each other one wrong in another way."""
    exercise = Course(ROOT).one("adam")

    def make(count):
        folder = tmp_path_factory.mktemp("class")
        wrong = exercise.misconceptions
        for number in range(count):
            edits = wrong[number // 2 % len(wrong)].edits if number % 2 else ()
            path = folder / f"student{number:04}" / exercise.path
            path.parent.mkdir(parents=True)
            path.write_text(f"{plain(exercise, edits)}\n# {number}\n", encoding="utf-8")
        return folder

    return make


def arguments(folder, out, *more):
    return ["grade", str(folder), "--out", str(out), "--only", "adam", *map(str, more)]


def results(out):
    found = json.loads((out / "results.json").read_text(encoding="utf-8"))
    for submission in found["submissions"]:
        del submission["seconds"]
    return found["submissions"]


def test_a_second_run_grades_only_what_changed(gradcheck, class_of, tmp_path):
    folder, out = class_of(4), tmp_path / "out"
    first = gradcheck(*arguments(folder, out))
    assert "graded before" not in first.stdout
    seed = json.loads((out / "results.json").read_text())["run"]["seed"]
    before = results(out)
    (folder / "student0001" / "ch06_optimization" / "adam.py").write_text(
        "def adam_step(*a, **k): return None\n"
    )
    again = gradcheck(*arguments(folder, out))
    assert "3 were graded before and did not change" in again.stdout
    assert json.loads((out / "results.json").read_text())["run"]["seed"] == seed
    after = results(out)
    assert after[0] == before[0]
    assert after[1]["score"] == 0
    assert "graded before" not in gradcheck(*arguments(folder, out, "--no-resume")).stdout


def test_many_processes_give_the_same_results(gradcheck, class_of, tmp_path):
    folder = class_of(6)
    for jobs in (1, 2):
        assert (
            gradcheck(*arguments(folder, tmp_path / str(jobs), "--seed", 7, "--jobs", jobs)).returncode == 0
        )
    assert results(tmp_path / "1") == results(tmp_path / "2")


def test_another_database_can_be_named_and_a_bad_one_is_told(gradcheck, class_of, tmp_path):
    folder, out = class_of(1), tmp_path / "out"
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    assert gradcheck(*arguments(folder, out, "--ledger", url)).returncode == 0
    assert (tmp_path / "elsewhere.sqlite").is_file()
    assert not (out / FILE).exists()
    bad = gradcheck(*arguments(folder, out, "--ledger", "nosuch://database"))
    assert bad.returncode == 2
    assert "nosuch" in bad.stderr
    assert len(bad.stderr.strip().splitlines()) == 1


def kill_at(folder, out, delay, *more):
    """Kill a run, and return the session that it was the leader of."""
    run = subprocess.Popen(
        [sys.executable, "-m", "gradcheck", *arguments(folder, out, "--seed", 7, *more)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(delay)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    return run.pid


def survives_kills(gradcheck, folder, tmp_path, kills, longest):
    rng = random.Random(0)
    for _ in range(kills):
        kill_at(folder, tmp_path / "killed", rng.uniform(0.3, longest))
    done = gradcheck(*arguments(folder, tmp_path / "killed", "--seed", 7))
    assert done.returncode == 0, done.stderr
    gradcheck(*arguments(folder, tmp_path / "calm", "--seed", 7))
    assert results(tmp_path / "killed") == results(tmp_path / "calm")
    students = [s["student"] for s in results(tmp_path / "killed")]
    assert students == sorted({path.name for path in folder.iterdir()})
    return done


def test_a_run_that_is_killed_goes_on_where_it_stopped(gradcheck, class_of, tmp_path):
    done = survives_kills(gradcheck, class_of(30), tmp_path, kills=4, longest=2.5)
    assert "were graded before and did not change" in done.stdout


@pytest.mark.slow
def test_two_hundred_submissions_survive_fifty_kills(gradcheck, class_of, tmp_path):
    survives_kills(gradcheck, class_of(200), tmp_path, kills=50, longest=4.0)


def left_of(session):
    """What runs of a session; who has ended and waits for its parent to take note does not."""
    found = subprocess.run(["ps", "-eo", "sid,stat,args"], capture_output=True, text=True, check=True).stdout
    fields = [line.split(maxsplit=2) for line in found.splitlines()]
    return [args for sid, stat, args in fields if sid == str(session) and not stat.startswith("Z")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_leaves_no_process(class_of, tmp_path, jobs):
    session = kill_at(class_of(30), tmp_path / "out", 2.5, "--jobs", jobs)
    for _ in range(100):
        if not left_of(session):
            return
        time.sleep(0.1)
    pytest.fail(f"left: {left_of(session)}")


def test_regrade_shows_which_marks_moved(gradcheck, class_of, tmp_path):
    folder, out = class_of(2), tmp_path / "out"
    course = tmp_path / "course"
    for room in ("graders", "solutions", "exercises"):
        shutil.copytree(
            ROOT / room, course / room, ignore=shutil.ignore_patterns(".gradcheck", "__pycache__")
        )
    env = {"GRADCHECK_COURSE": str(course)}
    assert gradcheck(*arguments(folder, out), cwd=tmp_path, env=env).returncode == 0
    same = gradcheck("regrade", folder, "--out", out, "--only", "adam", cwd=tmp_path, env=env)
    assert "0 of 2 marks changed" in same.stdout
    grader = course / "graders" / "ch06_optimization" / "test_adam.py"
    grader.write_text(grader.read_text().replace('@check("values", points=3', '@check("values", points=5'))
    moved = gradcheck("regrade", folder, "--out", out, "--only", "adam", cwd=tmp_path, env=env)
    assert moved.returncode == 0, moved.stderr
    assert "1 of 2 marks changed" in moved.stdout
    assert "+2" in moved.stdout


def test_there_must_be_something_to_regrade(gradcheck, class_of, tmp_path):
    done = gradcheck("regrade", class_of(1), "--out", tmp_path / "out", "--only", "adam")
    assert done.returncode == 2
    assert "nothing to regrade" in done.stderr


@pytest.fixture
def scheduler(tmp_path):
    """A real scheduler with two real workers, on loopback."""
    pytest.importorskip("distributed", reason="Dask is an extra")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    python = [sys.executable, "-m"]
    started = [
        subprocess.Popen(
            [
                *python,
                "distributed.cli.dask_scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--no-dashboard",
            ],
            **quiet,
        )
    ]
    worker = [
        *python,
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
    ]
    started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield address, started
    for process in reversed(started):
        process.terminate()
        process.wait(timeout=20)


def test_dask_workers_grade_and_one_that_dies_loses_nothing(gradcheck, class_of, tmp_path, scheduler):
    address, (_, doomed, _) = scheduler
    folder = class_of(24)
    run = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gradcheck",
            *arguments(folder, tmp_path / "dask", "--seed", 7, "--dask", address),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(6)
    doomed.kill()
    _, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    gradcheck(*arguments(folder, tmp_path / "here", "--seed", 7))
    assert results(tmp_path / "dask") == results(tmp_path / "here")


def test_no_scheduler_is_one_clear_line(gradcheck, class_of, tmp_path):
    pytest.importorskip("distributed", reason="Dask is an extra")
    done = gradcheck(*arguments(class_of(1), tmp_path / "out", "--dask", "tcp://127.0.0.1:9"))
    assert done.returncode == 2
    assert "No Dask scheduler answers" in done.stderr
