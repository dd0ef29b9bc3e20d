"""Mutants of a solution: the same program, but for one small mistake.

Only what a student writes is mutated: what stands between ``### BEGIN SOLUTION`` and ``### END SOLUTION``.
"""

from __future__ import annotations

import ast
import difflib
import textwrap
from collections import Counter
from dataclasses import dataclass

from gradcheck.audit.mistakes import MISTAKES
from gradcheck.audit.syntax import Code, header, preorder, replaced
from gradcheck.source import BEGIN, END


@dataclass(frozen=True)
class Mutant:
    """A solution with one mistake.

    Attributes
    ----------
    key : str
        ``function: before -> after``, of one statement; the same however the solution is laid out.
    operator : str
        The kind of mistake, such as ``"axis"``.
    line : int
        Where in the solution it is made.
    source : str
        The whole module, without its comments.
    diff : str
        The lines that differ: ``- before``, ``+ after``.
    """

    key: str
    operator: str
    line: int
    source: str
    diff: str


def mutants(solution: str) -> tuple[Mutant, ...]:
    """Return the mutants of a solution, from its first line to its last; no two have the same source.

    Parameters
    ----------
    solution : str
        Source of the solution.
    """
    code, marked = Code(solution), _marked(solution)
    original = ast.unparse(code.tree)
    found: dict[str, Mutant] = {}
    alike = Counter[str]()
    for node in preorder(code.tree):
        statement = code.statement(node)
        if statement is None or statement.lineno not in marked:
            continue
        for operator, kinds, find in MISTAKES:
            for edit in find(node, code) if isinstance(node, kinds) else ():
                source = ast.unparse(replaced(code.tree, edit))
                if source == original or source in found or not _compiles(source):
                    continue
                after = "; ".join(map(header, replaced([statement], edit)))
                key = f"{code.function(statement)}: {header(statement)} -> {after}"
                alike[key] += 1
                key += f" #{alike[key]}" if alike[key] > 1 else ""
                line = getattr(node, "lineno", statement.lineno)
                found[source] = Mutant(key, operator, line, f"{source}\n", _diff(original, source))
    return tuple(found.values())


def _marked(solution: str) -> set[int]:
    within, lines = False, set()
    for number, line in enumerate(solution.split("\n"), start=1):
        within = (within or line.strip().startswith(BEGIN)) and not line.strip().startswith(END)
        lines |= {number} if within else set()
    return lines


def _compiles(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True


def _diff(before: str, after: str) -> str:
    lines = list(difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm=""))[2:]
    signs, texts = zip(*((line[0], line[1:]) for line in lines if not line.startswith("@@")), strict=True)
    return "\n".join(map(" ".join, zip(signs, textwrap.dedent("\n".join(texts)).split("\n"), strict=True)))
