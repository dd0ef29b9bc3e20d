"""A misconception is named by its numbers, however it is written, and never where it is not."""

from __future__ import annotations

import time

import numpy as np
import pytest

import gradcheck.local
from gradcheck.answers import Lost, Raised, Replay, Returned
from gradcheck.course import Misconception
from gradcheck.diagnose import ENOUGH, Diagnostician, alike
from gradcheck.local import LocalImplementation
from gradcheck.sandbox.replay import encoded
from gradcheck.sandbox.wire import frame, framed
from gradcheck.subject import Call

SOLUTION = '''
import numpy as np

def spread(values, weights=None):
    """Return the mean and the variance."""
    mean = np.average(values, weights=weights)
    variance = np.average((values - mean) ** 2, weights=weights)
    return mean, variance
'''

MISCONCEPTIONS = [
    (
        "divided-by-n-minus-one",
        [("return mean, variance", "return mean, variance * values.size / (values.size - 1)")],
    ),
    ("root-taken", [("return mean, variance", "return mean, np.sqrt(variance)")]),
    ("not-squared", [("(values - mean) ** 2", "(values - mean)")]),
    ("breaks-down", [("return mean, variance", "raise ValueError(variance)")]),
    ("order-swapped", [("return mean, variance", "return variance, mean")]),
    ("in-place", [("    variance =", "    values -= mean\n    variance ="), ("(values - mean)", "values")]),
]


def misconceptions(*names):
    return [
        Misconception(id, tuple(edits), {"en": f"This looks like {id}."})
        for id, edits in MISCONCEPTIONS
        if not names or id in names
    ]


def probes(*cases, solution=SOLUTION, function="spread"):
    right = LocalImplementation(solution.encode(), "<solution>")
    return {"all": [Call(function, case, {}, right.call(function, case, {})) for case in cases]}


RNG = np.random.default_rng(0)
CASES = [(RNG.normal(size=size),) for size in (2, 3, 5, 8)]


def diagnosis(source, *names, cases=CASES):
    known = Diagnostician(SOLUTION, misconceptions(*names), probes(*cases))
    return known.name(LocalImplementation(source.encode(), "<student>"))


def named(source, *names, cases=CASES):
    found = diagnosis(source, *names, cases=cases)
    return found and found.id


@pytest.mark.parametrize("id", [id for id, _ in MISCONCEPTIONS if id != "breaks-down"])
def test_a_variant_is_named_as_itself(id):
    (chosen,) = misconceptions(id)
    source = SOLUTION
    for old, new in chosen.edits:
        source = source.replace(old, new)
    found = diagnosis(source)
    assert (found.id, found.says, found.agrees_on) == (id, f"This looks like {id}.", len(CASES))


WRITTEN_OTHERWISE = {
    "a loop": """
def spread(v, w=None):
    total = 0.0
    for x in v:
        total = total + x
    mean = total / len(v)
    return [mean, sum((x - mean) * (x - mean) for x in v) / (len(v) - 1)]
""",
    "numpy's ddof": """
import numpy
def spread(values, weights=None):
    return numpy.mean(values), numpy.var(values, ddof=1)
""",
    "moments, which round otherwise": """
def spread(values, weights=None):
    n = len(values)
    mean = values.sum() / n
    return (mean, ((values**2).sum() - n * mean**2) / (n - 1))
""",
    "float32": """
import numpy as np
def spread(values, weights=None):
    values = values.astype(np.float32)
    return values.mean(), values.var(ddof=1)
""",
    "one array": """
import numpy as np
def spread(values, weights=None):
    return np.array([values.mean(), values.var(ddof=1)])
""",
}


@pytest.mark.parametrize("name", WRITTEN_OTHERWISE)
def test_the_same_mistake_written_otherwise_is_named(name):
    assert named(WRITTEN_OTHERWISE[name]) == "divided-by-n-minus-one"


