"""A class of attackers and honest students: nobody gets more than the work deserves, nothing else changes.

Each file of ``cases/`` is a hand-in for one exercise, ``center``. Where its attack succeeds it returns the
right answer, so its mark tells. `ATTACKS` says what each is to come to.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import secrets
import select
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from gradcheck import unit
from gradcheck.course import Course
from gradcheck.sandbox.launch import Zygote
from gradcheck.sandbox.limits import Limits
from tests.attacks.crooked_packages import PACKAGING, PATH, RIGHT
from tests.helpers import ROOT

HERE = Path(__file__).parent
SECONDS = 0.5
NEIGHBOUR = "an-honest-neighbour"
TOKEN = "attack-" + secrets.token_hex(8)


@dataclass(frozen=True)
class Fate:
    """What an attack comes to: its status, one of several parted by ``|``, and the points it earns.

    `walls`: only walls around the process stop it, so it is left out where there are none. `slow`: it takes
    a time limit or more.
    """

    status: str
    score: float = 0.0
    walls: bool = False
    slow: bool = False


def refused(status: str = "failed") -> Fate:
    return Fate(status, walls=True)


ATTACKS = {
    "01_abort": Fate("crashed"),
    "01_exception_of_the_engine": Fate("crashed"),
    "01_exit_in_the_second_call": Fate("crashed"),
    "01_keyboard_interrupt": Fate("crashed"),
    "01_kill_the_parent": refused(),
    "01_os_exit": Fate("crashed"),
    "01_os_exit_at_import": Fate("crashed"),
    "01_pytest_exit": Fate("crashed|timed_out"),
    "01_reach_everybody": refused(),
    "01_realtime_signal": Fate("crashed|failed"),
    "01_segfault": Fate("crashed"),
    "01_sys_exit": Fate("crashed"),
    "01_sys_exit_at_import": Fate("crashed"),
    "02_hypothesis_assume": Fate("crashed|timed_out"),
    "02_hypothesis_reject": Fate("crashed|timed_out"),
    "02_not_started": Fate("not_started"),
    "02_not_started_when_hard": Fate("failed|not_started"),
    "02_pytest_skip": Fate("crashed|timed_out"),
    "02_pytest_xfail": Fate("crashed|timed_out"),
    "02_unittest_skip": Fate("crashed"),
    "03_forge_the_reply": Fate("crashed|failed"),
    "03_patch_the_comparison": Fate("crashed|failed|timed_out"),
    "03_patch_the_report": Fate("failed|timed_out"),
    "03_patch_the_result": Fate("crashed|failed|timed_out"),
    "03_patch_the_wire": Fate("crashed"),
    "03_patch_unittest": Fate("failed"),
    "03_plugins_by_environment": Fate("failed"),
    "04_python_environment": Fate("failed"),
    "04_site_customisation": refused(),
    "05_false_engine": Fate("failed|crashed"),
    "05_false_numpy": Fate("failed|crashed"),
    "05_import_hook": Fate("failed"),
    "06_builtins": Fate("failed|crashed"),
    "06_clock": Fate("timed_out", slow=True),
    "06_numpy_comparisons": Fate("failed"),
    "06_random_generator": Fate("failed"),
    "07_always_equal": Fate("crashed"),
    "07_array_function": Fate("failed|crashed"),
    "07_array_that_exits": Fate("crashed"),
    "07_array_that_hangs": Fate("timed_out", slow=True),
    "07_array_ufunc": Fate("crashed"),
    "07_complex": Fate("failed"),
    "07_float_subclass": Fate("failed"),
    "07_generator": Fate("crashed"),
    "07_huge_integer": Fate("crashed"),
    "07_huge_list": Fate("crashed"),
    "07_huge_view": Fate("crashed"),
    "07_infinity": Fate("failed"),
    "07_large_answers": Fate("failed|crashed"),
    "07_large_integer": Fate("failed"),
    "07_lazy_array": Fate("failed"),
    "07_liar": Fate("crashed"),
    "07_many_keys": Fate("crashed"),
    "07_masked": Fate("failed"),
    "07_metaclass": Fate("crashed"),
    "07_minus_zero": Fate("failed"),
    "07_nan": Fate("failed"),
    "07_object_array": Fate("crashed"),
    "07_recursive_list": Fate("crashed"),
    "07_scalar": Fate("failed"),
    "07_structured": Fate("crashed"),
    "07_text": Fate("failed"),
    "08_aliased": Fate("failed", 2.0),
    "08_by_shape": Fate("failed"),
    "08_call_counting": Fate("failed"),
    "08_in_place": Fate("failed", 8.0),
    "08_in_place_hidden": Fate("failed"),
    "08_remembers": Fate("failed"),
    "09_arguments": refused(),
    "09_descriptors": Fate("failed"),
    "09_environment": refused(),
    "09_frames": Fate("failed"),
    "09_garbage_collector": Fate("failed"),
    "09_memory": refused(),
    "09_source_lines": Fate("failed"),
    "10_import_the_solution": refused(),
    "10_other_roots": refused(),
    "10_read_a_neighbour": refused(),
    "10_read_below_python": refused(),
    "10_read_the_solution": refused(),
    "10_walk": refused(),
    "11_forge_results": refused(),
    "11_github_files": refused(),
    "11_terminal_codes": Fate("crashed"),
    "11_workflow_commands": Fate("crashed"),
    "12_alarm": Fate("failed|crashed"),
    "12_atexit": refused(),
    "12_daemon": refused(),
    "12_finaliser": Fate("failed"),
    "12_subprocess": refused("failed|crashed"),
    "12_thread_that_answers": Fate("crashed|failed"),
    "13_closes_the_wire": Fate("crashed|timed_out", slow=True),
    "13_descriptors": Fate("failed"),
    "13_drips_on_the_wire": Fate("timed_out", slow=True),
    "13_endless_import": Fate("timed_out", slow=True),
    "13_endless_loop": Fate("timed_out", slow=True),
    "13_files": refused(),
    "13_floods_stdout": Fate("failed"),
    "13_fork_bomb": refused(),
    "13_garbage_on_the_wire": Fate("crashed"),
    "13_huge_exception": Fate("crashed"),
    "13_long_names": Fate("crashed|failed"),
    "13_memory": Fate("out_of_memory"),
    "13_memory_in_small_pieces": Fate("out_of_memory|timed_out"),
    "13_memory_that_is_not_counted": refused(),
    "13_recursion": Fate("crashed"),
    "13_recursion_limit_zero": Fate("failed|crashed"),
    "13_recursion_without_limit": Fate("crashed|timed_out"),
    "13_sleeps": Fate("timed_out", slow=True),
    "13_slow_arithmetic": Fate("timed_out|out_of_memory", slow=True),
    "13_slow_drip": Fate("timed_out", slow=True),
    "13_slow_expression": Fate("timed_out", slow=True),
    "13_slow_text": Fate("timed_out", slow=True),
    "13_swallows_everything": Fate("timed_out", slow=True),
    "13_thread_bomb": refused("failed|crashed|out_of_memory"),
    "15_listen": refused(),
    "15_names_and_metadata": refused(),
    "15_tcp": refused(),
    "15_unix_socket": refused(),
    "16_leave_in_tmp": refused(),
    "16_shared_memory": refused(),
    "16_take_from_the_module": Fate("failed"),
    "17_kernel_interfaces": refused(),
    "17_limits_of_others": refused(),
    "17_metadata": refused(),
    "17_namespaces": refused(),
    "17_other_calling_convention": refused("crashed"),
    "17_own_memory": refused(),
    "17_signals_by_the_back_door": refused(),
    "17_trace": refused(),
    "17_undo_the_walls": refused(),
    "17_x32": refused(),
    "19_noise": Fate("failed", 2.0),
    "19_visible_inputs": Fate("failed"),
    "22_half_a_letter": Fate("not_started"),
    "22_log_lines": Fate("crashed"),
    "22_pickle": Fate("failed"),
    "22_reduce": Fate("crashed"),
}
HONEST = sorted(path.stem for path in (HERE / "cases" / "honest").glob("*.py"))


class Outside:
    """What lies around a class: its folders, a secret, sockets that listen and a process, all to stay as is."""

    def __init__(self, folder: Path) -> None:
        self.classroom, self.out = folder / "class", folder / "out"
        self.canary, self.packages = folder / "canary", folder / "packages"
        for made in (self.classroom, self.canary, self.packages):
            made.mkdir()
        (self.canary / "secret.txt").write_text("secret", encoding="ascii")
        (self.packages / "right.py").write_bytes(RIGHT)
        self.abstract = secrets.token_hex(8)
        self.sockets = [
            socket.create_server(("127.0.0.1", 0)),
            *(socket.socket(socket.AF_UNIX) for _ in range(2)),
        ]
        self.sockets[1].bind(f"\0{self.abstract}")
        self.sockets[2].bind(str(self.canary / "socket"))
        for listening in self.sockets[1:]:
            listening.listen()
        self.others = _children()
        self.process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        self.before = self.state()

    def state(self) -> object:
        """Return all that no submission may change."""
        kept = [self.canary, *self.canary.iterdir()]
        stats = {
            str(path): (s.st_mode, s.st_uid, s.st_size, s.st_mtime_ns)
            for path in kept
            for s in [path.lstat()]
        }
        course = {str(p): p.lstat().st_mtime_ns for p in (ROOT / "solutions").rglob("*.py")}
        strays = [
            str(path)
            for place in ("/tmp", "/dev/shm", "/var/tmp", sys.prefix, ROOT)
            for path in Path(place).glob("*attack*")
            if path.name != "attacks"
        ]
        shared = [
            line.split()[0]
            for kind in ("shm", "msg", "sem")
            if (table := Path("/proc/sysvipc", kind)).is_file()
            for line in table.read_text(encoding="ascii").splitlines()
            if line.split()[0] == "77"
        ]
        return stats, course, sorted(strays), shared

    def hand_in(self, student: str, source: str) -> None:
        for name, value in {
            "@ROOT@": str(ROOT),
            "@CLASS@": str(self.classroom),
            "@OUT@": str(self.out),
            "@CANARY_FOLDER@": str(self.canary),
            "@CANARY_PID@": str(self.process.pid),
            "@PORT@": str(self.sockets[0].getsockname()[1]),
            "@SOCKET@": self.abstract,
            "@TOKEN@": TOKEN,
        }.items():
            source = source.replace(name, value)
        path = self.classroom / student / PATH
        path.parent.mkdir(parents=True)
        path.write_text(source, encoding="utf-8")

    def hand_in_honestly(self) -> None:
        for name in HONEST:
            self.hand_in(
                f"honest-{name}", (HERE / "cases" / "honest" / f"{name}.py").read_text(encoding="utf-8")
            )
        self.hand_in(NEIGHBOUR, (HERE / "cases" / "honest" / "plain.py").read_text(encoding="utf-8"))

    def check(self) -> None:
        """Fail if anything was changed, reached or left behind."""
        assert self.state() == self.before
        assert not select.select(self.sockets, [], [], 0)[0], "something connected"
        assert self.process.poll() is None
        until = time.monotonic() + 5  # for what is ending just now
        while (left := _children() - self.others - {self.process.pid}) and time.monotonic() < until:
            for number in left:
                os.waitpid(number, os.WNOHANG)
            time.sleep(0.05)
        assert not left

    def close(self) -> None:
        for listening in self.sockets:
            listening.close()
        self.process.kill()
        self.process.wait()


def _children() -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == os.getpid():
                found.add(int(stat.parent.name))
    return found


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    # Whatever a run leaves behind becomes a child of this process.
    assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0
    folder = tmp_path_factory.mktemp("outside")
    for made in (folder, *folder.parents):
        if made.is_relative_to("/tmp") and made != Path("/tmp"):
            made.chmod(0o755)
    made = Outside(folder)
    yield made
    made.close()


def command(classroom: Path, out: Path) -> dict:
    """Grade as an instructor does."""
    began = time.monotonic()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "gradcheck", "grade", str(classroom), "--out", str(out)),
            *("--only", "intro", "--seed", "7", "--seconds", str(SECONDS)),
        ],
        cwd=ROOT,
        env=os.environ | {"LANG": "C.UTF-8", "ATTACK_TOKEN": TOKEN},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert "FORGED-MARK" not in done.stdout + done.stderr
    assert "\x1b" not in done.stdout
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return results | {"took": time.monotonic() - began}


@pytest.fixture(scope="module")
def graded(outside):
    """The whole class, and the honest part of it alone, graded by the command."""
    outside.hand_in_honestly()
    alone = command(outside.classroom, outside.out.with_name("alone"))
    for name in ATTACKS:
        outside.hand_in(name, (HERE / "cases" / f"{name}.py").read_text(encoding="utf-8"))
    for name, (build, _) in PACKAGING.items():
        build(outside.classroom / name.replace("%22", '"'), outside.packages)
    return command(outside.classroom, outside.out), alone


def of(results: dict, student: str) -> dict:
    (found,) = [s for s in results["submissions"] if s["student"] == student]
    return found


def without_times(submission: dict) -> dict:
    return {name: value for name, value in submission.items() if name != "seconds"}


def test_every_case_has_its_row():
    files = sorted((HERE / "cases").glob("*.py"))
    assert [path.stem for path in files] == sorted(ATTACKS)
    assert all(path.read_text(encoding="utf-8").startswith('"""') for path in files)
    assert {name[:2] for name in (*ATTACKS, *PACKAGING)} == {
        f"{number:02}" for number in (*range(1, 18), 19, 21, 22)
    }


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_an_attack_earns_what_its_code_deserves(graded, name):
    (found,) = of(graded[0], name)["exercises"]
    assert (found["score"], found["status"] in ATTACKS[name].status.split("|")) == (
        ATTACKS[name].score,
        True,
    ), found


