"""Whatever a student's code does, one answer comes of it, with the line to blame; and nothing stays behind."""

from __future__ import annotations

import collections
import math
import sys
import threading
import time
import warnings

import numpy as np
import pytest

import gradcheck.local
from gradcheck import calling
from gradcheck.answers import Lost, Raised, Returned
from gradcheck.compare import Mismatch, raises
from gradcheck.local import LocalImplementation
from gradcheck.sandbox.host import decoded
from gradcheck.sandbox.replay import encoded
from gradcheck.subject import Subject

FILE = "/somewhere/student.py"


@pytest.fixture(autouse=True)
def leave_no_module():
    before = sys.modules.get("submission")
    yield
    sys.modules.pop("submission", None)
    if before is not None:
        sys.modules["submission"] = before


@pytest.fixture
def brief(monkeypatch):
    monkeypatch.setattr(gradcheck.local, "SECONDS_A_CALL", 0.2)


def student(source):
    content = source if isinstance(source, bytes) else source.encode()
    return LocalImplementation(content, FILE)


def ask(source, *arguments, **keywords):
    return student(source).call("f", arguments, keywords)


# Loading


def test_a_file_that_is_not_utf8_is_told_with_the_line():
    problem = student(b"x = 1\ny = '\xb0C'\n").start()
    assert problem == Raised("UnicodeDecodeError", "byte 0xb0 on line 2 is not UTF-8", 2)


@pytest.mark.parametrize("encoding", ["utf-16", "gbk"])
def test_other_encodings_are_not_guessed_at(encoding):
    problem = student("# -*- coding: gbk -*-\n# 求导\nx = 1\n".encode(encoding)).start()
    assert isinstance(problem, Raised)
    assert problem.type == "UnicodeDecodeError"


def test_a_byte_order_mark_and_other_line_ends_are_no_fault():
    assert ask(b"\xef\xbb\xbfdef f():\r\n    return '\xe6\xb1\x82'\r\n") == Returned("求")


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("def f():\n    return (1\n\n", "SyntaxError", 2),
        ("def f():\nreturn 1\n", "IndentationError", 2),
        ("def f():\n    x = 1\n\treturn x\n", "TabError", 3),
        ("def f():\n    return 1 +\n", "SyntaxError", 2),
        ("x = 1\nbreak\n", "SyntaxError", 2),
    ],
)
def test_a_syntax_error_is_told_with_its_line(source, kind, line):
    problem = student(source).start()
    assert isinstance(problem, Raised)
    assert (problem.type, problem.line) == (kind, line)
    assert problem.message
    assert problem.text == source.splitlines()[line - 1].strip()
    assert student(source).call("f", (), {}) == problem


def test_null_bytes_and_absurd_nesting_are_answers_too():
    assert isinstance(student(b"x = 1\0").start(), Raised)
    assert student("x = " + "(" * 5000 + ")" * 5000).start() is not None
    assert isinstance(student("x = " + "-" * 100_000 + "1").start(), (Raised, Lost))


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("import numpy\n\nx = 1 / 0\n", "ZeroDivisionError", 3),
        ("import no_such_module\n", "ModuleNotFoundError", 1),
        ("def g():\n    raise SystemExit(0)\ng()\n", "SystemExit", 2),
        ("import sys\nsys.exit()\n", "SystemExit", 2),
        ("x = 1\neval('1 +')\n", "SyntaxError", 2),
        ("x = 1\nraise SyntaxError(object())\n", "SyntaxError", 2),
        ("class Stop(BaseException): pass\nraise Stop\n", "Stop", 2),
        ("raise GeneratorExit\n", "GeneratorExit", 1),
        ("def g(): g()\ng()\n", "RecursionError", 1),
    ],
)
def test_an_error_while_loading_is_told_with_its_line(source, kind, line):
    problem = student(source).start()
    assert isinstance(problem, Raised)
    assert (problem.type, problem.line) == (kind, line)
    assert type(problem.message) is str
    assert problem.text == source.splitlines()[line - 1].strip()


