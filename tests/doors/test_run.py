"""`gradcheck run`: the book's programs, as a reader runs them, on a course that is unlike ours."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from gradcheck.course import Course
from gradcheck.programs import programs_of
from tests.helpers import ROOT

ELSEWHERE = ROOT / "tests" / "fixture_course"


@pytest.fixture
def run(gradcheck, tmp_path):
    def _run(*arguments, cwd=ELSEWHERE, **rest):
        return gradcheck("run", *arguments, "--out", tmp_path / "out", cwd=cwd, **rest)

    return _run


@pytest.fixture
def other_room(gradcheck, tmp_path):
    """A student's folder of the other course."""
    folder = tmp_path / "room"
    done = gradcheck("init", folder, cwd=ELSEWHERE)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_run_prints_its_figures_beside_the_books_and_where_they_differ(run, tmp_path):
    done = run("1-1")
    assert done.returncode == 0, done.stderr
    assert "Slugs for titles" in done.stdout
    assert [line.split() for line in done.stdout.splitlines() if line.startswith("slugs")] == [
        ["slugs", "3", "7"]
    ]
    assert "for library, these for titles: not the same task" in done.stdout
    assert "The book's run took 100 epochs, this one 3." in done.stdout
    assert "said to nobody" not in done.stdout
    written = json.loads((tmp_path / "out" / "1-1" / "metrics.json").read_text(encoding="utf-8"))
    assert written["metrics"] == {"slugs": 3, "longest": "a-tale-of-two-cities"}
    assert written["history"] == {"length": [20, 4, 13]}
    assert (written["seed"], written["epochs"], written["data"]) == (0, 3, "titles")


def test_it_speaks_chinese(gradcheck, tmp_path):
    done = gradcheck("--lang", "zh", "run", "1-1", "--out", tmp_path, cwd=ELSEWHERE)
    assert "标题的短名" in done.stdout
    assert "不是同一个任务" in done.stdout


def test_options_reach_the_program(run, tmp_path):
    titles = tmp_path / "titles.txt"
    titles.write_text("One\nTwo\nThree\n", encoding="utf-8")
    done = run("1-1", "--epochs", 2, "--data", titles, "--seed", 5, "--json")
    (found,) = json.loads(done.stdout)["runs"]
    assert found["metrics"]["slugs"] == 2
    assert (found["data"], found["seed"]) == (str(titles), 5)
    assert json.loads(run("1-1", "--full", "--json").stdout)["runs"][0]["epochs"] == 100


def test_the_list_names_every_program_in_both_languages(gradcheck):
    done = gradcheck("run", "--list", "--json", cwd=ELSEWHERE)
    first, second = json.loads(done.stdout)["programs"]
    assert first["id"] == "1-1"
    assert first["title"] == {"en": "Slugs for titles", "zh": "标题的短名"}
    assert {"data", "minutes"} <= set(first)
    assert second["id"] == "1-2"
    assert "Slugs once more" in gradcheck("run", "--list", cwd=ELSEWHERE).stdout


def test_a_chapter_is_run_in_order_and_finds_what_was_saved(run):
    done = run("--chapter", 1)
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("1-1 ") < done.stdout.index("1-2 ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1-3"], "There is no program “1-3”. Did you mean 1-"),
        (["--chapter", "9"], "There is no program “9”"),
        (["1-2"], "1-1 saves it. First: gradcheck run 1-1"),
        (["1-2", "--epochs", "3"], "trains nothing"),
        (["1-2", "--data", "mnist"], "runs on slugs"),
        (["1-1", "--data", "nowhere.npz"], "--data takes titles or a path"),
        (["1-1", "--implementation", "nowhere"], "There is no folder"),
        (["1-2", "--implementation", "exercises"], "not built of exercises"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_mend(run, other_room, arguments, said):
    done = run(*arguments, cwd=other_room)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


class TestOnTheStudentsFunctions:
    def test_an_exercise_that_is_not_started_is_named(self, run, other_room):
        done = run("1-1", "--implementation", "exercises", cwd=other_room)
        assert done.returncode == 2
        assert "ch01/slugify is not started, and program 1-1 is built of it" in done.stderr

    def test_it_runs_on_them_and_says_so(self, run, other_room):
        shutil.copy(ELSEWHERE / "solutions/ch01_text/slugify.py", other_room / "ch01_text/slugify.py")
        done = run("1-1", "--implementation", "exercises", cwd=other_room)
        assert done.returncode == 0, done.stderr
        assert "Built of your own functions: ch01/slugify" in done.stdout

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ("raise ValueError('no')", "ch01/slugify came to an end with ValueError: no"),
            ("raise NotImplementedError('later')", "ch01/slugify is not started"),
            ("return missing", "slugify.py:2"),
        ],
    )
    def test_what_goes_wrong_in_them_is_theirs(self, run, other_room, body, said):
        text = f"def slugify(title, *rest, **more):\n    {body}\n"
        (other_room / "ch01_text/slugify.py").write_text(text, encoding="utf-8")
        done = run("1-1", "--implementation", other_room)
        assert done.returncode == 2
        assert said in done.stderr

    def test_passing_the_last_exercise_offers_the_program(self, gradcheck, other_room):
        shutil.copy(ELSEWHERE / "solutions/ch01_text/slugify.py", other_room / "ch01_text/slugify.py")
        done = gradcheck("check", "slugify", cwd=other_room)
        assert "gradcheck run 1-1 --implementation exercises" in done.stdout
        assert "run 1-2" not in done.stdout


def test_a_program_is_plain_python_too(tmp_path):
    program = ELSEWHERE / "solutions/ch01_text/program_1_1_slugs.py"
    command = [sys.executable, program, "--epochs", "1", "--out", tmp_path / "out"]
    done = subprocess.run(
        list(map(str, command)), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "1-1" / "metrics.json").is_file()


def test_no_network_is_no_riddle(gradcheck, tmp_path):
    pytest.importorskip("tensorflow")
    done = gradcheck(
        "run",
        "5-7",
        "--data",
        "mnist",
        "--out",
        tmp_path,
        env={"KERAS_HOME": str(tmp_path), "https_proxy": "http://localhost:9"},
    )
    assert done.returncode == 2
    assert "mnist is not on this machine and could not be fetched" in done.stderr
    assert "By default it runs on digits, which needs no network." in done.stderr


@pytest.mark.parametrize("program", programs_of(Course(ROOT)), ids=lambda program: program.id)
def test_every_program_says_what_it_is_in_both_languages(program):
    text = program.path.read_text(encoding="utf-8")
    assert text.startswith(f'"""Program {program.id}: ')
    assert "\n中文：" in text
    words = [program.header["title"], *program.header["metrics"].values()]
    for both in (*words, program.header.get("counts", program.header["title"])):
        assert both["en"]
        assert both["zh"]
    course = program.course
    assert [course.one(id).id for id in program.uses] == list(program.uses)
