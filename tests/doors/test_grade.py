"""``gradcheck grade``: a class in, marks out, whatever is in it."""

from __future__ import annotations

import copy
import csv
import json
import os
import shutil
import stat
import zipfile

import jsonschema
import pytest

from tests.helpers import ROOT, results_schema
from tests.make_sample_class import MISTAKEN, RIGHT, SAMPLE, files, plain, unkind

TIMES = ("seconds", "started")


@pytest.fixture(scope="module")
def graded(tmp_path_factory, course):
    """The sample class, graded once by ``gradcheck demo``."""
    import subprocess
    import sys

    out = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "gradcheck", "demo", "--out", str(out)],
        cwd=ROOT,
        env=os.environ | {"LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done, out, json.loads((out / "results.json").read_text(encoding="utf-8"))


def of(results, student):
    (found,) = [s for s in results["submissions"] if s["student"] == student]
    return found


def test_the_sample_class_is_in_step_with_the_course(course):
    wanted = dict(files(course))
    found = {
        p.relative_to(SAMPLE): p.read_bytes() for p in SAMPLE.rglob("*") if p.is_file() and p.suffix == ".py"
    }
    assert found == wanted, "python -m tests.make_sample_class"


def test_demo_grades_the_class_and_says_where_to_look(graded):
    done, _, results = graded
    assert len(results["submissions"]) >= 12
    isolation = results["run"]["isolation"]
    assert isolation["level"] in done.stdout
    refused, made = map(int, isolation["selftest"].split("/"))
    assert made >= 9
    assert (refused == made) == (isolation["level"] in ("confined", "isolated"))
    assert "gradcheck watch" in done.stdout
    named = done.stdout.split("Look at a student's page:")[1].split()[0]
    assert named.endswith(".md")


def test_results_follow_the_schema_and_add_up(graded):
    _, _, results = graded
    jsonschema.validate(results, results_schema())
    for submission in results["submissions"]:
        assert submission["score"] == sum(e["score"] for e in submission["exercises"])
        assert submission["max_score"] == sum(e["max_score"] for e in submission["exercises"])
        for exercise in submission["exercises"]:
            assert exercise["score"] == sum(c["points"] for c in exercise["checks"])
            assert exercise["max_score"] == sum(c["max_points"] for c in exercise["checks"]) == 10


def test_right_answers_in_every_style_get_full_marks(graded):
    for student in RIGHT:
        submission = of(graded[2], student)
        assert submission["score"] == submission["max_score"]
        assert {e["status"] for e in submission["exercises"]} == {"passed"}


def test_every_misconception_is_rejected_and_named_once(graded, course):
    named = [
        (exercise["id"], exercise["diagnosis"]["id"])
        for submission in graded[2]["submissions"]
        if submission["student"] in MISTAKEN
        for exercise in submission["exercises"]
        if exercise["diagnosis"]
    ]
    assert sorted(named) == sorted((e.id, m.id) for e in course.sample for m in e.misconceptions)


def test_each_bad_deed_has_its_status_and_costs_nothing_else(graded):
    expected = {
        "endless": "timed_out",
        "greedy": "out_of_memory",
        "leaver": "crashed",
        "scalar": "failed",
        "syntax": "crashed",
        "umlaut": "crashed",
    }
    for student, status in expected.items():
        *others, bad = of(graded[2], student)["exercises"]
        assert (bad["status"], bad["score"]) == (status, 0), student
        assert {e["status"] for e in others} == {"passed"}


def test_untouched_work_is_not_started_and_gets_nothing_for_it(graded):
    exercises = of(graded[2], "untouched")["exercises"]
    assert exercises[0]["status"] == "passed", "the first exercise is right as it stands"
    assert {(e["status"], e["score"]) for e in exercises[1:]} == {("not_started", 0)}


def test_the_csv_holds_the_same_marks(graded):
    _, out, results = graded
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[-3:] == ["score", "max_score", "status"]
    for row, submission in zip(rows, results["submissions"], strict=True):
        assert row["student"] == submission["student"]
        assert float(row["score"]) == submission["score"]
        for exercise in submission["exercises"]:
            assert float(row[exercise["id"]]) == exercise["score"]


def test_every_student_has_a_page(graded):
    _, out, results = graded
    for submission in results["submissions"]:
        page = (out / "feedback" / f"{submission['student']}.md").read_text(encoding="utf-8")
        assert page.startswith(f"# {submission['student']}")
        for exercise in submission["exercises"]:
            assert exercise["id"] in page
            if exercise["diagnosis"]:
                assert exercise["diagnosis"]["says"][:40] in " ".join(page.split())


def without_times(results):
    results = copy.deepcopy(results)
    for part in (results["run"], *results["submissions"]):
        for name in TIMES:
            part.pop(name, None)
    return json.dumps(results, ensure_ascii=False)


@pytest.fixture
def small_class(tmp_path, course):
    """Five students: right, wrong, hostile, a zip, a broken zip."""
    folder = tmp_path / "class"
    exercises = [course.one("adam"), course.one("gram_matrix")]

    def hand_in(student, texts):
        for exercise, text in zip(exercises, texts, strict=True):
            path = folder / student / exercise.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)

    right = [plain(exercise).encode() for exercise in exercises]
    hand_in("right", right)
    hand_in("wrong", [plain(e, e.misconceptions[0].edits).encode() for e in exercises])
    hand_in("leaver", [unkind(exercises[0])["leaver"], right[1]])
    with zipfile.ZipFile(folder / "zipped.zip", "w") as archive:
        for exercise, text in zip(exercises, right, strict=True):
            archive.writestr(f"homework/exercises/{exercise.path.as_posix()}", text)
    (folder / "torn.zip").write_bytes(b"PK\x03\x04 and no more")
    return folder


