"""What a check may pass besides plain data is the same in every door, and stays out of answers."""

from __future__ import annotations

import functools
import struct
import time
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck import show
from gradcheck.answers import Lost, Raised, Returned
from gradcheck.calling import identical, load
from gradcheck.checks import check
from gradcheck.compare import Mismatch, same_text
from gradcheck.example import example_check
from gradcheck.local import LocalImplementation
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import launcher
from gradcheck.sandbox.limits import Limits
from gradcheck.sandbox.wire import WireError, decode, encode, generator, generator_state, no_function, plain
from gradcheck.subject import Call, NoAnswer, Subject, calls_of
from gradcheck.tape import Case, record


@pytest.fixture(scope="module")
def zygote():
    made = launcher()
    yield made
    made.close()


@pytest.fixture(params=["local", "worker"])
def student(request, zygote):
    """Return a source's implementation, here or in a worker."""
    workers = []

    def load(source):
        if request.param == "local":
            return LocalImplementation(source.encode(), "f.py")
        workers.append(Worker(zygote, Limits()))
        return RemoteImplementation(workers[-1], source.encode(), "f.py")

    yield load
    for worker in workers:
        worker.close()


# Generators


def over_the_wire(thing):
    return decode(encode(thing, generator), no_function)


draws = st.lists(st.sampled_from(["random", "standard_normal", "half"]), max_size=5)


@given(st.integers(0, 2**128 - 1), draws)
def test_a_generator_goes_on_where_it_was(seed, before):
    rng = np.random.default_rng(seed)
    for draw in before:
        rng.integers(9, dtype=np.uint32) if draw == "half" else getattr(rng, draw)()
    state = rng.bit_generator.state
    copies = [generator(rng), over_the_wire(rng), over_the_wire([{"a": rng}])[0]["a"]]
    assert rng.bit_generator.state == state
    expected = rng.integers(0, 9, 5, dtype=np.uint32).tolist(), rng.random(3).tolist()
    for copy in copies:
        assert copy.bit_generator.state == state
        assert (copy.integers(0, 9, 5, dtype=np.uint32).tolist(), copy.random(3).tolist()) == expected


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**127 - 1), st.booleans(), st.integers(0, 2**32 - 1))
def test_any_state_arrives_as_it_was(state, increment, has_half, half):
    bits = np.random.PCG64()
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": 2 * increment + 1},
        "has_uint32": int(has_half),
        "uinteger": half,
    }
    assert generator_state(over_the_wire(np.random.Generator(bits))) == (
        state,
        2 * increment + 1,
        has_half,
        half,
    )


RNG = np.random.default_rng(3)
STATE = encode(RNG, generator)


class Subclass(np.random.Generator):
    pass


@pytest.mark.parametrize(
    "thing",
    [
        np.random.RandomState(0),
        np.random.Generator(np.random.MT19937(0)),
        np.random.Generator(np.random.PCG64DXSM(0)),
        Subclass(np.random.PCG64(0)),
        np.random.PCG64(0),
        object(),
    ],
)
def test_other_generators_are_refused(thing):
    with pytest.raises(WireError):
        encode(thing, generator)


@pytest.mark.parametrize(
    "bytes_",
    [
        *(STATE[:end] for end in range(len(STATE))),
        STATE + b"\0",
        STATE[:33] + b"\2" + STATE[34:],
        STATE[:33] + b"\xff" + STATE[34:],
        STATE[:32] + b"\0" + STATE[33:],  # its increment is even
        b"d\0\0\0\1" + STATE + b"N",
        b"l" + struct.pack(">I", 2) + STATE,
    ],
)
def test_a_malformed_state_is_refused(bytes_):
    with pytest.raises(WireError):
        decode(bytes_, no_function)


@given(st.binary(max_size=60))
def test_no_state_does_worse_than_a_wire_error(content):
    for data in (b"g" + content, content):
        try:
            value = decode(data, no_function)
        except WireError:
            continue
        assert identical(decode(encode(value, generator), no_function), value)


def test_an_answer_never_holds_a_generator():
    for thing in (RNG, [RNG], {"a": (RNG,)}):
        with pytest.raises(WireError, match="an object of type Generator"):
            plain(thing)
        with pytest.raises(WireError, match="unknown tag"):
            decode(encode(thing, generator))


def test_generators_are_identical_when_their_states_are():
    one, other = np.random.default_rng(3), np.random.default_rng(3)
    assert identical([one], [other])
    assert not identical(one, np.random.default_rng(4))
    other.random()
    assert not identical([one], [other])
    assert not identical(one, 3)


