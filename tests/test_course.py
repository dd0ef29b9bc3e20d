"""What holds for every exercise of the course: words, stubs, answers in other styles, misconceptions."""

from __future__ import annotations

import ast
import contextlib
import doctest
import re
import string

import numpy as np
import pytest

from gradcheck import source
from gradcheck.course import Course
from gradcheck.example import NAME as EXAMPLE
from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import launcher
from gradcheck.sandbox.limits import Limits
from gradcheck.words import use_language
from tests.helpers import ROOT

EXERCISES = list(Course(ROOT).exercises)
MISCONCEPTIONS = [(e, m) for e in EXERCISES for m in e.misconceptions]

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
each_misconception = pytest.mark.parametrize(
    ("exercise", "misconception"), MISCONCEPTIONS, ids=[f"{e.id}:{m.id}" for e, m in MISCONCEPTIONS]
)


@pytest.fixture(scope="module")
def examiners():
    return {exercise.id: Examiner(exercise) for exercise in EXERCISES}


def examine(examiner, text, **options):
    return examiner.examine(LocalImplementation(text.encode(), "answer.py"), **options)


@each_exercise
def test_the_stub_is_in_step_with_the_solution(exercise, course):
    assert (course.exercises_room / exercise.path).read_text(encoding="utf-8") == exercise.stub()


@each_exercise
def test_no_line_of_the_solution_stands_in_a_stub(exercise):
    regions = re.findall(rf"{source.BEGIN}.*?\n(.*?){source.END}", exercise.solution, re.DOTALL)
    secret = {line.strip() for region in regions for line in region.splitlines() if len(line.strip()) > 12}
    for lang in ("en", "zh"):
        shown = {line.strip() for line in exercise.stub(lang).splitlines()}
        assert not secret & shown


@each_exercise
def test_every_stub_is_not_started(exercise, examiners):
    for lang in ("en", "zh"):
        result = examine(examiners[exercise.id], exercise.stub(lang))
        if source.BEGIN in exercise.solution:
            assert result.status == "not_started"
            assert result.score == 0
            assert all(check.not_started for check in result.checks)
        else:
            assert result.status == "passed", "what needs no work passes untouched"


@each_exercise
def test_the_solution_passes_for_other_seeds(exercise):
    for seed in range(1, 4):
        result = examine(Examiner(exercise, seed), exercise.solution)
        assert result.status == "passed", result.first_failure
        assert result.score == result.max_score == 10
        assert result.diagnosis is None


@pytest.mark.slow
@each_exercise
def test_solution_and_variants_pass_for_two_hundred_seeds(exercise):
    answers = {"solution": exercise.solution} | exercise.variants
    for seed in range(200):
        examiner = Examiner(exercise, seed)
        for name, text in answers.items():
            result = examine(examiner, text)
            assert result.status == "passed", (seed, name, result.first_failure)


@each_exercise
def test_right_answers_in_other_styles_pass(exercise, examiners):
    answers = exercise.variants
    assert {"float32", "loops", "vectorised"} <= set(answers)
    for name, text in answers.items():
        result = examine(examiners[exercise.id], text)
        assert result.status == "passed", (name, result.first_failure)
        assert result.diagnosis is None


@each_misconception
def test_each_misconception_fails_and_is_named(exercise, misconception, examiners):
    text = source.patched(exercise.solution, misconception.edits)
    for first_failure in (False, True):
        result = examine(examiners[exercise.id], text, first_failure=first_failure)
        assert result.status in ("failed", "crashed")
        assert result.score < result.max_score
        assert result.diagnosis is not None
        assert result.diagnosis.id == misconception.id
        assert result.diagnosis.agrees_on >= 3
        for check in result.checks:
            assert len(check.message.splitlines()) <= 25
            if check.failure:
                assert misconception.says.split()[-1] in check.message
                assert all(len(line) <= 125 for line in check.message.splitlines())


@each_exercise
def test_each_misconception_is_named_from_a_worker_too(exercise, examiners):
    with contextlib.closing(launcher()) as workers, Worker(workers, Limits()) as worker:
        for misconception in exercise.misconceptions:
            text = source.patched(exercise.solution, misconception.edits)
            remote = examiners[exercise.id].examine(RemoteImplementation(worker, text.encode(), "answer.py"))
            here = examine(examiners[exercise.id], text)
            assert remote.diagnosis is not None
            assert remote.diagnosis.id == misconception.id
            assert [c.status for c in remote.checks] == [c.status for c in here.checks]


LAZY = {
    "nothing": "None",
    "zero": "0.0",
    "one": "1",
    "its input": "arguments[0]",
    "zeros like its input": "np.zeros_like(arguments[0])",
    "ones like its input": "np.ones_like(arguments[0])",
    "all its inputs": "arguments",
    "an empty list": "[]",
    "noise": "np.random.default_rng(0).normal(size=np.shape(arguments[0]))",
    "text": "'passed'",
    "not a number": "np.full_like(arguments[0], np.nan, dtype=float)",
}


