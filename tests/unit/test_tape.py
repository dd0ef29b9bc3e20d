"""The same seed gives the same cases, whatever else the process has done."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.checks import check
from gradcheck.sandbox.wire import encode
from gradcheck.strategies import arrays, magnitudes, shapes
from gradcheck.tape import Case, own_seed, record


def a_check(name="holds", cases=20, **strategies):
    def body(impl, **_):
        """It holds."""

    body.__name__ = f"test_{name}"
    marked = given(**strategies)(body) if strategies else body
    check("values", points=1, cases=cases)(marked)
    return marked.__gradcheck__


EVERYTHING = {
    "array": arrays(shapes()),
    "number": magnitudes(),
    "anything": st.floats(allow_nan=False),
    "integer": st.integers(),
    "text": st.text(),
}


def as_bytes(cases):
    return encode([case.arguments for case in cases])


def test_the_same_seed_gives_the_same_cases():
    one, other = (record(a_check(**EVERYTHING), 7, "ch01/x") for _ in range(2))
    assert len(one) == 20
    assert as_bytes(one) == as_bytes(other)


@pytest.mark.parametrize("seed", [0, 1, 2**64, -1])
def test_another_seed_gives_other_cases(seed):
    assert as_bytes(record(a_check(**EVERYTHING), seed, "ch01/x")) != as_bytes(
        record(a_check(**EVERYTHING), 7, "ch01/x")
    )


def test_other_checks_and_exercises_have_cases_of_their_own():
    found = [
        as_bytes(record(a_check(name, **EVERYTHING), 0, exercise))
        for name in ("one", "other")
        for exercise in ("ch01/x", "ch01/y")
    ]
    assert len(set(found)) == 4
    assert len({own_seed(a_check(name), seed, "e") for name in ("one", "other") for seed in range(50)}) == 100


def test_the_cases_of_a_check_do_not_depend_on_which_others_are_recorded():
    alone = as_bytes(record(a_check("one", **EVERYTHING), 0, "e"))
    record(a_check("other", number=st.integers()), 0, "e")
    np.random.default_rng().random()
    assert as_bytes(record(a_check("one", **EVERYTHING), 0, "e")) == alone


def test_more_cases_begin_with_the_same_ones():
    few, many = (record(a_check(cases=cases, number=st.integers()), 0, "e") for cases in (5, 20))
    assert few == many[:5]


SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
{imports}
import numpy as np
from hypothesis import given, strategies as st
from gradcheck.checks import check
from gradcheck.sandbox.wire import encode
from gradcheck.strategies import arrays, magnitudes, shapes
from gradcheck.tape import record

@check("values", points=1, cases=60)
@given(
    array=arrays(shapes()),
    number=magnitudes(),
    anything=st.floats(allow_nan=False),
    integer=st.integers(),
    text=st.text(),
)
def test_it(impl, **_):
    '''It holds.'''

sys.stdout.write(encode([case.arguments for case in record(test_it.__gradcheck__, 7, "ch01/x")]).hex())
"""


def in_a_fresh_process(folder, imports="", **environment):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(folder=str(folder), imports=imports)],
        capture_output=True,
        text=True,
        check=True,
        env={k: v for k, v in os.environ.items() if k not in ("CI", "PYTHONHASHSEED")} | environment,
        cwd=folder,
    )
    return done.stdout


def test_fresh_processes_give_the_same_cases_whatever_they_have_imported(tmp_path):
    constants = ", ".join(f"{1234567 + n}, {n}.0625, 'odd{n}'" for n in range(200))
    (tmp_path / "odd_constants.py").write_text(f"VALUES = [{constants}]\n")
    (tmp_path / "student.py").write_text(
        "import numpy as np\nnp.random.seed(3)\nimport random\nrandom.seed(4)\n"
    )
    profile = textwrap.dedent(
        """
        import hypothesis
        hypothesis.settings.register_profile("mine", max_examples=1, derandomize=True, deadline=1)
        hypothesis.settings.load_profile("mine")
        """
    )
    plain = in_a_fresh_process(tmp_path)
    assert len(plain) > 1000
    assert (
        in_a_fresh_process(tmp_path, "import odd_constants, student", CI="true", PYTHONHASHSEED="5") == plain
    )
    assert in_a_fresh_process(tmp_path, f"import odd_constants, json, decimal\n{profile}") == plain


def test_written_examples_come_first_in_the_order_of_reading():
    @check("values", points=1, cases=3)
    @given(x=st.integers(5, 9), y=st.just(0))
    @example(x=100, y=1)
    @example(x=200, y=2)
    def test_it(impl, x, y):
        """It holds."""

    found = record(test_it.__gradcheck__, 0, "e")
    assert found[:2] == (Case({"x": 100, "y": 1}, written=True), Case({"x": 200, "y": 2}, written=True))
    assert len(found) == 5
    assert not any(case.written for case in found[2:])
    assert all(5 <= case.arguments["x"] <= 9 for case in found[2:])


def test_a_check_that_draws_nothing_has_one_case():
    assert record(a_check(), 0, "e") == (Case({}),)


def test_a_strategy_with_few_values_gives_each_of_them():
    found = record(a_check(x=st.booleans()), 0, "e")
    assert {case.arguments["x"] for case in found} == {False, True}


def test_no_case_comes_twice():
    found = record(a_check(x=st.booleans()), 0, "e")
    assert len(found) == 2


def test_a_strategy_that_rejects_most_of_what_it_draws_still_gives_its_cases():
    found = record(a_check(cases=10, x=st.integers(0, 1000).filter(lambda n: n % 7 == 0)), 0, "e")
    assert len(found) == 10


def test_recording_runs_nothing_of_the_check():
    ran = []

    @check("values", points=1)
    @given(x=st.integers())
    def test_it(impl, x):
        """It holds."""
        ran.append(x)

    record(test_it.__gradcheck__, 0, "e")
    assert ran == []
