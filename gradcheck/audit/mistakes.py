"""The mistakes that numerical code has: for a kind of node, what may come instead of it.

None is there only to raise a TypeError: to reject those, a grader need not be good.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Final

from gradcheck.audit import calls
from gradcheck.audit.syntax import (
    Code,
    Edits,
    Mistake,
    but,
    called,
    filled,
    is_sequence,
    number,
    reads,
    shifted,
    writes,
)

_BINARY: Final[dict[type[ast.operator], str]] = {
    ast.Add: "a - b, a, b",
    ast.Sub: "a + b, b - a, a, -b",
    ast.Mult: "a / b, a, b",
    ast.Div: "a * b, a // b, b / a, a, 1 / b",
    ast.FloorDiv: "-(-a // b), a",
    ast.Mod: "a // b, a",
    ast.Pow: "a * b, b ** a, a",
    ast.MatMult: "a * b, b @ a, a, b",
    ast.BitAnd: "a | b, a, b",
    ast.BitOr: "a & b, a, b",
}
_OPERANDS: Final = ("a", "b", "-b", "1 / b")
_TIGHTNESS: Final = {ast.Add: 1, ast.Sub: 1, ast.Pow: 3}
_UPDATES: Final = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
_COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_NUMBERS: Final[dict[str, Callable[[float], tuple[float, ...]]]] = {
    "constant": lambda n: (0, n - 1, n + 1, 2 * n, -n),
    "index": lambda n: (n - 1, n + 1),
    "slice": lambda n: (n - 1, n + 1),
    "axis": lambda n: (n - 1, n + 1) if n else (1,),
    "size": lambda n: (n - 1, n + 1) if n > 1 else (n + 1,),
}
_LEAVING: Final = (ast.Raise, ast.Return, ast.Continue, ast.Break)
_SIMPLE: Final = (ast.Assign, ast.AugAssign, ast.Expr)
_STATEMENT: Final = (*_SIMPLE, ast.If, ast.For, ast.While, ast.With, ast.Try)


def _binary(operands: bool, node: ast.BinOp, code: Code) -> Edits:
    for template in _BINARY.get(type(node.op), "a").split(", "):
        nonsense = " / " in template if _is_count(node, code) else is_sequence(node) and not operands
        if (template in _OPERANDS) == operands and not nonsense:
            yield {node: [filled(template, a=node.left, b=node.right)]}


def _is_count(node: ast.AST, code: Code) -> bool:
    """Return whether `node` is, or adds to, an index or a size, and so has to be an integer."""
    parent = code.parents[node]
    while isinstance(parent, ast.Tuple | ast.List | ast.BinOp):
        node, parent = parent, code.parents[parent]
    match parent:
        case ast.Slice() | ast.keyword("size" | "shape" | "ddof"):
            return True
        case ast.Subscript():
            return node is parent.slice
        case ast.Call():
            first = node is code.operand(parent)
            return called(parent) in ("range", *(calls.OF_SHAPES if first else ("reshape",)))
    return False


def _parentheses(node: ast.BinOp, code: Code) -> Edits:
    tight = _TIGHTNESS.get(type(node.op), 2)
    match node.left:
        case ast.BinOp(a, op, b) if _TIGHTNESS.get(type(op), 2) < tight:
            yield {node: [ast.BinOp(a, op, ast.BinOp(b, node.op, node.right))]}
        case ast.Call(args=[a]) as call if called(call) in calls.OF_ONE and isinstance(node.op, ast.Add):
            yield {node: [but(call, args=[but(node, left=a)])]}
    match node.right:
        case ast.BinOp(a, op, b):
            inner = _TIGHTNESS.get(type(op), 2)
            inverse = isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.Mod)
            if inner < tight or (inner == tight and inverse):
                yield {node: [ast.BinOp(ast.BinOp(node.left, node.op, a), op, b)]}


def _update(node: ast.AugAssign, code: Code) -> Edits:
    yield {node: [ast.Assign([node.target], node.value, lineno=node.lineno)]}
    if type(node.op) in _UPDATES and not is_sequence(node.value):
        yield {node: [but(node, op=_UPDATES[type(node.op)]())]}


def _in_place(node: ast.Assign, code: Code) -> Edits:
    match node:
        case ast.Assign([ast.Name(name) as to], ast.BinOp(ast.Name(left), op, right)) if name == left:
            if name in code.parameters(node):
                yield {node: [ast.AugAssign(to, op, right)]}


def _comparison(node: ast.Compare, code: Code) -> Edits:
    for i, op in enumerate(node.ops):
        for other in _COMPARISONS[type(op)]:
            yield {node: [but(node, ops=[*node.ops[:i], other(), *node.ops[i + 1 :]])]}


def _boolean(node: ast.BoolOp, code: Code) -> Edits:
    yield {node: [but(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())]}
    for i in range(len(node.values)):
        rest = node.values[:i] + node.values[i + 1 :]
        yield {node: [but(node, values=rest) if len(rest) > 1 else rest[0]]}


def _sign(node: ast.UnaryOp, code: Code) -> Edits:
    if number(node) is None:
        yield {node: [node.operand]}


def _condition(node: ast.If | ast.While | ast.IfExp | ast.comprehension, code: Code) -> Edits:
    for test in node.ifs if isinstance(node, ast.comprehension) else [node.test]:
        if not isinstance(test, ast.UnaryOp) and len(getattr(test, "ops", ())) != 1:
            yield {test: [filled("not a", a=test)]}
        if isinstance(node, ast.comprehension):
            yield {test: []}


def _branch(node: ast.If | ast.IfExp, code: Code) -> Edits:
    if isinstance(node, ast.IfExp):
        yield from ({node: [node.body]}, {node: [node.orelse]})
    elif node.orelse:
        yield from ({node: node.body}, {node: node.orelse})
    elif not isinstance(node.body[-1], _LEAVING):
        yield {node: node.body}


def _number(role: str, node: ast.expr, code: Code) -> Edits:
    value = number(node)
    if value is not None:
        found, known = _role(node, value, code)
        for new in dict.fromkeys(_NUMBERS[role](value)) if found == role else ():
            if new not in (value, *known):
                yield {node: [ast.parse(repr(new), mode="eval").body]}


def _role(node: ast.AST, value: float, code: Code) -> tuple[str, tuple[float, ...]]:
    """Return what a number is for, and the others that are no mistake or another operator's."""
    parent = code.parents[node]
    while isinstance(parent, ast.Tuple | ast.List):
        node, parent = parent, code.parents[parent]
    numbers = map(number, getattr(node, "elts", getattr(parent, "args", ())))
    beside = tuple(value for value in numbers if value is not None)
    match parent:
        case ast.UnaryOp(ast.USub()):
            return "", ()
        case ast.Slice():
            return "slice" if node is not parent.step else "", (0,) if node is parent.lower else ()
        case ast.Subscript():
            return "index", ()
        case ast.keyword("axis" | "axes"):
            return "axis", beside
        case ast.keyword("ddof"):
            return "index", (0,)
        case ast.keyword("size" | "shape"):
            return "size", ()
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return "constant", (0, -value) if node is parent.right else (0,)
        case ast.BinOp(op=ast.Div() | ast.FloorDiv() | ast.Mod()) if node is parent.right:
            return "constant", (0, 1)
        case ast.BinOp(op=ast.Mult() | ast.Pow() as op):
            return "constant", (1,) if node is parent.right or isinstance(op, ast.Mult) else ()
        case ast.Call() if node is code.operand(parent):
            return "size" if called(parent) in calls.OF_SHAPES else "constant", ()
        case ast.Call(ast.Attribute()) if called(parent) in calls.OF_AXES:
            return "axis", beside
        case ast.Call() if called(parent) in ("reshape", "transpose"):
            return "", ()
        case ast.Call(args=[_, _, step]) if step is node and called(parent) == "range":
            return "constant", (0,)
    return "constant", ()