@pytest.mark.parametrize("name", sorted(PACKAGING))
def test_packaging_earns_nothing(graded, name):
    found = of(graded[0], name.replace("%22", '"'))
    assert found["score"] == 0
    status = found["exercises"][0]["status"] if found["exercises"] else found["status"]
    assert status in PACKAGING[name][1].split("|"), found


@pytest.mark.parametrize("student", [*(f"honest-{name}" for name in HONEST), NEIGHBOUR])
def test_the_honest_keep_their_exact_results(graded, student):
    together, alone = (of(results, student) for results in graded)
    assert together["score"] == together["max_score"] == 10, together
    assert without_times(together) == without_times(alone)


def test_nothing_outside_is_reached_and_nobody_survives(graded, outside):
    outside.check()
    assert not any(outside.out.rglob("*planted*"))


def test_the_run_is_confined_and_ends_within_its_limits(graded):
    results = graded[0]
    assert results["run"]["isolation"]["level"] in ("confined", "isolated")
    for submission in results["submissions"]:
        # Two answers lost for good, by the clock, and what the other checks take.
        assert submission["seconds"] < 60, submission["student"]


def test_pages_and_tables_take_nothing_for_a_command(graded, outside):
    table = (outside.out / "grades.csv").read_text(encoding="utf-8")
    assert not re.search(r'(^|,)"?[=@+\-]', table, re.MULTILINE)
    for page in (outside.out / "feedback").iterdir():
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e\ud800-\udfff]", text), page.name
        assert len(text) < 50_000, page.name
        # What could pass for a command or for HTML stands in a fence, which it cannot close.
        outside_fences = re.sub(r"(?ms)^(`{3,})\w*$.*?^\1$", "", text)
        assert not re.search(r"(?m)^::|<img|<script", outside_fences), page.name


