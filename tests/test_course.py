"""What holds for every exercise of the course, quickly; the whole proof is `gradcheck audit`."""

from __future__ import annotations

import ast
import re

import pytest

from gradcheck import source
from gradcheck.audit.evidence import Evidence
from gradcheck.audit.gates import GATES
from gradcheck.audit.page import stale
from gradcheck.course import Course
from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.words import use_language
from tests.helpers import ROOT

EXERCISES = list(Course(ROOT).exercises)

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)


@pytest.fixture(scope="module")
def examiners():
    return {exercise.id: Examiner(exercise) for exercise in EXERCISES}


def examine(examiner, text, **options):
    return examiner.examine(LocalImplementation(text.encode(), "answer.py"), **options)


def needs(exercise):
    """Skip where TensorFlow is needed and missing: the course can be used without it."""
    for library in exercise.libraries:
        pytest.importorskip(library)


def test_every_exercise_has_passed_its_audit(course):
    page = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    assert stale(course, page) == [], "gradcheck audit ID… --page docs/audit.md"


@each_exercise
@pytest.mark.parametrize("gate", ["stub", "words", "example", "secret"])
def test_a_gate_that_costs_little_is_passed(exercise, gate):
    needs(exercise)
    assert list(GATES[gate](Evidence(exercise))) == []


@each_exercise
def test_right_answers_in_every_style_pass(exercise, examiners):
    needs(exercise)
    for name, text in {"solution": exercise.solution, **exercise.variants}.items():
        result = examine(examiners[exercise.id], text)
        assert result.status == "passed", (name, result.first_failure)
        assert result.score == result.max_score == 10
        assert result.diagnosis is None


@pytest.mark.slow
@each_exercise
def test_right_answers_in_every_style_pass_for_two_hundred_seeds(exercise):
    needs(exercise)
    answers = {"solution": exercise.solution, **exercise.variants}
    for seed in range(200):
        examiner = Examiner(exercise, seed)
        for name, text in answers.items():
            result = examine(examiner, text)
            assert result.status == "passed", (seed, name, result.first_failure)


@each_exercise
def test_each_misconception_fails_and_is_named_in_a_message_that_fits(exercise, examiners):
    needs(exercise)
    for misconception in exercise.misconceptions:
        text = source.patched(exercise.solution, misconception.edits)
        result = examine(examiners[exercise.id], text)
        assert result.status in ("failed", "crashed"), misconception.id
        assert result.diagnosis is not None, misconception.id
        assert result.diagnosis.id == misconception.id
        for check in result.checks:
            assert len(check.message.splitlines()) <= 25
            if check.failure:
                assert misconception.says.split()[-1] in check.message
                assert all(len(line) <= 125 for line in check.message.splitlines()), misconception.id


@each_exercise
def test_the_message_is_spoken_in_chinese_too(exercise, examiners):
    needs(exercise)
    misconception = exercise.misconceptions[0]
    try:
        use_language("zh")
        result = examine(examiners[exercise.id], source.patched(exercise.solution, misconception.edits))
        assert re.search(r"[\u4e00-\u9fff]", result.first_failure.title)
        assert misconception.words["zh"][:6] in result.first_failure.message
        assert len(result.first_failure.message.splitlines()) <= 25
    finally:
        use_language("en")


@each_exercise
def test_needs_name_exercises_that_come_before(exercise):
    ids = [e.id for e in EXERCISES]
    assert set(exercise.needs) <= set(ids)
    needed_by_a_later_chapter = [need for need in exercise.needs if need[:4] > exercise.id[:4]]
    assert needed_by_a_later_chapter == []


def test_the_engine_knows_no_exercise_by_name():
    names = {e.name for e in EXERCISES} | {e.id for e in EXERCISES}
    names |= {name for e in EXERCISES for name in e.functions if "_" in name}  # `start` is anybody's word
    known = {
        f"{path.name}: {node.value}"
        for path in (ROOT / "gradcheck").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    }
    # Names of numpy's functions that are exercises too, where the audit lists what it may mix up.
    assert {name for name in known if not name.startswith("calls.py")} == set()