def grade(gradcheck, folder, out, *more):
    done = gradcheck("grade", folder, "--out", out, "--only", "adam", "--only", "gram_matrix", *more)
    assert done.returncode == 0, done.stderr
    return json.loads((out / "results.json").read_text(encoding="utf-8"))


def test_the_same_seed_gives_the_same_bytes(gradcheck, small_class, tmp_path):
    first = grade(gradcheck, small_class, tmp_path / "one", "--seed", 7)
    again = grade(gradcheck, small_class, tmp_path / "two", "--seed", 7)
    assert without_times(first) == without_times(again)
    other = grade(gradcheck, small_class, tmp_path / "three", "--seed", 8)
    assert without_times(first) != without_times(other)
    for results in (first, other):
        assert [s["student"] for s in results["submissions"] if s["score"] == 20] == ["right", "zipped"]


def test_without_a_seed_a_fresh_one_is_drawn_and_recorded(gradcheck, small_class, tmp_path):
    seeds = {grade(gradcheck, small_class, tmp_path / str(i))["run"]["seed"] for i in range(2)}
    assert len(seeds) == 2


def test_a_hostile_submission_changes_nobody_elses_result(gradcheck, small_class, tmp_path, course):
    with_it = grade(gradcheck, small_class, tmp_path / "with", "--seed", 7)
    shutil.rmtree(small_class / "leaver")
    (small_class / "torn.zip").unlink()
    without = grade(gradcheck, small_class, tmp_path / "without", "--seed", 7)
    kept = [s for s in with_it["submissions"] if s["student"] not in ("leaver", "torn")]
    for one, other in zip(kept, without["submissions"], strict=True):
        assert without_times({"run": {}, "submissions": [one]}) == without_times(
            {"run": {}, "submissions": [other]}
        )


def test_zips_are_read_and_broken_ones_reported(gradcheck, small_class, tmp_path):
    results = grade(gradcheck, small_class, tmp_path / "out")
    assert of(results, "zipped")["score"] == 20
    torn = of(results, "torn")
    assert (torn["status"], torn["score"], torn["max_score"]) == ("unreadable", 0, 20)
    assert "zip" in torn["message"]


