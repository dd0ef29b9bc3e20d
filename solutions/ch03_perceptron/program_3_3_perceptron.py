"""Program 3-3: a perceptron parts four points (section 3.7).

Two points of each class, with a column of ones for the bias. In each epoch the weights take one step for all
four rows together, until every sign is right. The line that parts the classes is where the weighted sum is
zero. The perceptron stops at the first line that will do, however close to a point it passes; program 3-4
looks for another one.

The book begins with random weights and records how its run went: 17 epochs. `from_the_book` goes on from the
weights that it printed after the first epoch, and comes to the same last weights after 16 more.

中文：单层感知器把四个点分成两类。每个周期用全部四个样本更新一次权值，直到所有符号都正确为止。分界线是加权和为零
的地方；感知器找到第一条可行的直线就停下，不管它离样本点有多近。书中的程序从随机权值开始，17 个周期后停止；
`from_the_book` 从书中第 1 个周期之后的权值继续，再过 16 个周期得到同样的权值。
"""

import numpy as np

from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "A perceptron parts four points", "zh": "单层感知器案例"},
    "data": ["points"],
    "epochs": 100,
    "minutes": 0.1,
    "uses": ["ch03/perceptron_fit", "ch03/decision_line"],
    "metrics": {
        "epochs": {"en": "epochs until all are right", "zh": "全部正确时的周期数", "book": 17},
        "weights": {"en": "weights", "zh": "权值", "book": [-0.11330549, -0.01947302, 0.10564497]},
        "epochs_from_the_book": {"en": "… from the book's weights", "zh": "……从书中的权值开始", "book": 16},
        "weights_from_the_book": {
            "en": "weights from there",
            "zh": "由此得到的权值",
            "book": [-0.11330549, -0.01947302, 0.10564497],
        },
    },
}
INPUTS = np.array([[1, 3, 3], [1, 4, 3], [1, 1, 1], [1, 2, 1]], dtype=float)
TARGETS = np.array([[1], [1], [-1], [-1]], dtype=float)
LEARNING_RATE = 0.1
AFTER_ONE_EPOCH = np.array([[0.83669451], [0.58052698], [0.25564497]])


def run(settings):
    """Train until all four points are on their sides of the line, and draw it."""
    fit = settings.functions("ch03/perceptron_fit").perceptron_fit
    decision_line = settings.functions("ch03/decision_line").decision_line

    start = np.random.default_rng(settings.seed).uniform(0, 1, (3, 1))
    weights, epochs, _ = fit(INPUTS, TARGETS, start, LEARNING_RATE, settings.epochs)
    weights_from_the_book, epochs_from_the_book, _ = fit(
        INPUTS, TARGETS, AFTER_ONE_EPOCH, LEARNING_RATE, settings.epochs
    )

    slope, intercept = decision_line(np.ravel(weights))
    x = np.linspace(0, 5, 2)
    line = (x, slope * x + intercept, "perceptron")
    return {
        "metrics": {
            "epochs": epochs,
            "weights": np.ravel(weights),
            "epochs_from_the_book": epochs_from_the_book,
            "weights_from_the_book": np.ravel(weights_from_the_book),
        },
        "pictures": {"plane": pictures.plane(INPUTS[:, 1:], TARGETS[:, 0], "A line between", lines=[line])},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
