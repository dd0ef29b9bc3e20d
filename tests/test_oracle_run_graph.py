"""`run_graph` against the book's results, eager evaluation and TensorFlow 1's sessions."""

import numpy as np
import pytest

from solutions.ch05_tensorflow.run_graph import OPERATIONS, run_graph

X, A = np.array([1, 2]), np.array([3, 3])


def test_it_prints_what_programs_5_1_and_5_3_print():
    row, column = np.array([[2, 4]]), np.array([[4], [3]])
    assert run_graph({"y": ("matmul", "m", "n")}, {"m": row, "n": column}, "y")[0].tolist() == [[20]]
    nodes = {"less": ("subtract", "x", "a"), "sum": ("add", "x", "less")}
    assert run_graph(nodes, {"x": X, "a": A}, "less")[0].tolist() == [-2, -1]
    assert run_graph(nodes, {"x": X, "a": A}, "sum")[0].tolist() == [-1, 1]


def random_graph(seed):
    """Return nodes, feeds, and the value of each name, computed while the graph is made."""
    rng = np.random.default_rng(seed)
    values = {name: rng.normal(size=(3, 3)) for name in "xyz"}
    feeds, nodes = dict(values), {}
    for number in range(12):
        operation = str(rng.choice(list(OPERATIONS)))
        inputs = [str(name) for name in rng.choice(list(values), 1 if operation == "square" else 2)]
        nodes[f"n{number}"] = (operation, *inputs)
        given = [values[name] for name in inputs]
        values[f"n{number}"] = {
            "add": lambda a, b=0: a + b,
            "subtract": lambda a, b=0: a - b,
            "multiply": lambda a, b=0: a * b,
            "matmul": lambda a, b=0: np.einsum("ij,jk->ik", a, b),
            "square": lambda a: a**2,
        }[operation](*given)
    return nodes, feeds, values


def ancestors(nodes, fetch):
    needed = {fetch}
    while True:
        more = {other for name in needed for other in nodes.get(name, ("",))[1:]} - needed
        if not more:
            return needed & set(nodes)
        needed |= more


@pytest.mark.parametrize("seed", range(20))
def test_it_is_eager_evaluation_deferred(seed):
    nodes, feeds, values = random_graph(seed)
    for fetch in values:
        value, computed = run_graph(dict(reversed(nodes.items())), feeds, fetch)
        np.testing.assert_allclose(value, values[fetch], rtol=1e-12, atol=1e-12 * np.abs(value).max())
        assert sorted(computed) == sorted(ancestors(nodes, fetch))
        for place, name in enumerate(computed):
            assert set(nodes[name][1:]) & set(nodes) <= set(computed[:place])


@pytest.mark.tensorflow
@pytest.mark.parametrize("seed", range(3))
def test_it_is_a_session_of_tensorflow_1(seed):
    tf = pytest.importorskip("tensorflow")
    nodes, feeds, _values = random_graph(seed)
    with tf.Graph().as_default():
        tensors = {name: tf.compat.v1.placeholder(tf.float64, (3, 3)) for name in feeds}
        for name, (operation, *inputs) in nodes.items():
            apply = {"matmul": tf.matmul, "square": tf.square}.get(operation) or getattr(tf, operation)
            tensors[name] = apply(*(tensors[other] for other in inputs))
        with tf.compat.v1.Session() as session:
            fed = {"n3": np.full((3, 3), 0.5), **feeds}
            for fetch in nodes:
                right = session.run(tensors[fetch], {tensors[name]: value for name, value in fed.items()})
                value, _ = run_graph(nodes, fed, fetch)
                np.testing.assert_allclose(value, right, rtol=1e-10, atol=1e-12 * np.abs(right).max())
