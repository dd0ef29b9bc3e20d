"""A notebook as a submission: what its cells become, whatever is in them."""

from __future__ import annotations

import ast
import inspect
import json
import time
import types

import pytest

from gradcheck import calling, submission
from gradcheck.answers import Raised, Returned
from gradcheck.ipynb import loader, read
from gradcheck.report.place import number, place

ANSWER = "def answer(x):\n    return 2 * x"
STUB = 'def answer(x):\n    """Twice x."""\n    raise NotImplementedError("double it")'


def code(text):
    return {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": text}


def written(*cells, **more):
    found = [cell if isinstance(cell, dict) else code(cell) for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": found} | more).encode()


def load(*cells, wanted=("answer",), content=None):
    """Return the module that a submission's process makes of a notebook."""
    source = read.read(written(*cells) if content is None else content).source(wanted)
    module = calling.load(source, "ch06/answer.py", "submission")
    assert isinstance(module, types.ModuleType), module
    return module


def answers(*cells, wanted="answer", content=None):
    """Return what a call of the notebook's function with 3 gives."""
    return calling.call(load(*cells, wanted=[wanted], content=content), wanted, [3], {})


RIGHT = {
    "as it is": [ANSWER],
    "lines as a list": [code(["def answer(x):\n", "    return 2 * x"])],
    "magics": ["%matplotlib inline\n%load_ext autoreload\n" + ANSWER + "\n%timeit answer(1)"],
    "magic in a block": ["if True:\n    %pip install x\n" + ANSWER],
    "assigned magic": ["files = !ls\nplace, = %pwd\n" + ANSWER],
    "shell": ["!pip install numpy\n!ls \\\n   | head \\\n   -1\n" + ANSWER],
    "shell with quotes and brackets": ["!echo \"it's\n!echo ((\n!echo )\n" + ANSWER],
    "questions": ["answer?\n?answer\nlen??\n" + ANSWER],
    "a question in a docstring beside a magic": [
        '%time\ndef answer(x):\n    """What is twice x?\n    ! 100\n    % 3\n    """\n    return 2 * x'
    ],
    "a percent sign that begins a line": ["%time\ndef answer(x):\n    return (2 * x\n        % 100)"],
    "%%time": ["\n%%time\n" + ANSWER],
    "%%capture": ["%%capture out\n" + ANSWER],
    "another language": ["%%bash\ndef answer(x):\n return 0", ANSWER, "%%html\n<b>answer</b>"],
    "Markdown": [{"cell_type": "markdown", "metadata": {}, "source": "def answer(x): oh"}, ANSWER],
    "raw": [ANSWER, {"cell_type": "raw", "metadata": {}, "source": "def answer(x):\n    return 0"}],
    "a cell that fails": ["1 / 0", ANSWER, "raise SystemExit"],
    "a needed statement that fails": [
        "LIMIT = 1 / 0\nTWO = 2",
        "def answer(x):\n    try:\n        return LIMIT\n    except NameError:\n        return TWO * x",
    ],
    "a cell that leaves": [
        "import sys\nsys.exit(1)",
        "def answer(x):\n    return 2 * x if sys.maxsize else 0",
    ],
    "a cell that is no Python": ["def answer(x:\n    oh", ANSWER, "and then ("],
    "a cell that never ends": [ANSWER, "while True:\n    pass", "import time\ntime.sleep(1000)"],
    "training in a loop with the answer's local names": [
        "import numpy as np",
        "def answer(x):\n    weights = np.asarray(2 * x)\n    return int(weights)",
        "weights = 0\nwhile True:\n    weights = answer(weights)\n    np.testing.assert_array_equal(weights, 0)",
    ],
    "trials that call it for ever": [
        "CACHE = {}",
        "def answer(x):\n    CACHE[x] = 2 * x\n    return CACHE[x]",
        "def train():\n    while True:\n        answer(1)",
        "train()\nhistory = train()\nprint(train(), CACHE)",
    ],
    "training of something else": [
        "import numpy as np\nCACHE = {}",
        "def answer(x):\n    CACHE[x] = np.asarray(x)\n    return int(2 * CACHE[x])",
        "def other():\n    while True:\n        np.random.rand()",
        "def reset():\n    CACHE.clear()\n    return DATA",
        "history = other()\nDATA = other()",
    ],
    "helpers and constants": [
        "import numpy as np\nTWO = np.array(2)",
        "def _double(x):\n    return int(TWO * x)",
        "def answer(x):\n    return _double(x)",
    ],
    "a helper that comes later": ["def answer(x):\n    return twice(x)", "def twice(x):\n    return 2 * x"],
    "an alias": ["def mine(x):\n    return 2 * x", "answer = mine"],
    "a decorator": [
        "import functools\ndef plain(function):\n    @functools.wraps(function)\n"
        "    def inner(*a):\n        return function(*a)\n    return inner",
        "@plain\n" + ANSWER,
    ],
    "star import": ["from operator import *", "def answer(x):\n    return mul(2, x)"],
    "redefined": ["def answer(x):\n    return 0", ANSWER],
    "a constant redefined": ["TWO = 7", "def answer(x):\n    return TWO * x", "TWO = 2"],
    "its stub after it": [ANSWER, STUB],
    "its stub before and after it": [STUB, ANSWER, STUB],
    "its stub after an alias": ["twice = lambda x: 2 * x\nanswer = twice", STUB],
    "nbgrader's stub after it": [
        ANSWER,
        "def answer(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()",
    ],
    "a stub without words after it": [ANSWER, 'def answer(x):\n    ""\n    raise NotImplementedError()'],
    "a bare stub after it": [ANSWER, "def answer(x):\n    raise NotImplementedError"],
    "from __future__": [
        "from __future__ import annotations",
        "def answer(x: NDArray) -> Nowhere:\n    return 2 * x",
    ],
    "nested functions": ["def answer(x):\n    def inner():\n        return 2 * x\n    return inner()"],
    "a lambda": ["answer = lambda x: 2 * x"],
    "a lambda with a helper": ["two = 2", "answer = lambda x: (lambda: two * x)()"],
    "a table filled by items": [
        "T = {}",
        "for i in range(9):\n    T[i] = 2 * i",
        "def answer(x):\n    return T[x]",
    ],
    "a table filled by methods": [
        "T = []",
        "for i in range(9):\n    T.append(2 * i)",
        "answer = lambda x: T[x]",
    ],
    "a table filled by a function": [
        "T = []",
        "def fill():\n    for i in range(9):\n        T.append(2 * i)",
        "def begin():\n    fill()",
        "begin()",
        "def answer(x):\n    return T[x]",
    ],
    "a table filled by a function that is passed it": [
        "T = []\ndef fill(table):\n    table.extend(range(0, 18, 2))",
        "fill(T)",
        "answer = T.__getitem__",
    ],
    "a table filled with the answer": [
        "def answer(x):\n    return 2 * x\nT = []\nfor i in range(9):\n    T.append(answer(i))",
        "def again(x):\n    return T[x]\ntwice = again\n",
    ],
    "a table turned round": ["T = [4, 6, 2, 0]", "T.sort()", "answer = lambda x: T[x]"],
    "a table less an item": ["T = [9, 0, 2, 4, 6]", "del T[0]", "answer = lambda x: T[x]"],
    "an augmented table": ["T = [0, 2]", "T += [4, 6]", "answer = lambda x: T[x]"],
    "a global that a function sets": [
        "def begin():\n    global TWO\n    TWO = 2",
        "begin()",
        "def answer(x):\n    return TWO * x",
    ],
    "an attribute": ["class S:\n    pass", "S.two = 2", "answer = lambda x: S.two * x"],
    "an object with state": [
        "class Twice:\n    def learn(self):\n        self.two = 2",
        "model = Twice()",
        "model.learn()",
        "def answer(x):\n    return model.two * x",
    ],
    "a seed": [
        "import numpy as np\nnp.random.seed(0)",
        "def answer(x):\n    return 2 * x if 0.54 < np.random.rand() < 0.55 else 0",
    ],
    "a generator": [
        "import numpy as np\nrng = np.random.default_rng(0)",
        "skipped = rng.random()",
        "def answer(x):\n    return 2 * x if 0.26 < rng.random() < 0.28 else 0",
    ],
    "async beside it": ["async def fetch():\n    return 1", "await fetch()", ANSWER],
    "a coroutine that it runs": [
        "async def twice(x):\n    return 2 * x",
        "import asyncio\ndef answer(x):\n    return asyncio.new_event_loop().run_until_complete(twice(x))",
    ],
    "walrus": ["if (two := 2):\n    pass", "answer = lambda x: two * x"],
    "walrus in a comprehension": ["[two := i for i in range(3)]", "answer = lambda x: two * x"],
    "tuple assignment": ["(one, *two), three = (1, 2), 3", "answer = lambda x: two[0] * x"],
    "with": [
        "import contextlib\nwith contextlib.nullcontext(2) as two:\n    pass",
        "answer = lambda x: two * x",
    ],
    "match": ["match [2]:\n    case [two]:\n        pass", "answer = lambda x: two * x"],
    "an annotated name": ["two: int = 2", "answer = lambda x: two * x"],
    "imports that are tried": [
        "try:\n    import not_installed as np\nexcept ImportError:\n    import numpy as np",
        "def answer(x):\n    return int(np.multiply(2, x))",
    ],
    "if and else": [
        "import sys\nif sys.maxsize < 0:\n    answer = None\nelse:\n    def answer(x):\n        return 2 * x"
    ],
    "display": ["from IPython.display import nothing", "def answer(x):\n    display(x)\n    return 2 * x"],
    "IPython": ["get_ipython().run_line_magic('time', '')\nget_ipython().system('ls')", ANSWER],
    "a class's method": [
        "class K:\n    def two(self):\n        return 2",
        "answer = lambda x: K().two() * x",
    ],
    "a dataclass": [
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    two: int = 2",
        "def answer(x):\n    return P().two * x",
    ],
    "its own source": [
        "import inspect\n# a line\ndef answer(x):\n    return inspect.getsource(answer).count('\\n') * x"
    ],
    "type aliases in annotations": [
        "from numpy.typing import NDArray\nA = NDArray",
        "def answer(x: A) -> A:\n    return 2 * x",
    ],
}


@pytest.mark.parametrize("cells", RIGHT.values(), ids=RIGHT)
def test_the_function_is_what_it_is_in_the_notebook(cells):
    assert answers(*cells) == Returned(6)


def test_each_of_two_functions_is_found_where_it_stands():
    module = load("def one(x):\n    return x", "def two(x):\n    return one(x) + x", wanted=("one", "two"))
    assert [calling.call(module, name, [3], {}).value for name in ("one", "two")] == [3, 6]


def test_one_of_two_that_cannot_be_read_is_the_only_one_lost():
    module = load(ANSWER, "def two(x)\n    return x", wanted=("answer", "two"))
    assert calling.call(module, "answer", [3], {}) == Returned(6)
    assert calling.call(module, "two", [3], {}).type == "SyntaxError"


def test_a_table_of_the_first_serves_the_second():
    cells = [ANSWER, "T = []\nfor i in range(9):\n    T.append(answer(i))", "def again(x):\n    return T[x]"]
    assert calling.call(load(*cells, wanted=("answer", "again")), "again", [3], {}) == Returned(6)


@pytest.mark.parametrize("beside", ["", "class Other:\n    def answer(self):\n        return 0", "answer?"])
def test_a_stub_alone_is_not_started(beside):
    found = answers(STUB, beside)
    assert (found.type, found.message) == ("NotImplementedError", "double it")


@pytest.mark.parametrize("begun", ["x = 2 * x\n    ", "if x:\n        pass\n    "])
def test_a_stub_with_something_before_its_end_is_no_stub(begun):
    found = answers("def answer(x):\n    return 0", f"def answer(x):\n    {begun}raise NotImplementedError")
    assert found.type == "NotImplementedError"


def test_what_was_deleted_or_renamed_is_not_there():
    found = answers("def anwser(x):\n    return 2 * x")
    assert (found.type, found.message, found.line) == ("AttributeError", "answer", None)
    assert answers() == found


LOST = {
    "no Python": (["", "x = 1\ndef answer(x)\n    return x"], "SyntaxError", "expected ':'", "cell 2, line 2"),
    "a decorator that is not there": (["\n@jit\n" + ANSWER], "NameError", "name 'jit' is not defined", "cell 1, line 2"),
    "a default that fails": (["def answer(x, y=1 / 0):\n    return x"], "ZeroDivisionError", "division by zero", "cell 1, line 1"),
    "an import that fails": (["from my_answers import answer", STUB], "ModuleNotFoundError", "No module named 'my_answers'", "cell 1, line 1"),
    "a function that cannot be compiled": (["def answer(x):\n    global x"], "SyntaxError", "name 'x' is parameter and global", "cell 1, line 1"),
    "a helper that raises while it is made": (
        ["def make():\n    raise OSError('no')", "answer = make()"], "OSError", "no", "cell 1, line 2"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "kind", "text", "where"), LOST.values(), ids=LOST)
def test_what_kept_a_function_from_being_defined_is_said_when_it_is_called(course, cells, kind, text, where):
    module = load(*cells)
    found = calling.call(module, "answer", [3], {})
    assert (found.type, found.message) == (kind, text)
    assert place(course.one("adam"), calling.lines(module)["answer"]) == f"your notebook, {where}"


def test_lines_are_those_of_the_cell(course):
    title = {"cell_type": "markdown", "metadata": {}, "source": "# Title"}
    lines = calling.lines(
        load(title, "TWO = 2\n\ndef helper(x):\n    return TWO * x", "%time\n\nanswer = lambda x: helper(x)")
    )
    adam = course.one("adam")
    assert place(adam, lines["helper"]) == "your notebook, cell 2, line 3"
    assert place(adam, lines["answer"]) == "your notebook, cell 3, line 3"
    assert place(adam, 6) == "ch06_optimization/adam.py:6"
    assert place(adam, loader.CELL) == "your notebook"


def test_a_notebook_of_more_cells_than_lines_can_tell_is_read():
    assert answers(*["pass"] * 3000, ANSWER) == Returned(6)


NO_NOTEBOOK = {
    "nothing": b"",
    "no JSON": b"adam",
    "torn": written(ANSWER)[:-9],
    "a list": b"[]",
    "a number": b"7",
    "text": b'"cells"',
    "no cells": b'{"nbformat": 4}',
    "cells that are none": b'{"cells": null}',
    "cells that are a number": b'{"cells": 7}',
    "a cell that is a number": b'{"cells": [7]}',
    "a source that is a number": b'{"cells": [{"cell_type": "code", "source": 7}]}',
    "worksheets that are a number": b'{"worksheets": 7}',
    "worksheets without cells": b'{"worksheets": [{}]}',
    "deep": b"[" * 10**6,
    "deep in a cell": b'{"cells": [{"cell_type": "code", "source": ' + b"[" * 10**6,
    "deep objects": b'{"cells":' * 10**5,
    "a long number": b'{"cells": ' + b"9" * 10**5 + b"}",
    "not UTF-8": b'{"cells": ["\xff\xfe\xfa"]}',
    "too large": written(ANSWER, metadata={"picture": "A" * read.MOST_BYTES}),
}  # fmt: skip


@pytest.mark.parametrize("content", NO_NOTEBOOK.values(), ids=NO_NOTEBOOK)
def test_what_is_no_notebook_says_so(content):
    found = read.read(content)
    assert found.problem.startswith("this is no notebook")
    assert not found.defines(["answer"])
    said = answers(content=content)
    assert said.type == "ValueError"
    assert said.message.startswith("this is no notebook")


ODD = {
    "empty": written(),
    "without what a cell should have": b'{"cells": [{}, {"cell_type": "code"}, {"source": "x"}]}',
    "a source of all kinds": b'{"cells": [{"cell_type": "code", "source": ["x", 1, null, {"a": []}]}]}',
    "surrogates and nulls": written("\ud800\udfff = '\x00'"),
    "a byte-order mark and Windows's lines": b"\xef\xbb\xbf" + written("x = 1\r\n\r\n"),
    "a million blanks": written(" " * 500_000 + "x", "\n" * 200_000),
    "deep Python": written(
        "(" * 5000, "-" * 20_000 + "1", "[" * 90 + "]" * 90, "x" + ".a" * 20_000, "if x:\n" * 99
    ),
    "many magics": written("%x\n" * 300),
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_an_odd_notebook_is_read_like_any_other(content):
    assert read.read(content).problem == ""
    assert answers(content=content).type == "AttributeError"


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_odd_cells_do_not_lose_the_others(content):
    cells = [*json.loads(content.decode("utf-8-sig"))["cells"], code(ANSWER)]
    assert answers(*cells) == Returned(6)


def test_old_notebooks_are_read():
    cell = {"cell_type": "code", "input": ANSWER.splitlines(keepends=True), "outputs": []}
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "heading", "source": "x"}, cell]}]}
    assert answers(content=json.dumps(old).encode()) == Returned(6)


