"""Mutants: each kind of mistake on one line, and what holds for all of them."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from gradcheck.audit.mistakes import MISTAKES
from gradcheck.audit.mutants import mutants
from gradcheck.source import BEGIN, END

ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS = [p for p in sorted((ROOT / "solutions").glob("*/*.py")) if BEGIN in p.read_text(encoding="utf-8")]


def function(body: str, parameters: str = "x, y, n, k1, k2, axis=0") -> str:
    """Return a module whose one function has `body` to write."""
    return (
        f'"""Title."""\n\nimport math\nimport numpy as np\n\n\ndef f({parameters}):\n    """Compute."""\n'
        f"    {BEGIN} do it\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n    {END}\n"
    )


def made(body: str) -> dict[str, set[str]]:
    """Return what each operator makes of the one line that it changes."""
    found: dict[str, set[str]] = {}
    for mutant in mutants(function(body)):
        found.setdefault(mutant.operator, set()).add(mutant.key.partition(" -> ")[2].removeprefix("return "))
    return found


EXPRESSIONS = [
    ("arithmetic", "x + y", {"x - y"}),
    ("arithmetic", "x - y", {"x + y", "y - x"}),
    ("arithmetic", "x * y", {"x / y"}),
    ("arithmetic", "x / y", {"x * y", "x // y", "y / x"}),
    ("arithmetic", "x // y", {"-(-x // y)"}),
    ("arithmetic", "x % y", {"x // y"}),
    ("arithmetic", "x ** y", {"x * y", "y ** x"}),
    ("arithmetic", "x @ y", {"x * y", "y @ x"}),
    ("arithmetic", "x & y", {"x | y"}),
    ("arithmetic", "x + [y]", None),
    ("arithmetic", "'%d' % y", None),
    ("arithmetic", "x[n * 2]", None),
    ("arithmetic", "x.reshape(n * k1, -1)", None),
    ("operand", "x + y", {"x", "y"}),
    ("operand", "x - y", {"x", "-y"}),
    ("operand", "x * y", {"x", "y"}),
    ("operand", "x / y", {"x", "1 / y"}),
    ("operand", "x ** y", {"x"}),
    ("operand", "x @ y", {"x", "y"}),
    ("parentheses", "(x + y) * n", {"x + y * n"}),
    ("parentheses", "n * (x - y)", {"n * x - y"}),
    ("parentheses", "x / (y * n)", {"x / y * n"}),
    ("parentheses", "x - (y - n)", {"x - y - n"}),
    ("parentheses", "(x * y) ** n", {"x * y ** n"}),
    ("parentheses", "x * (y * n)", None),
    ("parentheses", "np.sqrt(x) + n", {"np.sqrt(x + n)"}),
    ("parentheses", "np.log(x + n)", {"np.log(x) + n"}),
    ("comparison", "x < y", {"x <= y", "x >= y"}),
    ("comparison", "x >= y", {"x > y", "x < y"}),
    ("comparison", "x == y", {"x != y"}),
    ("comparison", "x is None", {"x is not None"}),
    ("comparison", "x < y in n", {"x <= y in n", "x >= y in n", "x < y not in n"}),
    ("boolean", "x and y", {"x or y", "x", "y"}),
    ("sign", "not x", {"x"}),
    ("sign", "-x", {"x"}),
    ("sign", "~x", {"x"}),
    ("sign", "x == -1", None),
    ("condition", "x if n else y", {"x if not n else y"}),
    ("condition", "[v for v in x if n]", {"[v for v in x if not n]", "[v for v in x]"}),
    ("condition", "x if n == y else y", None),
    ("branch", "x if n else y", {"x", "y"}),
    ("constant", "np.exp(3)", {"np.exp(0)", "np.exp(2)", "np.exp(4)", "np.exp(6)", "np.exp(-3)"}),
    ("constant", "x == 0", {"x == 1", "x == -1"}),
    ("constant", "f(x, 0.5)", {f"f(x, {v})" for v in ("0", "-0.5", "1.5", "1.0")}),
    ("constant", "x + 1", {"x + 2"}),
    ("constant", "x / 2", {"x / 3", "x / 4", "x / -2"}),
    ("constant", "f(True)", {"f(False)"}),
    ("constant", "f(np.inf)", {"f(0.0)"}),
    ("constant", "x.reshape(-1, 2)", None),
    ("constant", "x.sum(keepdims=True)", None),
    ("index", "x[-1]", {"x[-2]", "x[0]"}),
    ("index", "x[:, 1]", {"x[:, 0]", "x[:, 2]"}),
    ("slice", "x[1:]", {"x[:]", "x[2:]"}),
    ("slice", "x[:-1]", {"x[:]", "x[:-2]", "x[:0]"}),
    ("slice", "x[:n]", {"x[:]", "x[:n - 1]", "x[:n + 1]"}),
    ("slice", "x[::-1]", {"x[:]"}),
    ("axis", "x.sum(axis=0)", {"x.sum(axis=1)"}),
    ("axis", "x.sum(axis=-1)", {"x.sum(axis=-2)", "x.sum(axis=0)"}),
    ("axis", "x.sum(axis=(1, 2))", {"x.sum(axis=(0, 2))", "x.sum(axis=(1, 3))"}),
    ("axis", "np.sum(x, 1)", {"np.sum(x, 0)", "np.sum(x, 2)"}),
    ("axis", "max(x, 1)", None),
    ("axis", "x[:, None]", {"x[:]"}),
    ("option", "x.sum(axis=1, keepdims=True)", {"x.sum(axis=1)", "x.sum(keepdims=True)"}),
    ("option", "x.sum(axis=(1, 2))", {"x.sum()", "x.sum(axis=(1,))", "x.sum(axis=(2,))"}),
    ("option", "x.std(ddof=1)", {"x.std()"}),
    ("option", "x.std(ddof=0, axis=None, keepdims=False)", None),
    ("option", "np.zeros(n, dtype=float)", None),
    ("size", "np.zeros((n, 1))", {"np.zeros((n, 2))"}),
    ("transpose", "x.T", {"x"}),
    ("transpose", "np.einsum('ij,jk->ik', x, y)", {"np.einsum('ij,jk->ki', x, y)"}),
    ("function", "np.argmax(x)", {"np.argmin(x)"}),
    ("function", "x.sum()", {"x.mean()", "x.prod()"}),
    ("function", "max(x, y)", {"min(x, y)"}),
    ("function", "sum(x)", None),
    ("function", "math.floor(x)", {"math.ceil(x)"}),
    ("function", "math.prod(x)", None),
    ("dropped function", "np.sqrt(x)", {"x"}),
    ("dropped function", "x.copy()", {"x"}),
    ("dropped function", "x.transpose(0, 2, 1)", {"x"}),
    ("dropped function", "np.maximum(x, 0)", {"x", "0"}),
    ("dropped function", "np.where(x, y, n)", {"y", "n"}),
    ("dropped function", "np.max(x, 0)", None),
    ("dtype", "x.astype(float)", {"x.astype(int)"}),
    ("dtype", "np.zeros(n, dtype=np.float64)", {"np.zeros(n, dtype=int)"}),
    ("arguments", "np.dot(x, y)", {"np.dot(y, x)"}),
    ("arguments", "np.where(x, y, n)", {"np.where(x, n, y)"}),
    ("arguments", "range(2, n)", {"range(n, 2)"}),
    ("arguments", "np.sum(x, 0)", None),
    ("arguments", "np.maximum(x, y)", None),
    ("arguments", "np.full((n, 1), x)", None),
    ("arguments", "np.zeros(n, int)", None),
    ("range", "range(1, n)", {"range(1, n - 1)", "range(1, n + 1)"}),
    ("range", "range(n - 1)", None),
    ("loop", "[v for v in x]", {"[v for v in list(x)[1:]]", "[v for v in list(x)[:-1]]"}),
    ("loop", "[v for v in range(n)]", None),
    ("parts", "x, y", {"(y, x)"}),
    ("parts", "np.stack([x, y])", {"np.stack([y, x])"}),
    ("parts", "x.sum(axis=(1, 2))", None),
    ("name", "k1", {"k2"}),
]

STATEMENTS = [
    ("update", "x += n", {"x = n", "x -= n"}),
    ("update", "x *= n", {"x = n", "x /= n"}),
    ("update", "x += [n]", {"x = [n]"}),
    ("in place", "x = x - y", {"x -= y"}),
    ("in place", "z = 2\nz = z - y", None),
    ("scatter", "np.add.at(x, n, y)", {"x[n] += y"}),
    ("statement", "x = y", {"pass"}),
    ("statement", "x.append(y)", {"pass"}),
    ("statement", "x[n] = y", {"pass"}),
    ("statement", "z = y\nz += n", {"pass"}),
    ("statement", "for v in x:\n    y[v] = n", {"pass"}),
    ("statement", "'words'", None),
    ("guard", "if n:\n    raise ValueError(3)", {"pass"}),
    ("guard", "for v in x:\n    if v:\n        continue\n    y[v] = n", {"pass"}),
    ("branch", "if n:\n    x = y", {"x = y"}),
    ("branch", "if n:\n    x = y\nelse:\n    x = k1; y = k2", {"x = y", "x = k1; y = k2"}),
    ("condition", "while n:\n    n -= 1", {"while not n:"}),
    ("jump", "for v in x:\n    break", {"continue"}),
    ("jump", "for v in x:\n    continue", {"break"}),
    ("order", "x = n\ny = x", {"y = x; x = n"}),
    ("order", "y[0] = x\nx = n", {"x = n; y[0] = x"}),
    ("order", "z = n\ny = z", None),
    ("parts", "k1, k2 = x.shape", {"k2, k1 = x.shape"}),
    ("parts", "k1, k2 = x", None),
    ("constant", "raise ValueError(f'3 {n + 1}', 3)", None),
]


@pytest.mark.parametrize(("operator", "text", "expected"), EXPRESSIONS)
def test_what_comes_of_an_expression(operator, text, expected):
    assert made(f"return {text}").get(operator) == expected


@pytest.mark.parametrize(("operator", "text", "expected"), STATEMENTS)
def test_what_comes_of_a_statement(operator, text, expected):
    assert made(f"{text}\nreturn x").get(operator) == expected


def test_every_operator_is_in_the_tables():
    assert {name for name, _, _ in EXPRESSIONS + STATEMENTS} == {name for name, _, _ in MISTAKES}


def test_the_only_return_stays():
    assert made("if n:\n    return x\nelse:\n    return y").keys() == {"branch", "condition"}
    assert "guard" in made("if n:\n    return x\nreturn y")


def test_no_statement_goes_that_gives_a_name_its_first_value():
    assert "statement" not in made("z = x\nfor v in x:\n    w = v\nreturn z + w")


SOLUTION = function(
    """
    total = np.zeros(n)
    for row in x:
        total += 2 * row
        total += 2 * row
    return total / n
    """
)


def test_a_mutant_shows_where_and_what():
    (found,) = (m for m in mutants(function("y = 2\nreturn x.sum(axis=0)")) if m.operator == "axis")
    assert found.key == "f: return x.sum(axis=0) -> return x.sum(axis=1)"
    assert found.line == 11
    assert found.diff == "- return x.sum(axis=0)\n+ return x.sum(axis=1)"
    assert "return x.sum(axis=1)\n" in found.source
    (guard,) = (
        m for m in mutants(function("if n:\n    raise ValueError\nreturn x")) if m.operator == "guard"
    )
    assert guard.key == "f: if n: -> pass"
    assert guard.diff == "- if n:\n-     raise ValueError\n+ pass"


def test_what_is_alike_is_numbered():
    keys = [m.key for m in mutants(SOLUTION) if m.operator == "update"]
    same = "f: total += 2 * row -> total"
    assert keys == [
        f"{same} = 2 * row",
        f"{same} -= 2 * row",
        f"{same} = 2 * row #2",
        f"{same} -= 2 * row #2",
    ]


def test_keys_and_sources_do_not_depend_on_the_layout():
    other = SOLUTION.replace("2 * row", "( 2*row )  # twice").replace("    return", "\n    # so\n    return")
    other = other.replace('"""Title."""\n', '"""Title."""\n\n# a line more\n\n')
    assert ast.dump(ast.parse(other)) == ast.dump(ast.parse(SOLUTION))
    one, two = mutants(SOLUTION), mutants(other)
    assert [(m.key, m.operator, m.source, m.diff) for m in one] == [
        (m.key, m.operator, m.source, m.diff) for m in two
    ]
    assert {b.line - a.line for a, b in zip(one, two, strict=True)} == {3, 5}


def test_nothing_outside_the_regions_is_mutated():
    before, after = "given = 3 + axis", "def g(x, n=4):\n    return x * 5\n"
    text = function("return x - 7").replace(f"    {BEGIN}", f"    {before}\n    {BEGIN}") + f"\n\n{after}"
    found = mutants(text)
    assert {m.line for m in found} == {1 + text[: text.index("x - 7")].count("\n")}
    for mutant in found:
        assert before in mutant.source
        assert after in mutant.source
        assert "axis=0" in mutant.source
    assert mutants(text.replace(BEGIN, "# so").replace(END, "# far")) == ()


def test_a_function_within_a_region_is_named_with_its_holder():
    keys = [m.key for m in mutants(function("def g(a, b=2):\n    return a + b\nreturn g(x)"))]
    assert "f.g: return a + b -> return a - b" in keys
    assert "f: def g(a, b=2): -> def g(a, b=3):" in keys


def test_no_solution_no_mutants():
    assert mutants("") == ()
    assert mutants(function("pass")) == ()


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_the_mutants_of_a_solution_are_many_and_all_different(path):
    solution = path.read_text(encoding="utf-8")
    found = mutants(solution)
    assert len(found) >= 3
    dumps = {ast.dump(ast.parse(mutant.source)) for mutant in found} | {ast.dump(ast.parse(solution))}
    assert len(dumps) == len(found) + 1
    assert len({mutant.key for mutant in found}) == len(found)
    lines = solution.split("\n")
    for mutant in found:
        compile(mutant.source, mutant.key, "exec")
        marks = [m for line in lines[: mutant.line] for m in (BEGIN, END) if m in line]
        assert marks[-1] == BEGIN
        assert f"def {mutant.key.partition(':')[0].partition('.')[0]}(" in solution
        assert {line[:2] for line in mutant.diff.split("\n")} == {"- ", "+ "}
