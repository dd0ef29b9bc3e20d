"""pytest, run as a student runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.helpers import ROOT, broken, put


@pytest.fixture
def run_pytest(tmp_path):
    def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, arguments)],
            cwd=cwd,
            env={k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV"))}
            | {"LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture
def two_answers(room, course):
    """A room in which Adam is wrong and the Gram matrix right."""
    put(room, course.one("adam"), broken(course.one("adam"), "no-bias-correction"))
    put(room, course.one("gram_matrix"), course.one("gram_matrix").solution)
    return room


def counts(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    last = done.stdout.strip().splitlines()[-1]
    return {
        what: int(number) for number, what in re.findall(r"(\d+) (failed|passed|not started|skipped)", last)
    }


def test_from_the_root_untouched_exercises_are_not_started(run_pytest):
    done = run_pytest("-q")
    assert done.returncode == 0, done.stdout
    found = counts(done)
    assert found["not started"] > 30
    assert "failed" not in found
    assert "skipped" not in found


def test_the_solutions_are_all_green(run_pytest):
    done = run_pytest("-q", "--submission", "solutions")
    assert done.returncode == 0, done.stdout
    assert set(counts(done)) == {"passed"}


def test_k_runs_one_exercise_with_the_message_and_no_traceback(run_pytest, two_answers):
    done = run_pytest("-q", "-k", "adam", "--submission", two_answers)
    assert done.returncode == 1
    assert "✗ ch06/adam   check" in done.stdout
    assert "What this looks like" in done.stdout
    assert "gradcheck/grade.py" not in done.stdout
    assert "Traceback" not in done.stdout


def test_x_stops_at_the_first_failure(run_pytest, two_answers):
    done = run_pytest("-q", "-x", "-k", "adam", "--submission", two_answers)
    assert counts(done)["failed"] == 1


def test_lf_runs_what_failed_last(run_pytest, two_answers, tmp_path):
    cache = ("-p", "cacheprovider", "-o", f"cache_dir={tmp_path / 'cache'}")
    first = counts(run_pytest("-q", "-k", "adam", *cache, "--submission", two_answers))
    again = counts(run_pytest("-q", "--lf", *cache, "--submission", two_answers))
    assert again == {"failed": first["failed"]}


def test_many_processes_find_the_same(run_pytest, two_answers):
    alone = counts(run_pytest("-q", "--submission", two_answers))
    together = counts(run_pytest("-q", "-n", "2", "--submission", two_answers))
    assert together == alone
    assert {"passed", "failed", "not started"} <= set(alone)


def test_junit_has_each_check(run_pytest, two_answers, tmp_path):
    out = tmp_path / "junit.xml"
    run_pytest("-q", "-k", "adam or viterbi", f"--junitxml={out}", "--submission", two_answers)
    suite = ET.parse(out).getroot()[0]
    assert suite.get("name") == "pytest"
    assert int(suite.get("failures")) > 0
    assert int(suite.get("skipped")) > 0
    failed = suite.find("testcase/failure/..")
    assert failed.get("classname").endswith("ch06_optimization.test_adam")


def test_verbose_names_the_outcome(run_pytest):
    done = run_pytest("-v", "-k", "viterbi")
    assert "NOT STARTED" in done.stdout


def test_a_students_folder_is_checked_from_within(run_pytest, two_answers):
    done = run_pytest("-q", cwd=two_answers)
    assert done.returncode == 1
    assert {"passed", "failed", "not started"} <= set(counts(done))


def test_another_seed_draws_other_cases_and_the_solutions_pass(run_pytest):
    done = run_pytest("-q", "--submission", "solutions", "--check-seed", "12345")
    assert done.returncode == 0, done.stdout


def test_milestones_are_left_out_unless_asked_for(run_pytest, course):
    milestones = [c for exercise in course.exercises for c in exercise.checks if c.rung == "milestone"]
    assert len(milestones) >= 9
    without = run_pytest("--collect-only", "-q").stdout
    asked = run_pytest("--collect-only", "-q", "--milestones").stdout
    assert "with_keras" not in without
    assert len(asked.splitlines()) == len(without.splitlines()) + len(milestones)


def test_a_missing_file_is_not_started(run_pytest, two_answers, course):
    (two_answers / course.one("viterbi").path).unlink()
    done = run_pytest("-q", "-k", "viterbi", "--submission", two_answers)
    assert set(counts(done)) == {"not started"}


def test_a_broken_file_fails_every_check_with_its_reason(run_pytest, two_answers, course):
    put(two_answers, course.one("viterbi"), "def viterbi(:\n")
    done = run_pytest("-q", "-k", "viterbi", "--submission", two_answers)
    assert set(counts(done)) == {"failed"}
    assert "SyntaxError" in done.stdout
