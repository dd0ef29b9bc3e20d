"""The walls, one by one: what each refuses, what it lets through, and what is said where it cannot stand."""

from __future__ import annotations

import importlib.util
import os
import struct
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from gradcheck.sandbox import jail, namespaces
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import Cold, Zygote
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.selftest import WALLS, probe
from tests.helpers import ROOT

SECRETS = (ROOT / "graders" / "course.toml",)
HERE_AT_BEST = {"isolated", "confined"}


def forked(body):
    """Return what `body` prints in a process of its own that has this package at hand."""
    source = "import os, sys\nfrom gradcheck.sandbox import jail, namespaces\n" + body
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def level(launcher):
    try:
        return probe(launcher, Limits(), SECRETS)
    finally:
        launcher.close()


def test_the_level_is_the_best_that_stands_here():
    found = level(Zygote())
    assert found.level in HERE_AT_BEST
    assert found.succeeded == ()
    assert set(found.mechanisms) | {m.split(":")[0] for m in found.missing} == {*WALLS, "rlimits"}
    assert (found.level == "isolated") == (not found.missing)


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        (("namespaces",), "confined"),
        (("namespaces", "landlock"), "limited"),
        (("namespaces", "seccomp"), "unprotected"),
        (("namespaces", "landlock", "seccomp", "no capabilities"), "unprotected"),
        (("no capabilities", "namespaces"), "limited"),
    ],
)
def test_what_is_left_out_is_named_and_lowers_the_level(without, expected):
    found = level(Zygote(without=without))
    assert found.level == expected
    assert {m.split(":")[0] for m in found.missing} == set(without)
    assert set(found.mechanisms).isdisjoint(without)


def test_a_worker_without_a_zygote_says_that_it_has_no_namespaces():
    found = level(Cold())
    assert found.level == "confined"
    assert [m.split(":")[0] for m in found.missing] == ["namespaces"]


def test_each_wall_refuses_its_own():
    """With one wall taken out, the self-test finds a way through that the others do not close."""
    assert "read course.toml" in level(Zygote(without=("namespaces", "landlock"))).succeeded
    assert "start a process" in level(Zygote(without=("namespaces", "seccomp"))).succeeded


def test_namespaces_hide_the_machine_by_themselves():
    found = level(Zygote(without=("landlock",)))
    if "namespaces" in found.mechanisms:
        assert found.succeeded == ()
        assert found.level == "confined"


INSIDE = b"""
import importlib.util
import os
def look():
    def tried(path):
        try: return sorted(os.listdir(path))
        except OSError as error: return error.errno
    return {"pid": os.getpid(), "parent": os.getppid(), "uid": os.getuid(),
            "root": tried("/"), "exe": os.readlink("/proc/self/exe"), "home": tried("/root")}
"""


def test_inside_is_nothing_but_python():
    launcher = Zygote(without=("landlock", "seccomp"))
    try:
        with Worker(launcher, Limits()) as worker:
            implementation = RemoteImplementation(worker, INSIDE, "inside.py")
            seen = implementation.call("look", [], {}).value
            if "namespaces" in worker.missing:
                pytest.skip(worker.missing["namespaces"])
    finally:
        launcher.close()
    assert (seen["pid"], seen["parent"]) == (1, 0)
    assert seen["uid"] == (os.getuid() or 65534)
    assert seen["exe"] == os.path.realpath(sys.executable)
    assert not {"home", "boot", "var", "sys", "run"} & set(seen["root"])
    assert not isinstance(seen["home"], list) or not {".ssh", ".bashrc"} & set(seen["home"])


def test_namespaces_need_no_root():
    body = """
if os.getuid() == 0:
    os.setgroups([]); os.setresgid(20001, 20001, 20001); os.setresuid(20001, 20001, 20001)
    import ctypes; ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
print(namespaces.refusal(["/usr/lib", "/lib", "/lib64", "/dev/null"]).replace(" ", "_") or "stands")
"""
    (as_user,) = forked(body)
    (as_ourselves,) = forked("print(namespaces.refusal(jail.readable()).replace(' ', '_') or 'stands')")
    if os.getuid() == 0 and as_ourselves == "stands":
        assert as_user == "stands"
    assert as_user


def test_a_wall_that_falls_says_why(monkeypatch):
    def refuse(*_):
        raise namespaces.WallError("unshare: not here")

    monkeypatch.setattr(namespaces, "_unshare", refuse)
    assert namespaces.refusal(jail.readable()) == "unshare: not here"


def test_a_wall_that_kills_its_builder_has_fallen(monkeypatch):
    monkeypatch.setattr(namespaces, "_unshare", lambda *_: os._exit(3))
    assert namespaces.refusal(jail.readable()) == "it fell"


def test_limits_are_set_and_cpu_seconds_end_with_a_name():
    body = f"""
import resource
from gradcheck.sandbox.limits import Limits
jail.limit(Limits(**{asdict(Limits(total_seconds=5, files=32))!r}), 10**9)
print(*resource.getrlimit(resource.RLIMIT_CPU), *resource.getrlimit(resource.RLIMIT_NOFILE),
      resource.getrlimit(resource.RLIMIT_AS)[1], resource.getrlimit(resource.RLIMIT_CORE)[1])
"""
    found = [int(number) for number in forked(body)]
    assert found == [5, 6, 32, 32, 10**9 + Limits().memory, 0]