def _constant(node: ast.expr, code: Code) -> Edits:
    match node:
        case ast.Constant(bool() as value) if getattr(code.parents[node], "arg", "") not in calls.OPTIONS:
            yield {node: [ast.Constant(not value)]}
        case ast.Attribute(attr="inf" | "pi" as name) if code.of_module(node):
            yield {node: [ast.Constant({"inf": 0.0, "pi": 1.0}[name])]}


def _slice(node: ast.Slice, code: Code) -> Edits:
    for name in ("lower", "upper", "step"):
        bound = getattr(node, name)
        if bound is not None and number(bound) != 0:
            yield {node: [but(node, **{name: None})]}
            yield from shifted(bound) if name != "step" else ()


def _loop(node: ast.For | ast.comprehension, code: Code) -> Edits:
    if not any(called(n) == "range" for n in ast.walk(node.iter)):
        for template in ("list(a)[1:]", "list(a)[:-1]"):
            yield {node.iter: [filled(template, a=node.iter)]}


def _name(node: ast.Name, code: Code) -> Edits:
    """Yield the edits that put another name with a word in common, such as ``beta2`` for ``beta1``."""
    statement = code.statement(node)
    known = sorted(code.bound(statement)) if statement and isinstance(node.ctx, ast.Load) else []
    for other in known:
        words, others = (name.rstrip("0123456789").split("_") for name in (node.id, other))
        if len(words) == len(others) and set(words) & set(others) and other != node.id:
            yield {node: [ast.Name(other, ast.Load())]}


