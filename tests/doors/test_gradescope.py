"""``gradcheck package gradescope``: a package that grades, and writes its results whatever happens."""

from __future__ import annotations

import atexit
import base64
import contextlib
import hashlib
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import nbformat
import pytest

from gradcheck import unit
from gradcheck.course import Course, CourseError
from gradcheck.export import autograder
from gradcheck.sandbox.launch import Zygote
from tests.helpers import ROOT

ELSEWHERE = ROOT / "tests" / "fixture_course"
COURSE = Course(ELSEWHERE)
IDS = ["ch01/slugify", "ch03/mean_value"]
RIGHT = {id: COURSE.one(id).solution for id in IDS}
MOST = 20

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")

FORGING = """
import atexit, builtins, json, os, sys

FAKE = json.dumps({{"score": 999, "tests": [{{"score": 999, "max_score": 999, "status": "passed"}}]}})
ROOT = {root!r}


def forge():
    for place in (ROOT, "/autograder"):
        for name in ("results/results.json", "results/.results.json.part", "source/broken.json", "run_autograder"):
            try:
                with open(os.path.join(place, name), "w") as file:
                    file.write(FAKE)
            except OSError:
                pass
    for descriptor in (1, 2):
        try:
            os.write(descriptor, FAKE.encode())
        except OSError:
            pass
    print(FAKE)


def stolen():
    for place in (ROOT, "/autograder"):
        for name in ("job.json", "course/solutions/ch01_text/slugify.py"):
            try:
                with open(os.path.join(place, "source", name)) as file:
                    raise ValueError("STOLEN " + file.read())
            except OSError:
                pass


atexit.register(forge)
forge()


def slugify(text):
    forge()
    stolen()
    return FAKE
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The package of two exercises, made by the command."""
    out = tmp_path_factory.mktemp("package") / "made" / "autograder.zip"
    done = subprocess.run(
        [sys.executable, "-m", "gradcheck", "package", "gradescope", *IDS, "--out", str(out), "--seed", "7"],
        cwd=ELSEWHERE,
        env=os.environ | {"LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "nothing is graded" in done.stdout
    return out


class Container:
    """A directory laid out as ``/autograder``, on a machine with this Python."""

    def __init__(self, package: Path) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="autograder-"))
        self.root.chmod(0o755)
        for name in ("source", "submission", "results"):
            (self.root / name).mkdir()
        subprocess.run(["unzip", "-q", package, "-d", self.root / "source"], check=True)
        shutil.copy(self.root / "source" / "run_autograder", self.root)

    def hand_in(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.root / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def run(self, user: str | None = None, python: str = sys.executable) -> tuple[dict, str]:
        """Run it, and return its results and what it printed."""
        program = self.root / "run_autograder"
        assert os.access(program, os.X_OK)
        identity = {}
        if user is not None:
            identity = identity_of(user)
            owner = f"{identity['user']}:{identity['group']}"
            subprocess.run(["chown", "-R", owner, self.root], check=True)
            python = python_for(user)
        done = subprocess.run(
            [program, self.root, python],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            **identity,
        )
        return self.results(), done.stdout + done.stderr

    def results(self) -> dict:
        return json.loads((self.root / "results" / "results.json").read_text(encoding="utf-8"))


def identity_of(user: str) -> dict:
    found = pwd.getpwnam(user)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


@cache
def python_for(user: str) -> str:
    """Return a Python like this one that `user` may run; this one may be in root's home."""

    def runs(python: str) -> bool:
        with contextlib.suppress(OSError):
            return not subprocess.run(
                [python, "-c", ""], check=False, cwd="/", **identity_of(user)
            ).returncode
        return False

    if runs(sys.executable):
        return sys.executable
    system = f"/usr/bin/python3.{sys.version_info.minor}"
    if not runs(system):
        pytest.skip(f"{user} can run no Python 3.{sys.version_info.minor} here")
    folder = Path(tempfile.mkdtemp(prefix="python-for-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    subprocess.run([system, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python3*/site-packages")
    paths = [path for path in sys.path if path.endswith("site-packages")]
    (site / "elsewhere.pth").write_text("\n".join([*paths, str(ROOT), ""]), encoding="utf-8")
    return str(folder / "bin" / "python")


@pytest.fixture
def container(package):
    made = Container(package)
    yield made
    shutil.rmtree(made.root)


@pytest.fixture(params=[None, pytest.param("nobody", marks=as_root)], ids=["as we are", "as nobody"])
def user(request):
    return request.param


def laid_out(texts: dict[str, str]) -> dict[str, str]:
    return {f"exercises/{COURSE.one(id).path.as_posix()}": text for id, text in texts.items()}


def adds_up(results: dict) -> bool:
    scores = [test["score"] for test in results["tests"]]
    return results["score"] == pytest.approx(sum(scores)) and results["stdout_visibility"] == "hidden"


def test_the_package_holds_what_grades_and_nothing_else(package):
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        modes = {name: archive.getinfo(name).external_attr >> 16 & 0o777 for name in names}
        assert {name for name, mode in modes.items() if mode & 0o100} == {"setup.sh", "run_autograder"}
        assert {"course/graders/course.toml", "course/solutions/ch01_text/slugify.py"} <= set(names)
        assert not [
            name for name in names if "variants" in name or "program_" in name or ".hypothesis" in name
        ]
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder)
            assert Course(Path(folder, "course")).digest() == COURSE.digest()


def test_the_same_course_and_job_make_the_same_bytes(tmp_path, package):
    job = autograder.make_job(COURSE.select(IDS), 7, 10, trust=False)
    autograder.write_package(tmp_path / "again.zip", COURSE, job)
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_the_wheel_is_one_that_pip_installs(package, tmp_path):
    with zipfile.ZipFile(package) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".whl")]
        wheel = Path(archive.extract(name, tmp_path))
    with zipfile.ZipFile(wheel) as archive:
        (record,) = [name for name in archive.namelist() if name.endswith("/RECORD")]
        for line in archive.read(record).decode().splitlines():
            member, digest, _size = line.rsplit(",", 2)
            found = base64.urlsafe_b64encode(hashlib.sha256(archive.read(member)).digest()).rstrip(b"=")
            assert digest in (f"sha256={found.decode()}", "")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--no-index",
            "--target",
            tmp_path / "site",
            wheel,
        ],
        check=True,
    )
    assert (tmp_path / "site/gradcheck/locale/zh/LC_MESSAGES/gradcheck.po").is_file()


