"""What a submission does with the functions that it is passed costs it its own answer, and nobody else's."""

from __future__ import annotations

import time

import numpy as np
import pytest

from gradcheck.answers import Lost, Raised, Returned
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import launcher
from gradcheck.sandbox.limits import Limits

LIMITS = Limits(call_seconds=0.4, wall_factor=3.0, memory=256 * 1024**2, questions=2_000)

# What every attack begins with: the wire, past all that is meant to keep to its rules.
ON_THE_WIRE = """
import gc, os, socket, sys, threading, time
from gradcheck.sandbox.wire import encode, framed

def is_open(thing):
    try:
        return bool(os.fstat(thing.fileno()))
    except OSError:
        return False

(HOST,) = [thing for thing in gc.get_objects() if type(thing) is socket.socket and is_open(thing)]
NUMBER = [0]
QUESTION = encode([[2], {}])

def number():
    frame = sys._getframe()
    while "number" not in frame.f_locals or "reply" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["number"]

def ask(handle=0, question=QUESTION, request=None, wait=True):
    HOST.sendall(framed(encode(("asked", number() if request is None else request, handle, question))))
    if wait:
        return HOST.recv(1 << 16)

def f(g, *rest):
    reply = None
    {body}
    return g(3)

def after(*rest):
    reply = None
    {later}
    return 9
"""


@pytest.fixture(scope="module")
def zygote():
    made = launcher()
    yield made
    made.close()


def square(x):
    return x**2


@pytest.fixture
def attack(zygote):
    """Run an attack in ``f``, which is passed a function; return its answer and those of two calls after."""
    workers = []

    def run(body="pass", later="pass", function=square, limits=LIMITS, anew=False):
        workers.append(Worker(zygote, limits))
        source = ON_THE_WIRE.replace("{body}", body).replace("{later}", later)
        implementation = RemoteImplementation(workers[-1], source.encode(), "f.py")
        assert implementation.start() is None
        first = implementation.call("f", [function, 0], {})
        if anew:  # another check
            assert implementation.start() is None
        return first, implementation.call("after", [], {}), implementation.call("after", [function], {})

    yield run
    for worker in workers:
        worker.close()


def test_the_wire_is_reached_and_honest_questions_are_answered(attack):
    assert attack() == (Returned(9),) * 3
    assert attack("assert b'returned' in ask()") == (Returned(9),) * 3


@pytest.mark.parametrize(
    "body",
    [
        "ask(handle=1)",
        "ask(handle=-1)",
        "ask(handle=99)",
        "ask(handle=2**40)",
        "ask(handle='0')",
        "ask(handle=0.0)",
        "ask(handle=None)",
        "ask(request=number() + 1)",
        "ask(request=number() - 1)",
        "ask(request=0)",
        "ask(question=None)",
        "ask(question='text')",
        "ask(question=[[2], {}])",
        "ask(question=b'')",
        "ask(question=b'junk')",
        "ask(question=os.urandom(1000))",
        "ask(question=QUESTION + b'N')",
        "ask(question=QUESTION[:-1])",
        "ask(question=encode(2))",
        "ask(question=encode([[2]]))",
        "ask(question=encode([(2,), {}]))",
        "ask(question=encode([[2], {}, 0]))",
        "ask(question=b'l\\0\\0\\0\\2l\\0\\0\\0\\1h\\0\\0\\0\\0d\\0\\0\\0\\0')",
        "ask(question=b'l\\0\\0\\0\\2l\\0\\0\\0\\1g' + b'\\1' * 37 + b'd\\0\\0\\0\\0')",
        "ask(question=__import__('pickle').dumps(os.system))",
        "ask(question=encode([[b'x' * 9000], {}]))",
        "HOST.sendall(framed(encode(('asked', number(), 0)))); HOST.recv(1)",
        "HOST.sendall(framed(encode(('asked', number(), 0, QUESTION, 0)))); HOST.recv(1)",
        "HOST.sendall(framed(encode(('asked',)))); HOST.recv(1)",
        "HOST.sendall(b'\\xff\\xff\\xff\\xff' + bytes(100)); HOST.recv(1)",
    ],
)
def test_a_forged_question_ends_in_malformed(attack, body):
    first, second, third = attack(body)
    assert isinstance(first, Lost)
    assert first.reason == "malformed"
    assert (second, third) == (Returned(9), Returned(9))


@pytest.mark.parametrize(
    "body",
    [
        "ask(question=encode([[], {}]))",
        "ask(question=encode([[1, 2, 3], {}]))",
        "ask(question=encode([[2], {'x': 1}]))",
        "ask(question=encode([[2], {1: 1}]))",
        "ask(question=encode([['text'], {}]))",
        "ask(question=encode([[{'a': [None]}], {}]))",
    ],
)
def test_a_question_that_the_function_cannot_answer_is_raised(attack, body):
    assert attack(f"assert b'raised' in {body} and b'TypeError' in {body}") == (Returned(9),) * 3


