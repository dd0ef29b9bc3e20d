"""Notebooks: written, checked in, executed; and what is said there is what the command says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import nbformat
import pytest

from gradcheck import notebook, source
from gradcheck.course import Course, CourseError
from gradcheck.programs import programs_of
from tests.helpers import ROOT, broken

ALL = list(Course(ROOT).exercises)
LABS = [program for program in programs_of(Course(ROOT)) if program.uses]
NUMPY = [exercise for exercise in ALL if exercise.libraries == ("numpy",)]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """All notebooks, as the command writes them."""
    folder = tmp_path_factory.mktemp("notebooks")
    command = [sys.executable, "-m", "gradcheck", "--lang", "en", "notebook", "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def done(written, tmp_path_factory):
    """The same, with all exercises solved."""
    folder = tmp_path_factory.mktemp("done")
    shutil.copytree(written, folder, dirs_exist_ok=True)
    for exercise in ALL:
        made = read(folder, exercise)
        (cell,) = [cell for cell in made.cells if cell.id == "solution"]
        cell.source = source.cell(exercise.solution)
        nbformat.write(made, folder / exercise.path.with_suffix(".ipynb"))
    return folder


@pytest.fixture
def inside(written, monkeypatch):
    """A student's working directory."""
    monkeypatch.chdir(written)
    return written


def read(folder, exercise):
    return nbformat.read(folder / exercise.path.with_suffix(".ipynb"), as_version=4)


def executed(made, solution=None):
    """Run a notebook's code cells here; return what the last one would show."""
    *cells, check = [cell.source for cell in made.cells if cell.cell_type == "code"]
    names: dict[str, object] = {}
    for cell in cells if solution is None else [solution]:
        exec(cell, names)
    *lines, last = check.splitlines()
    exec("\n".join(lines), names)
    return eval(last, names)


def test_every_notebook_is_valid_and_without_outputs(written):
    paths = sorted(written.rglob("*.ipynb"))
    assert len(paths) == len(ALL) + len({exercise.chapter for exercise in ALL}) + len(LABS)
    for path in paths:
        made = nbformat.read(path, as_version=4)
        nbformat.validate(made)
        assert not any(cell.get("outputs") for cell in made.cells), path


def test_every_formula_is_typeset(written):
    for exercise in ALL:
        text = "".join(cell.source for cell in read(written, exercise).cells if cell.cell_type == "markdown")
        for formula in filter(None, map(exercise.formula, exercise.functions)):
            assert f"$$\n{formula}\n$$" in text


@pytest.mark.parametrize("exercise", NUMPY, ids=lambda exercise: exercise.id)
def test_as_written_a_notebook_is_not_started_and_with_the_solution_it_passes(inside, exercise):
    made = read(inside, exercise)
    said = str(executed(made))
    if source.BEGIN in exercise.solution:
        assert said.startswith(f"○ {exercise.id}   not started")
    assert str(executed(made, source.cell(exercise.solution))).startswith(f"✓ {exercise.id}")


def test_what_a_notebook_says_is_what_the_command_says(inside, course, gradcheck, tmp_path):
    exercise = course.one("adam")
    wrong = broken(exercise, "no-bias-correction")
    shown = executed(read(inside, exercise), source.cell(wrong))
    room = tmp_path / "room"
    gradcheck("init", room)
    (room / exercise.path).write_text(wrong, encoding="utf-8")
    told = gradcheck("check", "adam", cwd=room).stdout
    assert str(shown).partition("\n\n  Next")[0] == told.partition("\n  Your function")[0].rstrip()
    page = shown._repr_html_()
    assert "<h5>Smallest case</h5>" in page
    assert "without the correction for starting at zero" in page


def test_html_of_what_a_student_wrote_cannot_be_html(inside):
    names: dict[str, object] = {}
    exec(
        "def adam_step(*arguments, **options):\n    raise ValueError('</pre><script>alert(1)</script>')",
        names,
    )
    page = notebook.check(names["adam_step"])._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_hints_come_one_after_the_other_and_progress_is_remembered(gradcheck, tmp_path, monkeypatch, course):
    gradcheck("notebook", "sigmoid", "--out", tmp_path)
    monkeypatch.chdir(tmp_path)
    exercise = course.one("sigmoid")
    names: dict[str, object] = {}
    exec(exercise.solution, names)
    first, second = str(notebook.hint(names["sigmoid"])), str(notebook.hint(names["sigmoid"]))
    assert first.startswith("Hint 1 of 4")
    assert second.startswith("Hint 2 of 4")
    assert str(notebook.progress()).startswith("0 of ")
    notebook.check(names["sigmoid"])
    assert str(notebook.progress()).startswith("1 of ")


def test_a_function_of_no_exercise_is_told_so(inside):
    with pytest.raises(CourseError, match="No exercise asks for a function “nonsense”"):
        notebook.check(type("nonsense", (), {"__name__": "nonsense", "__globals__": {}})())


def test_written_notebooks_stay_as_they_are(inside, gradcheck):
    path = inside / "ch06_optimization" / "adam.ipynb"
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    done = gradcheck("notebook", "adam", "--out", inside)
    assert f"kept as it was: {path}" in done.stdout
    assert path.read_bytes() == content + b"\n"
    path.write_bytes(content)


def test_notebooks_come_in_chinese(gradcheck, tmp_path):
    assert gradcheck("notebook", "adam", "--out", tmp_path, "--lang", "zh").returncode == 0
    text = (tmp_path / "ch06_optimization" / "adam.ipynb").read_text(encoding="utf-8")
    assert "做一步 Adam 更新" in text


class TestThroughAKernel:
    def execute(self, path, tmp_path):
        command = [
            sys.executable,
            "-m",
            "nbconvert",
            "--execute",
            "--to",
            "notebook",
            "--output-dir",
            tmp_path,
            path,
        ]
        done = subprocess.run(
            list(map(str, command)), cwd=path.parent, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        made = json.loads((tmp_path / path.name).read_text(encoding="utf-8"))
        return [output for cell in made["cells"] for output in cell.get("outputs", ())]

    def test_nbconvert_executes_a_check(self, written, tmp_path):
        (shown,) = self.execute(written / "ch06_optimization" / "adam.ipynb", tmp_path)
        assert "not started" in "".join(shown["data"]["text/plain"])
        assert "class=&quot;gradcheck" not in "".join(shown["data"]["text/html"])

    def test_a_laboratory_shows_its_pictures(self, done, tmp_path):
        (shown,) = self.execute(done / "ch03_perceptron" / "program_3_3_perceptron.ipynb", tmp_path)
        assert "data:image/png;base64," in "".join(shown["data"]["text/html"])

    def test_a_laboratory_says_which_exercise_is_not_started(self, written, tmp_path):
        (shown,) = self.execute(written / "ch04_backpropagation" / "program_4_3_digits.ipynb", tmp_path)
        assert "ch04/backprop is not started" in "".join(shown["data"]["text/plain"])

    @pytest.mark.slow
    @pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
    def test_every_laboratory_shows_its_pictures_on_the_notebooks_around(self, done, tmp_path, lab):
        (shown,) = self.execute(done / lab.chapter / f"{lab.path.stem}.ipynb", tmp_path)
        assert "data:image/png;base64," in "".join(shown["data"]["text/html"])

    @pytest.mark.slow
    @pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
    def test_every_notebook_executes_with_its_solution(self, done, tmp_path, exercise):
        (shown,) = self.execute(done / exercise.path.with_suffix(".ipynb"), tmp_path)
        assert "".join(shown["data"]["text/plain"]).startswith(f"✓ {exercise.id}")