def test_outputs_and_metadata_decide_nothing():
    cell = code(STUB)
    cell["outputs"] = [{"output_type": "stream", "text": ANSWER}]
    cell["metadata"] = {"nbgrader": {"points": 100, "source": ANSWER}}
    assert answers(cell).type == "NotImplementedError"


@pytest.mark.parametrize(
    ("text", "defined"),
    [
        (ANSWER, True),
        ("x = 1\n  async  def answer(x): pass", True),
        ("answer = lambda x: x", True),
        ("print(answer)\nassert answer(1) == 2", False),
        ("def answers(x): pass\nmy_answer = 1", False),
        ("from course import answer", False),
        ('"""def answer"""', False),
    ],
)
def test_a_notebook_seems_to_define_what_a_cell_defines(text, defined):
    assert read.read(written("import numpy", text)).defines(["other", "answer"]) is defined
    assert not read.read(written(text)).defines([])


HOSTILE = "import pathlib\npathlib.Path({path!r}).touch()\ndef {name}(*a, **k):\n    return 0"


def test_reading_a_notebook_runs_nothing_of_it(course, tmp_path):
    exercise = course.one("adam")
    trace = tmp_path / "trace"
    text = HOSTILE.format(path=str(trace), name="adam_step")
    quotes = "'''\"\"\"\\\n" + text
    handed_in = tmp_path / "eve" / exercise.chapter / "adam.ipynb"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_bytes(written(text, quotes, f"')\n{text}\n('", "{" + text + "}", f"%time\n{text}"))
    files = submission.read(tmp_path / "eve", course.exercises).files
    assert list(files) == ["ch06/adam"]
    # What would run is one call of the loader, on plain text.
    (statement,) = ast.parse(files["ch06/adam"]).body
    arguments = [*statement.value.args, *statement.value.args[1].values[0].elts[:2]]
    assert ast.literal_eval(arguments[0]) == read._loader()
    assert ast.literal_eval(arguments[2])[0] == (1, text)
    assert not trace.exists()


