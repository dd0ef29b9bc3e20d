"""Program 3-5: a linear network fails on XOR (section 3.9).

XOR is 1 where exactly one of two inputs is 1. No line has the points (0, 1) and (1, 0) on one side and
(0, 0) and (1, 1) on the other, so no linear network can answer all four rightly: three at most. LMS does
not even get that far: its loss is smallest where all weights are zero and every output is 0, halfway
between the classes, and there it leads from every start. The outputs after 100 iterations are small, and
their signs say more about where the weights began than about XOR.

As in program 3-4, `np.sign` would make a third class of the output 0, which is what the book's network
comes to in the end; here the outputs themselves are shown.

中文：线性神经网络解决不了异或问题。异或在两个输入中恰有一个为 1 时取 1。没有一条直线能把 (0, 1)、(1, 0) 与
(0, 0)、(1, 1) 分在两侧，因此线性网络不可能四个全对，最多三个。LMS 连三个也不追求：当所有权值为零、所有输出
为 0（正好在两类中间）时损失最小，不管从哪里出发，它都走向那里。100 次迭代后的输出已经很小，其符号更多反映权
值的起点，而不是异或。与程序 3-4 一样，`np.sign` 会把输出 0 变成第三个类别，而那正是书中网络最终的去向；这里
直接给出输出值。
"""

import numpy as np

from solutions.ch03_perceptron.program_3_4_linear_network import descend
from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "A linear network fails on XOR", "zh": "线性神经网络：异或问题"},
    "data": ["xor"],
    "epochs": 100,
    "counts": {"en": "iterations", "zh": "次迭代"},
    "minutes": 0.1,
    "uses": ["ch03/lms_step"],
    "metrics": {
        "outputs": {"en": "outputs for 00, 01, 10, 11", "zh": "对 00、01、10、11 的输出"},
        "right": {"en": "right of 4", "zh": "4 个中正确的个数"},
        "weights": {"en": "weights", "zh": "权值"},
        "optimum": {"en": "weights of least squares", "zh": "最小二乘解的权值", "book": [0, 0, 0]},
        "loss": {"en": "loss", "zh": "损失"},
        "smallest_loss": {"en": "smallest possible loss", "zh": "可能的最小损失"},
    },
}
INPUTS = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]], dtype=float)
TARGETS = np.array([[-1], [1], [1], [-1]], dtype=float)
LEARNING_RATE = 0.1


def run(settings):
    """Train the network, and see that it ends up undecided."""
    lms_step = settings.functions("ch03/lms_step").lms_step

    start = np.random.default_rng(settings.seed).uniform(0, 1, (3, 1))
    weights, losses = descend(lms_step, start, INPUTS, TARGETS, LEARNING_RATE, settings.epochs)
    optimum = np.linalg.lstsq(INPUTS, TARGETS)[0]
    outputs = np.ravel(INPUTS @ weights)

    def output(places):
        return np.ravel(weights[0] + places @ weights[1:])

    history = {"loss": losses, "smallest_possible_loss": [np.mean(TARGETS**2) / 2] * len(losses)}
    title = "No line parts them, and all outputs are small"
    return {
        "metrics": {
            "outputs": outputs,
            "right": np.sum(np.sign(outputs) == np.ravel(TARGETS)),
            "weights": np.ravel(weights),
            "optimum": np.round(np.ravel(optimum), 12) + 0.0,  # without the last digits' noise, and -0
            "loss": losses[-1],
            "smallest_loss": np.mean((TARGETS - INPUTS @ optimum) ** 2) / 2,
        },
        "history": history,
        "pictures": {
            "plane": pictures.plane(INPUTS[:, 1:], TARGETS[:, 0], title, surfaces=[(output, "output 0")]),
            "loss": pictures.curves(history, "It cannot fall below one half", unit="iteration"),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
