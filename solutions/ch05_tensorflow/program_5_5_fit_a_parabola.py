"""Program 5-5: a network with a hidden layer fits a parabola (section 5.5.4).

Two hundred points near y = x², ten hidden units with tanh, one output with tanh. No line comes near them; a
sum of ten shifted and stretched tanh does. For hundreds of steps, with most starts for more than a
thousand, the network puts out an almost flat line at the mean of the points and looks as if it had stopped.
Then it bends, and its loss comes down to the variance of the noise, about 0.0004.

A comment of the book's program says that the learning rate is 0.1, but its code has 0.3, and so has this
one. It matters: with 0.1 the same start is usually still on its way after these 3001 steps.

`tanh_network_gradients` has the same gradients as Keras, from a few lines. Both descend here from the same
weights, and their outputs are compared in the end; the run with 0.1 is done with it too. Keras calculates
in float32, and 0.3 is nearly more than this network bears: with some starts it sways near the bottom, and
rounding grows to a hundredth of an output.

中文：带一个隐藏层的网络拟合抛物线。两百个点散布在 y = x² 附近，网络有 10 个 tanh 隐藏单元和 1 个 tanh 输
出。直线无法接近这些点，十个平移、伸缩过的 tanh 之和却可以。在几百步、多数情况下一千多步里，网络的输出几乎是
一条位于平均值处的平线，看上去像是停住了；然后它弯曲起来，损失降到噪声的方差，约 0.0004。书中程序的注释说学
习率是 0.1，代码里却是 0.3，这里也用 0.3。这个差别很重要：用 0.1 从同样的起点出发，3001 步之后通常还在半路
上。`tanh_network_gradients` 用几行代码得到与 Keras 相同的梯度；两者在这里从同样的权值出发，最后比较输出，学
习率为 0.1 的那次运行也由它完成。Keras 用 float32 计算，而 0.3 已接近这个网络所能承受的上限：有些起点会在谷
底附近来回摆动，舍入误差会放大到输出的百分之一左右。
"""

import keras
import numpy as np

from solutions.shared import pictures, training

PROGRAM = {
    "title": {"en": "A hidden layer fits a parabola", "zh": "非线性回归"},
    "data": ["parabola"],
    "epochs": 3001,
    "counts": {"en": "steps", "zh": "步"},
    "minutes": 0.2,
    "uses": ["ch05/tanh_network_gradients"],
    "metrics": {
        "first_loss": {"en": "loss at first", "zh": "最初的损失"},
        "loss": {"en": "loss in the end", "zh": "最后的损失"},
        "noise": {"en": "loss of the parabola itself", "zh": "抛物线本身的损失"},
        "line_loss": {"en": "smallest loss of any line", "zh": "直线可能的最小损失"},
        "slower_loss": {"en": "loss with the learning rate 0.1", "zh": "学习率为 0.1 时的损失"},
        "difference": {"en": "difference of one's own outputs", "zh": "与自己的实现的输出之差"},
    },
}
HIDDEN = 10
LEARNING_RATE = 0.3
SLOWER = 0.1
NOISE = 0.02
DRAWN = (0, 1000, 2000, 3000)


def points(rng):
    """Return two hundred points near the parabola, as columns."""
    x = np.linspace(-0.5, 0.5, 200)[:, None]
    return x, x**2 + rng.normal(0, NOISE, x.shape)


def build():
    """Return the network: one number in, ten hidden units, one number out."""
    return keras.Sequential(
        [
            keras.Input((1,)),
            keras.layers.Dense(HIDDEN, activation="tanh"),
            keras.layers.Dense(1, activation="tanh"),
        ]
    )


def descend(tanh_network_gradients, x, y, weights, learning_rate, steps):
    """Return the outputs before each step, and after the last."""
    outputs = []
    for _ in range(steps + 1):
        now, gradients = tanh_network_gradients(x, y, *weights)
        outputs.append(now)
        weights = [each - learning_rate * slope for each, slope in zip(weights, gradients, strict=True)]
    return outputs


def run(settings):
    """Train the network with Keras, and from the same weights with one's own gradients."""
    gradients = settings.functions("ch05/tanh_network_gradients").tanh_network_gradients

    training.start(settings.seed)
    x, y = points(np.random.default_rng(settings.seed))
    model = build()
    model.compile(keras.optimizers.SGD(LEARNING_RATE), loss="mse")
    start = [np.float64(array) for array in model.get_weights()]

    losses = []
    with settings.progress(settings.epochs, "steps") as tick:
        for _ in range(settings.epochs):
            losses.append(float(model.train_on_batch(x, y)))
            tick(loss=losses[-1])
    learnt = training.outputs(model, x)
    own = descend(gradients, x, y, start, LEARNING_RATE, settings.epochs)
    slower = descend(gradients, x, y, start, SLOWER, settings.epochs)
    line = np.polyval(np.polyfit(x[:, 0], y[:, 0], 1), x)

    drawn = {f"step {step}": (x, own[step]) for step in DRAWN if step < len(own)}
    history = {"loss": losses, "slower_loss": [np.mean((each - y) ** 2) for each in slower[:-1]]}
    return {
        "metrics": {
            "first_loss": losses[0],
            "loss": np.mean((learnt - y) ** 2),
            "noise": np.mean((x**2 - y) ** 2),
            "line_loss": np.mean((line - y) ** 2),
            "slower_loss": np.mean((slower[-1] - y) ** 2),
            "difference": np.max(np.abs(learnt - own[-1])),
        },
        "history": history,
        "pictures": {
            "parabola": pictures.chart(drawn, "Flat for long, then it bends", x="x", y="y", points=(x, y)),
            "loss": pictures.curves(history, "Learning rates 0.3 and 0.1", unit="step", logarithmic=True),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