MODES = {
    "confined": ("namespaces",),
    "unprotected": ("namespaces", "landlock", "seccomp"),
}
"""The walls that are left out in each mode of the sandbox but the best that this machine has."""


@pytest.fixture(params=sorted(MODES))
def elsewhere(request, monkeypatch):
    """A bench in another mode of the sandbox."""
    monkeypatch.setattr(unit, "launcher", lambda libraries: Zygote(libraries, MODES[request.param]))
    course = Course(ROOT)
    plan = unit.Plan(
        root=str(ROOT),
        exercises=("ch02/intro",),
        seed=7,
        graders=course.digest(),
        limits=Limits(call_seconds=SECONDS),
        least="unprotected",
    )
    bench = unit.Bench(plan)
    assert bench.isolation.level == request.param
    assert {m.split(":")[0] for m in bench.isolation.missing} == set(MODES[request.param])
    yield bench
    bench.close()


def test_marks_hold_in_other_modes(graded, outside, elsewhere):
    walls = elsewhere.isolation.at_least("confined")
    for name, fate in ATTACKS.items():
        if not fate.slow and (walls or not fate.walls):
            (found,) = elsewhere.grade(outside.classroom / name).exercises
            assert (found.score, found.status in fate.status.split("|")) == (fate.score, True), name
    for name in HONEST:
        result = elsewhere.grade(outside.classroom / f"honest-{name}").to_json()
        assert without_times(result) == without_times(of(graded[1], f"honest-{name}"))
    elsewhere.close()
    if walls:
        outside.check()
