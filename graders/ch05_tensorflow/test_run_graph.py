"""What a right run of a graph is.

Values are whole numbers, in matrices of two rows and columns, to which every operation can be applied.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, parts, raises, same, same_text, unchanged

APPLY = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "matmul": lambda a, b: a @ b,
    "square": lambda a: a * a,
}
PAIRS = ["subtract", "matmul", "add", "multiply"]
FED = ["x", "y"]


@dataclass(frozen=True)
class Run:
    """A graph, what is fed to it, and what is asked for."""

    nodes: dict[str, tuple[str, ...]]
    feeds: dict[str, object]
    fetch: str

    @property
    def computed(self):
        """The nodes to compute, in their order: the inputs of each, the first ones first, and then itself."""
        order = []

        def visit(name):
            if name not in self.feeds:
                for other in self.nodes[name][1:]:
                    visit(other)
                order.append(name)

        visit(self.fetch)
        return list(dict.fromkeys(order))

    @property
    def values(self):
        """The values of all that is fed or computed."""
        known = {name: np.asarray(fed, float) for name, fed in self.feeds.items()}
        for name in self.computed:
            operation, *inputs = self.nodes[name]
            known[name] = APPLY[operation](*(known[other] for other in inputs))
        return known

    @property
    def scale(self):
        """The largest magnitude met on the way: what rounding is measured by."""
        return float(max(np.max(np.abs(value)) for value in self.values.values()))

    def start(self, impl):
        """The value and the names that `impl` gives."""
        return parts(impl.run_graph(self.nodes, self.feeds, self.fetch), "value", "computed")


@st.composite
def runs(draw, fewest=2, most=5):
    """Graphs of a few nodes, defined in any order; all that is needed is there, and often more."""
    known = list(FED)
    nodes = {}
    for name in "pqrst"[: draw(st.integers(fewest, most))]:
        inputs = [draw(st.sampled_from(known)) for _ in range(2)]
        operation = draw(st.sampled_from([*PAIRS, *PAIRS, "square"]))
        nodes[name] = (operation, *inputs[: 1 if operation == "square" else 2])
        known.append(name)
    order = draw(st.permutations(list(nodes)))
    feeds = {name: draw(arrays((2, 2), range(-2, 3))) for name in FED}
    return Run({name: nodes[name] for name in order}, feeds, draw(st.sampled_from(list(nodes))))


ONE = {"x": np.array([1.0, 2.0]), "a": np.array([3.0, 3.0])}
BOOK = Run({"less": ("subtract", "x", "a"), "sum": ("add", "x", "less")}, ONE, "sum")
"""The book's program 5-3."""

SQUARES = np.array([[1.0, 2.0], [0.0, -1.0]])
TWICE = Run({"d": ("subtract", "x", "y"), "s": ("multiply", "d", "d")}, {"x": 5.0, "y": 2.0}, "s")
"""A node that is used twice."""

BOTH = Run(
    {"s": ("add", "x", "y"), "d": ("subtract", "x", "y"), "m": ("multiply", "s", "d")},
    {"x": 5.0, "y": 2.0},
    "m",
)
"""A node with two inputs that are computed both."""

UNASKED = Run(
    {"p": ("subtract", "x", "y"), "q": ("add", "x", "y"), "r": ("square", "p")}, {"x": 5.0, "y": 2.0}, "p"
)
"""Two nodes that nobody asks for, one of them after what is asked for."""


@check("contract", points=1)
@given(run=runs())
@example(run=TWICE)
def test_a_value_and_names_of_nodes_come_back(impl, run):
    """A value comes back, with the names of some nodes; nodes and feeds stay as they are."""
    value, computed = run.start(impl)
    unchanged(impl)
    found = numbers(value, np.shape(run.values[run.fetch]), part="value")
    holds(np.isfinite(found).all(), value=found)
    holds(isinstance(computed, (list, tuple)), computed=computed)
    holds(all(isinstance(name, str) and name in run.nodes for name in computed), computed=computed)
    holds(len(computed) > 0, computed=computed)


@check("values", points=3)
@given(run=runs())
@example(run=BOOK)
@example(run=Run({"p": ("subtract", "x", "y")}, {"x": 5.0, "y": 2.0}, "p"))
@example(run=Run({"p": ("matmul", "x", "y")}, {"x": SQUARES, "y": SQUARES + 1}, "p"))
def test_the_value_is_that_of_the_expression(impl, run):
    """The value is that of the expression which the graph stands for, inputs in their order."""
    value, _ = run.start(impl)
    same(value, run.values[run.fetch], part="value", scale=run.scale)


@check("values", points=2, cases=40)
@given(run=runs())
@example(run=BOOK)
@example(run=UNASKED)
@example(run=TWICE)
@example(run=BOTH)
def test_what_is_needed_is_computed_once(impl, run):
    """What is needed is computed, once, after its inputs, first ones first; nothing else is."""
    _, computed = run.start(impl)
    same_text(computed, run.computed, part="computed")