def test_hostile_packaging_is_not_followed(gradcheck, small_class, tmp_path, course):
    adam = course.one("adam")
    secret = tmp_path / "secret.py"
    secret.write_text(adam.solution)
    linked = small_class / "linked" / adam.path
    linked.parent.mkdir(parents=True)
    linked.symlink_to(secret)
    (small_class / "folder-link").mkdir()
    (small_class / "folder-link" / adam.chapter).symlink_to(ROOT / "solutions" / adam.chapter)
    pipe = small_class / "pipe" / adam.path
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    with zipfile.ZipFile(small_class / "zip-link.zip", "w") as archive:
        entry = zipfile.ZipInfo(adam.path.as_posix())
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, str(secret))
    with zipfile.ZipFile(small_class / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(adam.path.as_posix(), b"#" * (200 * 1024 * 1024))
    results = grade(gradcheck, small_class, tmp_path / "out")
    for student in ("linked", "folder-link", "pipe", "zip-link"):
        assert of(results, student)["exercises"][0]["status"] == "missing", student
    assert of(results, "bomb")["score"] == 0


def test_names_of_students_harm_no_file(gradcheck, small_class, tmp_path):
    shutil.rmtree(small_class / "wrong")
    names = ["=cmd()", "-rf", "a|b`c", "\x1b[31mred", "\u202egnp", "x" * 250]
    for name in names:
        shutil.copytree(small_class / "right", small_class / name)
    results = grade(gradcheck, small_class, tmp_path / "out")
    students = [s["student"] for s in results["submissions"]]
    assert len(set(students)) == len(students) == 4 + len(names)
    assert not any(character in "".join(students) for character in "\x1b\u202e")
    assert all(s["score"] == 20 for s in results["submissions"] if s["student"] not in ("leaver", "torn"))
    assert "\n=cmd" not in (tmp_path / "out/grades.csv").read_text(encoding="utf-8")
    assert len(list((tmp_path / "out/feedback").iterdir())) == len(students)


@pytest.mark.parametrize("what", ["empty", "a file", "twice"])
def test_a_folder_that_is_no_class_is_one_clear_line(gradcheck, tmp_path, what):
    folder = tmp_path / "class"
    if what == "a file":
        folder.write_text("")
    else:
        folder.mkdir()
    if what == "twice":
        (folder / "ada").mkdir()
        (folder / "ada.zip").write_bytes(b"")
    done = gradcheck("grade", folder, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_an_unreadable_folder_is_a_result_not_the_end(gradcheck, small_class, tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (small_class / "wrong").chmod(0)
    results = grade(gradcheck, small_class, tmp_path / "out")
    assert of(results, "wrong")["status"] == "unreadable"


def test_shrink_shows_a_smaller_case_and_changes_no_mark(tmp_path, gradcheck, course):
    exercise = course.one("gram_matrix")
    wrong = exercise.solution.replace(
        "    batch, height",
        "    if features.shape[1] == 2 and len(features) > 1: features = 2 * features\n    batch, height",
    )
    path = tmp_path / "class" / "one" / exercise.path
    path.parent.mkdir(parents=True)
    path.write_text(wrong, encoding="utf-8")
    sizes, marks = [], []
    for seconds in ("0", "2"):
        out = tmp_path / f"out{seconds}"
        options = ("--only", exercise.id, "--seed", "3", "--shrink", seconds, "--trust-submissions")
        gradcheck("grade", tmp_path / "class", "--out", out, *options)
        (found,) = of(json.loads((out / "results.json").read_text(encoding="utf-8")), "one")["exercises"]
        failed = [c for c in found["checks"] if c["status"] == "failed"]
        assert failed
        sizes.append([len(check["counterexample"]) for check in failed])
        marks.append([check["status"] for check in found["checks"]])
    assert marks[0] == marks[1]
    assert any(after < before for before, after in zip(*sizes, strict=True))


@pytest.mark.parametrize("given", ["files", "files=none", "file=3", "files=-1"])
def test_a_limit_that_there_is_not_is_told_with_those_that_there_are(tmp_path, gradcheck, given):
    done = gradcheck("grade", SAMPLE, "--out", tmp_path / "out", "--limit", given)
    assert done.returncode == 2
    assert given in done.stderr
    assert "wall_factor=4.0" in done.stderr
    assert not (tmp_path / "out" / "results.json").exists()