def test_setup_makes_an_environment_with_the_wheel_in_it(container, tmp_path):
    fake = tmp_path / "bin" / "python3.13"
    fake.parent.mkdir()
    fake.write_text(
        '#!/bin/sh\necho "$@" >> "$LOG"\n[ "$2" = venv ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/python"\nexit 0\n'
    )
    fake.chmod(0o755)
    log = tmp_path / "log"
    environment = {"PATH": f"{fake.parent}:/usr/bin:/bin", "LOG": str(log)}
    setup = container.root / "source" / "setup.sh"
    subprocess.run([setup, tmp_path / "home"], cwd="/", env=environment, check=True)
    _probe, venv, install = log.read_text().splitlines()
    assert venv == f"-m venv {tmp_path}/home"
    assert "gradcheck-" in install
    assert install.endswith("-r requirements.txt")


def test_what_exercises_import_is_installed():
    assert autograder.requirements(COURSE.select(IDS)) == []
    assert autograder.requirements(COURSE.select(["ch02"])) == ["tensorflow"]


def test_a_right_submission_gets_everything(container, user):
    container.hand_in(laid_out(RIGHT))
    results, said = container.run(user)
    assert results["score"] == MOST, said
    assert adds_up(results)
    assert {test["status"] for test in results["tests"]} == {"passed"}


def test_files_without_their_folders_and_notebooks_are_found(container):
    cell = nbformat.v4.new_code_cell(RIGHT["ch03/mean_value"])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    container.hand_in({"slugify.py": RIGHT["ch01/slugify"], "mean_value.ipynb": nbformat.writes(notebook)})
    results, said = container.run()
    assert results["score"] == MOST, said


def test_a_wrong_submission_gets_what_is_right_of_it(container, user):
    container.hand_in(laid_out(RIGHT | {"ch01/slugify": "def slugify(text):\n    return text\n"}))
    results, said = container.run(user)
    assert MOST / 2 <= results["score"] < MOST, said
    assert adds_up(results)
    assert any("slugify(" in test["output"] for test in results["tests"])


