"""Program 3-3: a perceptron parts four points (section 3.7).

Two points of each class, with a column of ones for the bias. In each epoch the weights take one step for
all four rows together, until every sign is right. The line that parts the classes is where the weighted sum
is zero. The perceptron stops at the first line that will do, however close to a point it passes; program
3-4 looks for another one.

The book begins with random weights and records how its run went: 17 epochs. Ours are random too, and as a
rule take another number. But the book printed its weights after the first epoch, and from those the rest
follows exactly: 16 more epochs, and the same last weights to all eight places.

The book's `np.sign` knows three classes, of which nobody asked for the third: 0, exactly on the line. As in
`perceptron_fit`, such a row is right for neither class, so training does not end with it.

中文：单层感知器把四个点分成两类。每个周期用全部四个样本更新一次权值，直到所有符号都正确为止。分界线是加权和
为零的地方；感知器找到第一条可行的直线就停下，不管它离样本点有多近；程序 3-4 会另找一条。书中的程序从随机权
值开始，17 个周期后停止；这里的起点也是随机的，周期数不同。但书中打印了第 1 个周期之后的权值，由此可以精确地
继续：再过 16 个周期，得到同样的权值，八位小数完全一致。书中的 `np.sign` 有三个类别，其中恰好落在分界线上的
0 是多余的；在 `perceptron_fit` 里，这样的样本对哪一类都不算正确，训练不会因此结束。
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

    lines = []
    for each, name in ((weights, "this run"), (weights_from_the_book, "the book's run")):
        slope, intercept = decision_line(np.ravel(each))
        x = np.linspace(0, 5, 2)
        lines.append((x, slope * x + intercept, name))
    return {
        "metrics": {
            "epochs": epochs,
            "weights": np.ravel(weights),
            "epochs_from_the_book": epochs_from_the_book,
            "weights_from_the_book": np.ravel(weights_from_the_book),
        },
        "pictures": {
            "plane": pictures.plane(INPUTS[:, 1:], TARGETS[:, 0], "Any line between will do", lines=lines)
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
