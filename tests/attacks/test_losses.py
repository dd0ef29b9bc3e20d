"""A lost answer costs one check; every limit that can be hit has its name."""

from __future__ import annotations

import pytest

from gradcheck import unit
from gradcheck.answers import Lost, Raised, Returned
from gradcheck.course import Course
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import launcher
from gradcheck.sandbox.limits import Limits
from tests.attacks.crooked_packages import PATH
from tests.helpers import ROOT

LIMITS = Limits(call_seconds=0.4, wall_factor=3.0, memory=256 * 1024**2)


@pytest.fixture(scope="module")
def bench():
    plan = unit.Plan(
        root=str(ROOT), exercises=("ch02/intro",), seed=7, graders=Course(ROOT).digest(), limits=LIMITS
    )
    made = unit.Bench(plan)
    yield made
    made.close()


@pytest.fixture(scope="module")
def zygote():
    made = launcher()
    yield made
    made.close()


@pytest.fixture
def ask(zygote):
    """Load a source in a fresh worker and call its function ``f``; return the answer."""
    workers = []

    def ask(source, *arguments, limits=LIMITS, times=1):
        workers.append(Worker(zygote, limits))
        implementation = RemoteImplementation(workers[-1], source.encode(), "f.py")
        problem = implementation.start()
        answers = [problem or implementation.call("f", arguments, {}) for _ in range(times)]
        return answers[-1]

    yield ask
    for worker in workers:
        worker.close()


def grade(bench, folder, body):
    path = folder / "student" / PATH
    path.parent.mkdir(parents=True)
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    path.write_text(f"import os\n\ndef center(values):\n{lines}    return values - values.mean()\n")
    (found,) = bench.grade(folder / "student").exercises
    return found


# Only one check passes numbers this large.
WHERE = "if values.max() > 50:\n"


@pytest.mark.parametrize(
    ("deed", "status", "cause"),
    [
        ("    os._exit(0)", "crashed", "exited"),
        ("    os.abort()", "crashed", "exited"),
        ("    while True: pass", "timed_out", "timed_out"),
        ("    __import__('time').sleep(99)", "timed_out", "timed_out"),
        ("    __import__('numpy').ones(10**12)", "crashed", "out_of_memory"),
        ("    return object()", "crashed", "malformed"),
        ("    os.kill(os.getpid(), 9) or os._exit(9)", "crashed", "exited"),
    ],
)
def test_one_lost_answer_costs_one_check(bench, tmp_path, deed, status, cause):
    found = grade(bench, tmp_path, WHERE + deed)
    lost = [check for check in found.checks if check.status != "passed"]
    assert [(check.status, check.cause) for check in lost] == [(status, cause)]
    assert found.score == found.max_score - lost[0].max_points > 0


def test_who_loses_every_answer_is_stopped_early_and_told_why(bench, tmp_path):
    found = grade(bench, tmp_path, "os._exit(0)")
    assert [check.status for check in found.checks] == ["crashed"] * 2 + ["not_run"] * 3
    assert all("brought no answer" in check.message for check in found.checks[2:])
    assert (found.status, found.score) == ("crashed", 0)


def test_a_worker_that_died_between_two_calls_is_replaced(ask):
    source = (
        "import os, threading, time\ndef f(n):\n"
        "    if n: threading.Timer(0.05, os._exit, (3,)).start()\n    return n\n"
    )
    assert ask(source, 0) == Returned(0)
    answers = [ask(source, 1), ask(source, 0)]
    assert answers == [Returned(1), Returned(0)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("while True: pass", Lost("timed_out")),
        ("import time; time.sleep(99)", Lost("timed_out")),
        ("return bytearray(10**12)", Lost("out_of_memory")),
        ("raise MemoryError", Lost("out_of_memory")),
        ("import os; os._exit(3)", Lost("exited", "exit code 3")),
        ("import ctypes; ctypes.string_at(0)", Lost("exited", "SIGSEGV")),
        ("return object()", Lost("malformed", "an object of type object")),
        ("return {1.5: 2}", Lost("malformed", "a key that is neither text nor a small integer")),
        ("open('/etc/passwd')", Raised),
        ("return [open('/dev/null') for _ in range(99)]", Raised),
        ("import os; os.fork()", Raised),
        ("raise KeyboardInterrupt", Raised),
        ("raise SystemExit(0)", Raised),
        ("raise GeneratorExit", Raised),
        ("raise type('_TimeUp', (BaseException,), {'__module__': 'gradcheck.local'})", Raised),
    ],
)
def test_every_limit_has_its_name(ask, body, expected):
    answer = ask(f"def f():\n    {body}\n")
    assert answer == expected if isinstance(expected, Lost) else isinstance(answer, expected), answer


