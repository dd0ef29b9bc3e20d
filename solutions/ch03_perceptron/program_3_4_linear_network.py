"""Program 3-4: a linear network parts the same four points (section 3.8).

The points of program 3-3, but the network answers with its weighted sum itself, and the LMS rule makes the
squared distance from the targets, 1 and -1, small. Where a perceptron stops at the first line without a
mistake, LMS goes on after every answer is right: it looks for the one line that is best by its own measure,
y = 2, halfway between the classes. The picture has all three lines.

A hundred iterations don't get there. They are quick along one direction of the weights and slow along the
two others, where an iteration covers one or two hundredths of what is left; `--epochs 3000` arrives. A
larger learning rate is no way out, for there is a limit: the second picture shows the loss for a rate 5 %
above it.

`np.sign`, which the book's programs of this chapter classify with, knows a third class, 0, on the line
itself; training on the sums, as here, makes no use of it.

中文：用线性神经网络给程序 3-3 的四个点分类。网络直接输出加权和，LMS 规则使输出与目标值 1、-1 之差的平方变
小。感知器找到第一条没有错误的直线就停止；LMS 在全部答对之后仍继续寻找按它自己的标准最好的那条直线，即两类正
中间的 y = 2。图中画出了这三条直线。一百次迭代还到不了那里：权值在一个方向上走得快，在另外两个方向上每次只走
完剩余路程的百分之一二；`--epochs 3000` 才能到达。加大学习率也不行，它有一个上限：第二张图画出了学习率超过上
限 5% 时的损失。本章的书中程序用 `np.sign` 分类，它在分界线上还会给出第三个类别 0；这里直接用加权和训练，不
受其影响。
"""

import numpy as np

from solutions.ch03_perceptron.program_3_3_perceptron import INPUTS, LEARNING_RATE, TARGETS
from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "A linear network parts four points", "zh": "线性神经网络案例"},
    "data": ["points"],
    "epochs": 100,
    "counts": {"en": "iterations", "zh": "次迭代"},
    "minutes": 0.1,
    "uses": [
        "ch03/lms_step",
        "ch03/max_stable_learning_rate",
        "ch03/perceptron_fit",
        "ch03/decision_line",
    ],
    "metrics": {
        "weights": {"en": "weights", "zh": "权值"},
        "optimum": {"en": "weights of least squares", "zh": "最小二乘解的权值", "book": [-2, 0, 1]},
        "gap": {"en": "largest difference between the two", "zh": "两者的最大差别"},
        "loss": {"en": "loss", "zh": "损失"},
        "right": {"en": "right of 4", "zh": "4 个点中正确的个数"},
        "limit": {"en": "largest stable learning rate", "zh": "学习率的上限", "book": 0.15131},
        "loss_beyond": {"en": "loss with a rate 5 % above it", "zh": "学习率超过上限 5% 时的损失"},
    },
}
BEYOND = 1.05


def loss_of(weights, inputs, targets):
    """Return half the mean squared error of a linear network."""
    return np.mean((targets - inputs @ weights) ** 2) / 2


def descend(lms_step, weights, inputs, targets, learning_rate, iterations):
    """Return the weights after the last iteration, and the loss after each."""
    losses = []
    for _ in range(iterations):
        weights = lms_step(weights, inputs, targets, learning_rate)
        losses.append(loss_of(weights, inputs, targets))
    return weights, losses


def run(settings):
    """Train a linear network and, from the same weights, a perceptron; draw their lines and the best one."""
    lms_step = settings.functions("ch03/lms_step").lms_step
    limit = settings.functions("ch03/max_stable_learning_rate").max_stable_learning_rate(INPUTS)
    perceptron_fit = settings.functions("ch03/perceptron_fit").perceptron_fit
    decision_line = settings.functions("ch03/decision_line").decision_line

    start = np.random.default_rng(settings.seed).uniform(0, 1, (3, 1))
    weights, losses = descend(lms_step, start, INPUTS, TARGETS, LEARNING_RATE, settings.epochs)
    _, beyond = descend(lms_step, start, INPUTS, TARGETS, BEYOND * limit, settings.epochs)
    perceptron, *_ = perceptron_fit(INPUTS, TARGETS, start, LEARNING_RATE, 100)
    optimum = np.linalg.lstsq(INPUTS, TARGETS)[0]

    lines = []
    for each, name in ((perceptron, "perceptron"), (weights, "LMS"), (optimum, "least squares")):
        slope, intercept = decision_line(np.ravel(each))
        x = np.linspace(0, 5, 2)
        lines.append((x, slope * x + intercept, name))
    history = {"loss": losses, "above_the_limit_loss": beyond}
    return {
        "metrics": {
            "weights": np.ravel(weights),
            "optimum": np.ravel(optimum),
            "gap": np.max(np.abs(weights - optimum)),
            "loss": losses[-1],
            "right": np.sum(np.sign(INPUTS @ weights) == TARGETS),
            "limit": limit,
            "loss_beyond": beyond[-1],
        },
        "history": history,
        "pictures": {
            "plane": pictures.plane(INPUTS[:, 1:], TARGETS[:, 0], "Three lines", lines=lines),
            "loss": pictures.curves(
                history, "Learning rate 0.1, and one too large", unit="iteration", logarithmic=True
            ),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