def test_running_out_of_memory_while_loading_is_that():
    assert student("x = bytearray(1 << 60)\n").start() == Lost("out_of_memory")


def test_an_endless_file_is_given_up(brief):
    assert student("while True:\n    pass\n").start() == Lost("timed_out")


def test_a_dataclass_with_postponed_annotations_loads():
    source = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n\n"
        "@dataclass\nclass State:\n    mean: float = 0.0\n\ndef f():\n    return State(2.0).mean\n"
    )
    assert ask(source) == Returned(2.0)


def test_a_module_knows_its_file_and_is_not_run_as_a_script():
    assert ask(
        "if __name__ == '__main__':\n    raise SystemExit\n\ndef f():\n    return __file__\n"
    ) == Returned(FILE)


# Calling


def test_a_value_comes_back_as_plain_data():
    answer = ask("import numpy as np\ndef f(x, *, y):\n    return x + y, [np.float32(1)]\n", np.ones(2), y=2)
    assert isinstance(answer, Returned)
    assert answer.value[0].tolist() == [3, 3]
    assert answer.value[1][0].dtype == np.float32
    assert answer.changed == ()


@pytest.mark.parametrize(
    "source", ["", "f = 5\n", "F = f_ = len\n", "def __getattr__(name):\n    raise KeyError(name)\n"]
)
def test_a_function_that_is_missing_is_told_by_name(source):
    assert ask(source) == Raised("AttributeError", "f")


@pytest.mark.parametrize(
    ("body", "kind", "message", "line"),
    [
        ("return 1 / 0", "ZeroDivisionError", "division by zero", 2),
        ("return np.zeros(2) @ np.zeros(3)", "ValueError", "matmul", 2),
        ("return missing", "NameError", "missing", 2),
        ("return x.shape.nothing", "AttributeError", "nothing", 2),
        ("raise NotImplementedError('take the mean')", "NotImplementedError", "take the mean", 2),
        ("raise SystemExit(0)", "SystemExit", "0", 2),
        ("import sys; sys.exit('3 passed')", "SystemExit", "3 passed", 2),
        ("return f(x)", "RecursionError", "recursion", 2),
        ("raise type('Stop', (BaseException,), {})('now')", "Stop", "now", 2),
        ("raise SyntaxError('mine')", "SyntaxError", "mine", 2),
        ("return eval('1 +')", "SyntaxError", "", 2),
        ("import pytest; pytest.skip('no')", "Skipped", "no", 2),
        ("import hypothesis; hypothesis.reject()", "UnsatisfiedAssumption", "", 2),
        ("assert x is None, 'no'", "AssertionError", "no", 2),
        ("return list(map(lambda y: 1 / y, [0]))", "ZeroDivisionError", "", 2),
    ],
)
def test_an_error_is_told_with_the_students_own_line(body, kind, message, line):
    source = f"def f(x):\n    {body}\nimport numpy as np\n"
    answer = ask(source, np.zeros(2))
    assert isinstance(answer, Raised)
    assert (answer.type, answer.line) == (kind, line)
    assert message in answer.message
    assert answer.text == body.strip()


def test_the_line_is_the_innermost_of_the_students_own():
    source = "import numpy as np\ndef g(x):\n    return np.stack(x)\n\ndef f(x):\n    return g(x)\n"
    answer = ask(source, [np.zeros(2), np.zeros(3)])
    assert isinstance(answer, Raised)
    assert (answer.line, answer.text) == (3, "return np.stack(x)")


def test_an_error_before_the_first_line_has_none():
    answer = ask("def f(x):\n    return x\n", 1, 2)
    assert isinstance(answer, Raised)
    assert answer.type == "TypeError"
    assert answer.line is None


