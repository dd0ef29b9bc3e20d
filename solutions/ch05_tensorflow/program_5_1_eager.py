"""Program 5-1: TensorFlow calculates at once (section 5.4).

A row of two numbers times a column of two numbers is one number. TensorFlow 2 works it out as soon as
Python comes to the line, as numpy would: the result is a tensor, which knows its value, its shape and its
dtype, and Python can go on with it, in an `if` for example. This is called eager execution. Program 5-2
does the same the other way, with a graph first and values later.

Whole numbers give a tensor of int32. TensorFlow converts no dtype by itself: an int32 times a float32 is an
error, in contrast to numpy.

中文：TensorFlow 的动态图：写到哪里，就算到哪里。一行两个数乘以一列两个数，得到一个数。TensorFlow 2 在
Python 执行到这一行时就立即计算，和 numpy 一样；结果是一个张量，有自己的值、形状和数据类型，Python 可以马上
使用它，比如放在 `if` 里。这叫作动态图（eager execution）。程序 5-2 用另一种方式做同样的事：先有图，后有值。
整数得到 int32 的张量；TensorFlow 不会自动转换数据类型，int32 与 float32 相乘会报错，这与 numpy 不同。
"""

import tensorflow as tf

from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "TensorFlow calculates at once", "zh": "动态图"},
    "data": ["constants"],
    "minutes": 0.1,
    "metrics": {
        "value": {"en": "value of the product", "zh": "乘积的值", "book": [[20]]},
        "shape": {"en": "its shape", "zh": "形状", "book": [1, 1]},
        "dtype": {"en": "its dtype", "zh": "数据类型", "book": "int32"},
        "said": {"en": "what Python's `if` says of it", "zh": "Python 的 if 对它的判断"},
        "mixed": {"en": "int32 times float32", "zh": "int32 乘以 float32"},
    },
}


def run(settings):
    """Multiply two matrices, and look at what comes out."""
    row = tf.constant([[2, 4]])
    column = tf.constant([[4], [3]])
    product = tf.matmul(row, column)

    said = "more than 10" if product > 10 else "not more than 10"
    try:
        mixed = tf.matmul(row, tf.cast(column, tf.float32)).dtype.name
    except tf.errors.InvalidArgumentError as error:
        mixed = type(error).__name__

    nodes = {
        "row": (str(row.numpy().tolist()), []),
        "column": (str(column.numpy().tolist()), []),
        "product": (str(product.numpy().tolist()), ["row", "column"]),
    }
    return {
        "metrics": {
            "value": product.numpy(),
            "shape": list(product.shape),
            "dtype": product.dtype.name,
            "said": said,
            "mixed": mixed,
        },
        "pictures": {"values": pictures.graph(nodes, "Each line of Python has its value at once")},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
