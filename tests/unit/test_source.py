"""From one source: stubs without a trace of the solution, and variants that differ in the one place meant."""

from __future__ import annotations

import ast
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.course import Course
from gradcheck.source import (
    SourceError,
    Statement,
    digest,
    docstrings,
    examples,
    functions,
    mark_of,
    patched,
    stub,
    translated,
)
from gradcheck.source import cell as source_cell

SOLUTION = '''"""Means (section 1)."""

import numpy as np

HALF = 0.5


def centred(values):
    """Return `values` less their mean.

    Examples
    --------
    >>> centred(np.array([1.0, 3.0]))
    array([-1.,  1.])
    """
    ### BEGIN SOLUTION take the mean, then subtract it
    secret_mean = values.mean()
    if secret_mean:

        values = values - secret_mean

    return values
    ### END SOLUTION


def doubled(values):
    """Return twice `values`."""
    two = 2
    ### BEGIN SOLUTION multiply by `two`
    return values * two
    ### END SOLUTION


def _given(values):
    """A helper that is given."""
    return values
'''


def raised(source, name):
    """Return what a function of a module says when it is called."""
    namespace: dict = {}
    exec(compile(source, "<stub>", "exec"), namespace)
    with pytest.raises(NotImplementedError) as caught:
        namespace[name](None)
    return str(caught.value)


def test_a_stub_keeps_everything_but_the_marked_bodies():
    made = stub(SOLUTION)
    assert raised(made, "centred") == "take the mean, then subtract it"
    assert raised(made, "doubled") == "multiply by `two`"
    for kept in (
        "import numpy as np",
        "HALF = 0.5",
        "    two = 2\n",
        ">>> centred",
        "def _given",
        "    return values\n",
    ):
        assert kept in made
    for gone in ("secret", "SOLUTION", "values * two", "###"):
        assert gone not in made
    assert docstrings(made) == docstrings(SOLUTION)
    assert len(ast.parse(made).body) == len(ast.parse(SOLUTION).body)


def test_a_stubs_stub_is_the_stub():
    assert stub(stub(SOLUTION)) == stub(SOLUTION)


names = st.from_regex(r"[a-z]{3,8}_[0-9]{4}", fullmatch=True)


@given(
    st.lists(
        st.tuples(names, st.lists(names, min_size=1, max_size=4), st.integers(1, 3)),
        min_size=1,
        max_size=4,
        unique_by=lambda f: f[0],
    )
)
def test_no_line_of_any_solution_is_left_in_its_stub(made):
    source = '"""Some functions."""\n'
    for function, secrets, depth in made:
        indent = "    " * depth
        opening = "".join(f"{'    ' * level}if True:\n" for level in range(1, depth))
        lines = "".join(f"{indent}secret_{name} = 1\n\n" for name in secrets)
        source += (
            f"\n\ndef f_{function}(x):\n    given = x\n{opening}{indent}### BEGIN SOLUTION do {function}\n"
            f"{lines}{indent}return secret_{secrets[-1]}\n{indent}### END SOLUTION\n"
        )
    left = stub(source)
    assert "secret" not in left
    assert "SOLUTION" not in left
    for function, *_ in made:
        assert raised(left, f"f_{function}") == f"do {function}"


def test_a_marker_without_words_is_the_authors_mistake():
    with pytest.raises(SourceError, match="not followed by what is to be done"):
        stub(SOLUTION.replace(" multiply by `two`", ""))


def test_quotes_in_the_words_to_do_do_not_end_the_stubs_string():
    made = stub(SOLUTION.replace("multiply by `two`", 'say "twice", don\'t say "two"'))
    assert raised(made, "doubled") == "say 'twice', don't say 'two'"


def test_words_to_do_in_any_script_are_kept():
    made = stub(SOLUTION.replace("multiply by `two`", "Σ xᵢ² — 求和，再除以 n"))
    assert raised(made, "doubled") == "Σ xᵢ² — 求和，再除以 n"


def test_a_backslash_in_the_words_to_do_is_a_backslash():
    made = stub(SOLUTION.replace("multiply by `two`", r"take \nabla of it"))
    assert raised(made, "doubled") == r"take \nabla of it"


BODY = """\
def f(x):
    {begin} square it
    return secret * x
    {end}"""

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