@pytest.mark.parametrize(
    "definition",
    [
        "def __str__(self):\n        raise KeyError",
        "def __str__(self):\n        return 5",
        "def __str__(self):\n        return Text('said')",
        "def __repr__(self):\n        raise KeyError",
        "__module__ = 5",
        "__module__ = None",
    ],
)
def test_an_exception_that_misbehaves_is_still_an_answer(definition):
    source = (
        "class Text(str):\n    def __getitem__(self, _):\n        return object()\n\n"
        f"class Bad(Exception):\n    {definition}\n\ndef f():\n    raise Bad('said')\n"
    )
    answer = ask(source)
    assert isinstance(answer, Raised)
    assert answer.type == "Bad"
    assert type(answer.message) is str


def test_a_long_message_is_cut():
    answer = ask("def f():\n    raise ValueError('x' * 10**6)\n")
    assert isinstance(answer, Raised)
    assert len(answer.message) == calling.MAX_MESSAGE


def test_running_out_of_memory_is_told():
    assert ask("def f():\n    return bytearray(1 << 60)\n") == Lost("out_of_memory")
    assert ask("def f():\n    raise MemoryError\n") == Lost("out_of_memory")


def test_an_endless_loop_is_given_up(brief):
    started = time.perf_counter()
    assert ask("def f():\n    while True:\n        pass\n") == Lost("timed_out")
    assert ask(
        "def f():\n    try:\n        while True:\n            pass\n    except Exception:\n        return 1\n"
    ) == Lost("timed_out")
    assert time.perf_counter() - started < 3


def test_after_a_time_limit_the_next_call_has_its_own(brief):
    implementation = student("import time\ndef f(seconds):\n    time.sleep(seconds)\n    return seconds\n")
    assert implementation.call("f", (5.0,), {}) == Lost("timed_out")
    assert implementation.call("f", (0.01,), {}) == Returned(0.01)
    time.sleep(0.25)  # no alarm is left to go off


def test_in_another_thread_there_is_an_answer_too():
    answers = []
    implementation = student("def f():\n    return 1\n")
    thread = threading.Thread(target=lambda: answers.append(implementation.call("f", (), {})))
    thread.start()
    thread.join()
    assert answers == [Returned(1)]


def test_ctrl_c_is_the_users_and_passes_through():
    with pytest.raises(KeyboardInterrupt):
        ask("def f():\n    raise KeyboardInterrupt\n")


@pytest.mark.parametrize(
    ("expression", "detail"),
    [
        ("object()", "an object of type object"),
        ("{1, 2}", "an object of type set"),
        ("(n for n in range(3))", "an object of type generator, which list(...) would make a list of"),
        ("[lambda: 1]", "an object of type function"),
        ("np.array(['a'])", "an array of dtype <U1"),
        ("np.array([None])", "an array of dtype object"),
        ("Tensor()", "an object of type Tensor that is no array"),
        ("10 ** 5000", "an integer of more than a thousand bytes"),
        ("loop", "nested more than 32 deep"),
        ("{1.5: 2}", "a key that is neither text nor a small integer"),
        ("np.broadcast_to(0.0, (10**5, 10**5))", "larger than 16777216 bytes"),
    ],
)
def test_what_is_no_plain_data_is_told(expression, detail):
    source = (
        "import numpy as np\nloop = []\nloop.append(loop)\n"
        "class Tensor:\n    def __array__(self, *_, **__):\n        raise NotImplementedError('symbolic')\n"
        f"def f():\n    return {expression}\n"
    )
    assert ask(source) == Lost("malformed", detail)


