"""Program 3-1: the perceptron's learning rule by hand, number by number (section 3.3.2).

One example, with the inputs 1, 0 and -1, belongs to class 1; the weights -5, 0 and 0 make the perceptron
say -1. Each update moves every weight by the error times its own input, until the answer is right: two
updates, which can be followed with a pencil. The input that is 0 never moves its weight. x0 is always 1, so
w0 is the bias, and learns like the others.

The book's program also sets a bias b = 0, which nothing uses afterwards; here there is none besides w0.

中文：用一个样本手算单层感知器的学习规则。输入是 1、0、-1，正确类别是 1，而权值 -5、0、0 给出的答案是 -1。每
次更新，每个权值都移动“误差乘以它自己的输入”，直到答案正确为止；一共两次，用笔就能跟着算。输入为 0 的那个权
值始终不动；x0 恒为 1，所以 w0 就是偏置，它和其他权值一样学习。书中的程序另外定义了偏置 b = 0，但之后从未用
到；这里除了 w0 不再设偏置。
"""

import numpy as np

from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "The perceptron's rule, number by number", "zh": "单层感知器学习规则计算举例"},
    "data": ["sample"],
    "epochs": 100,
    "counts": {"en": "rounds at most", "zh": "轮以内"},
    "minutes": 0.1,
    "metrics": {
        "updates": {"en": "updates until the answer is right", "zh": "答案正确之前的更新次数", "book": 2},
        "weights": {
            "en": "weights at first, then after each update",
            "zh": "最初的权值与每次更新后的权值",
            "book": [[-5, 0, 0], [-3, 0, -2], [-1, 0, -4]],
        },
        "net_inputs": {"en": "weighted sums", "zh": "加权和"},
        "output": {"en": "last answer", "zh": "最后的答案", "book": 1},
    },
}
X0, X1, X2 = 1.0, 0.0, -1.0
TARGET = 1.0
LEARNING_RATE = 1.0
START = (-5.0, 0.0, 0.0)


def net_input(w0, w1, w2):
    """Return the weighted sum of the three inputs."""
    return w0 * X0 + w1 * X1 + w2 * X2


def run(settings):
    """Update the weights until the perceptron answers rightly."""
    w0, w1, w2 = START
    weights = [START]
    for _ in range(settings.epochs):
        output = np.sign(net_input(w0, w1, w2))
        if output == TARGET:
            break
        w0 = w0 + LEARNING_RATE * (TARGET - output) * X0
        w1 = w1 + LEARNING_RATE * (TARGET - output) * X1
        w2 = w2 + LEARNING_RATE * (TARGET - output) * X2
        weights.append((w0, w1, w2))

    net_inputs = [net_input(*each) for each in weights]
    after = np.arange(len(weights))
    lines = {f"w{number}": (after, column) for number, column in enumerate(np.transpose(weights))}
    lines["weighted sum"] = after, net_inputs
    chart = pictures.chart(
        lines, "Right as soon as the weighted sum is above zero", x="updates", y="", markers=True, level=0
    )
    return {
        "metrics": {
            "updates": len(weights) - 1,
            "weights": weights,
            "net_inputs": net_inputs,
            "output": np.sign(net_inputs[-1]),
        },
        "history": {"net_input": net_inputs},
        "pictures": {"updates": chart},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