@pytest.mark.parametrize(
    "source",
    [
        BODY.format(begin=BEGIN, end=END) + "\n",
        BODY.format(begin=BEGIN, end=f"{END}   ") + "\n",
        BODY.format(begin=BEGIN, end=END).replace("\n", "\r\n") + "\r\n",
        BODY.format(begin=BEGIN, end=END),
        BODY.format(begin=BEGIN, end="# END SOLUTION") + "\n",
        BODY.format(begin=BEGIN, end="") + "\n",
        BODY.format(begin="###  BEGIN SOLUTION", end=END) + "\n",
        BODY.format(begin="# a comment", end=END) + "\n",
        BODY.format(begin=BEGIN, end=f"pass\n    {BEGIN} then\n    {END}") + "\n",
        BODY.format(begin=BEGIN, end=END).replace("    ", "\t") + "\n",
    ],
    ids=[
        "as it should be",
        "spaces after the end",
        "CRLF",
        "no newline at the end",
        "another end",
        "no end",
        "another beginning",
        "no beginning",
        "two beginnings",
        "tabs",
    ],
)
def test_a_solution_is_taken_out_whole_or_refused(source):
    try:
        made = stub(source)
    except SourceError:
        return
    assert "secret" not in made
    assert "SOLUTION" not in made
    assert raised(made, "f") == "square it"


CHINESE = {
    "centred": Statement(
        "返回 `values` 减去均值。\n\n例如 “[1, 3]” 变为 [-1, 1]。\n\n"
        "Examples\n--------\n>>> centred(np.array([1.0, 3.0]))\narray([-1.,  1.])",
        "先求均值，再减去它",
    ),
    "doubled": Statement("返回两倍的 `values`。", "乘以 `two`"),
}


def test_a_chinese_stub_has_chinese_docstrings_and_the_same_examples():
    made = stub(translated(SOLUTION, "均值（第 1 节）。", CHINESE))
    tree = ast.parse(made)
    assert ast.get_docstring(tree) == "均值（第 1 节）。"
    assert docstrings(made) == {name: statement.docstring for name, statement in CHINESE.items()}
    assert raised(made, "centred") == "先求均值，再减去它"
    assert raised(made, "doubled") == "乘以 `two`"
    for gone in ("secret", "SOLUTION", "values * two", "Return", "Means"):
        assert gone not in made
    for kept in ("    two = 2\n", "HALF = 0.5", "A helper that is given."):
        assert kept in made
    assert [examples(text) for text in docstrings(made).values()] == [
        examples(text) for text in docstrings(SOLUTION).values()
    ]
    assert functions(made).keys() == functions(SOLUTION).keys()


def test_a_chinese_stubs_docstrings_keep_their_indentation():
    made = stub(translated(SOLUTION, "均值。", CHINESE))
    assert '    """返回 `values` 减去均值。\n\n    例如' in made
    assert '    array([-1.,  1.])\n    """\n    raise NotImplementedError("先求均值，再减去它")\n' in made
    assert '    """返回两倍的 `values`。"""\n' in made


def test_a_function_without_a_translation_keeps_its_words():
    made = stub(translated(SOLUTION, "均值。", {"doubled": CHINESE["doubled"]}))
    assert docstrings(made)["centred"] == docstrings(SOLUTION)["centred"]
    assert raised(made, "centred") == "take the mean, then subtract it"


def test_a_backslash_in_a_translation_is_a_backslash():
    raw = SOLUTION.replace('"""Return twice `values`."""', 'r"""Return twice \\beta."""')
    assert docstrings(raw)["doubled"] == r"Return twice \beta."
    assert docstrings(stub(raw))["doubled"] == r"Return twice \beta."
    made = stub(translated(raw, "均值。", {"doubled": Statement(r"返回 \beta 的两倍。", "乘")}))
    assert docstrings(made)["doubled"] == r"返回 \beta 的两倍。"


def test_a_translation_may_end_in_a_quotation_mark():
    made = stub(translated(SOLUTION, "均值。", {"doubled": Statement('返回 "两倍"', "乘")}))
    assert docstrings(made)["doubled"] == '返回 "两倍"'