def test_names_of_the_loader_are_not_among_the_students():
    module = load(ANSWER)
    assert set(vars(module)) - set(vars(types.ModuleType("m"))) <= {
        "answer",
        "display",
        "__builtins__",
        "__file__",
    }


def test_the_loader_needs_nothing_but_the_standard_library():
    imported = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(loader)))
        if isinstance(node, ast.ImportFrom | ast.Import)
    ]
    names = {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imported}
    assert names <= {"__future__", "ast", "collections.abc", "dis", "linecache", "re", "types", "typing"}


def test_a_large_notebook_is_read_soon():
    cells = [
        f"def helper_{i}(x):\n    return x + CONSTANT_{i}\nCONSTANT_{i} = helper_{i - 1}(1)"
        for i in range(300)
    ]
    began = time.process_time()
    assert answers(*cells, ANSWER) == Returned(6)
    assert time.process_time() - began < 2


def test_a_call_that_fails_is_told_as_it_is():
    found = answers("def answer(x):\n    return x / 0")
    assert isinstance(found, Raised)
    assert (found.type, found.message) == ("ZeroDivisionError", "division by zero")
    assert (found.line, found.text) == (loader.CELL + 2, "return x / 0")
    assert number(loader.CELL + 2) == "2 of cell 1"
    assert number(2) == "2"


class TestInASubmission:
    @pytest.fixture
    def hand_in(self, tmp_path, course):
        def write(**notebooks):
            for name, cells in notebooks.items():
                path = tmp_path / "ada" / "ch06_optimization" / f"{name}.ipynb"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(written(*cells))
            exercises = [course.one("adam"), course.one("ch06/sgd")]
            return submission.read(tmp_path / "ada", exercises).files

        return write

    def test_an_exercise_is_in_the_notebook_of_its_name(self, hand_in):
        files = hand_in(adam=["def adam_step():\n    return 1"], all=["def adam_step():\n    return 2"])
        assert b"return 1" in files["ch06/adam"]
        assert "ch06/sgd" not in files

    def test_or_in_one_that_defines_it(self, hand_in):
        files = hand_in(
            adam=["# nothing here"], all=["x = 1\ndef adam_step():\n    return 2\n", "def sgd_step(): pass"]
        )
        assert b"return 2" in files["ch06/adam"]
        assert set(files) == {"ch06/adam", "ch06/sgd"}

    def test_one_of_its_name_that_defines_nothing_is_there_all_the_same(self, hand_in):
        assert list(hand_in(adam=["print()"])) == ["ch06/adam"]
