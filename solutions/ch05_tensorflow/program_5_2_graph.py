"""Program 5-2: first a graph, then values (section 5.4).

The product of program 5-1, in three ways that all separate what is to be computed from computing it:

- as in TensorFlow 1, which is what the book's program needs: `tf.matmul` only adds a node to a graph. It
  has a name, a shape and a dtype, but no value, until a session runs it. `tf.compat.v1` still has this.
- as in TensorFlow 2: `tf.function` runs the Python function once, notes what it does as a graph, and from
  then on runs the graph. What is only Python, such as counting the calls, happens while it is noted and never
  again.
- by hand: `run_graph` runs a graph that is a dict. It computes what the fetch needs and nothing else.

A graph can be optimized, saved, and run where there is no Python. The price is that while it is built,
there are no values to look at.

中文：先有图，后有值。用三种方式计算程序 5-1 的乘积，它们都把“要算什么”与“去算”分开。第一种是 TensorFlow 1
的方式，也是书中程序所需要的：`tf.matmul` 只在图中增加一个节点，它有名字、形状和数据类型，但没有值，直到会话
（session）运行它；这些都还保留在 `tf.compat.v1` 里。第二种是 TensorFlow 2 的方式：`tf.function` 把 Python
函数执行一次，把它所做的记录成图，以后运行的都是这个图；只属于 Python 的部分，例如对调用计数，只在记录时发生
一次。第三种是自己动手：`run_graph` 运行一个用字典表示的图，只计算所要的结果需要的节点。图可以优化、保存，也
可以在没有 Python 的地方运行；代价是建图时看不到任何值。
"""

import numpy as np
import tensorflow as tf

from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "First a graph, then values", "zh": "静态图"},
    "data": ["constants"],
    "minutes": 0.1,
    "uses": ["ch05/run_graph"],
    "metrics": {
        "name": {"en": "the symbolic tensor", "zh": "符号张量", "book": "MatMul:0"},
        "shape": {"en": "its shape", "zh": "形状", "book": [1, 1]},
        "dtype": {"en": "its dtype", "zh": "数据类型", "book": "int32"},
        "value": {"en": "its value in a session", "zh": "在会话中的值", "book": [[20]]},
        "of_function": {"en": "value of tf.function", "zh": "tf.function 的值"},
        "traced": {"en": "times its Python ran in three calls", "zh": "三次调用中 Python 代码执行的次数"},
        "of_run_graph": {"en": "value of run_graph", "zh": "run_graph 的值"},
        "computed": {"en": "what run_graph computed", "zh": "run_graph 计算了的节点"},
    },
}
ROW, COLUMN = np.array([[2, 4]], np.int32), np.array([[4], [3]], np.int32)


def nodes_of(graph):
    """Return the operations of a graph, each with the shape of its result and the names of its inputs."""
    return {
        operation.name: (
            f"{operation.type} {operation.outputs[0].shape}",
            [tensor.op.name for tensor in operation.inputs],
        )
        for operation in graph.get_operations()
    }


def run(settings):
    """Build the graph of a product in three ways, and run each."""
    run_graph = settings.functions("ch05/run_graph").run_graph

    with tf.Graph().as_default() as graph:
        product = tf.matmul(tf.constant(ROW), tf.constant(COLUMN))
        with tf.compat.v1.Session(graph=graph) as session:
            value = session.run(product)

    traced = []

    @tf.function
    def multiply(row, column):
        traced.append(1)
        return tf.matmul(row, column)

    row, column = tf.constant(ROW), tf.constant(COLUMN)
    for _ in range(3):
        of_function = multiply(row, column)

    noted = multiply.get_concrete_function(row, column).graph

    nodes = {"product": ("matmul", "row", "column"), "more": ("square", "product")}
    of_run_graph, computed = run_graph(nodes, {"row": ROW, "column": COLUMN}, "product")

    return {
        "metrics": {
            "name": product.name,
            "shape": list(product.shape),
            "dtype": product.dtype.name,
            "value": value,
            "of_function": of_function.numpy(),
            "traced": len(traced),
            "of_run_graph": of_run_graph,
            "computed": list(computed),
        },
        "pictures": {
            "session": pictures.graph(nodes_of(graph), "What the session runs: operations, and no values"),
            "function": pictures.graph(
                nodes_of(noted), "What tf.function noted while it ran the Python once"
            ),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
