"""A course unlike ours is graded by the same engine: text, TensorFlow, functions and generators."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import shutil
import time
from pathlib import Path

import pytest

from gradcheck import unit
from gradcheck.course import Course, CourseError
from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import Zygote
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.selftest import LEVELS, Isolation, weakest
from gradcheck.source import docstrings, mark_of, patched
from tests.helpers import ROOT

ELSEWHERE = ROOT / "tests" / "fixture_course"
COURSE = Course(ELSEWHERE)
PLAIN = ["ch01/slugify", "ch03/mean_value"]

has_tensorflow = importlib.util.find_spec("tensorflow") is not None
needs_tensorflow = pytest.mark.skipif(not has_tensorflow, reason="no TensorFlow here")


def hand_in(folder: Path, student: str, texts: dict[str, str]) -> Path:
    for id, text in texts.items():
        path = folder / student / COURSE.one(id).path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / student


def a_class(folder: Path, ids: list[str]) -> dict[str, dict[str, tuple[str, str | None]]]:
    """Hand in for every kind of student; return what is to come of each exercise: status and diagnosis."""
    exercises = [COURSE.one(id) for id in ids]
    expected: dict[str, dict[str, tuple[str, str | None]]] = {}

    def add(student: str, texts: dict[str, str], status: str, named: dict[str, str] | None = None) -> None:
        hand_in(folder, student, texts)
        expected[student] = {
            e.id: (status if e.id in texts else "missing", (named or {}).get(e.id)) for e in exercises
        }

    add("right", {e.id: e.solution for e in exercises}, "passed")
    add("in-chinese", {e.id: e.stub("zh") for e in exercises}, "not_started")
    add("away", {}, "missing")
    (folder / "away").mkdir()
    add("leaver", {e.id: f"import os\nos._exit(0)\n{e.solution}" for e in exercises}, "crashed")
    for number in range(max(len(e.misconceptions) for e in exercises)):
        held = {e: e.misconceptions[number] for e in exercises if number < len(e.misconceptions)}
        add(
            f"mistaken-{number}",
            {e.id: patched(e.solution, m.edits) for e, m in held.items()},
            "failed",
            {e.id: m.id for e, m in held.items()},
        )
    return expected


def grade(gradcheck, folder, out, ids, *more):
    only = [part for id in ids for part in ("--only", id)]
    done = gradcheck("grade", folder, "--out", out, "--seed", 7, *only, *more, cwd=ELSEWHERE)
    assert done.returncode == 0, done.stderr
    return json.loads((out / "results.json").read_text(encoding="utf-8"))


def hold(results, expected):
    assert {s["student"] for s in results["submissions"]} == set(expected)
    for submission in results["submissions"]:
        for exercise in submission["exercises"]:
            diagnosis = exercise["diagnosis"] and exercise["diagnosis"]["id"]
            student = submission["student"]
            assert (exercise["status"], diagnosis) == expected[student][exercise["id"]], student
            assert (exercise["score"] == exercise["max_score"]) == (exercise["status"] == "passed")
            assert exercise["max_score"] == 10


@pytest.mark.parametrize("jobs", [1, 2])
def test_text_functions_and_generators_are_graded(gradcheck, tmp_path, jobs):
    expected = a_class(tmp_path / "class", PLAIN)
    results = grade(gradcheck, tmp_path / "class", tmp_path / "out", PLAIN, "--jobs", jobs)
    hold(results, expected)
    assert results["run"]["course"] == "fixture"
    page = (tmp_path / "out" / "feedback" / "mistaken-0.md").read_text(encoding="utf-8")
    assert "np.random.default_rng(" in page


@pytest.mark.tensorflow
@needs_tensorflow
def test_the_whole_course_is_graded_tensorflow_included(gradcheck, tmp_path):
    ids = [exercise.id for exercise in COURSE.exercises]
    expected = a_class(tmp_path / "class", ids)
    hold(grade(gradcheck, tmp_path / "class", tmp_path / "out", ids), expected)


@pytest.mark.parametrize("id", PLAIN)
def test_both_doors_say_the_same(id):
    exercise = COURSE.one(id)
    examiner = Examiner(exercise, 7)
    texts = [exercise.solution, exercise.stub(), "def f(): pass\n"]
    texts += [patched(exercise.solution, m.edits) for m in exercise.misconceptions]
    with contextlib.closing(Zygote()) as zygote, Worker(zygote, Limits()) as worker:
        examiner.teach(zygote)
        asked_live = {check.name for check in examiner.checks} - {
            name.partition(":")[2] for name in zygote.known
        }
        assert bool(asked_live) == (id == "ch03/mean_value"), "only calls with functions are not learnt"
        for text in texts:
            here = examiner.examine(LocalImplementation(text.encode(), "answer.py"))
            there = examiner.examine(RemoteImplementation(worker, text.encode(), "answer.py"))
            assert [(c.status, c.message) for c in here.checks] == [
                (c.status, c.message) for c in there.checks
            ]
            assert (here.status, here.diagnosis) == (there.status, there.diagnosis)


def a_plan(*ids: str) -> unit.Plan:
    return unit.Plan(root=str(ELSEWHERE), exercises=ids, seed=7, graders=COURSE.digest())


@pytest.mark.tensorflow
@needs_tensorflow
def test_a_warm_tensorflow_answers_at_once(tmp_path):
    tape = COURSE.one("tape_gradient")
    bench = unit.Bench(a_plan(tape.id))
    try:
        assert bench.isolation.at_least("confined")
        seconds = []
        # Each differs, so that no verdict is remembered from the one before.
        for number in range(4):
            text = tape.solution.replace("x**power", f"x**power + {number}.0")
            path = hand_in(tmp_path, f"student-{number}", {tape.id: text})
            began = time.perf_counter()
            (result,) = bench.grade(path).exercises
            seconds.append(time.perf_counter() - began)
            assert result.status == "passed"
        assert min(seconds[1:]) < 1.0, seconds
    finally:
        bench.close()


@pytest.mark.tensorflow
@needs_tensorflow
def test_each_set_of_libraries_has_a_zygote_and_the_weakest_level_counts(monkeypatch):
    without = {("numpy",): (), ("numpy", "tensorflow"): ("namespaces",)}
    started = {}

    def launcher(libraries):
        started[libraries] = Zygote(libraries, without[libraries])
        return started[libraries]

    monkeypatch.setattr(unit, "launcher", launcher)
    bench = unit.Bench(a_plan("ch01/slugify", "ch02/tape_gradient", "ch03/mean_value"))
    try:
        assert set(started) == set(without)
        assert bench.isolation.level == "confined"
        assert [why.split(":")[0] for why in bench.isolation.missing] == ["namespaces"]
    finally:
        bench.close()


def test_the_weakest_level_is_the_lowest():
    found = [Isolation(level, (), (), "") for level in ("isolated", "limited", "confined")]
    assert weakest(found).level == "limited"
    assert weakest([Isolation(level, (), (), "") for level in LEVELS]).level == "unprotected"


def test_a_library_that_is_missing_is_named(tmp_path):
    shutil.copytree(ELSEWHERE, tmp_path / "course")
    words = tmp_path / "course" / "graders" / "ch01_text" / "slugify.toml"
    text = words.read_text(encoding="utf-8").replace("libraries = []", 'libraries = ["no_such_library"]')
    words.write_text(text, encoding="utf-8")
    plan = unit.Plan(str(tmp_path / "course"), ("ch01/slugify", "ch03/mean_value"), 7, "")
    with pytest.raises(CourseError, match="no_such_library is not installed, which ch01/slugify cannot"):
        unit.Bench(plan)


@pytest.mark.parametrize("id", [exercise.id for exercise in COURSE.exercises])
def test_its_words_are_in_step(id):
    exercise = COURSE.one(id)
    for function, text in docstrings(exercise.solution).items():
        assert exercise.words["statement"][function]["of"] == mark_of(text)
    assert len(exercise.hints()) == 4
