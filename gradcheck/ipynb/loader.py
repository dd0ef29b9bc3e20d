"""What runs a notebook's cells in a submission's process; sent there as text, and nothing else is there.

Of all that stands at the top level of the cells, only what the wanted functions need is run: the statements
that bind a name that they look up, or that change what it holds, directly or through others. So a cell that
fails, waits or trains for an hour is nobody's loss. They run in the notebook's order, as after "Restart and
run all", and one that raises does not keep the next from running. A wanted function that this leaves without
a definition raises, when it is called, what kept it from having one.
"""

from __future__ import annotations
import __future__

import ast
import dis
import linecache
import re
import types
from collections.abc import Callable, Iterator
from typing import Any

CELL = 2**20
"""Line 3 of cell 4 is line ``4 * CELL + 3`` to all who know only lines; no module has so many."""

_FILE = "notebook"
_MOST_CELLS = 2047  # lines are 32 bits
_CELL_MAGICS_OVER_PYTHON = ("%%capture", "%%time", "%%timeit", "%%prun")
# Magics, shell lines and questions are for the notebook's user; Python stops at the first of them.
_NO_PYTHON = re.compile(r"[%!?]|.*\?$|[\w, ]+=[ ]*[%!]")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NOT_READ = (SyntaxError, ValueError, RecursionError, MemoryError)


def run(cells: list[tuple[int, str]], wanted: list[str], namespace: dict[str, Any], problem: str) -> None:
    """Run what `wanted` needs of `cells` in `namespace`.

    Parameters
    ----------
    cells : list of (int, str)
        The number and the text of each code cell, in order.
    wanted : list of str
        Names of functions.
    namespace : dict
        Where their names are bound.
    problem : str
        Why there are no cells; empty if there are.
    """
    cells = [(min(number, _MOST_CELLS), text) for number, text in cells]
    namespace["__file__"] = _FILE  # whose lines an error is told by
    linecache.cache[_FILE] = (0, None, _Lines(cells), _FILE)
    namespace["display"] = lambda *things, **options: None  # a notebook has it without asking
    failed: dict[str, tuple[BaseException, int]] = {}
    statements = []
    flags = 0
    for number, text in cells:
        try:
            nodes = _parsed(text)
        except _NOT_READ as error:
            line = number * CELL + (getattr(error, "lineno", None) or 1)
            failed.update(dict.fromkeys(re.findall(r"\bdef\s+(\w+)", text), (_without_place(error), line)))
            continue
        for node in nodes:
            ast.increment_lineno(node, number * CELL)
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                flags |= _flags(node)  # for the cells that follow, too
            try:
                statements.append(_Statement(node, flags))
            except _NOT_READ as error:
                failed[getattr(node, "name", "")] = (_without_place(error), node.lineno)
    for statement in _needed(statements, set(wanted)):
        try:
            exec(statement.code, namespace)
        except (Exception, SystemExit) as raised:  # the others may be right all the same
            failed.update(dict.fromkeys(statement.binds, (raised, _line(raised, statement))))
    for name in wanted:
        if name not in namespace:
            why = ValueError(problem) if problem else AttributeError(name)
            namespace[name] = _raising(*failed.get(name, (why, CELL)), namespace)


class _Lines(list[str]):
    """The lines of all cells, for whoever quotes one or reads on from one: a list that is mostly empty."""

    def __init__(self, cells: list[tuple[int, str]]) -> None:
        super().__init__()
        self._cells = {number: [f"{line}\n" for line in text.split("\n")] for number, text in cells}

    def __len__(self) -> int:
        return (_MOST_CELLS + 1) * CELL

    def __getitem__(self, place: Any) -> Any:
        cell, line = divmod(place.start if isinstance(place, slice) else place, CELL)
        rest = self._cells.get(cell, [])[line:]
        return rest if isinstance(place, slice) else "".join(rest[:1])


