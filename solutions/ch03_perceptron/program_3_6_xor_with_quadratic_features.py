"""Program 3-6: the same linear network learns XOR from quadratic features (section 3.9).

Nothing changes but the inputs: besides 1, x1 and x2 the network gets x1², x1 x2 and x2². It stays linear in
its weights, LMS trains it as before, and what is flat in six dimensions is a curve in the plane: a
hyperbola, with one class between its branches.

Many sets of weights give the same four outputs, for on zeros and ones x² is x, so the six features have
only rank 4. LMS never moves the weights along the directions that change no output: where they end depends
on where they began, in this run, in the book's, and in any other. What does not is the limit of the
outputs, the targets themselves. Nor does the smallest of all solutions, (-1, 1, 1, 1, -4, 1), where LMS
ends if it begins with zeros; the picture has its curve too.

The book's program solves for two roots over each x, for which its last weight must not be 0; here the curve
is drawn as the contour where the output is zero.

中文：同一个线性网络，加上二次特征就能学会异或。除了 1、x1、x2，网络还得到 x1²、x1·x2 和 x2²，其余不变：网络
对权值仍是线性的，仍用 LMS 训练，而六维空间里的平面在原来的平面上成为一条双曲线，其中一类位于两支之间。许多
组权值给出同样的四个输出：对 0 和 1 来说 x² 就是 x，所以六个特征的秩只有 4。在不改变输出的方向上，LMS 从不移
动权值，因此权值停在哪里取决于起点，本次运行如此，书中的运行也如此。不依赖起点的是输出的极限，即目标值本身；
还有所有解中最小的那个 (-1, 1, 1, 1, -4, 1)，从零开始的 LMS 就停在那里，图中也画出了它的曲线。书中的程序对每
个 x 求方程的两个根，要求最后一个权值不为 0；这里画的是输出等于零的等高线。
"""

import numpy as np

from solutions.ch03_perceptron.program_3_4_linear_network import descend
from solutions.ch03_perceptron.program_3_5_xor_fails import INPUTS, LEARNING_RATE, TARGETS
from solutions.shared import pictures

PROGRAM = {
    "title": {
        "en": "XOR with quadratic features",
        "zh": "线性神经网络引入非线性特征解决异或问题",
    },
    "data": ["xor"],
    "epochs": 1000,
    "counts": {"en": "iterations", "zh": "次迭代"},
    "minutes": 0.1,
    "uses": ["ch03/quadratic_features", "ch03/lms_step"],
    "metrics": {
        "outputs": {
            "en": "outputs for 00, 01, 10, 11",
            "zh": "对 00、01、10、11 的输出",
            "book": [-0.98650596, 0.990989, 0.990989, -0.99302749],
        },
        "right": {"en": "right of 4", "zh": "4 个中正确的个数", "book": 4},
        "loss": {"en": "loss", "zh": "损失"},
        "weights": {"en": "weights, which depend on the start", "zh": "权值（取决于起点）"},
        "rank": {"en": "rank of the features", "zh": "特征矩阵的秩", "book": 4},
        "smallest_solution": {
            "en": "smallest weights that solve it",
            "zh": "范数最小的解",
            "book": [-1, 1, 1, 1, -4, 1],
        },
    },
}
POINTS = INPUTS[:, 1:]


def run(settings):
    """Train the network on the six features, and draw where its output is zero."""
    quadratic_features = settings.functions("ch03/quadratic_features").quadratic_features
    lms_step = settings.functions("ch03/lms_step").lms_step

    features = quadratic_features(POINTS)
    start = np.random.default_rng(settings.seed).uniform(0, 1, (6, 1))
    weights, losses = descend(lms_step, start, features, TARGETS, LEARNING_RATE, settings.epochs)
    smallest, _, rank, _ = np.linalg.lstsq(features, TARGETS)  # of all solutions the one with the least norm
    outputs = np.ravel(features @ weights)

    surfaces = [
        (lambda places: quadratic_features(places) @ weights, "output 0"),
        (lambda places: quadratic_features(places) @ smallest, "of the smallest weights"),
    ]
    history = {"loss": losses}
    return {
        "metrics": {
            "outputs": outputs,
            "right": np.sum(np.sign(outputs) == np.ravel(TARGETS)),
            "loss": losses[-1],
            "weights": np.ravel(weights),
            "rank": rank,
            "smallest_solution": np.ravel(smallest),
        },
        "history": history,
        "pictures": {
            "plane": pictures.plane(POINTS, TARGETS[:, 0], "A curve parts them", surfaces=surfaces),
            "loss": pictures.curves(history, "XOR with six features", unit="iteration", logarithmic=True),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