def test_a_change_of_an_argument_is_the_same_mistake_by_another_name():
    source = "def spread(v, w=None):\n    m = v.mean()\n    v -= m\n    return m, (v * v).mean()\n"
    assert named(source) == "in-place"
    kept = "def spread(v, w=None):\n    m = v.mean()\n    v = v - m\n    return m, (v * v).mean()\n"
    assert named(kept) is None


RIGHT = {
    "the solution": SOLUTION,
    "numpy": "def spread(values, weights=None):\n    return values.mean(), values.var()\n",
    "a list": "def spread(values, weights=None):\n    return [float(values.mean()), float(values.var())]\n",
    "float32": "def spread(values, weights=None):\n    v = values.astype('f4')\n    return v.mean(), v.var()\n",
    "float16": "def spread(values, weights=None):\n    v = values.astype('f2')\n    return v.mean(), v.var()\n",
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_is_given_no_name(name):
    assert diagnosis(RIGHT[name]) is None


OTHERWISE_WRONG = {
    "times two": "return values.mean(), 2 * values.var()",
    "nearly by n - 1": "return values.mean(), values.var(ddof=1) * (1 + 1e-6)",
    "by n - 1 and a wrong mean": "return values.mean() + 1, values.var(ddof=1)",
    "by n - 1, but once": "return values.mean(), values.var(ddof=1) if values.size < 8 else values.var() + 1",
    "right but once": "return values.mean(), values.var() if values.size < 8 else values.var(ddof=1) + 1",
    "by n - 1 now and then": "return values.mean(), values.var(ddof=values.size % 2)",
    "zeros": "return 0.0, 0.0",
    "nothing": "return None",
    "text": "return 'mean', 'variance'",
    "one number": "return values.mean()",
    "three numbers": "return values.mean(), values.var(ddof=1), 0",
    "rows": "return values, values",
    "ragged": "return [[1.0], [1.0, 2.0]]",
    "nan": "return float('nan'), float('nan')",
    "a dict": "return {'mean': 1}",
    "complex": "return values.mean() + 0j, values.var(ddof=1) + 1j",
    "the arguments": "return values",
    "an error": "raise KeyError(values)",
    "an end": "raise SystemExit",
    "an object": "return object()",
}


@pytest.mark.parametrize("name", OTHERWISE_WRONG)
def test_what_is_wrong_in_a_way_of_its_own_is_given_no_name(name):
    assert diagnosis(f"def spread(values, weights=None):\n    {OTHERWISE_WRONG[name]}\n") is None


@pytest.mark.parametrize("source", ["def other():\n    pass\n", "syntax error", "raise ValueError\n", ""])
def test_what_does_not_run_is_given_no_name(source):
    assert diagnosis(source) is None


def test_a_variant_that_breaks_down_is_no_evidence():
    for name, line in OTHERWISE_WRONG.items():
        source = f"def spread(values, weights=None):\n    {line}\n"
        assert diagnosis(source, "breaks-down") is None, name


HALF_BROKEN = """
def spread(values, weights=None):
    if values.size in (2, 3):
        raise ValueError
    return values.mean(), values.var(ddof=1)
"""


def half_broken(*sizes):
    edit = (
        "return mean, variance",
        f"if values.size in {sizes}: raise ValueError\n    return mean, 2 * variance",
    )
    return [Misconception("half-broken", (edit,), {"en": ""})]


def test_where_a_variant_breaks_down_any_wrong_answer_will_do_but_proves_nothing():
    student = LocalImplementation(
        b"def spread(values, weights=None):\n    return values.mean(), 2 * values.var() + (values.size < 3)\n",
        "<student>",
    )
    enough = Diagnostician(SOLUTION, half_broken(2), probes(*CASES))
    assert enough.name(student).agrees_on == 3
    too_few = Diagnostician(SOLUTION, half_broken(2, 3), probes(*CASES))
    assert too_few.name(student) is None


def test_where_a_variant_breaks_down_a_right_answer_is_another_mistake():
    student = LocalImplementation(
        b"def spread(v, w=None):\n    return v.mean(), (1 + (v.size > 2)) * v.var()\n", "<student>"
    )
    assert Diagnostician(SOLUTION, half_broken(2), probes(*CASES)).name(student) is None


@pytest.mark.parametrize("count", range(1, 5))
def test_fewer_than_three_wrong_cases_are_no_proof(count):
    found = diagnosis(WRITTEN_OTHERWISE["numpy's ddof"], cases=CASES[:count])
    assert (found is not None) == (count >= ENOUGH)


ELEMENTWISE = "def double(values):\n    return 2 * values\n"
SQUARES = [Misconception("squares", (("2 * values", "values**2"),), {"en": ""})]


@pytest.mark.parametrize(
    ("values", "differ"), [([3.0, 5.0], 2), ([3.0, 5.0, 2.0], 2), ([3.0, 5.0, 7.0], 3), ([0.0, 2.0], 0)]
)
def test_three_wrong_values_in_one_case_are_proof_and_two_are_not(values, differ):
    known = Diagnostician(
        ELEMENTWISE, SQUARES, probes((np.array(values),), solution=ELEMENTWISE, function="double")
    )
    found = known.name(LocalImplementation(b"def double(v):\n    return v * v\n", "<student>"))
    assert (found and found.agrees_on) == (differ if differ >= ENOUGH else None)


def test_cases_that_tell_nothing_apart_give_no_name():
    constant = [(np.full(size, 2.0),) for size in (2, 3, 4, 5)]
    assert diagnosis(WRITTEN_OTHERWISE["numpy's ddof"], "divided-by-n-minus-one", cases=constant) is None


def test_of_two_that_agree_the_first_is_named():
    twins = [Misconception(id, tuple(MISCONCEPTIONS[0][1]), {"en": id}) for id in ("one", "other")]
    known = Diagnostician(SOLUTION, twins, probes(*CASES))
    assert known.name(LocalImplementation(WRITTEN_OTHERWISE["a loop"].encode(), "<s>")).id == "one"


def test_one_diagnostician_serves_any_number_of_submissions():
    known = Diagnostician(SOLUTION, misconceptions(), probes(*CASES))
    for _ in range(2):
        for source, id in ((WRITTEN_OTHERWISE["a loop"], "divided-by-n-minus-one"), (SOLUTION, None)):
            found = known.name(LocalImplementation(source.encode(), "<s>"))
            assert (found and found.id) == id


def test_a_submission_begins_without_what_it_remembers():
    source = (
        "calls = 0\ndef spread(values, weights=None):\n    global calls\n    calls += 1\n"
        "    return values.mean(), values.var(ddof=1) + 100 * (calls > 4)\n"
    )
    student = LocalImplementation(source.encode(), "<s>")
    known = Diagnostician(SOLUTION, misconceptions(), probes(*CASES))
    assert known.name(student).id == known.name(student).id == "divided-by-n-minus-one"


def test_a_submission_that_never_ends_is_not_waited_for_twice(monkeypatch):
    monkeypatch.setattr(gradcheck.local, "SECONDS_A_CALL", 0.1)
    started = time.perf_counter()
    assert diagnosis("def spread(values, weights=None):\n    while True:\n        pass\n") is None
    assert time.perf_counter() - started < 1


def test_a_variant_that_never_ends_is_not_waited_for_twice(monkeypatch):
    monkeypatch.setattr(gradcheck.local, "SECONDS_A_CALL", 0.1)
    endless = [
        Misconception("endless", (("    mean =", "    while values.size: pass\n    mean ="),), {"en": ""})
    ]
    known = Diagnostician(SOLUTION, endless, probes(*CASES, *CASES, *CASES))
    started = time.perf_counter()
    assert known.name(LocalImplementation(b"def spread(v, w=None):\n    return 1, 2\n", "<s>")) is None
    assert time.perf_counter() - started < 1


TOKENS = "def tokens(text):\n    return text.split(), {'count': len(text.split())}\n"
LETTERS = [Misconception("letters", (("return text.split()", "return list(text)"),), {"en": ""})]


def test_answers_of_text_are_told_apart_too():
    cases = [(text,) for text in ("a b", "to be", "x y z", "one")]
    known = Diagnostician(TOKENS, LETTERS, probes(*cases, solution=TOKENS, function="tokens"))
    letters = b"def tokens(t):\n    return [c for c in t], {'count': len(t.split())}\n"
    assert known.name(LocalImplementation(letters, "<s>")).id == "letters"
    others = b"def tokens(t):\n    return [c.upper() for c in t], {'count': len(t.split())}\n"
    assert known.name(LocalImplementation(others, "<s>")) is None
    assert known.name(LocalImplementation(TOKENS.encode(), "<s>")) is None


def test_an_error_that_should_be_raised_is_no_sign_of_another_mistake():
    solution = "def root(x):\n    if x < 0:\n        raise ValueError\n    return 2 * x\n"
    halves = [Misconception("halves", (("2 * x", "x / 2"),), {"en": ""})]
    cases = [(x,) for x in (-1.0, 1.0, 2.0, 3.0)]
    known = Diagnostician(solution, halves, probes(*cases, solution=solution, function="root"))
    same = b"def root(x):\n    if x < 0:\n        raise ValueError('no')\n    return x * 0.5\n"
    assert known.name(LocalImplementation(same, "<s>")).agrees_on == 3
    no_error = b"def root(x):\n    return x * 0.5\n"
    assert known.name(LocalImplementation(no_error, "<s>")).agrees_on == 3
    right_but_for_the_error = b"def root(x):\n    return 2 * x\n"
    assert known.name(LocalImplementation(right_but_for_the_error, "<s>")) is None


def returned(value, *changed):
    return Returned(value, changed)


A = np.array([1.0, 2.0, 1e-3])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.5, 1.5),
        (1.5, np.array(1.5)),
        (A, A * (1 + 5e-9)),
        (A.astype(np.float32), A),
        (A.tolist(), A),
        (tuple(A.tolist()), A),
        ([A, A], np.array([A, A])),
        ([A, 2.0], (A.tolist(), np.array(2.0))),
        ((A.astype(np.float32), A), (A, A)),
        ([1, 2], np.array([1.0, 2.0])),
        (np.nan, np.nan),
        ([np.nan, np.inf], np.array([np.nan, np.inf])),
        (1j, np.array(1j)),
        (1.0, 1 + 0j),
        ("a", "a"),
        (["a", None, b"b"], ("a", None, b"b")),
        ({"a": A, 1: [2]}, {"a": A.tolist(), 1: (2,)}),
        ([], []),
        ([], np.zeros(0)),
        (10**30, 10**30),
        (True, 1),
    ],
)
def test_answers_that_say_the_same_are_alike(one, other):
    assert alike(returned(one), returned(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.5, 1.6),
        (A, A * (1 + 1e-7)),
        (A.astype(np.float32), A * 1.01),
        (A, A[:2]),
        (A, A[None]),
        (A, 1.0),
        (np.nan, 1.0),
        (1.0, np.nan),
        (np.inf, -np.inf),
        ([A, A], [A]),
        ([A, A], [A, A + 1]),
        (1j, 1.0),
        (1 + 1j, 1 + 2j),
        ("a", "b"),
        ("1", 1),
        ("a", b"a"),
        (None, 0),
        (None, []),
        (["a", "b"], ["a", "c"]),
        (["a"], "a"),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, [("a", 1)]),
        ({}, []),
        (10**30, 10**30 + 1),
        ([[1.0], [1.0, 2.0]], [[1.0], [1.0, 3.0]]),
    ],
)
def test_answers_that_say_another_thing_are_not_alike(one, other):
    assert not alike(returned(one), returned(other))
    assert not alike(returned(other), returned(one))