def test_two_questions_at_once_are_lost(attack):
    first, second, third = attack("[ask(wait=False) for _ in range(2)]; time.sleep(9)")
    assert isinstance(first, Lost)
    assert (second, third) == (Returned(9), Returned(9))


@pytest.mark.parametrize("later", ["ask()", "ask(request=number() - 1)"])
def test_there_is_nothing_to_ask_once_the_call_is_over(attack, later):
    first, second, third = attack(later=later)
    assert first == Returned(9)
    assert isinstance(second, Lost)
    assert second.reason == "malformed"
    # In the third, the function is there to be asked, if not for another call.
    assert third == Returned(9) if later == "ask()" else third.reason == "malformed"


def test_questions_of_a_thread_that_stays_confuse_itself_alone(attack):
    body = "n = number(); threading.Thread(target=lambda: [ask(request=n) for _ in range(9)], daemon=True).start()"
    for answer in attack(body, "time.sleep(0.1)"):  # it spoils its own answers at most
        assert isinstance(answer, (Returned, Raised, Lost))
    assert attack() == (Returned(9),) * 3


def test_a_question_instead_of_a_loaded_file_is_malformed(zygote):
    with Worker(zygote, LIMITS) as worker:
        source = ON_THE_WIRE.replace("{body}", "pass").replace("{later}", "pass") + "\nask(request=1)\n"
        problem = RemoteImplementation(worker, source.encode(), "f.py").start()
        assert isinstance(problem, Lost)
        assert problem.reason == "malformed"


FLOODS = {
    "as many as there are": ("while True: g(1)", LIMITS),
    "for all the time there is": (
        "while True: g(1)",
        Limits(call_seconds=0.2, wall_factor=3.0, questions=10**9),
    ),
    "while others swallow everything": (
        "\n    while True:\n        try: g(1)\n        except BaseException: pass",
        LIMITS,
    ),
    "with as much as fits": (
        "while True: ask(question=encode([[b'x' * 4000], {}]))",
        Limits(call_seconds=3.0, answer_bytes=10**6, questions=10**9),
    ),
    "and dawdling in between": (
        "\n    while True:\n        g(1)\n        time.sleep(0.06)",
        Limits(call_seconds=0.2, wall_factor=2.0, questions=10**9),
    ),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_of_questions_ends(attack, name):
    body, limits = FLOODS[name]
    began = time.monotonic()
    first, second, third = attack(body, limits=limits, function=lambda x: 1, anew=True)
    assert isinstance(first, Lost)
    assert first.reason in ("timed_out", "malformed")
    assert time.monotonic() - began < 5
    assert (second, third) == (Returned(9), Returned(9))


def test_the_graders_own_time_is_bounded(attack):
    limits = Limits(call_seconds=0.1, check_factor=3.0)
    began = time.monotonic()
    first, second, third = attack("while True: g(1)", limits=limits, function=lambda x: time.sleep(0.05))
    assert first == Lost("timed_out", "the functions that it was passed took too long")
    assert time.monotonic() - began < 2
    assert (second, third) == (Returned(9), Returned(9))


def test_who_asks_and_dies_has_ended(attack):
    first, second, third = attack("ask(wait=False); os._exit(3)")
    assert isinstance(first, Lost)
    assert first.reason == "exited"
    assert (second, third) == (Returned(9), Returned(9))


@pytest.mark.parametrize(
    "value", ["[1] * 400", "'x' * 1000", "float('nan')", "10**300", "__import__('numpy').zeros((0, 2**40))"]
)
def test_whatever_a_function_gets_it_answers_or_raises(attack, value):
    def function(x):
        return np.outer(x, x) @ np.outer(x, x)

    first, second, third = attack(f"g({value})", function=function)
    assert isinstance(first, (Returned, Raised))
    assert (second, third) == (Returned(9), Returned(9))


def test_what_would_grow_in_the_grader_is_refused_on_both_sides(attack):
    seen = []
    answer = attack("g(b'x' * 5000)", function=seen.append)[0]
    assert isinstance(answer, Raised)
    assert answer.type == "ValueError"
    assert attack("ask(question=encode([[b'x' * 5000], {}]))", function=seen.append)[0].reason == "malformed"
    assert not seen


@pytest.mark.parametrize(
    "answer",
    [
        "(np.ones((2, 2)), 1, ())",
        "('lost', np.ones(3), '')",
        "('raised', np.ones(3), '', None, '', ())",
        "('returned', 1, (np.ones(3),))",
        "('returned', 1, np.ones(3))",
        "np.ones(3)",
        "()",
    ],
)
def test_an_answer_of_another_shape_is_malformed_and_nothing_more(attack, answer):
    body = (
        "import numpy as np; "
        f"HOST.sendall(framed(encode(('answer', number(), encode({answer}))))); os._exit(0)"
    )
    first, _, third = attack(body)
    assert isinstance(first, Lost)
    assert first.reason == "malformed"
    assert third == Returned(9)