DRAWS = """
import numpy as np
kept = []
def f(rng, x=0.0, *rest):
    kept.append(rng)
    return rng.random(2).tolist(), rng.spawn(1)[0].random()
def alike(rng):
    return [rng is other for other in kept]
def answer(rng):
    return [rng]
def nested(options, rngs):
    options["rng"].random()
    return rngs[0].random(), options["rate"]
def changes(options, x):
    options["rng"].random()
    options["rate"] += 1
    x += 1
    return 0
def replaces(options):
    options["rng"] = 5
    return 0
"""


def test_each_call_gets_the_generator_as_it_stands(student):
    implementation = student(DRAWS)
    rng = np.random.default_rng(3)
    expected = np.random.default_rng(3).random(2).tolist()
    answers = [implementation.call("f", [rng], {}), implementation.call("f", [], {"rng": rng, "x": 1.0})]
    assert [a.value[0] for a in answers] == [expected, expected]
    assert answers[0].value == answers[1].value
    assert generator_state(rng) == generator_state(np.random.default_rng(3))
    rng.random(2)
    assert implementation.call("f", [rng], {}).value[0] != expected
    assert implementation.call("alike", [rng], {}) == Returned([False] * 3)


def test_to_draw_is_no_change_of_an_argument(student):
    implementation = student(DRAWS)
    rng = np.random.default_rng(3)
    assert implementation.call("f", [rng, np.ones(2), rng], {}).changed == ()
    found = implementation.call("nested", [{"rng": rng, "rate": np.float64(2)}, [rng]], {})
    assert (found.value[0], found.changed) == (np.random.default_rng(3).random(), ())
    found = implementation.call("changes", [{"rng": rng, "rate": 2}, np.ones(1)], {})
    assert found.changed == ("options", "x")
    assert implementation.call("replaces", [{"rng": rng}], {}).changed == ("options",)


def test_a_generator_for_an_answer_is_malformed(student):
    answer = student(DRAWS).call("answer", [RNG], {})
    assert answer == Lost("malformed", "an object of type Generator")


def test_a_generator_of_another_make_is_the_checks_mistake():
    with pytest.raises(TypeError, match="a generator that MT19937 drives to f"):
        LocalImplementation(DRAWS.encode(), "f.py").call("f", [np.random.Generator(np.random.MT19937(0))], {})


def test_both_doors_give_the_same_answer(zygote):
    rng = np.random.default_rng(2**100)
    rng.integers(9, dtype=np.uint32)
    with Worker(zygote, Limits()) as worker:
        here, there = (
            implementation.call("f", [rng], {})
            for implementation in (
                LocalImplementation(DRAWS.encode(), "f.py"),
                RemoteImplementation(worker, DRAWS.encode(), "f.py"),
            )
        )
    assert here == there


def test_a_call_is_remembered_as_it_was_made():
    subject = Subject(LocalImplementation(DRAWS.encode(), "f.py"))
    rng = np.random.default_rng(3)
    subject.f(rng)
    rng.random()
    subject.f(rng=rng)
    first, second = calls_of(subject)
    assert identical(first.arguments[0], np.random.default_rng(3))
    assert identical(second.keywords["rng"], rng)
    assert show.call(first) == "f(np.random.default_rng(3))"
    assert show.call(second) == "f(rng=np.random.default_rng(…))"


@pytest.mark.parametrize(
    ("seed", "shown"), [(0, "0"), (2**70, str(2**70)), ([1, 2], "[1, 2]"), (np.int64(7), "7")]
)
def test_a_generator_is_shown_as_it_is_made(seed, shown):
    rng = np.random.default_rng(seed)
    assert show.value(rng) == f"np.random.default_rng({shown})"
    assert dict(show.case({"rng": rng}))["rng"] == show.value(rng)
    assert identical(eval(show.value(rng), {"np": np}), rng)
    made = Call("f", (rng,), {}, Raised("E", ""))
    assert show.call(made) == f"f({show.value(rng)})"
    (child,) = rng.spawn(1)
    assert show.value(child) == "np.random.default_rng(…)"


EXAMPLE = '''
import numpy as np

def noise(size, rng):
    """Return noise.

    >>> rng = np.random.default_rng(0)
    >>> noise(2, rng).round(1)
    array([0.6, 0.3])
    >>> noise(2, rng).round(1)
    array([0., 0.])
    """
    return rng.random(size)
'''


def test_an_example_may_use_a_generator_twice():
    checked = example_check(EXAMPLE)
    subject = Subject(LocalImplementation(EXAMPLE.encode(), "f.py"))
    checked.body(subject, load(EXAMPLE.encode(), "f.py", "example"))
    assert len(calls_of(subject)) == 2


@dataclass
class Layer:
    rate: float
    rng: np.random.Generator


def recorded():
    @check("values", points=1, cases=10)
    @given(layer=st.builds(Layer, st.just(0.5), st.integers(0, 5).map(np.random.default_rng)))
    def test_it(impl, layer):
        """It holds."""

    return record(test_it.__gradcheck__, 0, "ch01/x")


