"""A module's syntax tree: what stands around a node, and the same tree with some of it replaced."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias, TypeVar

Edit: TypeAlias = Mapping[Any, Sequence[ast.AST]]
"""What comes instead of some nodes; nothing or several where they stand in a list."""

Edits: TypeAlias = Iterable[Edit]

_Node = TypeVar("_Node", bound=ast.AST)


class Code:
    """A module, and what has to be known of a node's surroundings.

    Parameters
    ----------
    source : str
        Source of the module.
    """

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        nodes = list(ast.walk(self.tree))
        self.parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
        imported = [alias for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        self._modules = {(alias.asname or alias.name).partition(".")[0] for alias in imported}

    def _around(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            yield (node := self.parents[node])

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """Return the statement that `node` is or belongs to."""
        return next((n for n in (node, *self._around(node)) if isinstance(n, ast.stmt)), None)

    def function(self, statement: ast.stmt) -> str:
        """Return the dotted name of what `statement` stands in."""
        names = [n.name for n in self._around(statement) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        return ".".join(reversed(names)) or "module"

    def scope(self, statement: ast.stmt) -> ast.AST:
        """Return the function whose local names `statement` sees, or the module."""
        return next(n for n in self._around(statement) if isinstance(n, ast.FunctionDef | ast.Module))

    def parameters(self, statement: ast.stmt) -> set[str]:
        """Return the names that `statement` gets from a caller."""
        scope = self.scope(statement)
        return {n.arg for n in ast.walk(getattr(scope, "args", scope)) if isinstance(n, ast.arg)}

    def bound(self, statement: ast.stmt) -> set[str]:
        """Return the names that have a value before `statement`."""
        here = (statement.lineno, statement.col_offset)
        stored = [n for n in _stored(self.scope(statement)) if (n.lineno, n.col_offset) < here]
        return {n.id for n in stored} | self.parameters(statement)

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """Return the statements that `statement` stands among."""
        fields = (value for _, value in ast.iter_fields(self.parents[statement]))
        return next(value for value in fields if isinstance(value, list) and statement in value)

    def of_module(self, node: ast.AST) -> bool:
        """Return whether `node` is an attribute of an imported module."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self._modules

    def operand(self, call: ast.Call) -> ast.expr | None:
        """Return what a call works on: what its method belongs to, or its first argument."""
        if isinstance(call.func, ast.Attribute) and not self.of_module(call.func):
            return call.func.value
        return call.args[0] if call.args and not isinstance(call.args[0], ast.Starred) else None


Mistake: TypeAlias = tuple[str, type[ast.AST] | tuple[type[ast.AST], ...], Callable[[Any, Code], Edits]]
"""A name, the kinds of node that it befalls, and what finds its edits."""


def preorder(node: ast.AST) -> Iterator[ast.AST]:
    """Yield `node` and what is in it, in the order of the text; not types, nor the words of a message."""
    yield node
    if not isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr):
        for name, value in ast.iter_fields(node):
            if name not in ("annotation", "returns", "decorator_list"):
                children = value if isinstance(value, list) else [value]
                yield from chain.from_iterable(preorder(n) for n in children if isinstance(n, ast.AST))


def replaced(old: Any, edit: Edit) -> Any:
    """Return a copy of a tree, or of a list of trees, with an edit made."""
    if isinstance(old, list):
        return [new for item in old for new in (edit[item] if item in edit else [replaced(item, edit)])]
    if not isinstance(old, ast.AST):
        return old
    fields = {name: replaced(value, edit) for name, value in ast.iter_fields(old)}
    return edit[old][0] if old in edit else but(old, **fields)


def but(node: _Node, **fields: Any) -> _Node:
    """Return a copy of `node` with other `fields`."""
    return ast.copy_location(type(node)(**(dict(ast.iter_fields(node)) | fields)), node)


def filled(template: str, **parts: ast.AST) -> ast.expr:
    """Return an expression with `parts` in the place of names."""
    tree = ast.parse(template, mode="eval")
    edit = {n: [parts[n.id]] for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in parts}
    body: ast.expr = replaced(tree.body, edit)
    return body


def shifted(bound: ast.expr) -> Edits:
    """Yield the edits that move a bound by one, unless a number in it can be moved."""
    if not any(number(n) is not None for n in ast.walk(bound)):
        yield from ({bound: [filled(template, a=bound)]} for template in ("a - 1", "a + 1"))


def header(statement: ast.AST) -> str:
    """Return the text of a statement on one line, without what is indented below it."""
    blocks = {"body", "orelse", "handlers", "finalbody", "cases"} & set(statement._fields)
    return ast.unparse(but(statement, **{name: [] for name in blocks})).replace("\n", "; ")


def called(node: ast.AST) -> str:
    """Return the last part of the name of what a call calls, or nothing."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", "") or getattr(function, "id", "")


def number(node: ast.AST) -> float | None:
    """Return the value of a number that is written out, with its sign."""
    match node:
        case ast.Constant(int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as value)):
            return -value
    return None


def is_sequence(node: ast.AST) -> bool:
    """Return whether `node` is a sequence at first sight, so that + does not add."""
    if isinstance(node, ast.BinOp):
        return is_sequence(node.left) or is_sequence(node.right)
    listed = isinstance(node, ast.List | ast.Tuple | ast.ListComp | ast.JoinedStr)
    return listed or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def reads(*nodes: ast.AST) -> set[str]:
    """Return the names whose values are used."""
    every = list(chain.from_iterable(map(ast.walk, nodes)))
    added = {n.target for n in every if isinstance(n, ast.AugAssign)}
    return {n.id for n in every if isinstance(n, ast.Name) and (isinstance(n.ctx, ast.Load) or n in added)}


def writes(*nodes: ast.AST) -> set[str]:
    """Return the names that get other values, or whose contents do."""
    into: list[ast.AST] = list(chain.from_iterable(map(_stored, nodes)))
    for node in chain.from_iterable(map(ast.walk, nodes)):
        match node:
            case ast.Subscript(base, ctx=ast.Store()) | ast.Expr(ast.Call(ast.Attribute(base))):
                into.append(base)
    return {n.id for n in into if isinstance(n, ast.Name)}


def _stored(node: ast.AST) -> list[ast.Name]:
    loops = [n.target for n in ast.walk(node) if isinstance(n, ast.comprehension)]
    hidden = {name for target in loops for name in ast.walk(target)}
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return [name for name in names if name not in hidden]
