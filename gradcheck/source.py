"""From one source, the solution: the student's stub, and the misconceptions' variants.

The body of a function to write stands between nbgrader's markers; the words after the first are what is
left to do::

    ### BEGIN SOLUTION take the mean, then subtract it
    return values - values.mean()
    ### END SOLUTION
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

BEGIN: Final = "### BEGIN SOLUTION"
END: Final = "### END SOLUTION"

_REGION: Final = re.compile(
    rf"^(?P<indent>[ ]*){BEGIN}[ ]*(?P<todo>[^\n]*)\n(?P<body>.*?)^[ ]*{END}[^\n]*\n",
    re.MULTILINE | re.DOTALL,
)


_MARKER: Final = re.compile(r"^.*\b(?:BEGIN|END) SOLUTION\b.*$", re.MULTILINE)


class SourceError(ValueError):
    """A solution's source that cannot be made into what was asked of it."""


@dataclass(frozen=True)
class Statement:
    """What a student reads in a stub, in a language other than the solution's own."""

    docstring: str
    todo: str


def stub(solution: str) -> str:
    """Return the stub: the solution with each marked body replaced by one line that says what to do."""

    def to_do(match: re.Match[str]) -> str:
        todo = match["todo"].strip().replace("\\", r"\\").replace('"', "'")
        if not todo:
            raise SourceError(f"`{BEGIN}` is not followed by what is to be done")
        return f'{match["indent"]}raise NotImplementedError("{todo}")\n'

    made = _REGION.sub(to_do, solution)
    if (left := _MARKER.search(made)) is not None:
        line = made.count("\n", 0, left.start()) + 1
        raise SourceError(f"line {line}: {left[0].strip()!r} has no partner, so the body would show")
    return made


def cell(module: str) -> str:
    """Return a module as a notebook's cell: what stands above it in Markdown is left out.

    That is the module's docstring, and of a function's docstring all but the first line.
    """
    tree = ast.parse(module)
    summaries = {
        node.name: Statement((ast.get_docstring(node) or "").partition("\n")[0], "") for node in _public(tree)
    }
    made = translated(module, "", summaries)
    start = ast.parse(made).body
    lines = made.splitlines(keepends=True)
    if ast.get_docstring(tree) is not None:
        lines = lines[start[0].end_lineno :]
    return "".join(lines).strip("\n")


def lesson(program: str) -> tuple[str, str, str]:
    """Return a program's lesson in English and in Chinese, and its code less the lines that run it."""
    tree = ast.parse(program)
    english, _mark, chinese = (ast.get_docstring(tree) or "").partition("\n中文：")
    runs = [node.lineno for node in tree.body if isinstance(node, ast.If)]
    lines = program.splitlines(keepends=True)[tree.body[0].end_lineno : runs[-1] - 1 if runs else None]
    return english.partition("\n")[2].strip(), chinese.strip(), "".join(lines).strip("\n")


def translated(solution: str, title: str, statements: Mapping[str, Statement]) -> str:
    """Return the solution with other words.

    Parameters
    ----------
    solution : str
        Source of the solution.
    title : str
        The module's docstring, if it is to be another; else empty.
    statements : mapping of str to Statement
        By function, its docstring and what is to be done; empty where they stay.
    """
    lines = solution.splitlines(keepends=True)
    tree = ast.parse(solution)
    nodes: list[tuple[ast.Module | ast.FunctionDef, str, str | None]] = [(tree, title, None)]
    nodes += [
        (node, statements[node.name].docstring, statements[node.name].todo)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name in statements
    ]
    for node, docstring, todo in reversed(nodes):
        if todo:
            at = next((i for i in range(node.lineno, node.end_lineno) if BEGIN in lines[i]), None)  # type: ignore[union-attr, arg-type]
            if at is not None:
                lines[at] = lines[at][: lines[at].index(BEGIN)] + f"{BEGIN} {todo}\n"
        if ast.get_docstring(node) is None or not docstring:
            continue
        expression = node.body[0]
        indent = " " * expression.col_offset
        text = textwrap.indent(docstring.strip(), indent).lstrip()
        opening = 'r"""' if "\\" in text else '"""'
        closing = f'\n{indent}"""\n' if "\n" in text else '"""\n'
        if text.endswith('"') and "\n" not in text:
            opening, text = '"""', text[:-1].replace("\\", r"\\") + '\\"'
        lines[expression.lineno - 1 : expression.end_lineno] = [f"{indent}{opening}{text}{closing}"]
    return "".join(lines)


def functions(solution: str) -> dict[str, int]:
    """Return the public functions of a module and the line that each begins on, in order."""
    return {node.name: node.lineno for node in _public(ast.parse(solution))}


def docstrings(solution: str) -> dict[str, str]:
    """Return the docstrings of a module's public functions, without their indentation."""
    return {node.name: ast.get_docstring(node) or "" for node in _public(ast.parse(solution))}


def _public(tree: ast.Module) -> list[ast.FunctionDef]:
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


def examples(docstring: str) -> list[str]:
    """Return the sources of a docstring's interactive examples, in order."""
    import doctest

    return [example.source.strip() for example in doctest.DocTestParser().get_examples(docstring)]


def patched(solution: str, edits: Sequence[tuple[str, str]]) -> str:
    """Return `solution`, less its docstrings, with each edit ``(old, new)`` made.

    Each `old` must occur exactly once in the code as the edits before it left it.
    """
    solution = _without_docstrings(solution)
    for old, new in edits:
        if (count := solution.count(old)) != 1:
            raise SourceError(f"occurs {count} times instead of once: {old!r}")
        solution = solution.replace(old, new)
    return solution


def _without_docstrings(solution: str) -> str:
    lines = solution.splitlines(keepends=True)
    tree = ast.parse(solution)
    holders = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Module)]
    texts = [node.body[0] for node in holders if ast.get_docstring(node) is not None]
    for text in sorted(texts, key=lambda text: text.lineno, reverse=True):
        lines[text.lineno - 1 : text.end_lineno] = [f'{" " * text.col_offset}""\n']
    return "".join(lines)


def digest(text: str | bytes) -> str:
    """Return ``sha256:…`` of a text."""
    content = text.encode() if isinstance(text, str) else text
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def mark_of(docstring: str) -> str:
    """Return the eight digits by which a translation names the docstring that it was made from."""
    return hashlib.sha256(inspect.cleandoc(docstring).encode()).hexdigest()[:8]
