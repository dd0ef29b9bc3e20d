"""Every outlet says the same of a result, in its own format's rules, whatever text is in it."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import tempfile
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gradcheck.export import canvas, classroom, grades, gradescope, junit, nbgrader_csv
from gradcheck.export.files import read_results, stem, write_results, write_text
from gradcheck.export.formats import FORMATS, write
from gradcheck.export.graded import GradedClass
from gradcheck.report.feedback import page
from gradcheck.report.numbers import digits
from gradcheck.report.pages import class_page, student_page
from gradcheck.report.summing import ClassSummary
from gradcheck.result import CheckResult, Diagnosis, ExerciseResult, Failure, Run, SubmissionResult
from tests.helpers import results_schema

UNKIND = [
    "",
    "ada",
    "Lovelace, Ada",
    "张伟",
    "=cmd()",
    '=HYPERLINK("http://x")',
    " \t=1+1",
    "＝1+1",
    "a;=1+1",
    'a; "=1+1',
    "@SUM(1)",
    "-2+3",
    "+1|cmd' /C calc'!A0",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><!--&lt;&amp;\"'",
    "a | b | c",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "::error::gone",
    "x\n  ::set-output name=a::b\n##[error]x",
    "\u202egnirts\u2066",
    "nul\0\x01\x0b\x0c\x7f\x85\ufffe\uffff",
    "lone \ud800 and \udfff",
    "two\nlines\r\nand\rmore\u2028",
    "```\n# heading\n```",
    "[a](javascript:alert(1)) ![b](x) <b>",
    "{{ 7 * 7 }}{% raw %}",
    "../../etc/passwd",
    "..",
    "CON",
    "x" * 10_000,
    "=" * 10_000,
    "行" * 10_000,
]
texts = st.one_of(st.sampled_from(UNKIND), st.text(st.characters(exclude_categories=()), max_size=40))
points = st.one_of(
    st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0, 4000.25]),
    st.decimals(0, 20_000, places=3).map(float),
)
NOT_STARTED = ("not_started", "missing", "crashed", "timed_out", "out_of_memory", "forbidden")
DIGEST = "sha256:" + "0" * 64
NEUTRAL = {"=", "+", "-", "@", "＝", "＋", "－", "＠"}


@st.composite
def classes(draw, ids: list[str]) -> list[SubmissionResult]:
    """A class: the same exercises for all, and anything for each."""
    chosen = draw(st.lists(st.sampled_from(ids), unique=True, min_size=1, max_size=4))
    plan = {id: draw(st.lists(st.tuples(texts, texts, points), max_size=3)) for id in chosen}
    names = draw(st.lists(texts, unique=True, max_size=4))
    return [draw(submissions(name, plan)) for name in names]


@st.composite
def submissions(draw, name, plan) -> SubmissionResult:
    total = sum(sum(most for _, _, most in checks) for checks in plan.values())
    if draw(st.integers(0, 5)) == 0:
        return SubmissionResult(name, None, "unreadable", total, draw(texts))
    exercises = tuple(draw(exercise_results(id, checks)) for id, checks in plan.items())
    most = sum(exercise.max_score for exercise in exercises)
    return SubmissionResult(name, DIGEST, "graded", most, None, exercises, draw(st.floats(0, 1e4)))


@st.composite
def exercise_results(draw, id, checks) -> ExerciseResult:
    status = draw(st.sampled_from(["passed", "failed", "failed", *NOT_STARTED]))
    found = []
    for name, title, most in checks:
        if status in NOT_STARTED:
            found.append(CheckResult(name, title, "", "not_run", 0.0, most))
            continue
        kinds = ["passed"] if status == "passed" else ["passed", "failed", "crashed", "timed_out", "not_run"]
        kind = draw(st.sampled_from(kinds))
        if kind == "passed":
            found.append(CheckResult(name, title, "", kind, most, most))
        else:
            earned = draw(st.sampled_from([0.0, 0.0, most, most / 2]))
            failure = Failure(call=draw(texts))
            found.append(CheckResult(name, title, "", kind, earned, most, 0.0, failure, draw(texts)))
    message = draw(texts) if status in NOT_STARTED else ""
    diagnosis = draw(st.none() | st.builds(Diagnosis, texts, texts, st.integers(3, 99)))
    return ExerciseResult(id, status, tuple(found), diagnosis, message)


@pytest.fixture(scope="module")
def ids(course):
    """Exercises of several chapters."""
    return sorted({chapter.exercises[place].id for chapter in course.chapters for place in (0, -1)})


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_outlet_is_valid_harmless_and_has_the_same_totals(course, ids, data):
    people = data.draw(classes(ids))
    name = data.draw(st.sampled_from(["deep-learning", "=a,b", "<&\"'>\n"]))
    agree(course, ids, people, name)


def test_every_unkind_text_in_every_place_breaks_nothing(course, ids):
    people = []
    for text in UNKIND:
        failing = CheckResult(text, text, "", "failed", 0.25, 1.5, 0.0, Failure(call=text), text)
        left_out = CheckResult(text, text, "", "not_run", 0.0, 3.25)
        exercises = (
            ExerciseResult(ids[0], "failed", (failing, left_out), Diagnosis(text, text, 3)),
            ExerciseResult(ids[-1], "crashed", (left_out,), None, text),
        )
        people.append(SubmissionResult(text, DIGEST, "graded", 8.0, None, exercises))
        people.append(SubmissionResult(f"{text} again", None, "unreadable", 8.0, text))
    agree(course, ids, people, "deep-learning")


def agree(course, ids, people, name):
    """Write a class in every way there is; hold each to its format's rules and to the same totals."""
    run = Run(7, name, DIGEST, tuple(ids), ISOLATION, "2026-11-23T12:00:00+00:00", 1.0, VERSIONS)
    with tempfile.TemporaryDirectory() as folder:
        write_results(Path(folder), run, lambda: people)
        document = json.loads(Path(folder, "results.json").read_text(encoding="utf-8"))
        marks = table(Path(folder, "grades.csv").read_text(encoding="utf-8"))
        read_run, read_again = read_results(Path(folder))
        chapters = {chapter.folder.partition("_")[0]: chapter.folder for chapter in course.chapters}
        graded = GradedClass(read_run, read_again, chapters)
        written = {to: write(graded, to, Path(folder, "export"), within=True) for to in FORMATS}
        single = {to: path.read_text(encoding="utf-8") for to, path in written.items() if path.is_file()}
        for to in ("gradescope", "github-classroom"):
            assert len(list(written[to].iterdir())) == len(people)
        wanted = [(person.score, person.max_score) for person in people]
        check_json(document, single["json"], wanted)
        check_grades(marks, people)
        check_grades(table(single["csv"]), people)
        check_canvas(single["canvas"], people)
        check_nbgrader(single["nbgrader-csv"], people, set(chapters.values()))
        check_junit(single["junit"], people)
        for person in read_again():
            suffix = FORMATS["gradescope"].suffix
            alone = (written["gradescope"] / f"{stem(person.student)}{suffix}").read_text(encoding="utf-8")
            check_gradescope(alone, person)
            suffix = FORMATS["github-classroom"].suffix
            alone = written["github-classroom"] / f"{stem(person.student)}{suffix}"
            check_classroom(alone.read_text(encoding="utf-8"), person)
            check_student_page(student_page(course, person), person)
            check_markdown(page(course, person), person)
        check_class_page(course, graded, people)