def _newaxis(node: ast.Subscript, code: Code) -> Edits:
    places = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
    for place in places:
        if ast.unparse(place).rpartition(".")[2] in ("newaxis", "None"):
            rest = [other for other in places if other is not place]
            yield {node.slice: rest if len(rest) == 1 else [but(node.slice, elts=rest)]}


def _transpose(node: ast.Attribute, code: Code) -> Edits:
    if node.attr in ("T", "mT"):
        yield {node: [node.value]}


def _parts(node: ast.Tuple | ast.List, code: Code) -> Edits:
    parent = code.parents[node]
    unpacked = isinstance(parent, ast.Assign) and getattr(parent.value, "attr", "") == "shape"
    free = isinstance(node.ctx, ast.Load) or unpacked
    ordered = getattr(parent, "arg", "") != "axis" and called(parent) != "isinstance"
    for one, other in pairwise(node.elts if free and ordered else ()):
        yield {one: [other], other: [one]}


def _jump(node: ast.Break | ast.Continue, code: Code) -> Edits:
    yield {node: [ast.Continue() if isinstance(node, ast.Break) else ast.Break()]}


def _without(guard: bool, node: ast.stmt, code: Code) -> Edits:
    """Yield the edit that leaves out a statement, if the others can do without it."""
    leaves = isinstance(node, ast.If) and isinstance(node.body[-1], _LEAVING) and not node.orelse
    empty = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    others = set(ast.walk(code.scope(node))) - set(ast.walk(node))
    returns = [n for n in ast.walk(node) if isinstance(n, ast.Return)]
    returned = not returns or any(isinstance(n, ast.Return) for n in others)
    needed = {n.id for n in others if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    if leaves == guard and not empty and returned and not needed & writes(node) - code.bound(node):
        yield {node: [ast.Pass()]}


def _order(node: ast.stmt, code: Code) -> Edits:
    """Yield the edits that take a later statement before `node`, where one has to do with the other."""
    block = code.block(node)
    first = block.index(node)
    for place, later in enumerate(block[first + 1 :], start=first + 1):
        before = block[first:place]
        tied = [s for s in before if writes(s) & reads(later) or reads(s) & writes(later)]
        ready = reads(later) & writes(*before) <= code.bound(node)
        if isinstance(later, _SIMPLE) and tied[-1:] == [node] and ready:
            yield {node: [later, node], later: []}


MISTAKES: Final[tuple[Mistake, ...]] = (
    ("arithmetic", ast.BinOp, partial(_binary, False)),
    ("operand", ast.BinOp, partial(_binary, True)),
    ("parentheses", ast.BinOp, _parentheses),
    ("update", ast.AugAssign, _update),
    ("in place", ast.Assign, _in_place),
    ("comparison", ast.Compare, _comparison),
    ("boolean", ast.BoolOp, _boolean),
    ("sign", ast.UnaryOp, _sign),
    ("condition", (ast.If, ast.While, ast.IfExp, ast.comprehension), _condition),
    ("branch", (ast.If, ast.IfExp), _branch),
    *((role, (ast.Constant, ast.UnaryOp), partial(_number, role)) for role in _NUMBERS),
    ("constant", (ast.Constant, ast.Attribute), _constant),
    ("slice", ast.Slice, _slice),
    ("loop", (ast.For, ast.comprehension), _loop),
    ("name", ast.Name, _name),
    ("axis", ast.Subscript, _newaxis),
    ("transpose", ast.Attribute, _transpose),
    ("parts", (ast.Tuple, ast.List), _parts),
    ("jump", (ast.Break, ast.Continue), _jump),
    ("guard", ast.If, partial(_without, True)),
    ("statement", _STATEMENT, partial(_without, False)),
    ("order", _STATEMENT, _order),
    *calls.MISTAKES,
)