def test_cases_with_the_same_generator_are_one_and_each_run_has_it_afresh():
    cases = recorded()
    states = [generator_state(case.arguments["layer"].rng) for case in cases]
    assert len(set(states)) == len(cases) <= 6
    for case, again in zip(cases, recorded(), strict=True):
        drawn = case.fresh()["layer"].rng.random()
        assert case.fresh()["layer"].rng.random() == drawn
        assert generator_state(case.arguments["layer"].rng) == generator_state(again.arguments["layer"].rng)


def test_a_case_without_generators_is_handed_out_as_it_is():
    arguments = {"x": np.ones(3), "y": [1, {"a": (2,)}]}
    assert Case(arguments).fresh() is arguments


# Functions

CALLS = """
import numpy as np
kept = []
def f(g, x):
    return g(x)
def slopes(g, x, step=1e-3):
    found = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += step
        found[i] = (g(moved) - g(x)) / step
    return found
def both(functions):
    return [g(2.0) for g in functions["list"]], functions["one"](2.0, to=3)
def catches(g):
    try:
        return g()
    except ValueError as error:
        return [type(error).__name__, str(error)]
def keeps(g):
    kept.append(g)
    return g(1)
def late():
    return kept[0](1)
def answer(g):
    return [g]
def scribbles(g):
    x = np.ones(2)
    given = g(x)
    given[:] = 7
    return x, g(x)
def threads(g):
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(g, range(40)))
def repeats(g, times):
    for _ in range(times):
        g(1.0)
    return times
def same(g, h):
    return g is h, callable(g)
def hostile(g):
    class Odd(list):
        def __iter__(self):
            raise SystemExit
    return g(Odd([1, 2]), **{"a": np.float32(2)})
"""


def square(x):
    return x**2


def total(x):
    return np.sum(np.asarray(x) ** 2)


def test_a_function_is_called_where_it_is(student):
    implementation = student(CALLS)
    found = implementation.call("slopes", [total, np.array([1.0, -2.0])], {})
    assert found.value == pytest.approx([2.0, -4.0], abs=0.01)
    assert found.changed == ()
    answer = implementation.call("both", [{"list": [square, abs], "one": lambda x, to: x + to}], {})
    assert answer == Returned(([4.0, 2.0], 5.0))
    assert implementation.call("f", [], {"g": np.exp, "x": 0.0}).value == 1.0
    assert implementation.call("same", [square, square], {}).value == (False, True)


@pytest.mark.parametrize(
    "x",
    [
        None,
        True,
        2,
        1.5,
        "text",
        b"bytes",
        [1, (2.0, {"a": 3})],
        np.arange(6).reshape(2, 3).T,
        np.float32(2),
        np.zeros((0, 3), bool),
        np.array(2 + 1j),
    ],
)
def test_plain_data_goes_in_and_comes_out(student, x):
    seen = []
    answer = student(CALLS).call("f", [lambda x: seen.append(x) or x, x], {})
    assert identical(answer.value, plain(x))
    assert identical(seen, [plain(x)])


@pytest.mark.parametrize(
    ("error", "type_", "message"),
    [
        (ValueError("no such shape"), "ValueError", "no such shape"),
        (ZeroDivisionError("x"), "ZeroDivisionError", "x"),
        (KeyError("a"), "KeyError", "\"'a'\""),
        (np.linalg.LinAlgError("singular"), "LinAlgError", "singular"),
        (UnicodeDecodeError("utf-8", b"", 0, 0, "no"), "UnicodeDecodeError", "'utf-8' codec"),
        (WireError("not this"), "TypeError", "the check's function returned not this"),
        (AssertionError(), "AssertionError", ""),
    ],
)
def test_what_a_function_raises_is_raised_on_the_students_line(student, error, type_, message):
    def g(x):
        raise error

    answer = student(CALLS).call("f", [g, 1], {})
    assert isinstance(answer, Raised)
    assert (answer.type, answer.line, answer.text) == (type_, 5, "return g(x)")
    assert answer.message.startswith(message)


def test_an_error_whose_text_fails_has_none(student):
    class MuteError(Exception):
        def __str__(self):
            raise KeyError

    def g(x):
        raise MuteError

    assert student(CALLS).call("f", [g, 1], {}).message == ""


def test_what_a_function_raises_may_be_caught(student):
    def g():
        raise ValueError("caught")

    assert student(CALLS).call("catches", [g], {}) == Returned(["ValueError", "caught"])


def test_a_function_that_runs_out_of_memory_is_that(student):
    def g(x):
        raise MemoryError

    assert student(CALLS).call("f", [g, 1], {}) == Lost("out_of_memory")