def test_an_edit_is_made_in_the_one_place_where_its_old_text_stands():
    made = patched(SOLUTION, [("values - secret_mean", "secret_mean - values"), ("two = 2", "two = 3")])
    namespace: dict = {}
    exec(made, namespace)
    assert namespace["centred"](namespace["np"].array([1.0, 3.0])).tolist() == [1.0, -1.0]
    assert namespace["doubled"](2) == 6


@pytest.mark.parametrize(
    ("old", "count"), [("values = values + secret_mean", 0), ("secret_mean", 3), ("two = 4", 0)]
)
def test_an_edit_that_fits_nowhere_or_twice_is_the_authors_mistake(old, count):
    with pytest.raises(SourceError) as caught:
        patched(SOLUTION, [(old, "pass")])
    assert f"occurs {count} times instead of once: {old!r}" in str(caught.value)


def test_docstrings_are_no_place_for_an_edit():
    with pytest.raises(SourceError, match="occurs 0 times"):
        patched(SOLUTION, [("Return twice", "Return thrice")])
    assert "Examples" not in patched(SOLUTION, [])
    made = patched(SOLUTION.replace("Return twice", "two = 2"), [("two = 2", "two = 3")])
    assert made.count("two = 3") == 1


def test_later_edits_see_what_earlier_ones_left():
    made = patched(SOLUTION, [("two = 2", "two = 2 + 0"), ("2 + 0", "5")])
    assert "two = 5" in made


def test_without_edits_the_code_does_what_it_did():
    assert ast.dump(without_docstrings(patched(SOLUTION, []))) == ast.dump(without_docstrings(SOLUTION))


def without_docstrings(source):
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
            and ast.get_docstring(node) is not None
        ):
            node.body[0] = ast.Pass()
    return tree


NESTED = '''"""Nested."""


def outer(x):
    def inner(y):
        """Return `y`.

        Nothing else.
        """
        return y

    return inner(x)


class Layer:
    """A layer."""

    def forward(self, x):
        """Pass it on.

        At length.
        """
        return x


def last(x):
    """Return the last.

    Of all.
    """
    return x[-1]
'''


def test_docstrings_of_nested_functions_and_methods_go_without_harm_to_what_follows():
    made = patched(NESTED, [("return x[-1]", "return x[0]")])
    namespace: dict = {}
    exec(made, namespace)
    assert namespace["last"]([1, 2]) == 1
    assert namespace["outer"](3) == 3
    assert namespace["Layer"]().forward(4) == 4
    assert "Return the last" not in made
    assert "Nothing else" not in made


def test_functions_are_the_public_ones_with_their_lines():
    assert functions(SOLUTION) == {"centred": 8, "doubled": 26}
    assert SOLUTION.splitlines()[25] == "def doubled(values):"


def test_examples_are_the_sources_in_a_docstring():
    text = "Text.\n\n>>> a = [1,\n...      2]\n>>> a\n[1, 2]\n\nMore.\n\n>>> a[0]\n1\n"
    assert examples(text) == ["a = [1,\n     2]", "a", "a[0]"]
    assert examples("None at all.") == []
    assert len(doctest.DocTestParser().get_examples(text)) == 3


def test_digests_tell_texts_apart():
    assert digest("a") == digest(b"a") != digest("b")
    assert digest("").startswith("sha256:")
    assert mark_of("A.\n\n    B.") == mark_of("A.\n\nB.") != mark_of("A.\n\nC.")
    assert len(mark_of("")) == 8


def test_every_exercise_of_the_course_has_a_stub_in_both_languages(course: Course):
    for exercise in course.exercises:
        for lang in ("en", "zh"):
            made = exercise.stub(lang)
            assert functions(made).keys() == exercise.functions.keys()
            assert "BEGIN SOLUTION" not in made
            assert "END SOLUTION" not in made
            assert made.count("raise NotImplementedError(") == exercise.solution.count("### BEGIN SOLUTION")
        assert {name: examples(text) for name, text in docstrings(exercise.stub("zh")).items()} == {
            name: examples(text) for name, text in docstrings(exercise.solution).items()
        }


def test_a_cell_says_what_is_asked_in_one_line_and_leaves_the_rest_above_it():
    made = source_cell(SOLUTION)
    tree = ast.parse(made)
    assert ast.get_docstring(tree) is None
    assert not made.startswith("\n")
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            assert "\n" not in ast.get_docstring(node)
    assert stub(made) == source_cell(stub(SOLUTION))
