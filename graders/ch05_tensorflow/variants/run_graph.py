"""Right answers to ``ch05/run_graph`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

BY_NAME = {"add": np.add, "subtract": np.subtract, "multiply": np.multiply, "matmul": np.matmul}


def run_graph(nodes, feeds, fetch):
    known = {name: np.asarray(value, np.float32) for name, value in feeds.items()}
    computed = []

    def visit(name, above):
        if name in known:
            return known[name]
        if name in above:
            raise ValueError("a cycle: " + " -> ".join([*above, name]))
        operation, *inputs = nodes[name]
        values = [visit(other, (*above, name)) for other in inputs]
        known[name] = values[0] ** 2 if operation == "square" else BY_NAME[operation](*values)
        computed.append(name)
        return known[name]

    return visit(fetch, ()), computed
""",
    "loops": """
def plain(value):
    return value.tolist() if hasattr(value, "tolist") else value


def each(apply, a, b):
    if isinstance(a, list):
        return [each(apply, x, y) for x, y in zip(a, b)]
    return apply(a, b)


def product(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def compute(operation, a, b=None):
    if operation == "add":
        return each(lambda x, y: x + y, a, b)
    if operation == "subtract":
        return each(lambda x, y: x - y, a, b)
    if operation == "matmul":
        return product(a, b)
    return each(lambda x, y: x * y, a, a if operation == "square" else b)


def run_graph(nodes, feeds, fetch):
    known = {name: plain(value) for name, value in feeds.items()}
    computed = []
    stack = [fetch]
    while stack:
        name = stack[-1]
        if name in known:
            stack.pop()
            continue
        if name not in nodes:
            raise KeyError(name)
        missing = [other for other in nodes[name][1:] if other not in known]
        if missing and missing[0] in stack:
            raise ValueError("a cycle")
        if missing:
            stack.append(missing[0])
        else:
            known[name] = compute(nodes[name][0], *[known[other] for other in nodes[name][1:]])
            computed.append(name)
            stack.pop()
    return [known[fetch], computed]
""",
    "a plan first": """
import numpy as np


def run_graph(nodes, feeds, fetch):
    plan, marks = [], {}

    def schedule(name):
        if name in feeds or marks.get(name) == "done":
            return
        if marks.get(name) == "open":
            raise ValueError(name)
        if name not in nodes:
            raise KeyError(name)
        marks[name] = "open"
        for other in nodes[name][1:]:
            schedule(other)
        marks[name] = "done"
        plan.append(name)

    schedule(fetch)
    values = {**feeds}
    for name in plan:
        kind, *inputs = nodes[name]
        values[name] = getattr(np, kind)(*(values[other] for other in inputs))
    return values[fetch], tuple(plan)
""",
}