ISOLATION = {"level": "isolated", "mechanisms": ["landlock"], "missing": [], "selftest": "10/10"}
VERSIONS = {"python": "3.11", "numpy": "2.2", "hypothesis": "6"}


def check_json(document, exported, wanted):
    jsonschema.validate(document, results_schema())
    assert json.loads(exported) == document
    assert [(s["score"], s["max_score"]) for s in document["submissions"]] == wanted


def table(text: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            assert cell.strip()[:1] not in NEUTRAL, cell
            assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", cell)
    # Nor does one where cells are parted at semicolons, as in half of Europe.
    for line in text.splitlines()[1:]:
        for cell in next(csv.reader([line], delimiter=";")):
            assert cell.strip()[:1] not in NEUTRAL, cell
    return rows


def check_grades(rows, people):
    header, *rest = rows
    assert header[0] == "student"
    assert header[-3:] == ["score", "max_score", "status"]
    for row, person in zip(rest, people, strict=True):
        assert float(row[-3]) == pytest.approx(person.score, abs=1e-5)
        assert float(row[-2]) == pytest.approx(person.max_score, abs=1e-5)
        assert sum(map(float, row[1:-3])) == pytest.approx(person.score, abs=1e-5)
        assert row[-1] == person.status


def check_canvas(text, people):
    header, possible, *rest = table(text)
    assert header[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert len(header) == 6
    assert text.startswith("Student,ID,SIS User ID,SIS Login ID,Section,")
    assert re.search(r"^    Points Possible,,,,,\d+\.\d{2,}$", text, re.MULTILINE)
    assert possible[:5] == ["    Points Possible", "", "", "", ""]
    most = max((person.max_score for person in people), default=0.0)
    assert float(possible[5]) == pytest.approx(most, abs=1e-5)
    for row, person in zip(rest, people, strict=True):
        assert row[0] == row[3]
        assert float(row[5]) == pytest.approx(person.score, abs=1e-5)


def check_nbgrader(text, people, folders):
    lines = text.splitlines()
    assert lines[0] == (
        "assignment,duedate,timestamp,student_id,last_name,first_name,email,"
        "raw_score,late_submission_penalty,score,max_score"
    )
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    table(text)
    each = len(rows) // len(people) if people else 0
    assert len(rows) == each * len(people)
    for place, person in enumerate(people):
        own = rows[place * each : (place + 1) * each]
        assert len({row["student_id"] for row in own}) == 1
        assert len({row["assignment"] for row in own}) == each
        if person.exercises:
            assert {row["assignment"] for row in own} <= folders
        for column, total in (("score", person.score), ("raw_score", person.score)):
            assert sum(float(row[column]) for row in own) == pytest.approx(total, abs=1e-5)
        assert sum(float(row["max_score"]) for row in own) == pytest.approx(person.max_score, abs=1e-5)
        assert {row["late_submission_penalty"] for row in own} == {"0.0"}


def check_junit(text, people):
    root = ET.fromstring(text.encode())
    assert (root.tag, set(root.attrib)) == ("testsuites", {"name"})
    for suite, person in zip(root, people, strict=True):
        assert suite.tag == "testsuite"
        assert set(suite.attrib) == {
            "name",
            "errors",
            "failures",
            "skipped",
            "tests",
            "time",
            "timestamp",
        }
        properties, *cases = suite
        assert properties.tag == "properties"
        found = {p.attrib["name"]: float(p.attrib["value"]) for p in properties}
        assert found.pop("score") == pytest.approx(person.score, abs=1e-5)
        assert found.pop("max_score") == pytest.approx(person.max_score, abs=1e-5)
        assert sum(found.values()) == pytest.approx(person.score, abs=1e-5)
        assert len(cases) == int(suite.attrib["tests"])
        tags = []
        for case in cases:
            assert (case.tag, set(case.attrib)) == ("testcase", {"classname", "name", "time"})
            assert len(case) <= 1
            for child in case:
                tags.append(child.tag)
                assert set(child.attrib) == {"message"} | ({"type"} if child.tag == "skipped" else set())
                assert not list(child)
        counted = {"errors": "error", "failures": "failure", "skipped": "skipped"}
        assert set(tags) <= set(counted.values())
        for attribute, tag in counted.items():
            assert int(suite.attrib[attribute]) == tags.count(tag)
        whole = all(exercise.status == "passed" for exercise in person.exercises)
        assert (not tags) == (person.status == "graded" and whole)


GRADESCOPE = {
    "type": "object",
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
        "test_output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
        "test_name_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
                },
                "additionalProperties": False,
            },
        },
    },
    "required": ["score"],
    "additionalProperties": False,
}