def test_limits_never_rise():
    body = """
import resource
from gradcheck.sandbox.limits import Limits
resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
jail.limit(Limits(), 10**9)
print(resource.getrlimit(resource.RLIMIT_NOFILE)[1])
"""
    assert forked(body) == ["20"]


@pytest.mark.parametrize("machine", sorted(jail._MACHINES))
@pytest.mark.parametrize("own", [1, 4242])
def test_the_filter_decides_every_call_and_never_jumps_astray(machine, own):
    """Runs the filter's program over every number, as the kernel would."""
    table = jail._MACHINES[machine]
    program = list(struct.iter_unpack("HBBI", jail._program(table, own)))

    def decide(number, arguments=(), architecture=table.audit):
        data = struct.pack("iIQ6Q", number, architecture, 0, *(*arguments, *[0] * (6 - len(arguments))))
        at, word = 0, 0
        while True:
            code, yes, no, value = program[at]
            at += 1
            if code == jail._LOAD:
                (word,) = struct.unpack_from("I", data, value)
            elif code == jail._RETURN:
                return value
            else:
                hit = {
                    jail._EQUAL: word == value,
                    jail._GREATER_OR_EQUAL: word >= value,
                    jail._ANY_BIT: bool(word & value),
                }[code]
                at += yes if hit else no

    refused, unknown, allowed = jail._ERROR | jail._EPERM, jail._ERROR | jail._ENOSYS, jail._ALLOW
    for number in range(600):
        if number in table.refused:
            assert decide(number) == refused
        elif number in table.unknown or number > table.highest:
            assert decide(number) == unknown
        elif number not in {table.clone, table.fcntl, *(n for n, _ in table.own_process_only)}:
            assert decide(number) == allowed
    assert decide(1, architecture=0x40000003) == jail._KILL
    assert decide(0x40000000 | 1) == unknown
    assert decide(table.clone, (0x11,)) == refused
    assert decide(table.clone, (jail._CLONE_THREAD | 0x100,)) == allowed
    for command in jail._FCNTL_SIGNALS:
        assert decide(table.fcntl, (3, command)) == refused
    assert decide(table.fcntl, (3, 3)) == allowed
    for number, place in table.own_process_only:
        arguments = [7] * 6
        assert decide(number, arguments) == refused
        arguments[place] = own
        assert decide(number, arguments) == allowed
    kill = table.own_process_only[0][0]
    assert decide(kill, (0, 9)) == decide(kill, (0xFFFFFFFF, 9)) == refused
    # An argument of 64 bits is looked at in its lower half only: a number of a process has no more.


def test_a_zygote_that_is_killed_is_replaced():
    launcher = Zygote()
    try:
        with Worker(launcher, Limits()) as worker:
            one = RemoteImplementation(worker, b"def f(): return 1\n", "f.py")
            assert one.call("f", [], {}).value == 1
            launcher._process.kill()
            launcher._process.wait()
        with Worker(launcher, Limits()) as worker:
            assert RemoteImplementation(worker, b"def f(): return 2\n", "f.py").call("f", [], {}).value == 2
    finally:
        launcher.close()


def test_workers_leave_no_descriptors():
    def open_files():
        return len(list(Path("/proc/self/fd").iterdir()))

    launcher = Zygote()
    try:
        for _ in range(5):
            with Worker(launcher, Limits()) as worker:
                RemoteImplementation(worker, b"", "f.py").start()
        before = open_files()
        for _ in range(40):
            with Worker(launcher, Limits()) as worker:
                RemoteImplementation(worker, b"import os\nos._exit(0)", "f.py").start()
        assert open_files() == before
    finally:
        launcher.close()


TENSORFLOW = b"""
import numpy as np
import tensorflow as tf

def derivative(x):
    with tf.GradientTape() as tape:
        v = tf.Variable(x)
        y = tf.reduce_sum(v * v)
    return tape.gradient(y, v)

def drawn():
    return tf.random.normal((2,))

def trained():
    model = tf.keras.Sequential([tf.keras.layers.Dense(3, "relu"), tf.keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model.fit(np.ones((8, 2)), np.ones((8, 1)), epochs=2, verbose=0).history["loss"]
"""


@pytest.mark.tensorflow
@pytest.mark.parametrize("without", [(), ("namespaces",)])
def test_tensorflow_works_inside_and_is_warm(without):
    if importlib.util.find_spec("tensorflow") is None:
        pytest.skip("no TensorFlow here")
    launcher = Zygote(("numpy", "tensorflow"), without)
    try:
        seconds, drawn = [], []
        for _ in range(3):
            with Worker(launcher, Limits()) as worker:
                implementation = RemoteImplementation(worker, TENSORFLOW, "f.py")
                began = time.perf_counter()
                answer = implementation.call("derivative", [np.array([1.0, -2.0])], {})
                seconds.append(time.perf_counter() - began)
                assert answer.value.tolist() == [2.0, -4.0]
                drawn.append(implementation.call("drawn", [], {}).value.tolist())
                assert implementation.call("trained", [], {}).value[1] < 2
        assert min(seconds[1:]) < 1.0
        assert drawn[0] == drawn[1] == drawn[2]
    finally:
        launcher.close()
