"""Program 4-1: back-propagation learns XOR (section 4.9).

Two inputs, ten hidden units, one output, sigmoids throughout. What no line can do (program 3-5) and
features made by hand can (program 3-6), the hidden layer finds by itself: from random weights, one small
step after another, all four rows in each. The loss stays near one eighth for thousands of steps, where
every output is near one half, and then falls quickly; the picture shows which part of the plane the network
ends up calling 1.

`train_xor` is the whole training, but it returns only losses and answers. The weights that the picture
needs come from the same descent, made once more of `two_layer_gradients`; both must agree to the last
digits.

The book's figures depend on its random start and ours on ours: they agree in size, not in digits. Its
program, unlike those of chapter 3, has 0 and 1 for its classes and biases of their own, and so has this
one.

中文：用反向传播学习异或。2 个输入，10 个隐藏单元，1 个输出，全部使用 sigmoid。直线做不到（程序 3-5）、要靠
手工特征才能做到（程序 3-6）的事，隐藏层自己学会了：从随机权值出发，每步都用全部四个样本，走很多小步。损失在
几千步里停在八分之一附近，这时所有输出都接近二分之一，然后迅速下降；图中可以看到网络最后把平面的哪一部分判为
1。`train_xor` 就是整个训练，但它只返回损失和答案；画图所需的权值来自用 `two_layer_gradients` 重做的同一次下
降，两者应当一致到最后几位。书中的数取决于它的随机起点，这里的数取决于我们的起点，大小相近，数位不同。与第 3
章不同，书中这个程序的类别是 0 和 1，偏置单独存放，这里也是如此。
"""

import numpy as np

from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "Back-propagation learns XOR", "zh": "BP 神经网络解决异或问题"},
    "data": ["xor"],
    "epochs": 100_001,
    "counts": {"en": "steps", "zh": "步"},
    "minutes": 0.1,
    "uses": ["ch04/train_xor", "ch04/two_layer_gradients"],
    "metrics": {
        "loss_0": {"en": "loss at first", "zh": "最初的损失", "book": 0.23827},
        "loss_5000": {"en": "… after 5000 steps", "zh": "……第 5000 步后", "book": 0.12069},
        "loss_10000": {"en": "… after 10,000 steps", "zh": "……第 10,000 步后", "book": 0.0791},
        "loss_15000": {"en": "… after 15,000 steps", "zh": "……第 15,000 步后", "book": 0.02378},
        "loss_20000": {"en": "… after 20,000 steps", "zh": "……第 20,000 步后", "book": 0.00838},
        "loss_50000": {"en": "… after 50,000 steps", "zh": "……第 50,000 步后", "book": 0.00093779},
        "loss_100000": {
            "en": "… after 100,000 steps",
            "zh": "……第 100,000 步后",
            "book": 0.00030332701795183955,
        },
        "outputs": {
            "en": "outputs for 00, 01, 10, 11",
            "zh": "对 00、01、10、11 的输出",
            "book": [0.02462022, 0.97697496, 0.97534433, 0.02612291],
        },
        "answers": {"en": "answers", "zh": "答案", "book": [0, 1, 1, 0]},
        "difference": {"en": "difference between the two descents", "zh": "两次下降的差别"},
    },
}
INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
TARGETS = np.array([[0], [1], [1], [0]], dtype=float)
HIDDEN = 10
LEARNING_RATE = 0.1
RECORDED = (0, 5_000, 10_000, 15_000, 20_000, 50_000, 100_000)
DRAWN = 200


def initial_weights(rng):
    """Return weights between 0 and 1, and biases of 0: those of the hidden layer, then of the output."""
    return rng.uniform(0, 1, (2, HIDDEN)), np.zeros(HIDDEN), rng.uniform(0, 1, (HIDDEN, 1)), np.zeros(1)


def outputs_of(points, hidden_weights, hidden_biases, output_weights, output_biases):
    """Return what the network makes of points."""
    hidden = 1 / (1 + np.exp(-(points @ hidden_weights + hidden_biases)))
    return 1 / (1 + np.exp(-(hidden @ output_weights + output_biases)))


def descend(two_layer_gradients, weights, steps, tick):
    """Return the weights after the last step, and the loss before each."""
    losses = []
    for number in range(steps):
        loss, gradients = two_layer_gradients(INPUTS, TARGETS, *weights)
        weights = [each - LEARNING_RATE * slope for each, slope in zip(weights, gradients, strict=True)]
        losses.append(loss)
        if number % 1000 == 999:
            tick(1000, loss=loss)
    return weights, losses


def run(settings):
    """Train the network twice over, and draw what it answers in the whole plane."""
    train_xor = settings.functions("ch04/train_xor").train_xor
    two_layer_gradients = settings.functions("ch04/two_layer_gradients").two_layer_gradients

    start = initial_weights(np.random.default_rng(settings.seed))
    with settings.progress(settings.epochs, "steps") as tick:
        weights, again = descend(two_layer_gradients, start, settings.epochs, tick)
    losses, outputs = train_xor(*start, LEARNING_RATE, settings.epochs)
    outputs = np.ravel(outputs)

    shown = range(0, settings.epochs + 1, max(1, settings.epochs // DRAWN))
    history = {"loss": [losses[step] for step in shown]}
    surface = (lambda points: outputs_of(points, *weights) - 0.5, "output 0.5")
    return {
        "metrics": {
            **{f"loss_{step}": losses[step] if step < len(losses) else None for step in RECORDED},
            "outputs": outputs,
            "answers": (outputs >= 0.5).astype(int),
            "difference": np.max(np.abs(losses[:-1] - again)),
        },
        "history": history,
        "pictures": {
            "plane": pictures.plane(INPUTS, TARGETS[:, 0], "Output less 0.5", surfaces=[surface]),
            "loss": pictures.curves(
                history, "2-10-1 sigmoids on XOR", at=shown, unit="step", logarithmic=True
            ),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
