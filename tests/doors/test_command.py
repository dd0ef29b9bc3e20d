"""The command, run as a user runs it."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import jsonschema
import pytest

from tests.helpers import ROOT, broken, checked_schema, put

NUMPY_ONLY_NEVER_IMPORT = ("tensorflow", "sklearn", "nbformat", "scipy", "pandas", "jsonschema")


def test_a_newcomer_passes_the_first_exercise_untouched(gradcheck, room):
    done = gradcheck("check", "intro", cwd=room)
    assert done.returncode == 0, done.stderr
    assert "✓ ch02/intro" in done.stdout
    assert "Next:" in done.stdout


def test_an_untouched_exercise_is_not_started_and_says_what_to_do(gradcheck, room, course):
    done = gradcheck("check", "adam", cwd=room)
    assert done.returncode == 1
    assert done.stdout.startswith("○ ch06/adam   not started")
    assert "update both moments" in done.stdout
    assert "gradcheck hint adam" in done.stdout


def test_a_wrong_answer_is_told_what_it_looks_like(gradcheck, room, course):
    put(room, course.one("adam"), broken(course.one("adam"), "no-bias-correction"))
    done = gradcheck("check", "adam", cwd=room)
    assert done.returncode == 1
    assert done.stdout.startswith("✗ ch06/adam   check ")
    assert "without the correction for starting at zero" in " ".join(done.stdout.split())
    assert "ch06_optimization/adam.py:" in done.stdout
    assert len(done.stdout.splitlines()) <= 25


def test_a_right_answer_passes_and_names_the_next(gradcheck, room, course):
    put(room, course.one("adam"), course.one("adam").solution)
    done = gradcheck("check", "ch06/adam", cwd=room)
    assert done.returncode == 0, done.stdout
    assert "Keras" in done.stdout
    assert "Next: ch" in done.stdout


def test_results_as_json_follow_the_schema(gradcheck, room, course):
    put(room, course.one("adam"), broken(course.one("adam"), "betas-swapped"))
    done = gradcheck("check", "adam", "gram_matrix", "--json", cwd=room)
    assert done.returncode == 1
    document = json.loads(done.stdout)
    jsonschema.validate(document, checked_schema())
    adam, gram = document["exercises"]
    assert (adam["status"], adam["diagnosis"]["id"]) == ("failed", "betas-swapped")
    assert gram["status"] == "not_started"
    assert {check["status"] for check in gram["checks"]} == {"not_run"}


def test_a_chapter_and_a_path_name_exercises_too(gradcheck, room):
    assert "ch06/adam" in gradcheck("check", "ch06", cwd=room).stdout
    assert "ch06/adam" in gradcheck("check", "ch06_optimization/adam.py", cwd=room).stdout


def test_status_shows_every_exercise_and_the_next(gradcheck, room, course):
    before = gradcheck("status", cwd=room).stdout
    assert all(f"{exercise.name} " in before for exercise in course.exercises)
    assert "● intro" not in before
    assert "Next: ch02/intro" in before
    gradcheck("check", "intro", cwd=room)
    after = gradcheck("status", cwd=room).stdout
    assert "● intro" in after
    assert "Next: ch02/intro" not in after


def test_an_edit_after_a_pass_is_shown_as_changed(gradcheck, room, course):
    gradcheck("check", "intro", cwd=room)
    put(room, course.one("intro"), course.one("intro").solution + "\n# an afterthought\n")
    assert "◐ intro" in gradcheck("status", cwd=room).stdout


def test_hints_come_one_after_the_other(gradcheck, room, course):
    hints = course.one("adam").hints()
    for number, hint in [*enumerate(hints, start=1), (4, hints[3])]:
        said = gradcheck("hint", "adam", cwd=room).stdout
        assert f"hint {number} of 4" in said
        assert hint in " ".join(said.split())
    assert hints[1] in " ".join(gradcheck("hint", "adam", "2", cwd=room).stdout.split())


def test_show_tells_what_is_asked_and_held(gradcheck, room):
    said = gradcheck("show", "adam", cwd=room).stdout
    assert "Kingma and Ba" in said
    assert "Two models that are trained by turns go the ways that they go alone." in said


def test_the_solution_is_shown_only_when_passed_or_asked_for_twice(gradcheck, room, course):
    refused = gradcheck("solution", "adam", cwd=room, input="")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert "corrected_first" not in refused.stdout
    assert gradcheck("solution", "adam", "--yes", cwd=room).stdout == course.one("adam").solution
    gradcheck("check", "intro", cwd=room)
    assert gradcheck("solution", "intro", cwd=room).stdout == course.one("intro").solution


def test_reset_puts_the_stub_back_and_keeps_the_work(gradcheck, room, course):
    adam = course.one("adam")
    put(room, adam, "mine = 1\n")
    done = gradcheck("reset", "adam", cwd=room)
    assert done.returncode == 0
    assert (room / adam.path).read_text() == adam.stub()
    (kept,) = (room / ".gradcheck/backups").iterdir()
    assert kept.read_text() == "mine = 1\n"
    assert str(kept) in done.stdout


def test_init_never_writes_over_anything(gradcheck, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("keep")
    done = gradcheck("init", tmp_path / "mine")
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_chinese_room_speaks_chinese(gradcheck, tmp_path):
    gradcheck("init", tmp_path / "room", "--lang", "zh")
    stub = (tmp_path / "room/ch06_optimization/adam.py").read_text()
    assert "做一步 Adam 更新" in stub
    said = gradcheck("check", "adam", cwd=tmp_path / "room").stdout
    assert "更新两个矩估计" in said
    assert "未开始" in said
    assert "未开始" in gradcheck("--lang", "zh", "status").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "adm"], "ch06/adam"),
        (["hint", "vitterbi"], "ch16/viterbi"),
        (["check", "ch99/nothing"], "There is no exercise"),
        (["grade", "nowhere", "--out", "out"], "not a folder"),
        (["init", "x", "--lang", "fr"], "en or zh"),
    ],
)
def test_wrong_usage_is_one_clear_line(gradcheck, tmp_path, arguments, says):
    done = gradcheck(*arguments, env={"GRADCHECK_COURSE": str(ROOT)}, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr + done.stdout


def test_no_course_found_says_where_it_looked(gradcheck, tmp_path):
    done = gradcheck("status", cwd=tmp_path)
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
    assert "GRADCHECK_COURSE" in done.stderr


def test_a_pointer_to_a_course_that_moved_says_so(gradcheck, room):
    (room / "gradcheck.toml").write_text('course = "/gone"\n')
    done = gradcheck("status", cwd=room)
    assert done.returncode == 2
    assert "/gone" in done.stderr
    assert "gradcheck.toml" in done.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"def adam_step(:\n", "line 1"),
        (b'x = "\xe9"\n', "UTF-8"),
        (b"import nothing_of_this_name\n", "ModuleNotFoundError"),
        (b"def adam(weights):\n    return weights\n", "no function `adam_step`"),
        (b"def adam_step(*a, **k):\n    return a[9]\n", "line 2"),
        (b"def adam_step(*a, **k):\n    raise SystemExit(0)\n", "SystemExit"),
        (b"def adam_step(*a, **k):\n    return object()\n", "object"),
        (b"def adam_step(*a, **k):\n    pass\n", "None"),
    ],
)
def test_code_that_does_not_run_is_explained(gradcheck, room, course, content, says):
    path = room / course.one("adam").path
    path.write_bytes(content)
    done = gradcheck("check", "adam", cwd=room)
    assert done.returncode == 1
    assert says in done.stdout
    assert "gradcheck/" not in done.stdout, "no frames of the engine's"


def test_an_endless_loop_is_given_up(gradcheck, room, course):
    put(room, course.one("gram_matrix"), "def gram_matrix(features):\n    while True:\n        pass\n")
    began = time.monotonic()
    done = gradcheck("check", "gram_matrix", cwd=room)
    assert done.returncode == 1
    assert "never ends" in done.stdout
    assert time.monotonic() - began < 20


def test_commands_that_need_only_words_import_no_numpy_and_checks_no_tensorflow(gradcheck, room, tmp_path):
    report = tmp_path / "sitecustomize.py"
    report.write_text(
        "import atexit, sys, os\n"
        "atexit.register(lambda: open(os.environ['MODULES'], 'w').write('\\n'.join(sys.modules)))\n"
    )

    def modules(*arguments):
        out = tmp_path / "modules.txt"
        gradcheck(*arguments, cwd=room, env={"PYTHONPATH": str(tmp_path), "MODULES": str(out)})
        return set(out.read_text().splitlines())

    for arguments in (["status"], ["hint", "adam"], ["show", "adam"], ["solution", "adam", "--yes"]):
        assert not {"numpy", "hypothesis", "pytest", *NUMPY_ONLY_NEVER_IMPORT} & modules(*arguments), (
            arguments
        )
    for arguments in (["check", "adam"], ["check", "ch02"]):
        loaded = modules(*arguments)
        assert "numpy" in loaded, "the probe works"
        assert not set(NUMPY_ONLY_NEVER_IMPORT) & loaded, arguments


def test_help_of_every_command_has_an_example(gradcheck):
    said = gradcheck("--help").stdout
    for command in ("check", "watch", "status", "hint", "show", "solution", "reset", "init", "grade", "demo"):
        assert command in said
        assert f"Example: gradcheck {command}" in gradcheck(command, "--help").stdout


def test_a_room_survives_being_moved_with_its_progress(gradcheck, room, tmp_path):
    gradcheck("check", "intro", cwd=room)
    moved = Path(shutil.move(room, tmp_path / "elsewhere"))
    assert "● intro" in gradcheck("status", cwd=moved).stdout


def test_a_damaged_memory_is_begun_anew(gradcheck, room):
    (room / ".gradcheck").mkdir()
    (room / ".gradcheck/progress.json").write_text("{ not json")
    done = gradcheck("check", "intro", cwd=room)
    assert done.returncode == 0, done.stderr


def test_a_loop_that_catches_everything_ends_with_its_reason(gradcheck, room, course):
    body = "    while True:\n        try:\n            while True:\n                pass\n        except:\n            pass\n"
    put(room, course.one("gram_matrix"), f"def gram_matrix(features):\n{body}")
    done = gradcheck("check", "gram_matrix", cwd=room)
    assert done.returncode == 1
    assert "catches everything" in done.stderr