@each_exercise
@pytest.mark.parametrize("lazy", LAZY)
def test_lazy_answers_fail(exercise, lazy, examiners):
    text = "import numpy as np\n" + "".join(
        f"def {name}(*arguments, **options):\n    return {LAZY[lazy]}\n" for name in exercise.functions
    )
    result = examine(examiners[exercise.id], text)
    assert result.status in ("failed", "crashed")
    assert [check.name for check in result.checks if check.status == "passed"] == []
    assert result.score == 0


@each_exercise
def test_an_answer_to_the_example_alone_earns_nothing(exercise, examiners):
    examiner = examiners[exercise.id]
    (example,) = [check for check in exercise.checks if check.name == EXAMPLE]
    known = {repr((c.arguments, c.keywords)) for calls in examiner.calls(example) for c in calls}
    text = (
        f"import numpy as np\nright = {{}}\nexec({exercise.solution!r}, right)\nknown = {known!r}\n"
        + "".join(
            f"def {name}(*a, **k):\n    return right['{name}'](*a, **k) if repr((a, k)) in known else None\n"
            for name in exercise.functions
        )
    )
    result = examine(examiner, text)
    assert [check.name for check in result.checks if check.status == "passed"] == [EXAMPLE]
    assert result.score == 0


@each_exercise
def test_the_example_prints_what_it_says(exercise):
    namespace: dict[str, object] = {}
    exec(compile(exercise.solution, exercise.solution_path, "exec"), namespace)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    finder = doctest.DocTestParser()
    for name, text in source.docstrings(exercise.solution).items():
        test = finder.get_doctest(text, namespace | {"np": np}, name, str(exercise.solution_path), 0)
        assert test.examples, f"{name} has no example"
        assert runner.run(test).failed == 0


@each_exercise
def test_the_docstring_tells_of_every_parameter(exercise):
    for node in ast.parse(exercise.solution).body:
        if isinstance(node, ast.FunctionDef) and node.name in exercise.functions:
            docstring = ast.get_docstring(node)
            for argument in [*node.args.args, *node.args.kwonlyargs]:
                assert re.search(rf"\b{argument.arg}\b", docstring.partition("Parameters")[2]), argument.arg
            for section in ("Parameters", "Returns", "Examples"):
                assert section in docstring


@each_exercise
def test_the_words_are_there_in_both_languages(exercise):
    words = exercise.words
    title = ast.get_docstring(ast.parse(exercise.solution))
    assert words["title"]["en"] == title
    checks = [check for check in exercise.checks if check.name != EXAMPLE]
    assert list(words["checks"]) == [check.name for check in checks]
    assert len({check.title for check in checks}) == len(checks)
    for check in checks:
        spoken = words["checks"][check.name]
        assert spoken["en"] == check.title
        assert _both(spoken)
        assert _both(spoken["why"])
    for number in "1234":
        hint = words["hints"][number]
        assert _both(hint)
        assert len(hint["en"].split()) <= 60
    assert _both(words["afterwards"])
    for misconception in words["misconceptions"].values():
        assert _both(misconception)
    assert sum(check.points for check in checks) == 10


def _both(words) -> bool:
    chinese = re.search(r"[\u4e00-\u9fff]", words["zh"])
    placeholders = (
        [sorted(f for _, f, _, _ in string.Formatter().parse(words[lang]) if f) for lang in ("en", "zh")]
        if ("{" in words["en"])
        else [[], []]
    )
    return bool(words["en"].strip()) and bool(chinese) and placeholders[0] == placeholders[1]


@each_exercise
def test_translations_are_as_new_as_what_they_translate(exercise):
    for name, docstring in source.docstrings(exercise.solution).items():
        statement = exercise.words["statement"][name]
        assert statement["of"] == source.mark_of(docstring), f"translate {name} anew, then write its mark"
        assert source.examples(statement["zh"]) == source.examples(docstring)


@each_exercise
def test_needs_name_exercises(exercise):
    ids = {e.id for e in EXERCISES}
    assert set(exercise.needs) <= ids


@each_exercise
def test_checks_leave_no_global_state_behind(exercise, examiners):
    before = (np.random.get_state()[1].tolist(), np.geterr())  # noqa: NPY002 - the state that must not change
    examine(examiners[exercise.id], exercise.solution)
    assert (np.random.get_state()[1].tolist(), np.geterr()) == before  # noqa: NPY002


@each_exercise
def test_the_message_is_spoken_in_chinese_too(exercise, examiners):
    misconception = exercise.misconceptions[0]
    try:
        use_language("zh")
        result = examine(examiners[exercise.id], source.patched(exercise.solution, misconception.edits))
        assert re.search(r"[\u4e00-\u9fff]", result.first_failure.title)
        assert misconception.words["zh"][:6] in result.first_failure.message
        assert len(result.first_failure.message.splitlines()) <= 25
    finally:
        use_language("en")


def test_the_engine_knows_no_exercise_by_name():
    names = {e.name for e in EXERCISES} | {name for e in EXERCISES for name in e.functions}
    for path in (ROOT / "gradcheck").rglob("*.py"):
        code = "\n".join(
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, (ast.Name, ast.Attribute))
        )
        assert not {name for name in names if re.search(rf"\b{name}\b", code)}, path
