"""A call that hands its own arguments over finds out what was done to them, as one that copies them does."""

from __future__ import annotations

import numpy as np
import pytest

from gradcheck import calling
from gradcheck.answers import Raised
from gradcheck.known import Known
from gradcheck.sandbox.host import decoded
from gradcheck.sandbox.wire import WireError

ARGUMENTS = [np.arange(6.0).reshape(2, 3), [np.ones(2), [1, 2]], {"a": np.zeros(2), "b": [3.0]}, (4, [5])]

DEEDS = {
    "nothing": "pass",
    "reads": "x.sum(), len(y), z['a'], t[1][0]",
    "adds in place": "x += 1",
    "adds nothing": "x += 0",
    "changes the shape": "x.resize((3, 2))",
    "changes the dtype": "x.dtype = np.int64",
    "changes and puts back": "x += 1; x -= 1",
    "changes an array in a list": "y[0][1] = 7",
    "replaces an array by its equal": "y[0] = y[0].copy()",
    "replaces a number in a list in a list": "y[1][0] = 9",
    "replaces a number by its equal": "y[1][0] = 1",
    "replaces a number by a float": "y[1][0] = 1.0",
    "appends": "y.append(0)",
    "empties": "y.clear()",
    "changes places": "y.reverse()",
    "changes an array in a dict": "z['a'][:] = 1",
    "renames a key": "z['c'] = z.pop('b')",
    "sorts the keys otherwise": "z['a'] = z.pop('a')",
    "adds a key": "z['c'] = 1",
    "changes a list in a tuple": "t[1][0] = 6",
    "changes a keyword": "k[0] = 1",
    "replaces by what is no plain data": "y[0] = object()",
}


def module(deed):
    source = f"import numpy as np\nKEPT = []\ndef f(x, y, z, t, *, k):\n    {deed}\n    KEPT.append(x)\n    return 1.5\n"
    return calling.load(source.encode(), "<submission>", "submission")


def known():
    return Known.of("f", ARGUMENTS, {"k": [0]})


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_what_was_changed_is_named_as_where_copies_are_compared(deed):
    found = decoded(known().answer(module(deed)))
    call = Known.of("f", ARGUMENTS, {"k": [0]})
    assert found == calling.call(module(deed), "f", call._arguments, call._keywords)


def test_the_deeds_are_told_apart():
    changed = {name: decoded(known().answer(module(deed))).changed for name, deed in DEEDS.items()}
    kept = {name for name, names in changed.items() if not names}
    assert kept == {
        "nothing",
        "reads",
        "adds nothing",
        "changes and puts back",
        "replaces an array by its equal",
        "replaces a number by its equal",
        "sorts the keys otherwise",
    }
    assert changed["changes a keyword"] == ("k",)


def test_who_keeps_what_it_was_passed_changes_no_later_call():
    call, student = known(), module("pass")
    first = call.answer(student)
    student.KEPT[0][:] = 99
    again = call.ready()
    assert again is not call
    assert again.answer(student) == first
    assert student.KEPT[1].tolist() == ARGUMENTS[0].tolist()


def test_a_call_that_left_all_as_it_was_is_ready():
    call = known()
    call.answer(module("pass"))
    assert call.ready() is call


def test_a_generator_draws_for_everybody_what_it_drew_first():
    student = calling.load(b"def f(rng):\n    return rng.random()\n", "<submission>", "submission")
    call = Known.of("f", [np.random.default_rng(3)], {})
    first = call.answer(student)
    assert decoded(first).value == np.random.default_rng(3).random()
    assert decoded(first).changed == ()
    assert call.ready().answer(student) == first


def test_an_error_and_a_function_that_there_is_not_come_back_as_they_are():
    call = Known.of("f", [1], {})
    student = calling.load(b"def f(x):\n    raise KeyError(x)\n", "<submission>", "submission")
    assert call.answer(student) == calling.call(student, "f", [1], {})
    assert call.answer(calling.load(b"", "<submission>", "submission")) == Raised("AttributeError", "f")


def test_a_call_that_passes_a_function_cannot_be_known():
    with pytest.raises(WireError):
        Known.of("f", [abs], {})
