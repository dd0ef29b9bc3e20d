"""Program 5-3: variables, constants, and two operations (section 5.5.2).

A constant stays what it is; a variable keeps its place and can get new numbers, which is why weights are
variables. Here a constant is subtracted from a variable, and the difference added to it again. Both results
are tensors of their own: when the variable gets new numbers afterwards, they stay as they were. In a graph,
such as that of program 5-2, the next run would have seen the new numbers.

中文：变量、常量和两个基本运算。常量不变；变量的位置不变，数可以换成新的，所以权值都是变量。这里先从变量中减
去常量，再把差加回变量。两个结果是独立的张量：之后给变量赋新值，它们不会跟着变。如果是程序 5-2 那样的图，下
一次运行就会看到新值。
"""

import tensorflow as tf

from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "Variables, constants, operations", "zh": "TensorFlow 基本操作"},
    "data": ["constants"],
    "minutes": 0.1,
    "metrics": {
        "difference": {"en": "variable less constant", "zh": "变量减常量", "book": [-2, -1]},
        "total": {"en": "… plus the variable", "zh": "……再加变量", "book": [-1, 1]},
        "dtype": {"en": "dtype", "zh": "数据类型", "book": "int32"},
        "assigned": {"en": "the variable's new numbers", "zh": "变量的新值"},
        "total_after": {"en": "the sum after that", "zh": "此后的和"},
        "total_anew": {"en": "the sum, worked out anew", "zh": "重新计算的和"},
    },
}


def run(settings):
    """Subtract and add, then change the variable."""
    variable = tf.Variable([1, 2])
    constant = tf.constant([3, 3])
    difference = tf.subtract(variable, constant)
    total = tf.add(variable, difference)

    nodes = {
        "variable": (str(variable.numpy()), []),
        "constant": (str(constant.numpy()), []),
        "subtract": (str(difference.numpy()), ["variable", "constant"]),
        "add": (str(total.numpy()), ["variable", "subtract"]),
    }
    metrics = {"difference": difference.numpy(), "total": total.numpy(), "dtype": total.dtype.name}
    variable.assign([5, 5])
    return {
        "metrics": {
            **metrics,
            "assigned": variable.numpy(),
            "total_after": total.numpy(),
            "total_anew": tf.add(variable, variable - constant).numpy(),
        },
        "pictures": {"values": pictures.graph(nodes, "A difference, and a sum that uses it")},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
