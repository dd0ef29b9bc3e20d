"""``gradcheck export``: a class' marks in the files that other systems take."""

from __future__ import annotations

import base64
import csv
import json
import xml.etree.ElementTree as ET

import jsonschema
import pytest

from gradcheck.export.classroom import whole
from gradcheck.export.files import write_results
from gradcheck.export.formats import FORMATS
from tests.classes import a_class, run_of
from tests.helpers import results_schema


@pytest.fixture(scope="module")
def people(course):
    return list(a_class(course.select(["ch02", "ch06"]), 5))


@pytest.fixture
def marks(tmp_path, course, people):
    """What ``gradcheck grade`` leaves of a small class."""
    write_results(tmp_path / "marks", run_of(course.select(["ch02", "ch06"])), lambda: people)
    return tmp_path / "marks"


def test_each_format_is_written_and_named(gradcheck, marks, people):
    for to, made in FORMATS.items():
        done = gradcheck("export", marks, "--to", to)
        assert (done.returncode, done.stderr) == (0, ""), to
        path = marks / "export" / made.name
        assert str(path) in done.stdout.replace("\n", "")
        assert path.exists()
    assert len(list((marks / "export").iterdir())) == len(FORMATS)
    scores = [person.score for person in people]
    exported = marks / "export"
    for person in people:
        alone = json.loads((exported / "gradescope" / f"{person.student}.json").read_text(encoding="utf-8"))
        assert alone["score"] == person.score == sum(test["score"] for test in alone["tests"])
        alone = (exported / "github-classroom" / f"{person.student}.txt").read_text(encoding="utf-8")
        assert sum(t["score"] for t in json.loads(base64.b64decode(alone))["tests"]) == whole(person.score)
    assert [float(row["score"]) for row in rows(exported / "grades.csv")] == scores
    assert [float(row["deep-learning"]) for row in rows(exported / "canvas.csv")][1:] == scores
    nbgrader = rows(exported / "nbgrader.csv")
    assert {row["assignment"] for row in nbgrader} == {"ch02_environment", "ch06_optimization"}
    assert sum(float(row["score"]) for row in nbgrader) == sum(scores)
    suites = ET.parse(exported / "junit.xml").getroot()
    assert [float(suite.find("properties/property").get("value")) for suite in suites] == scores
    assert (exported / "grades.csv").read_bytes() == (marks / "grades.csv").read_bytes()
    assert (exported / "results.json").read_bytes() == (marks / "results.json").read_bytes()


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_out_names_the_file_or_the_folder_that_it_goes_into(gradcheck, marks, tmp_path):
    assert gradcheck("export", marks, "--to", "canvas", "--out", tmp_path / "a" / "b.csv").returncode == 0
    assert (tmp_path / "a" / "b.csv").read_text(encoding="utf-8").startswith("Student,ID,")
    assert gradcheck("export", marks, "--to", "canvas", "--out", tmp_path / "a").returncode == 0
    assert (tmp_path / "a" / "canvas.csv").is_file()
    assert gradcheck("export", marks, "--to", "gradescope", "--out", tmp_path / "g").returncode == 0
    assert len(list((tmp_path / "g").iterdir())) == 5
    done = gradcheck("export", marks, "--to", "gradescope", "--out", tmp_path / "a" / "b.csv")
    assert (done.returncode, "there is a file" in done.stderr) == (2, True)


def test_results_may_be_written_over_themselves(gradcheck, marks):
    before = (marks / "results.json").read_bytes()
    assert gradcheck("export", marks, "--to", "json", "--out", marks).returncode == 0
    assert (marks / "results.json").read_bytes() == before


def test_no_course_is_needed(gradcheck, marks, tmp_path):
    done = gradcheck("export", marks, "--to", "nbgrader-csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {row["assignment"] for row in rows(marks / "export" / "nbgrader.csv")} == {"ch02", "ch06"}


def test_a_folder_without_results_says_how_to_get_them(gradcheck, tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "nowhere", tmp_path, tmp_path / "file"):
        done = gradcheck("export", folder, "--to", "junit")
        assert done.returncode == 2
        assert "gradcheck grade" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_unknown_format_lists_those_that_there_are(gradcheck, marks):
    done = gradcheck("export", marks, "--to", "moodle")
    assert done.returncode == 2
    assert "“moodle”" in done.stderr
    assert all(name in done.stderr for name in FORMATS)
    assert not (marks / "export").exists()


def test_the_help_names_every_format(gradcheck):
    said = " ".join(gradcheck("export", "--help", env={"COLUMNS": "200"}).stdout.split())
    assert all(name in said for name in FORMATS)


def test_the_published_schema_is_a_schema_that_refuses_what_is_wrong(marks):
    schema = results_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads((marks / "results.json").read_text(encoding="utf-8"))
    document["run"]["graders"] = "sha256:" + "0" * 64
    for submission in document["submissions"]:
        submission["source"] = document["run"]["graders"]
    document["run"]["versions"] |= {"numpy": "2.2", "hypothesis": "6"}
    jsonschema.validate(document, schema)
    first = document["submissions"][0]["exercises"][0]
    for wrong in ({"status": "fine"}, {"score": -1}, {"checks": None}, {"extra": 1}):
        document["submissions"][0]["exercises"][0] = first | wrong
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document, schema)