@pytest.mark.parametrize(
    "body", ["import os\nos._exit(0)\n", "def slugify(text):\n    import os\n    os.abort()\n"]
)
def test_a_crashing_submission_loses_nothing_else(container, body):
    container.hand_in(laid_out(RIGHT | {"ch01/slugify": body}))
    results, said = container.run()
    assert results["score"] == MOST / 2, said
    assert adds_up(results)


def test_a_forging_submission_gets_nothing_and_sees_nothing(container, user):
    forging = FORGING.format(root=str(container.root))
    fake = json.dumps({"score": 999})
    container.hand_in(
        laid_out({"ch01/slugify": forging})
        | {
            "results/results.json": fake,
            "results.json": fake,
            "sitecustomize.py": forging,
            "conftest.py": forging,
        }
        | {"gradcheck.toml": 'course = "."\n', "gradcheck/__init__.py": forging, "run_autograder": "exit 0\n"}
    )
    results, said = container.run(user)
    assert results["score"] == 0, said
    assert adds_up(results)
    for text in (json.dumps(results), said):
        assert "STOLEN" not in text
    assert "999" not in said
    assert "999" not in "".join(str(test["score"]) for test in results["tests"])


def test_no_submission_is_no_points(container):
    results, said = container.run()
    assert results["score"] == 0, said
    assert "slugify.py" in json.dumps(results)


def test_a_broken_grader_says_so_and_nothing_secret(container, user):
    container.hand_in(laid_out(RIGHT))
    grader = container.root / "source/course/graders/ch01_text/test_slugify.py"
    grader.write_text(grader.read_text(encoding="utf-8") + '\nraise RuntimeError("hidden-42")\n')
    results, said = container.run(user)
    assert results["score"] == 0
    assert results["tests"] == []
    assert "grader could not go on" in results["output"]
    assert "hidden-42" not in json.dumps(results)
    assert "hidden-42" in said, "the teacher is told"


def test_results_of_a_submission_before_are_not_kept(container):
    container.hand_in(laid_out(RIGHT))
    (container.root / "results" / "results.json").write_text(json.dumps({"score": MOST}))
    results, _said = container.run(python="/nonexistent/python")
    assert results["score"] == 0
    assert "grader could not go on" in results["output"]


def test_the_time_limit_is_told(tmp_path):
    job = autograder.make_job(COURSE.select(IDS), 7, 10, trust=False)
    autograder.write_package(tmp_path / "package.zip", COURSE, replace(job, seconds=31))
    container = Container(tmp_path / "package.zip")
    container.hand_in(laid_out({"ch01/slugify": "def slugify(text):\n    while True:\n        pass\n"}))
    try:
        results, _said = container.run()
    finally:
        shutil.rmtree(container.root)
    assert results["score"] == 0
    assert "took too long" in results["output"]


def test_what_submissions_may_use_ends_before_the_container_does():
    job = autograder.make_job(COURSE.select(IDS), 7, 10, trust=False)
    limits = job.plan(COURSE).limits
    assert limits.total_seconds * limits.wall_factor < job.seconds


@pytest.mark.parametrize("trust", [False, pytest.param(True, marks=as_root)], ids=["refused", "trusted"])
def test_what_cannot_be_confined_is_refused_unless_trusted(tmp_path, monkeypatch, trust):
    job = autograder.make_job(COURSE.select(IDS[:1]), 7, 10, trust=trust)
    autograder.write_package(tmp_path / "package.zip", COURSE, job)
    container = Container(tmp_path / "package.zip")
    container.hand_in(laid_out({"ch01/slugify": FORGING.format(root=str(container.root))}))
    monkeypatch.setattr(
        unit, "launcher", lambda libraries: Zygote(libraries, without=["namespaces", "landlock"])
    )
    try:
        if trust:
            autograder.run(container.root)
            # Of root, file modes are left; SECURITY.md promises no more than the marks at this level.
            assert "STOLEN" not in json.dumps(container.results())
        else:
            with pytest.raises(CourseError):
                autograder.run(container.root)
            assert "cannot be confined" in container.results()["output"]
        assert container.results()["score"] == 0
    finally:
        shutil.rmtree(container.root)
