"""Program 3-2: the same learning rule, with arrays instead of single numbers (section 3.3.2).

The example of program 3-1 again, but all inputs are one array and all weights another, so each of the two
lines of the rule stands once, however many inputs there are. `perceptron_output` answers,
`perceptron_update` learns; the numbers are those of program 3-1 to the last digit. The picture shows what
the updates do: they move the line on which the perceptron is undecided, until the point lies on its right
side.

The book's program keeps an unused bias b = 0 here too. There are two ways to write a bias, and this program
uses both: a weight of its own, as `perceptron_output` has it, or the weight of an input that is always 1,
as `perceptron_update` does.

中文：与程序 3-1 相同的学习规则，改用数组计算：所有输入是一个数组，所有权值是另一个数组，无论有多少个输入，
规则的两行都只写一次。`perceptron_output` 负责回答，`perceptron_update` 负责学习，得到的数与程序 3-1 完全一
致。图中可以看到更新的作用：它移动感知器拿不定主意的那条直线，直到样本点落到正确的一侧。书中的程序在这里同样
保留了没有用到的偏置 b = 0。偏置有两种写法，这里都用到了：单独的一项（`perceptron_output`），或者恒为 1 的输
入的权值（`perceptron_update`）。
"""

import numpy as np

from solutions.ch03_perceptron.program_3_1_rule_in_scalars import LEARNING_RATE, START, TARGET, X0, X1, X2
from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "The perceptron's rule, in arrays", "zh": "单层感知器学习规则计算举例（矩阵计算）"},
    "data": ["sample"],
    "epochs": 100,
    "counts": {"en": "rounds at most", "zh": "轮以内"},
    "minutes": 0.1,
    "uses": ["ch03/perceptron_output", "ch03/perceptron_update"],
    "metrics": {
        "updates": {"en": "updates until the answer is right", "zh": "答案正确之前的更新次数", "book": 2},
        "weights": {
            "en": "weights at first, then after each update",
            "zh": "最初的权值与每次更新后的权值",
            "book": [[-5, 0, 0], [-3, 0, -2], [-1, 0, -4]],
        },
        "output": {"en": "last answer", "zh": "最后的答案", "book": 1},
    },
}
INPUT = np.array([X0, X1, X2])


def run(settings):
    """Update the weights until the perceptron answers rightly."""
    perceptron_output = settings.functions("ch03/perceptron_output").perceptron_output
    perceptron_update = settings.functions("ch03/perceptron_update").perceptron_update

    def answer(weights):
        bias, *others = weights
        return np.ravel(perceptron_output(INPUT[None, 1:], np.array(others), bias))[0]

    weights = [np.array(START)]
    for _ in range(settings.epochs):
        if answer(weights[-1]) == TARGET:
            break
        weights.append(perceptron_update(weights[-1], INPUT, TARGET, LEARNING_RATE))

    def sums(each):
        return lambda places: each[0] + places @ each[1:]

    title = "Each update moves the line, until the point is on its right side"
    surfaces = [(sums(each), f"after update {number}") for number, each in enumerate(weights)][:0:-1]
    return {
        "metrics": {"updates": len(weights) - 1, "weights": weights, "output": answer(weights[-1])},
        "history": {"net_input": [each @ INPUT for each in weights]},
        "pictures": {"plane": pictures.plane(INPUT[None, 1:], [TARGET], title, surfaces=surfaces)},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