HOSTILE = """
class Meta(type):
    def __getattribute__(cls, name):
        raise KeyboardInterrupt(name)

class Error(Exception, metaclass=Meta):
    {member}

def f():
    raise Error("words")
"""


@pytest.mark.parametrize(
    "member",
    [
        "pass",
        "def __str__(self): raise SystemExit(0)",
        "def __str__(self): return type('S', (str,), {'__getitem__': lambda *_: 1 / 0})('x')",
        "__traceback__ = property(lambda self: 1 / 0)",
        "__class__ = property(lambda self: 1 / 0)",
        "__module__ = 3",
        "def __getattribute__(self, name): raise BaseException(name)",
    ],
)
def test_a_hostile_exception_is_an_exception(ask, member):
    answer = ask(HOSTILE.format(member=member))
    assert isinstance(answer, Raised)
    assert [type(part) for part in (answer.type, answer.message, answer.text)] == [str] * 3


def test_text_of_an_exception_that_never_ends_is_timed_out(ask):
    member = "def __str__(self):\n        while True: pass"
    assert ask(HOSTILE.format(member=member)) == Lost("timed_out")


def test_a_file_that_is_too_long_is_not_loaded(ask):
    assert ask("#" * (LIMITS.source_bytes + 1)) == Lost(
        "malformed", f"the file has more than {LIMITS.source_bytes} bytes"
    )


def test_many_calls_share_a_budget(zygote):
    source = b"import time\ndef f(clock, seconds):\n    t = clock_of(clock)\n    while clock_of(clock) < t + seconds: pass\n"
    source += b"def clock_of(name):\n    return getattr(time, name)()\n"
    limits = Limits(call_seconds=0.2, check_factor=2.0, wall_factor=8.0, total_seconds=1)
    with Worker(zygote, limits) as worker:
        implementation = RemoteImplementation(worker, source, "f.py")
        answers = []
        for _check in range(5):
            assert not isinstance(implementation.start(), Raised)
            answers += [implementation.call("f", ["process_time", 0.15], {}) for _ in range(4)]
        lost = [i for i, answer in enumerate(answers) if isinstance(answer, Lost)]
        assert 2 <= lost[0] <= 3, "a check's calls share a budget"
        assert lost[-1] == len(answers) - 1, "all checks share a budget"
        assert "all its time" in answers[-1].detail


def test_answers_to_one_check_are_bounded(zygote):
    limits = Limits(answer_bytes=10**6)
    with Worker(zygote, limits) as worker:
        implementation = RemoteImplementation(worker, b"def f():\n    return b'x' * 300_000\n", "f.py")
        implementation.start()
        answers = [implementation.call("f", [], {}) for _ in range(4)]
        assert [type(answer) for answer in answers] == [Returned] * 3 + [Lost]
        assert implementation.start() is None
        assert isinstance(implementation.call("f", [], {}), Returned)


def test_two_exercises_in_one_worker_do_not_answer_for_each_other(zygote):
    with Worker(zygote, LIMITS) as worker:
        one, other = (RemoteImplementation(worker, b"def f(): return %d" % i, "f.py") for i in (1, 2))
        assert (one.start(), other.start()) == (None, None)
        assert [i.call("f", [], {}).value for i in (one, other, one, one, other)] == [1, 2, 1, 1, 2]
