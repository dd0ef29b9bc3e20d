"""The whole round trip of an nbgrader course: made, released, handed in, graded by both, imported, exported.

nbgrader's own commands run in processes of their own: its warnings, and Jupyter's, are not this course's.
"""

from __future__ import annotations

import copy
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import nbformat
import pytest

from gradcheck.course import Course, CourseError
from gradcheck.export.files import pieces, write_text
from gradcheck.ipynb import gradebook
from gradcheck.result import SubmissionResult
from gradcheck.source import BEGIN, cell, patched
from tests.helpers import ROOT
from tests.make_sample_class import SAMPLE, plain

pytest.importorskip("nbgrader")


@pytest.fixture(scope="module", autouse=True)
def _programs_beside_python():
    # nbgrader calls `alembic` by its name, as an activated environment would have it.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        yield


CHAPTER = "ch03_perceptron"
OUTPUT, LINE = "perceptron_output", "decision_line"
UPRIGHT = "an_upright_line_raises_value_error"
SEED = "50021"

ALIAS = "\n\nmine, decision_line = decision_line, None\ndecision_line = lambda weights: mine(weights)\n"

LOUD = """
import logging
import os
import sys
import warnings

log = logging.getLogger("loud")
log.addHandler(logging.StreamHandler())


def aloud(function):
    def inner(*arguments):
        warnings.warn("deprecated")
        print("a warning", file=sys.stderr)
        log.warning("another")
        os.write(2, b"and one from a library")
        return function(*arguments)

    return inner


decision_line = aloud(decision_line)
"""

ENDLESS = "def decision_line(weights):\n    while True:\n        pass\n"

FORGED = "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"

MARKS = {
    ("ada", OUTPUT): 10,  # right
    ("ada", LINE): 10,  # right, with another name for it
    ("ben", OUTPUT): 1,  # wrong
    ("ben", LINE): 0,
    ("cleo", LINE): 8,  # partly right; the other not handed in
    ("dan", OUTPUT): 0,  # not started
    ("dan", LINE): 0,
    ("eve", LINE): 10,  # right; a test cell deleted
    ("gwen", LINE): 10,  # right, with warnings on every way to standard error
    ("hugo", OUTPUT): 10,
    ("hugo", LINE): 0,  # an infinite loop
    ("ivy", LINE): 0,  # not started, and the tests taken away
    ("zoe", OUTPUT): 10,  # right; a copy of the answer's cell below it, as it was released
}
"""What is right, by student and exercise."""

DIFFERENT = {
    ("eve", LINE): (8, "a right answer gets nothing for a test whose cell the student deleted"),
    ("ivy", LINE): (10, "a cell that has IPython replace every test by `pass` gets full marks"),
    ("zoe", OUTPUT): (0, "a copied cell is an error, at which nbgrader stops grading altogether"),
}
"""What nbgrader gives where it is wrong, and why."""