def check_gradescope(text, person):
    found = json.loads(text)
    jsonschema.validate(found, GRADESCOPE)
    assert found["score"] == pytest.approx(person.score, abs=1e-5)
    assert sum(test["score"] for test in found["tests"]) == pytest.approx(person.score, abs=1e-5)
    assert sum(test["max_score"] for test in found["tests"]) == pytest.approx(person.max_score, abs=1e-5)
    for test in found["tests"]:
        assert not re.search(
            r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\ud800-\udfff]", test["name"] + test["output"]
        )


CLASSROOM = {
    "type": "object",
    "properties": {
        "version": {"const": 1},
        "status": {"enum": ["pass", "fail", "error"]},
        "max_score": {"type": "integer"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "status": {"enum": ["pass", "fail", "error"]},
                    "score": {"type": "integer", "minimum": 0},
                    "message": {"type": ["string", "null"]},
                    "test_code": {"type": "string"},
                    "filename": {"type": "string"},
                    "line_no": {"type": "integer"},
                    "duration": {"type": "number"},
                },
                "required": ["name", "status", "score", "message"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["version", "status", "max_score", "tests"],
    "additionalProperties": False,
}


def check_classroom(text, person):
    assert re.fullmatch(r"[A-Za-z0-9+/]+=*\n", text)
    assert len(text) < 128 * 1024, "Linux takes no longer variable"
    found = json.loads(base64.b64decode(text))
    jsonschema.validate(found, CLASSROOM)
    assert abs(sum(test["score"] for test in found["tests"]) - person.score) <= 0.5 + 1e-5
    assert sum(test["score"] for test in found["tests"]) == classroom.whole(person.score)
    assert found["max_score"] == classroom.whole(person.max_score)
    passed = person.status == "graded" and all(e.status == "passed" for e in person.exercises)
    assert (found["status"] == "pass") == passed
    for exercise, test in zip(person.exercises, found["tests"], strict=False):
        if all(e.score == int(e.score) for e in person.exercises):
            assert test["score"] == exercise.score
    for test in found["tests"]:
        for line in (test["message"] or "").splitlines():
            assert not line.lstrip().startswith("::")
            assert "##[" not in line


class Markup(HTMLParser):
    """The elements of a page, their attributes and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.first: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.first.setdefault(tag, "")

    def handle_data(self, data):
        if self.tags and not self.first[self.tags[-1]]:
            self.first[self.tags[-1]] = data


def harmless(text: str, scripts: int = 0) -> Markup:
    found = Markup(text)
    assert found.tags.count("script") == scripts
    assert not set(found.tags) & {"img", "iframe", "object", "embed"}
    assert not [name for name in found.attributes if name.startswith("on")]
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]", text)
    return found


def check_student_page(text, person):
    found = harmless(text)
    assert found.first["h1"].endswith(f": {digits(person.score)} / {digits(person.max_score)}")


def check_markdown(text, person):
    assert text.splitlines()[0].endswith(f": {digits(person.score)} / {digits(person.max_score)}")
    made = harmless(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    assert made.tags.count("h1") == 1
    assert made.tags.count("tr") == (len(person.exercises) + 1 if person.status == "graded" else 0)
    assert "a" not in made.tags


def check_class_page(course, graded, people):
    summary = ClassSummary(course, graded.submissions())
    assert [(row.score, row.max_score) for row in summary.rows] == [(p.score, p.max_score) for p in people]
    nobody = class_page(ClassSummary(course, []), graded.run, "title")
    text = class_page(summary, graded.run, "title")
    found = Markup(text)
    assert found.tags.count("script") == Markup(nobody).tags.count("script")
    assert not set(found.tags) & {"img", "iframe"}
    assert not [name for name in found.attributes if name.startswith("on")]
    with tempfile.TemporaryDirectory() as folder:
        write_text(Path(folder, "report.html"), text)


def a_student(*scores: float, name: str = "ada") -> SubmissionResult:
    """One with an exercise of ten points for each score."""
    exercises = tuple(
        ExerciseResult(
            f"ch06/e{place}",
            "passed" if score == 10 else "failed",
            (CheckResult("c", "It is so", "values", "passed" if score == 10 else "failed", score, 10.0),),
        )
        for place, score in enumerate(scores)
    )
    return SubmissionResult(name, DIGEST, "graded", 10.0 * len(scores), None, exercises)


def a_class(*people: SubmissionResult) -> GradedClass:
    return GradedClass({"course": "lab", "started": "2026-11-23T12:00:00+00:00"}, lambda: people)


def test_classroom_rounds_the_running_total_half_a_point_up():
    found = classroom.classroom(a_student(2.5, 3.5, 10.0, 0.25, 0.25))
    assert [test["score"] for test in found["tests"]] == [3, 3, 10, 0, 1]
    assert found["max_score"] == 50
    assert [test["score"] for test in classroom.classroom(a_student(9.5))["tests"]] == [10]
    assert classroom.classroom(a_student(9.5))["status"] == "fail", "a rounded mark passes nothing"


def test_classroom_fits_into_a_variable_however_much_is_said():
    failing = CheckResult("c", "", "", "failed", 0.0, 10.0, 0.0, Failure(), '"行\n' * 9000)
    exercises = tuple(ExerciseResult(f"ch06/e{n}", "failed", (failing,)) for n in range(100))
    assert len(classroom.text(SubmissionResult("ada", DIGEST, "graded", 1e3, None, exercises))) < 128 * 1024


def test_canvas_takes_the_file_as_its_own():
    text = "".join(canvas.pieces(a_class(a_student(10.0, 2.25, name="Lovelace, Ada"))))
    assert text == (
        "Student,ID,SIS User ID,SIS Login ID,Section,lab\n"
        "    Points Possible,,,,,20.00\n"
        '"Lovelace, Ada","","","Lovelace, Ada","",12.25\n'
    )


def test_nbgrader_s_columns_hold_a_row_for_each_chapter():
    graded = GradedClass({"course": "lab"}, lambda: [a_student(10.0, 2.5)], {"ch06": "ch06_optimization"})
    assert "".join(nbgrader_csv.pieces(graded)).splitlines()[1:] == [
        '"ch06_optimization","","","ada","","","",12.5,0.0,12.5,20.0'
    ]


def test_large_marks_keep_every_digit():
    check = CheckResult("c", "It is so", "values", "passed", 1234567.25, 1234567.25)
    person = SubmissionResult(
        "ada", DIGEST, "graded", 1234567.25, None, (ExerciseResult("ch06/e", "passed", (check,)),)
    )
    (_, row) = "".join(grades.pieces(a_class(person))).splitlines()
    assert row == '"ada",1234567.25,1234567.25,1234567.25,"graded"'
    assert digits(1234567.25) == "1234567.25"
    assert (digits(0.1 + 0.2), digits(1e7), digits(0.0)) == ("0.3", "10000000", "0")


def test_gradescope_says_once_what_stopped_an_exercise():
    checks = tuple(CheckResult(f"c{n}", "", "", "not_run", 0.0, 5.0) for n in range(2))
    stopped = ExerciseResult("ch06/adam", "crashed", checks, None, "It stopped.")
    found = gradescope.gradescope(SubmissionResult("ada", DIGEST, "graded", 10.0, None, (stopped,)))
    assert [test["output"] for test in found["tests"]] == ["It stopped.", ""]
    (case, other) = junit.suite(SubmissionResult("ada", DIGEST, "graded", 10.0, None, (stopped,)), "")[1:]
    assert [child.tag for child in (*case, *other)] == ["error", "skipped"]


def test_junit_keeps_the_lines_of_an_attribute():
    failing = CheckResult("c", "one\ntwo\x1b", "", "failed", 0.0, 1.0, 0.0, Failure(), "a\nb")
    wrong = SubmissionResult(
        "ada", DIGEST, "graded", 1.0, None, (ExerciseResult("ch06/e", "failed", (failing,)),)
    )
    text = "".join(junit.pieces(a_class(wrong)))
    assert 'message="one&#10;two\\x1b"' in text
    assert "<failure" in text


def test_a_status_that_is_not_listed_is_a_failure():
    odd = CheckResult("c", "", "", "sideways", 0.0, 1.0)
    person = SubmissionResult("ada", DIGEST, "graded", 1.0, None, (ExerciseResult("ch06/e", "odd", (odd,)),))
    assert gradescope.gradescope(person)["tests"][0]["status"] == "failed"
    assert classroom.classroom(person)["tests"][0]["status"] == "error"
    assert junit.suite(person, "").attrib["errors"] == "1"


@pytest.mark.parametrize("name", UNKIND)
def test_every_name_can_name_a_file(name, tmp_path):
    write_text(tmp_path / f"{stem(name)}.json", "")
    (made,) = tmp_path.iterdir()
    assert len(made.name.encode()) < 200
    assert not made.name.startswith(".")


def test_different_names_name_different_files():
    names = [*UNKIND, "a/b", "a b", "ab", "a:b"]
    assert len({stem(name) for name in names}) == len(names)
    assert stem("Lovelace, Ada") == "Lovelace, Ada"
