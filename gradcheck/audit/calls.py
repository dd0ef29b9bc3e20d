"""The mistakes that are made in calls of numpy's functions and methods, and of Python's own."""

from __future__ import annotations

import ast
import builtins
import math
from itertools import pairwise
from typing import Final

from gradcheck.audit.syntax import Code, Edits, Mistake, but, called, number, shifted


def _words(text: str) -> list[str]:
    return text.split()


OF_ONE: Final = _words("""
    sqrt exp expm1 log log1p log2 log10 abs absolute fabs square tanh sin cos floor ceil round rint sign clip
    cumsum cumprod sort sorted reversed flip flipud fliplr roll triu tril copy deepcopy astype reshape ravel
    flatten squeeze expand_dims transpose swapaxes moveaxis
""")
"""What makes other numbers, or the same in another order, of its first argument."""

OF_AXES: Final = _words("""
    sum mean std var min max prod any all argmin argmax cumsum cumprod sort argsort concatenate stack
    expand_dims squeeze swapaxes moveaxis flip
""")
"""What takes axes after its first argument."""

OF_SHAPES: Final = _words("zeros ones empty full")
OPTIONS: Final = _words("axis keepdims ddof dtype initial where key reverse minlength side weights")
_DEFAULTS: Final = _words("""
    axis=None keepdims=False ddof=0 zeros:dtype=float ones:dtype=float empty:dtype=float concatenate:axis=0
    stack:axis=0 sort:axis=-1 argsort:axis=-1
""")
_CHOOSING: Final = _words("maximum minimum fmax fmin logaddexp where")
_MIXING: Final = _words("range arange linspace where clip power subtract divide")
_SYMMETRIC: Final = _words("""
    min max minimum maximum fmin fmax add multiply swapaxes hypot gcd logaddexp isclose allclose array_equal
    logical_and logical_or isinstance at
""")
_TWINS: Final = [
    pair.split(":")
    for pair in _words("""
        min:max minimum:maximum argmin:argmax fmin:fmax nanmin:nanmax any:all sum:mean prod:sum zeros:ones
        zeros_like:ones_like floor:ceil exp:expm1 log:log1p log10:log log2:log sin:cos std:var cumsum:cumprod
        tril:triu vstack:hstack repeat:tile hanning:hamming logical_and:logical_or reduce_sum:reduce_mean
        reduce_min:reduce_max reduce_any:reduce_all
    """)
]


def _twin(node: ast.Call, code: Code) -> Edits:
    for twins in (twins for twins in _TWINS if called(node) in twins):
        other = twins[twins[0] == called(node)]
        match node.func:
            case ast.Name() if hasattr(builtins, other):
                yield {node.func: [ast.Name(other, ast.Load())]}
            case ast.Attribute(base) if ast.unparse(base) != "math" or hasattr(math, other):
                yield {node.func: [but(node.func, attr=other)]}


def _left_out(node: ast.Call, code: Code) -> Edits:
    name, operand = called(node), code.operand(node)
    if name in _CHOOSING or (isinstance(node.func, ast.Name) and name in ("min", "max")):
        yield from ({node: [choice]} for choice in node.args[name == "where" :] if len(node.args) > 1)
    elif operand and name in OF_ONE and not isinstance(code.parents[node], ast.Expr):
        yield {node: [operand]}


def _closed_early(node: ast.Call, code: Code) -> Edits:
    match node.args:
        case [ast.BinOp(a, ast.Add()) as added] if called(node) in OF_ONE:
            yield {node: [but(added, left=but(node, args=[a]))]}


def _option(node: ast.Call, code: Code) -> Edits:
    for keyword in node.keywords:
        text = ast.unparse(keyword)
        if keyword.arg in OPTIONS and text not in _DEFAULTS and f"{called(node)}:{text}" not in _DEFAULTS:
            yield {keyword: []}
        if keyword.arg == "axis" and len(axes := getattr(keyword.value, "elts", ())) > 1:
            yield from ({axis: []} for axis in axes)


def _dtype(node: ast.Name | ast.Attribute, code: Code) -> Edits:
    parent = code.parents[node]
    given = getattr(parent, "arg", "") == "dtype" or node in getattr(parent, "args", ())
    if given and ast.unparse(node) in ("float", "np.float64", "np.float32"):
        yield {node: [ast.Name("int", ast.Load())]}


def _arguments(node: ast.Call, code: Code) -> Edits:
    name = called(node)
    some = slice(name == "where", 2 if name == "range" else None)
    for one, other in pairwise(node.args[some] if name not in _SYMMETRIC else ()):
        written = {number(argument) is not None for argument in (one, other)}
        if _is_plain(one) and _is_plain(other) and (len(written) == 1 or name in _MIXING):
            yield {one: [other], other: [one]}


def _is_plain(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Constant):
        return number(argument) is not None
    odd = isinstance(argument, ast.Tuple | ast.List | ast.Lambda | ast.Starred | ast.JoinedStr)
    return not odd and getattr(argument, "id", "") not in ("bool", "int", "float", "complex", "str")


def _range(node: ast.Call, code: Code) -> Edits:
    for bound in node.args if called(node) in ("range", "arange") else ():
        yield from shifted(bound)


def _einsum(node: ast.Call, code: Code) -> Edits:
    match node.args:
        case [ast.Constant(str(text)) as first, *_] if called(node) == "einsum":
            inputs, arrow, output = text.partition("->")
            for i, (a, b) in enumerate(pairwise(output)):
                yield {first: [ast.Constant(f"{inputs}{arrow}{output[:i]}{b}{a}{output[i + 2 :]}")]}


def _scatter(node: ast.Expr, code: Code) -> Edits:
    match node.value:
        case ast.Call(ast.Attribute(ast.Attribute(attr="add"), "at"), [array, index, value]):
            yield {node: [ast.AugAssign(ast.Subscript(array, index, ast.Store()), ast.Add(), value)]}


MISTAKES: Final[tuple[Mistake, ...]] = (
    ("function", ast.Call, _twin),
    ("dropped function", ast.Call, _left_out),
    ("parentheses", ast.Call, _closed_early),
    ("option", ast.Call, _option),
    ("dtype", (ast.Name, ast.Attribute), _dtype),
    ("arguments", ast.Call, _arguments),
    ("range", ast.Call, _range),
    ("transpose", ast.Call, _einsum),
    ("scatter", ast.Expr, _scatter),
)