def run(*command, cwd, code=0):
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env=os.environ | {"LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def nbgrader(*arguments, cwd, **rest):
    return run("-m", "nbgrader", *arguments, cwd=cwd, **rest)


def gradcheck(*arguments, cwd, **rest):
    return run("-m", "gradcheck", *arguments, cwd=cwd, **rest)


def handed_in(released):
    """Return what each student makes of the released notebooks."""
    course = Course(ROOT)
    right = {name: plain(course.one(f"ch03/{name}")) for name in (OUTPUT, LINE)}

    def wrong(name, misconception):
        exercise = course.one(f"ch03/{name}")
        (found,) = [m for m in exercise.misconceptions if m.id == misconception]
        return cell(patched(exercise.solution, found.edits))

    def notebook(name, answer=None, *, without="", before=(), copied=False):
        made = copy.deepcopy(released[name])
        (place,) = [i for i, c in enumerate(made.cells) if c.id == name]
        stub = copy.deepcopy(made.cells[place])
        if answer is not None:
            made.cells[place].source = answer
        if copied:
            stub.id = "copy"
            made.cells.insert(place + 1, stub)
        made.cells = [*map(nbformat.v4.new_code_cell, before), *(c for c in made.cells if c.id != without)]
        return made

    return {
        ("ada", OUTPUT): notebook(OUTPUT, right[OUTPUT]),
        ("ada", LINE): notebook(LINE, right[LINE] + ALIAS),
        ("ben", OUTPUT): notebook(OUTPUT, wrong(OUTPUT, "bias-ignored")),
        ("ben", LINE): notebook(LINE, wrong(LINE, "bias-last")),
        ("cleo", LINE): notebook(LINE, wrong(LINE, "silent-infinity")),
        ("dan", OUTPUT): notebook(OUTPUT),
        ("dan", LINE): notebook(LINE),
        ("eve", LINE): notebook(LINE, right[LINE], without=UPRIGHT),
        ("gwen", LINE): notebook(LINE, right[LINE] + LOUD),
        ("hugo", OUTPUT): notebook(OUTPUT, right[OUTPUT]),
        ("hugo", LINE): notebook(LINE, ENDLESS),
        ("ivy", LINE): notebook(LINE, before=[FORGED]),
        ("zoe", OUTPUT): notebook(OUTPUT, right[OUTPUT], copied=True),
    }


@pytest.fixture(scope="module", autouse=True)
def begun(tmp_path_factory):
    """A folder in which a course is being made: nbgrader takes so long that other tests run meanwhile."""
    top = tmp_path_factory.mktemp("nbgrader")
    command = [sys.executable, "-m", "nbgrader", "quickstart", "course"]
    quickstart = subprocess.Popen(command, cwd=top, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield top, quickstart
    quickstart.kill()
    quickstart.wait()


@pytest.fixture(scope="module")
def graded(begun):
    """A course that students handed their work in to, and nbgrader and gradcheck have graded."""
    top, quickstart = begun
    folder = top / "course"
    assert quickstart.wait(timeout=600) == 0
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c.Exchange.root = {str(top / 'exchange')!r}\nc.Execute.timeout = 20\n")
    (top / "exchange").mkdir(mode=0o777)
    (top / "exchange").chmod(0o777)
    ids = (f"ch03/{OUTPUT}", f"ch03/{LINE}")
    gradcheck("notebook", *ids, "--nbgrader", "--seed", SEED, "--out", folder, cwd=ROOT)
    nbgrader("generate_assignment", CHAPTER, cwd=folder)
    nbgrader("release_assignment", CHAPTER, cwd=folder)
    (outbound,) = (top / "exchange").glob(f"*/outbound/{CHAPTER}")
    released = {name: nbformat.read(outbound / f"{name}.ipynb", as_version=4) for name in (OUTPUT, LINE)}
    for (student, name), made in handed_in(released).items():
        path = folder / "submitted" / student / CHAPTER / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, path)
        path.with_name("timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC", encoding="utf-8")
    with (top / "log").open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER]
        theirs = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        only = [part for id in ids for part in ("--only", id)]
        gradcheck("grade", "submitted", "--out", "marks", *only, "--seed", SEED, cwd=folder)
        theirs.wait(timeout=600)
    return folder