@pytest.mark.parametrize("thing", [{1, 2}, object(), RNG, np.random.Generator, lambda: 1])
def test_what_a_function_returns_is_plain_data_too(student, thing):
    answer = student(CALLS).call("f", [lambda x: thing, 1], {})
    assert isinstance(answer, Raised)
    assert (answer.type, answer.message[:30]) == ("TypeError", "the check's function returned ")


def test_what_a_function_is_called_with_is_plain_data(student):
    implementation = student(
        CALLS + "def odd(g): return g({1, 2})\ndef large(g): return g(np.zeros(600))\n"
        "def larger(g, x): return g(np.tile(x, 9)).size\n"
    )
    answer = implementation.call("odd", [square], {})
    assert isinstance(answer, Raised)
    assert (answer.type, answer.text) == ("TypeError", "def odd(g): return g({1, 2})")
    assert "not an object of type set" in answer.message
    answer = implementation.call("large", [square], {})
    assert isinstance(answer, Raised)
    assert (answer.type, answer.message) == ("ValueError", "this function takes at most 4416 bytes at a time")
    assert implementation.call("larger", [square, np.ones(1000)], {}) == Returned(9000)
    seen = []
    assert implementation.call("hostile", [lambda *a, **k: seen.append((a, k))], {}) == Returned(None)
    assert identical(seen, [(([1, 2],), {"a": np.array(2, np.float32)})])


def test_a_function_is_lent_for_one_call(student):
    implementation = student(CALLS)
    assert implementation.call("keeps", [square], {}) == Returned(1)
    for _ in range(2):
        answer = implementation.call("late", [], {})
        assert isinstance(answer, Raised)
        assert (answer.type, answer.text) == ("RuntimeError", "return kept[0](1)")
    assert implementation.call("f", [square, 3], {}) == Returned(9)


def test_a_function_for_an_answer_is_malformed(student):
    assert student(CALLS).call("answer", [square], {}) == Lost("malformed", "an object of type function")


def test_nothing_is_shared_through_a_function(student):
    kept = np.zeros(2)

    def g(x):
        x += 1
        return kept

    answer = student(CALLS).call("scribbles", [g], {})
    assert [part.tolist() for part in answer.value] == [[1, 1], [0, 0]]
    assert kept.tolist() == [0, 0]


def test_threads_may_share_a_function(student):
    answer = student(CALLS).call("threads", [square], {})
    assert answer == Returned([n**2 for n in range(40)])


def test_a_functions_warnings_and_settings_are_its_own(student):
    source = "import numpy as np, warnings\ndef f(g):\n    np.seterr(all='raise')\n    warnings.simplefilter('error')\n    return g()\n"
    assert student(source).call("f", [lambda: float(np.log(np.zeros(1))[0])], {}) == Returned(-np.inf)


def test_the_time_that_a_function_takes_is_the_graders(zygote):
    source = "def f(g):\n    return [g() for _ in range(4)]\n"
    with Worker(zygote, Limits(call_seconds=0.2, wall_factor=1.5)) as worker:
        implementation = RemoteImplementation(worker, source.encode(), "f.py")
        assert implementation.call("f", [lambda: time.sleep(0.2)], {}) == Returned([None] * 4)


def test_a_submission_is_not_called_while_it_is(student):
    subject = Subject(student(CALLS))
    with pytest.raises(NoAnswer) as caught:
        subject.f(lambda x: subject.f(square, x), 2)
    answer = caught.value.call.answer
    assert isinstance(answer, Raised)
    assert (answer.type, answer.message) == (
        "TypeError",
        "a function that a check passes cannot call the submission",
    )
    assert subject.f(square, 3) == 9


def test_a_function_is_shown_by_its_name():
    g = functools.partial(square)
    assert show.value(square) == "square"
    assert show.call(Call("f", (square, [np.tanh, g]), {}, Raised("E", ""))) == "f(square, [tanh, partial])"

    def h(x):
        return x

    h.label = "x ↦ x"
    assert dict(show.case({"function": h})) == {"function": "x ↦ x"}
    assert show.weight(h) == 5


# Text


@pytest.mark.parametrize(
    ("yours", "expected", "right"),
    [
        ("a", "a", True),
        ("a ", "a", False),
        ("", "a", False),
        (None, "", False),
        (1, "1", False),
        (["a", "b"], ["a", "b"], True),
        (("a", "b"), ["a", "b"], True),
        ("ab", ["a", "b"], False),
        (["a", 1], ["a", "1"], False),
        (["a"], "a", False),
        (np.array(2.0), "2.0", False),
        ([np.zeros(2)], ["a"], False),
    ],
)
def test_text_is_held_to_the_letter(yours, expected, right):
    if right:
        same_text(yours, expected)
    else:
        with pytest.raises(Mismatch):
            same_text(yours, expected)