def test_answers_of_other_kinds_are_alike_by_their_kind():
    assert alike(Raised("ValueError", "a", 1), Raised("ValueError", "b", 2))
    assert not alike(Raised("ValueError", "a"), Raised("KeyError", "a"))
    assert not alike(Raised("ValueError", "a"), returned(1))
    assert not alike(Lost("timed_out"), Lost("timed_out"))
    assert alike(returned(1, "x"), returned(1, "values"))
    assert not alike(returned(1, "x"), returned(1))


GUARDED = """
def ratio(a, b):
    if b == 0:
        raise ValueError("b is zero")
    return a / b

def product(a, b):
    return a * b
"""


def name_of(source):
    """The misconception in `source` of two functions, one of which refuses zero."""
    known = [
        Misconception("upside-down", (("a / b", "b / a"),), {"en": "This looks like b / a."}),
        Misconception("no-guard", (("if b == 0", "if False"),), {"en": "This looks like no guard."}),
        Misconception("sum", (("a * b", "a + b"),), {"en": "This looks like a sum."}),
    ]
    right = LocalImplementation(GUARDED.encode(), "<solution>")
    cases = [
        (name, (a, float(b))) for name in ("ratio", "product") for a in (1.0, 2.0, 5.0) for b in range(3)
    ]
    calls = [Call(name, case, {}, right.call(name, case, {})) for name, case in cases]
    found = Diagnostician(GUARDED, known, {"all": calls}).name(
        LocalImplementation(source.encode(), "<student>")
    )
    return found and found.id