@pytest.fixture
def classroom(graded, tmp_path):
    """A copy of the graded course, to write in."""
    shutil.copytree(graded, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture(scope="module")
def imported(graded, tmp_path_factory):
    """The course with our marks, and what the command said."""
    folder = tmp_path_factory.mktemp("imported") / "course"
    shutil.copytree(graded, folder)
    return folder, gradcheck("nbgrader", "import", "marks", cwd=folder)


def opened(folder):
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{folder}/gradebook.db", "course")


def marks_in(folder):
    """Return the marks in a gradebook, by student and exercise."""
    with opened(folder) as book:
        submissions = book.assignment_submissions(CHAPTER)
        return {(s.student.id, n.name): n.score for s in submissions for n in s.notebooks}


def everything_in(folder):
    with sqlite3.connect(folder / "gradebook.db") as found:
        return list(found.iterdump())


def results_in(folder):
    return json.loads((folder / "marks" / "results.json").read_text(encoding="utf-8"))


def imports(folder, course, marks=None):
    return gradebook.write(course, marks or folder / "marks", folder)


def as_notebooks(folder, out):
    """Write a class of modules as one of notebooks: each module in a cell."""
    for path in sorted(folder.rglob("*.py")):
        place = out / path.relative_to(folder).with_suffix(".ipynb")
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            cells = [nbformat.v4.new_code_cell(path.read_text(encoding="utf-8"))]
        except UnicodeDecodeError:
            place.write_bytes(path.read_bytes())
        else:
            nbformat.write(nbformat.v4.new_notebook(cells=cells), place)


class TestOneClassThroughBothDoors:
    @pytest.fixture(scope="class")
    @classmethod
    def both(cls, tmp_path_factory):
        """The results of the sample class: as modules, and as notebooks."""
        top = tmp_path_factory.mktemp("class")
        as_notebooks(SAMPLE, top / "class")
        found = []
        for folder in (SAMPLE, top / "class"):
            out = top / f"marks-{len(found)}"
            options = ("--seed", 7, "--seconds", 1, "--trust-submissions", "--jobs", 2)
            only = ("--only", "adam", "--only", "ctc_greedy_decode", "--only", "gram_matrix")
            gradcheck("grade", folder, "--out", out, *options, *only, cwd=ROOT)
            found.append(json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"])
        return found

    def test_gets_the_same_marks(self, both):
        for module, notebook in zip(*both, strict=True):
            assert module["student"] == notebook["student"]
            for one, other in zip(module["exercises"], notebook["exercises"], strict=True):
                for name in ("id", "status", "score", "max_score", "diagnosis"):
                    assert one[name] == other[name], (module["student"], one["id"])

    def test_and_the_same_messages_but_for_the_place(self, both, course):
        seen = 0
        for module, notebook in zip(*both, strict=True):
            if module["student"] in ("syntax", "umlaut"):
                continue  # a cell that cannot be read is told by each check, for the other cells can be
            for one, other in zip(module["exercises"], notebook["exercises"], strict=True):
                path = f"{course.one(one['id']).path.as_posix()}:"
                assert one["message"] == other["message"]
                for check, same in zip(one["checks"], other["checks"], strict=True):
                    said = (
                        check.pop("message"),
                        same.pop("message").replace("your notebook, cell 1, line ", path),
                    )
                    assert check == same
                    if "It stopped on line" not in said[0]:
                        assert said[0] == said[1]
                        seen += bool(said[0])
        assert seen > 100


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """The notebooks of all chapters for nbgrader."""
    folder = tmp_path_factory.mktemp("source")
    gradcheck("notebook", "--nbgrader", "--seed", SEED, "--out", folder, cwd=ROOT)
    return folder / "source"


class TestNotebooks:
    def test_of_all_chapters_are_what_nbgrader_takes(self, sources, course):
        from nbgrader.nbgraderformat.v3 import MetadataValidatorV3
        from nbgrader.utils import compute_checksum

        validator = MetadataValidatorV3()
        for exercise in course.exercises:
            made = nbformat.read(sources / exercise.path.with_suffix(".ipynb"), as_version=4)
            nbformat.validate(made)
            validator.validate_nb(made)
            known = [c.metadata.nbgrader for c in made.cells]
            assert [k.checksum for k in known] == [compute_checksum(c) for c in made.cells]
            points = {k.grade_id: k.points for k in known if k.grade}
            assert sum(points.values()) == 10
            assert list(points.values()) == [check.points for check in exercise.checks if check.points]
            assert [k.grade_id for k in known if k.solution] == [exercise.name]

    def test_tests_that_are_hidden_ask_the_same_check_with_the_secret_seed(self, sources, course):
        exercise = course.one(f"ch03/{LINE}")
        made = nbformat.read(sources / exercise.path.with_suffix(".ipynb"), as_version=4)
        tests = [c.source for c in made.cells if c.metadata.nbgrader.grade]
        for text in tests:
            shown, hidden = text.split("### BEGIN HIDDEN TESTS\n")
            call = shown.splitlines()[-1]
            assert hidden == f"{call[:-1]}, seed={SEED})\n### END HIDDEN TESTS"

    def test_as_released_hold_neither_the_answer_nor_the_secret(self, graded):
        for path in (graded / "release" / CHAPTER).glob("*.ipynb"):
            text = path.read_text(encoding="utf-8")
            assert SEED not in text
            assert "HIDDEN" not in text
            assert BEGIN not in text
            assert "raise NotImplementedError()" in text


class TestSideBySide:
    def test_our_marks_are_right(self, graded):
        ours = {
            (submission["student"], exercise["id"].partition("/")[2]): exercise["score"]
            for submission in results_in(graded)["submissions"]
            for exercise in submission["exercises"]
            if exercise["status"] != "missing"
        }
        assert ours == MARKS

    def test_nbgraders_are_the_same_but_where_it_is_wrong(self, graded):
        theirs = marks_in(graded)
        assert {place: theirs[place] for place in MARKS} == MARKS | {
            k: m for k, (m, _why) in DIFFERENT.items()
        }

    def test_a_copied_cell_stops_nbgrader(self, graded):
        log = (graded.parent / "log").read_text(encoding="utf-8")
        assert "Cell with id 'perceptron_output' exists multiple times!" in log
        assert "use an old version" in log.splitlines()[-6:][0]
        assert not (graded / "autograded" / "zoe" / CHAPTER).exists()

    def test_what_is_not_handed_in_is_worth_nothing_to_both(self, graded, imported):
        for folder in (graded, imported[0]):
            found = marks_in(folder)
            assert {found[place] for place in found.keys() - MARKS.keys()} == {0}


class TestImport:
    def test_says_what_it_wrote(self, imported):
        _folder, said = imported
        assert "Marks and feedback of 9 students, in 18 notebooks, are in the gradebook." in said
        assert "1 notebooks are where formgrader" in said
        assert "Traceback" not in said

    def test_the_gradebook_holds_our_marks(self, imported):
        found = marks_in(imported[0])
        assert {place: found[place] for place in MARKS} == MARKS

    def test_export_holds_our_marks(self, imported):
        folder, _said = imported
        nbgrader("export", cwd=folder)
        with (folder / "grades.csv").open(encoding="utf-8", newline="") as file:
            rows = {row["student_id"]: row for row in csv.DictReader(file)}
        for submission in results_in(folder)["submissions"]:
            row = rows.pop(submission["student"])
            assert float(row["score"]) == submission["score"]
            assert float(row["max_score"]) == 20
            assert row["timestamp"] == "2026-03-01 12:00:00"
        assert not rows

    def test_formgrader_reads_them(self, imported, monkeypatch):
        from nbgrader.apps import NbGraderAPI
        from traitlets.config import Config

        folder, _said = imported
        monkeypatch.chdir(folder)
        api = NbGraderAPI(config=Config({"CourseDirectory": {"root": str(folder), "course_id": "course"}}))
        assert {s["student"]: s["score"] for s in api.get_submissions(CHAPTER)} == {
            submission["student"]: submission["score"] for submission in results_in(folder)["submissions"]
        }
        for submission in api.get_submissions(CHAPTER):
            assert submission["autograded"]
            assert not submission["needs_manual_grade"]
            assert submission["max_score"] == 20
        for name in (OUTPUT, LINE):
            students = {place[0] for place in MARKS if place[1] == name}
            found = api.get_notebook_submissions(CHAPTER, name)
            assert {one["student"]: one["score"] for one in found} == {s: MARKS[s, name] for s in students}
            failed = {one["student"] for one in found if one["failed_tests"]}
            assert failed == {student for student in students if MARKS[student, name] < 10}

    def test_the_answers_cell_has_our_feedback(self, imported):
        with opened(imported[0]) as book:
            said = {
                student: book.find_comment(name, name, CHAPTER, student).comment for student, name in MARKS
            }
        assert "This looks like dividing by weights[2] without looking at it first" in said["cleo"]
        assert "✓ Two numbers come back" in said["cleo"]
        assert "your notebook, cell 6, line 4" in said["cleo"]
        assert said["ivy"] == said["dan"] == "Not started yet."
        assert "a loop that never ends?" in said["hugo"]

    def test_nbgraders_feedback_is_made_from_it(self, imported):
        folder, _said = imported
        nbgrader("generate_feedback", CHAPTER, "--student", "zoe", cwd=folder)
        page = (folder / "feedback" / "zoe" / CHAPTER / f"{OUTPUT}.html").read_text(encoding="utf-8")
        assert "(Score: 10.0 / 10.0)" in page
        assert "np.heaviside(net, 1.0)" in page  # what there is to read once it is right
        assert SEED not in page

    def test_to_do_it_twice_is_to_do_it_once(self, imported, course):
        folder, _said = imported
        before = everything_in(folder)
        notebooks = {path: path.read_bytes() for path in folder.rglob("autograded/**/*") if path.is_file()}
        imports(folder, course)
        assert everything_in(folder) == before
        assert {path: path.read_bytes() for path in notebooks} == notebooks

    def test_what_a_person_wrote_stays(self, classroom, course):
        with opened(classroom) as book:
            grades = {
                student: book.find_grade(UPRIGHT, LINE, CHAPTER, student)
                for student in ("cleo", "eve", "ben")
            }
            grades["cleo"].manual_score, grades["cleo"].extra_credit = 1.5, 0.5
            grades["eve"].manual_score = 1.0
            grades["ben"].needs_manual_grade = True
            comment = book.find_comment(LINE, LINE, CHAPTER, "cleo")
            comment.manual_comment = "Nearly!"
            book.db.commit()
        written = imports(classroom, course)
        assert written.by_hand == 2
        with opened(classroom) as book:
            found = {student: book.find_grade(UPRIGHT, LINE, CHAPTER, student) for student in grades}
            assert (found["cleo"].auto_score, found["cleo"].score) == (0, 2.0)
            assert (found["eve"].auto_score, found["eve"].score) == (2, 1.0)
            # What a person decided on other grounds is to be looked at again, as after nbgrader's autograde.
            assert [found[s].needs_manual_grade for s in ("cleo", "eve", "ben")] == [False, True, True]
            assert book.find_comment(LINE, LINE, CHAPTER, "cleo").comment == "Nearly!"
            assert "dividing by weights[2]" in book.find_comment(LINE, LINE, CHAPTER, "cleo").auto_comment

    def test_lateness_costs_what_the_course_says(self, classroom, course):
        with (classroom / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
        with opened(classroom) as book:
            book.update_or_create_assignment(CHAPTER, duedate=datetime(2026, 3, 1, 11))
            book.grant_extension(CHAPTER, "ada", hours=2)
        imports(classroom, course)
        with opened(classroom) as book:
            found = {
                s.student.id: (s.score, s.late_submission_penalty)
                for s in book.assignment_submissions(CHAPTER)
            }
        assert found["ada"] == (20, 0)
        assert found["eve"] == (10, 10)
        assert found["dan"] == (0, 0)

    def test_students_that_it_does_not_know_are_added(self, classroom, course, tmp_path):
        (classroom / "gradebook.db").unlink()
        nbgrader("generate_assignment", CHAPTER, "--force", cwd=classroom)
        found = results_in(classroom)
        absent, torn = copy.deepcopy(found["submissions"][:2])
        for exercise in absent["exercises"]:
            exercise["status"] = "missing"
        found["submissions"] += [
            absent | {"student": "absent"},
            torn | {"student": "torn", "status": "unreadable", "exercises": []},
        ]
        results = map(SubmissionResult.from_json, found["submissions"])
        write_text(tmp_path / "results.json", "".join(pieces(found["run"], results)))
        written = imports(classroom, course, tmp_path)
        assert (written.students, written.unread) == (9, ["torn"])
        found = marks_in(classroom)
        assert {place: found[place] for place in MARKS} == MARKS
        with opened(classroom) as book:
            assert {student.id for student in book.students} == {student for student, _name in MARKS}


class TestImportThatCannotBe:
    def refused(self, folder, course, marks=None):
        before = everything_in(folder) if (folder / "gradebook.db").exists() else None
        with pytest.raises(CourseError) as error:
            imports(folder, course, marks)
        assert (everything_in(folder) if (folder / "gradebook.db").exists() else None) == before
        return str(error.value)

    def test_without_the_assignment(self, classroom, course):
        with opened(classroom) as book:
            book.remove_assignment(CHAPTER)
        said = self.refused(classroom, course)
        assert f"nbgrader generate_assignment {CHAPTER} first" in said

    def test_without_one_of_its_notebooks(self, classroom, course):
        with opened(classroom) as book:
            book.remove_notebook(LINE, CHAPTER)
        said = self.refused(classroom, course)
        assert f"gradcheck notebook ch03/{LINE} --nbgrader" in said

    def test_with_cells_of_other_checks(self, classroom, course):
        with opened(classroom) as book:
            book.find_grade_cell(UPRIGHT, LINE, CHAPTER).max_score = 7
            book.db.commit()
        assert f"nbgrader generate_assignment {CHAPTER} --force" in self.refused(classroom, course)

    def test_without_a_gradebook(self, classroom, course):
        (classroom / "gradebook.db").unlink()
        assert "nbgrader generate_assignment makes it" in self.refused(classroom, course)
        assert not (classroom / "gradebook.db").exists()

    def test_with_a_gradebook_of_something_else(self, classroom, course):
        (classroom / "gradebook.db").write_bytes(b"nothing that is a database" * 100)
        with pytest.raises(CourseError, match="nbgrader db upgrade"):
            imports(classroom, course)

    def test_while_someone_else_writes(self, classroom, course):
        with (classroom / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(f"c.CourseDirectory.db_url = 'sqlite:///{classroom}/gradebook.db?timeout=0.1'\n")
        other = sqlite3.connect(classroom / "gradebook.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CourseError, match=r"is as it was: .*locked"):
            imports(classroom, course)
        other.close()

    def test_without_marks(self, classroom, course, tmp_path):
        assert "gradcheck grade" in self.refused(classroom, course, tmp_path)

    @pytest.mark.parametrize("text", ["", "[]", "{}", "PK"])
    def test_with_marks_that_are_none(self, classroom, course, tmp_path, text):
        (tmp_path / "results.json").write_text(text, encoding="utf-8")
        assert "results.json cannot be read" in self.refused(classroom, course, tmp_path)

    def test_with_a_configuration_that_fails(self, classroom, course):
        (classroom / "nbgrader_config.py").write_text("1 / 0", encoding="utf-8")
        assert "ZeroDivisionError" in self.refused(classroom, course)

    def test_without_nbgrader(self, classroom, course, monkeypatch):
        for name in [name for name in sys.modules if name.partition(".")[0] == "nbgrader"]:
            monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(CourseError, match=r"pip install 'gradcheck\[nbgrader\]'"):
            imports(classroom, course)

    def test_that_breaks_off_leaves_nothing_behind(self, classroom, course, monkeypatch):
        told = []

        def findings(exercise, outcome):
            told.append(outcome)
            if len(told) == 7:
                raise KeyboardInterrupt
            return ["found"]

        monkeypatch.setattr(gradebook, "findings", findings)
        before = everything_in(classroom)
        with pytest.raises(KeyboardInterrupt):
            imports(classroom, course)
        assert everything_in(classroom) == before

    def test_is_one_line_on_the_terminal(self, classroom):
        said = gradcheck("nbgrader", "import", "nowhere", cwd=classroom, code=2)
        assert len(said.strip().splitlines()) == 1


class TestShown:
    """What is put among nbgrader's graded notebooks."""

    @pytest.fixture
    def fresh(self, classroom):
        shutil.rmtree(classroom / "autograded")
        return classroom

    def test_messages_stand_below_the_cells_of_their_checks(self, fresh, course):
        assert imports(fresh, course).shown == len(MARKS)
        made = nbformat.read(fresh / "autograded" / "cleo" / CHAPTER / f"{LINE}.ipynb", as_version=4)
        nbformat.validate(made)
        outputs = {c.id: c.outputs for c in made.cells if c.cell_type == "code"}
        (failed,) = outputs.pop(UPRIGHT)
        assert "ValueError" in "\n".join(failed.traceback)
        assert not any(outputs.values())

    def test_nothing_is_run_and_no_hidden_test_is_shown(self, fresh, course, tmp_path):
        path = fresh / "submitted" / "gwen" / CHAPTER / f"{LINE}.ipynb"
        made = nbformat.read(path, as_version=4)
        made.cells.insert(0, nbformat.v4.new_code_cell(f"open({str(tmp_path / 'trace')!r}, 'w')"))
        nbformat.write(made, path)
        imports(fresh, course)
        assert not (tmp_path / "trace").exists()
        text = "".join(found.read_text(encoding="utf-8") for found in fresh.glob("autograded/*/*/*.ipynb"))
        assert SEED not in text
        assert "HIDDEN" not in text

    def test_what_nbgrader_graded_stays_until_there_is_a_newer_submission(self, classroom, course):
        path = classroom / "autograded" / "ada" / CHAPTER / f"{LINE}.ipynb"
        theirs = path.read_bytes()
        imports(classroom, course)
        assert path.read_bytes() == theirs
        submitted = classroom / "submitted" / "ada" / CHAPTER / "timestamp.txt"
        submitted.write_text("2026-03-02 12:00:00 UTC", encoding="utf-8")
        imports(classroom, course)
        assert path.read_bytes() != theirs
        assert path.with_name("timestamp.txt").read_text(encoding="utf-8") == "2026-03-02 12:00:00 UTC"

    def test_links_are_not_followed_and_what_is_no_notebook_is_told(self, fresh, course):
        submitted = fresh / "submitted"
        secret = fresh.parent / "secret.ipynb"
        shutil.copy(submitted / "ada" / CHAPTER / f"{LINE}.ipynb", secret)
        links = submitted / "ada" / CHAPTER / f"{LINE}.ipynb"
        links.unlink()
        links.symlink_to(secret)
        (submitted / "ben" / CHAPTER / f"{LINE}.ipynb").write_text("[" * 10**5, encoding="utf-8")
        (submitted / "dan" / CHAPTER / f"{LINE}.ipynb").write_text(
            '{"nbformat": 4, "cells": [7]}', encoding="utf-8"
        )
        (submitted / "eve" / CHAPTER / "timestamp.txt").write_text("yesterday or so", encoding="utf-8")
        written = imports(fresh, course)
        assert written.not_shown == [f"ben/ch03/{LINE}", f"dan/ch03/{LINE}"]
        assert not (fresh / "autograded" / "ada" / CHAPTER / f"{LINE}.ipynb").exists()