# Changed arguments


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("w += 1", ("w",)),
        ("w[0] = 5", ("w",)),
        ("w[...] = w", ()),
        ("w = w + 1", ()),
        ("g *= 0", ("g",)),
        ("w += 1; g += 1; options['rate'] = 2", ("w", "g", "options")),
        ("options['state'] = w", ("options",)),
        ("options.clear()", ("options",)),
        ("options['list'].append(1)", ("options",)),
        ("options['list'][0] += 1", ("options",)),
        ("w.shape = (1, 2)", ("w",)),
        ("w.sort()", ("w",)),
        ("options['bad'] = object()", ("options",)),
        ("options['list'].append(options)", ("options",)),
        ("w[1] = -0.0", ("w",)),
        ("w[0] = float('nan')", ("w",)),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_arguments_that_were_changed_are_named(body, changed):
    source = f"def f(w, g, options):\n    {body}\n    return 1.0\n"
    w, g, options = np.array([2.0, 0.0]), np.ones((2, 2)), {"rate": 1, "list": [1, 2]}
    implementation = student(source)
    for arguments, keywords in (
        ((w, g, options), {}),
        ((w,), {"g": g, "options": options}),
        ((), {"w": w, "g": g, "options": options}),
    ):
        answer = implementation.call("f", arguments, keywords)
        assert isinstance(answer, Returned)
        assert answer.changed == changed
    assert w.tolist() == [2.0, 0.0]  # the grader's own stays
    assert options == {"rate": 1, "list": [1, 2]}


def test_arguments_without_a_name_are_counted():
    answer = ask(
        "def f(first, *rest):\n    for x in rest:\n        x += 1\n    return 0\n", 1, np.ones(1), np.ones(1)
    )
    assert answer == Returned(0, ("argument 2", "argument 3"))


Pair = collections.namedtuple("Pair", "x y")


@pytest.mark.parametrize(
    "argument",
    [
        np.float64(1.5),
        np.int64(2),
        np.bool_(True),
        np.str_("a"),
        np.arange(3, dtype=">f8"),
        np.arange(6.0).reshape(2, 3).T,
        np.arange(6.0)[::-2],
        np.broadcast_to(1.0, (2, 3)),
        np.zeros((0, 2)),
        Pair(1, [2.0]),
        collections.OrderedDict(a=np.float32(1)),
        [np.float64(1.5), (np.int32(1), None)],
    ],
    ids=lambda argument: type(argument).__name__,
)
def test_an_argument_of_any_make_that_stays_is_no_change(argument):
    assert ask("def f(x, y):\n    return 0\n", argument, y=argument) == Returned(0)


@pytest.mark.parametrize("argument", [np.arange(3, dtype=">f8"), np.arange(6.0)[::-2], np.ones((2, 3)).T])
def test_an_array_of_any_make_that_is_changed_is_named(argument):
    assert ask("def f(x):\n    x += 1\n    return 0\n", argument) == Returned(0, ("x",))
    assert not (argument == argument + 1).any()


def test_a_nan_that_stays_is_no_change():
    assert ask("def f(x, y):\n    return 0\n", np.array([np.nan]), [math.nan]) == Returned(0)


@pytest.mark.parametrize("error", ["KeyError", "SystemExit", "type('Stop', (BaseException,), {})"])
def test_what_is_put_into_an_argument_does_no_harm(error):
    source = (
        "class Trap:\n    def __array__(self, *_, **__):\n"
        f"        raise {error}\n\ndef f(x):\n    x.append(Trap())\n    return 1\n"
    )
    answer = ask(source, [1])
    assert isinstance(answer, (Returned, Raised))
    assert not isinstance(answer, Returned) or answer.changed == ("x",)


def test_a_signature_that_lies_does_no_harm():
    source = "def f(x):\n    x += 1\n    return 1\nf.__signature__ = 5\n"
    assert ask(source, np.ones(1)) == Returned(1, ("argument 1",))


# State, output and settings


def test_state_is_kept_between_calls_and_dropped_by_a_start():
    implementation = student("count = 0\n\ndef f():\n    global count\n    count += 1\n    return count\n")
    assert [implementation.call("f", (), {}).value for _ in range(3)] == [1, 2, 3]
    assert implementation.start() is None
    assert implementation.call("f", (), {}) == Returned(1)


def test_two_implementations_share_nothing():
    one, other = (student(f"def f():\n    return {n}\n") for n in (1, 2))
    assert one.start() is other.start() is None
    assert (one.call("f", (), {}), other.call("f", (), {})) == (Returned(1), Returned(2))