@check("values", points=1)
@given(run=runs(fewest=3))
@example(run=BOOK)
@example(run=BOTH)
def test_the_order_of_the_dict_says_nothing(impl, run):
    """The order in which the nodes stand in the dict makes no difference."""
    for nodes in (run.nodes, dict(reversed(run.nodes.items()))):
        value, computed = replace(run, nodes=nodes).start(impl)
        written = ", ".join(nodes)
        same(value, run.values[run.fetch], part=f"value, with nodes {written}", scale=run.scale)
        same_text(computed, run.computed, part=f"computed, with nodes {written}")


@st.composite
def runs_with_a_node_fed(draw):
    """Runs in which one of the first nodes is fed besides."""
    run = draw(runs())
    fed = draw(st.sampled_from("pq"))
    return replace(run, feeds={**run.feeds, fed: draw(arrays((2, 2), range(3, 6)))})


@check("edges", points=1)
@given(run=runs_with_a_node_fed())
@example(run=replace(TWICE, feeds={"x": 5.0, "y": 2.0, "d": 10.0}))
@example(run=replace(TWICE, feeds={"x": 5.0, "y": 2.0, "s": 10.0}))
@example(run=Run({}, {"x": 5.0}, "x"))
def test_what_is_fed_is_not_computed(impl, run):
    """What is fed has the fed value and is not computed, though it is a node, or the one fetched."""
    value, computed = run.start(impl)
    same(value, run.values[run.fetch], part="value", scale=run.scale)
    same_text(computed, run.computed, part="computed")


@check("edges", points=0.5, cases=10)
@given(run=runs(most=3))
@example(run=TWICE)
def test_what_nobody_needs_may_be_wrong(impl, run):
    """What nobody needs may be unknown, a cycle, or of shapes that do not fit: it is never looked at."""
    broken = {
        "unknown": ("add", "x", "nowhere"),
        "cycle": ("square", "cycle"),
        "unfit": ("matmul", "row", "row"),
    }
    feeds = {**run.feeds, "row": np.ones((1, 2))}
    value, computed = Run({**broken, **run.nodes}, feeds, run.fetch).start(impl)
    same(value, run.values[run.fetch], part="value", scale=run.scale)
    same_text(computed, run.computed, part="computed")


def refuses_until_fed(impl, run, name, kind):
    """Hold a run to raising `kind`, and to its value as soon as `name` is fed."""
    raises(lambda: run.start(impl), kind)
    fed = replace(run, feeds={**run.feeds, name: run.feeds["x"]})
    value, _ = fed.start(impl)
    same(value, fed.values[run.fetch], part=f"value, with {name} fed", scale=fed.scale)


def asked_for_unknown(run):
    """Return `run` with a name fetched that nobody knows."""
    return replace(run, fetch="z")


def with_unknown_input(run):
    """Return `run` with a node fetched that has a name as its input that nobody knows."""
    return Run({**run.nodes, "last": ("add", run.fetch, "z")}, run.feeds, "last")


@check("edges", points=0.25, cases=10)
@given(run=st.one_of(runs(most=3).map(asked_for_unknown), runs(most=3).map(with_unknown_input)))
@example(run=with_unknown_input(TWICE))
@example(run=asked_for_unknown(TWICE))
def test_an_unknown_name_raises(impl, run):
    """A name that is needed, and is neither fed nor a node, raises KeyError, until it is fed."""
    refuses_until_fed(impl, run, "z", KeyError)


def with_ring(run, length):
    """Return `run` with a node fetched that needs itself, one of a ring of `length`, which stands last."""
    ring = [f"ring{number}" for number in range(1, length + 1)]
    nodes = {name: ("add", "y", other) for name, other in zip(ring, [*ring[1:], ring[0]], strict=True)}
    return Run({**run.nodes, **nodes}, run.feeds, ring[0])


@check("edges", points=0.25, cases=10)
@given(run=st.builds(with_ring, runs(most=3), st.integers(1, 3)))
@example(run=with_ring(TWICE, 1))
@example(run=with_ring(TWICE, 2))
def test_a_cycle_raises(impl, run):
    """A node that needs its own value, directly or not, raises ValueError, until it is fed."""
    *_, last_of_ring = run.nodes
    refuses_until_fed(impl, run, last_of_ring, ValueError)


@check("use", points=1, cases=15)
@given(run=runs(), other=arrays((2, 2), range(-3, 4)))
@example(run=BOOK, other=np.array([10.0, 20.0]))
def test_one_graph_runs_again_with_other_feeds(impl, run, other):
    """One graph is run with one feed after the other, and each run computes everything anew."""
    for number, x in enumerate((run.feeds["x"], other, run.feeds["x"]), start=1):
        again = replace(run, feeds={**run.feeds, "x": x})
        value, computed = again.start(impl)
        same(value, again.values[run.fetch], part=f"value of run {number}", scale=again.scale)
        same_text(computed, run.computed, part=f"computed in run {number}")