def test_a_mistake_is_named_where_a_guard_was_forgotten_besides():
    assert name_of(GUARDED.replace("a / b", "b / a")) == "upside-down"
    unguarded = "def ratio(a, b):\n    return b / a\n\ndef product(a, b):\n    return a * b\n"
    assert name_of(unguarded) == "upside-down"
    assert name_of(unguarded.replace("b / a", "a / b if b else 0.0 * a")) is None


def test_a_mistake_is_named_while_another_function_is_not_started():
    todo = 'raise NotImplementedError("multiply")'
    assert name_of(GUARDED.replace("a / b", "b / a").replace("return a * b", todo)) == "upside-down"
    assert name_of(GUARDED.replace("return a * b", todo)) is None
    assert name_of(GUARDED.replace("a * b", "a + b").replace("return a / b", todo)) == "sum"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"\0\0\0\0" * 3,
        b"\0\0\0\0" * 4,
        b"\xff\xff\xff\xff" + b"x" * 100,
        b"".join(frame(("returned", 1, ())) for _ in range(3)),
        b"".join(frame(("returned", 1)) for _ in range(9)),
        b"".join(frame(("lost", "exited", "")) for _ in range(4)),
    ],
)
def test_answers_that_are_none_or_too_few_have_no_name(content):
    known = Diagnostician(SOLUTION, misconceptions(), probes(*CASES))
    student = LocalImplementation(SOLUTION.encode(), "<s>")
    assert known.name(student, {"all": Replay(content)}) is None
    assert known.name(student, {"all": Replay(content, Lost("exited"))}) is None


def test_answers_that_were_heard_are_not_asked_for_again():
    known = Diagnostician(SOLUTION, misconceptions(), probes(*CASES))
    wrong = SOLUTION.replace("return mean, variance", "return variance, mean")
    (calls,) = probes(*CASES, solution=wrong).values()
    heard = {"all": Replay(b"".join(framed(encoded(call.answer)) for call in calls) + b"and more")}
    assert known.name(None, heard).id == "order-swapped"


def test_what_variants_answered_beforehand_names_as_well_and_a_check_may_ask_nothing():
    heard = {}
    asked = {**probes(*CASES), "nothing": []}
    Diagnostician(SOLUTION, misconceptions(), asked, heard).hear()
    assert {id: set(replays) for id, replays in heard.items()} == {m.id: set(asked) for m in misconceptions()}
    student = LocalImplementation(WRITTEN_OTHERWISE["a loop"].encode(), "<s>")
    assert (
        Diagnostician(SOLUTION, misconceptions(), asked, heard).name(student).id == "divided-by-n-minus-one"
    )
