"""What runs a notebook's cells in a submission's process; sent there as text, and nothing else is there.

Of all that stands at the top level of the cells, only what the wanted functions need is run: statements that
bind a name that they use, directly or through others. So a cell that fails, waits or trains for an hour is
nobody's loss. They run in the notebook's order, as after "Restart and run all", and one that raises does not
keep the next from running.
"""

import ast
import linecache
import re

_CELL_MAGICS_OVER_PYTHON = ("capture", "time", "timeit", "prun")


def run(cells, wanted, namespace):
    """Run what `wanted` needs of `cells` in `namespace`.

    Parameters
    ----------
    cells : list of (str, str)
        A name and the text of each code cell, in order.
    wanted : list of str
        Names of functions.
    namespace : dict
        Where their names are bound.
    """
    statements = [(cell, node) for cell, text in cells for node in _parsed(text)]
    bound = [_names(node, ast.Store) for _cell, node in statements]
    started = {
        node.name for _cell, node in statements if isinstance(node, ast.FunctionDef) and not _is_stub(node)
    }
    needed, chosen = set(wanted), set()
    while True:
        more = {
            place
            for place, (_cell, node) in enumerate(statements)
            if place not in chosen
            and (bound[place] & needed or "*" in bound[place])
            and not (isinstance(node, ast.FunctionDef) and node.name in started and _is_stub(node))
        }
        if not more:
            break
        chosen |= more
        for place in more:
            needed |= _names(statements[place][1], ast.Load)
    for cell, text in cells:
        linecache.cache[cell] = (len(text), None, text.splitlines(keepends=True), cell)
    for place in sorted(chosen):
        cell, node = statements[place]
        try:
            exec(compile(ast.Module([node], []), cell, "exec", dont_inherit=True), namespace)
        except Exception:  # the others may be right all the same
            continue


def _parsed(text):
    """Return the statements of a cell; none where it is no Python, even without magics."""
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError):
        pass
    first, _, rest = text.lstrip().partition("\n")
    if first.startswith("%%"):
        if first[2:].split(" ")[0] not in _CELL_MAGICS_OVER_PYTHON:
            return []
        text = rest
    # Magics, shell lines and questions are for the notebook's user; `pass` keeps a block from being empty.
    text = re.sub(r"^([ \t]*)(?:[%!?].*|[^#\n]*\?[ \t]*)$", r"\1pass", text, flags=re.MULTILINE)
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError):
        return []


def _names(node, context):
    """Return the names that a statement binds at its top level, or those that it uses anywhere."""
    if context is ast.Load:
        return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    found = set()
    for part in ast.iter_child_nodes(node):
        found |= _names(part, ast.Store)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        found.add(node.id)
    # What is done to a name's items or attributes, or by its methods, is done to it.
    if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
        found |= {_base(node)}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        found |= {_base(node.value.func)} if isinstance(node.value.func, ast.Attribute) else set()
    return found


def _base(node):
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return getattr(node, "id", "")


def _is_stub(function):
    """Return whether a function does nothing but say that it is still to be written."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(getattr(body[0], "value", None), ast.Constant):
        body = body[1:]
    raised = body[0].exc if len(body) == 1 and isinstance(body[0], ast.Raise) else None
    return getattr(getattr(raised, "func", raised), "id", "") == "NotImplementedError"