def test_what_is_printed_does_not_show(capfd):
    source = "import sys\nprint('loading')\ndef f():\n    print('3 passed')\n    print('no', file=sys.stderr)\n    return 1\n"
    assert ask(source) == Returned(1)
    assert capfd.readouterr() == ("", "")


def test_a_warning_decides_nothing_even_where_warnings_are_errors():
    source = (
        "import warnings\nwarnings.warn('loading')\npattern = '\\d'\ndef f(x):\n    warnings.warn('calling')\n"
        "    return x / 0 + np.float64(1) / 0\nimport numpy as np\n"
    )
    with warnings.catch_warnings(action="error"):
        answer = ask(source, np.zeros(1))
    assert isinstance(answer, Returned)
    assert np.isnan(answer.value).all()


def test_settings_that_are_changed_do_not_outlive_the_call():
    source = (
        "import numpy as np, warnings\nnp.seterr(all='raise')\nnp.set_printoptions(precision=1)\n"
        "def f():\n    np.seterr(all='raise')\n    np.set_printoptions(threshold=1)\n"
        "    warnings.simplefilter('error')\n    return 1\n"
    )
    before = np.geterr(), np.get_printoptions(), warnings.filters[:]
    assert ask(source) == Returned(1)
    assert (np.geterr(), np.get_printoptions(), warnings.filters[:]) == before


@pytest.mark.parametrize("name", ["__file__", "__name__", "__builtins__", "__doc__"])
@pytest.mark.parametrize("change", ["del {}", "{} = None", "{} = 5"])
def test_a_module_that_forgets_who_it_is_still_answers(name, change):
    change = change.format(name)
    implementation = student(f"def f():\n    global {name}\n    {change}\n    return 1 / 0\n")
    assert implementation.start() is None
    assert implementation.lines == {"f": 1}
    answers = [implementation.call("f", (), {}) for _ in range(2)]
    assert all(isinstance(answer, Raised) for answer in answers)
    assert answers[0].type == "ZeroDivisionError"


@pytest.mark.parametrize("change", ["del __file__", "__file__ = None", "__name__ = 5", "del __name__"])
def test_a_module_that_forgets_who_it_is_while_it_loads_still_answers(change):
    implementation = student(f"def f():\n    return 1\n\n{change}\n")
    assert implementation.call("f", (), {}) == Returned(1)
    assert implementation.lines == {"f": 1}


def test_lines_are_those_of_the_students_own_functions():
    implementation = student(
        "from math import sqrt\nfrom inspect import cleandoc\n\ndef f():\n    pass\n\n\ndef g(): pass\nh = len\n"
    )
    assert implementation.lines == {}
    implementation.start()
    assert implementation.lines == {"f": 4, "g": 8}


def test_an_argument_that_is_no_plain_data_is_the_graders_mistake():
    with pytest.raises(TypeError, match="an object of type set to f"):
        ask("def f(x):\n    return 1\n", {1})


@pytest.mark.parametrize(
    ("error", "accepted"),
    [
        ("ValueError('x')", True),
        ("type('Mine', (ValueError,), {})('x')", True),
        ("np.linalg.LinAlgError('x')", True),
        ("UnicodeError('x')", True),
        ("TypeError('x')", False),
        ("type('ValueError', (TypeError,), {})('x')", True),  # its name is its own doing, as is its answer
    ],
)
def test_whoever_would_be_caught_as_the_right_error_is_the_right_error(error, accepted):
    subject = Subject(student(f"import numpy as np\ndef f():\n    raise {error}\n"))
    if accepted:
        raises(subject.f, ValueError)
    else:
        with pytest.raises(Mismatch):
            raises(subject.f, ValueError)


def test_what_an_error_is_one_of_crosses_the_wire():
    answer = student("def f():\n    raise UnicodeError('x')\n").call("f", (), {})
    assert decoded(encoded(answer)) == answer
    assert answer.bases == ("UnicodeError", "ValueError", "Exception")