class _Statement:
    """One statement at the top level of a cell: its code, and the names that it has to do with.

    Attributes
    ----------
    binds, looks_up : set of str
        The module's names that it binds, and those that it or what it defines looks up.
    changes : set of str
        The names whose values it changes by an item, an attribute or a method; or, if it defines a function,
        what a call of that changes.
    calls : set of str
        The names that it calls a method of, or passes to a call, for nothing but what that does to them.
    """

    def __init__(self, node: ast.stmt, flags: int) -> None:
        self.node = node
        self.code = compile(ast.Module([node], []), _FILE, "exec", flags, dont_inherit=True)
        self.binds = {"*"} if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" else set()
        self.looks_up: set[str] = set()
        self.changes: set[str] = set()
        for code in _codes(self.code):
            for step in dis.get_instructions(code):
                kind, _, scope = step.opname.partition("_")
                if kind == "LOAD" and scope.endswith(("NAME", "GLOBAL", "GLOBALS")):
                    self.looks_up.add(step.argval)
                elif kind == "STORE" and scope == "GLOBAL" and isinstance(node, _FUNCTIONS):
                    self.changes.add(step.argval)
                elif kind == "STORE" and (scope == "GLOBAL" or (scope == "NAME" and code is self.code)):
                    self.binds.add(step.argval)
        for part in ast.walk(node):
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
                self.changes |= {_base(part.func)} & self.looks_up
            elif isinstance(part, (ast.Subscript, ast.Attribute)) and not isinstance(part.ctx, ast.Load):
                self.changes |= {_base(part)} & self.looks_up
        self.calls = set()
        if isinstance(node, ast.Expr) and isinstance(call := node.value, ast.Call):
            passed = [*call.args, *(keyword.value for keyword in call.keywords)]
            self.calls = {_base(part) for part in (call.func, *passed)} - {""}

    @property
    def is_function(self) -> bool:
        return isinstance(self.node, _FUNCTIONS)

    @property
    def is_stub(self) -> bool:
        """Whether it is a function that does nothing but say that it is still to be written."""
        if not isinstance(self.node, _FUNCTIONS):
            return False
        body = self.node.body[ast.get_docstring(self.node) is not None :]
        raised = body[0].exc if len(body) == 1 and isinstance(body[0], ast.Raise) else None
        return getattr(getattr(raised, "func", raised), "id", "") == "NotImplementedError"


def _needed(statements: list[_Statement], wanted: set[str]) -> list[_Statement]:
    """Return the statements that `wanted` needs, in their order."""
    started = {name for statement in statements if not statement.is_stub for name in statement.binds}
    left = [s for s in statements if not (s.is_stub and s.binds <= started)]
    modules = {name for s in left if isinstance(s.node, (ast.Import, ast.ImportFrom)) for name in s.binds}
    functions: dict[str, list[_Statement]] = {}
    for statement in left:
        if statement.is_function:
            for name in statement.binds:
                functions.setdefault(name, []).append(statement)

    def reached(statement: _Statement) -> set[str]:
        """Return the names that the statement looks up, itself and through the functions among them."""
        found, new = set[str](), set(statement.looks_up)
        while new:
            found |= new
            new = {n for name in new for f in functions.get(name, ()) for n in f.looks_up} - found
        return found

    def touched(statement: _Statement) -> set[str]:
        """Return the names that running the statement binds, or changes the values of."""
        if statement.is_function:
            return statement.binds
        names = reached(statement)
        found = statement.binds | statement.changes - modules
        if not names & wanted:  # a call of what is wanted is a trial of it, not a part
            found |= statement.calls - functions.keys()
            found |= {n for name in names for f in functions.get(name, ()) for n in f.changes - modules}
        return found

    waiting = [(place, touched(statement)) for place, statement in enumerate(left)]
    chosen: set[int] = set()
    needed = {"*", *wanted}
    while more := {place for place, names in waiting if names & needed} - chosen:
        chosen |= more
        needed.update(name for place in more for name in left[place].looks_up)
    return [left[place] for place in sorted(chosen)]


def _parsed(text: str) -> list[ast.stmt]:
    """Return the statements of a cell, less what is no Python but a notebook takes all the same."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and first.split()[0] not in _CELL_MAGICS_OVER_PYTHON:
        return []
    while True:
        try:
            return ast.parse("\n".join(lines)).body
        except SyntaxError as error:
            at = (error.lineno or 0) - 1
            if not (0 <= at < len(lines) and _NO_PYTHON.match(line := lines[at].strip())):
                raise
            continued = line.endswith("\\")
            lines[at] = lines[at].replace(line, "pass")  # an empty block would be another error
            while continued and at + 1 < len(lines):
                at += 1
                continued = lines[at].endswith("\\")
                lines[at] = ""


def _flags(node: ast.ImportFrom) -> int:
    """Return what an import from ``__future__`` asks of the compiler."""
    features = [getattr(__future__, alias.name, None) for alias in node.names]
    return sum(feature.compiler_flag for feature in features if feature is not None)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant)


def _base(node: ast.AST) -> str:
    """Return the name that an expression of items and attributes begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _without_place(error: Exception) -> Exception:
    return SyntaxError(error.msg) if isinstance(error, SyntaxError) else error


def _line(error: BaseException, statement: _Statement) -> int:
    """Return the line of the notebook that raised."""
    line, step = statement.node.lineno, error.__traceback__
    while step is not None:
        line = step.tb_lineno if step.tb_frame.f_code.co_filename == _FILE else line
        step = step.tb_next
    return line


def _raising(error: BaseException, line: int, namespace: dict[str, Any]) -> Callable[..., None]:
    """Return a function that raises `error`, and that seems to stand on `line`."""
    made = ast.parse("def make(error):\n def lost(*_, **__):\n  raise error\n return lost")
    for node in ast.walk(made):
        if isinstance(node, (ast.stmt, ast.expr)):
            node.lineno = node.end_lineno = line
    names: dict[str, Any] = {}
    exec(compile(made, _FILE if line > CELL else "", "exec", dont_inherit=True), namespace, names)
    raising: Callable[..., None] = names["make"](error.with_traceback(None))
    return raising
