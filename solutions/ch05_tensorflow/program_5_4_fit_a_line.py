"""Program 5-4: Keras fits a line (section 5.5.3).

A hundred points near the line y = 0.1 x + 0.2, and a network of one unit: its weight is the slope, its bias
the intercept. Every step takes all points. There is nothing in it but what `fit_line` does with two
numbers, so both run here from the same line, and their losses agree as far as Keras' float32 goes.

How large the first cost is depends on the random start and says nothing. The last one does: no line can
have a smaller one than that of least squares, about the variance of the noise, 0.0001, and both get there.
Look at where the steps go: within a hundred the line is at the height of the points; all the others turn
it, because the points, between 0 and 1, hardly tell a larger slope from a larger intercept.

中文：用 Keras 拟合一条直线。一百个点散布在直线 y = 0.1 x + 0.2 附近，网络只有一个单元：权值是斜率，偏置是截
距，每一步都用全部的点。它所做的不过是 `fit_line` 对两个数所做的事，所以这里让两者从同一条直线出发，它们的损
失在 Keras 的 float32 精度内一致。第一个代价有多大取决于随机起点，没有意义；最后一个有意义：没有哪条直线的代
价能小于最小二乘解，它大约等于噪声的方差 0.0001，两者都能到达。注意这些步数用在哪里：一百步之内直线就到了这
些点的高度，其余的步数都在转动它，因为所有的点都在 0 和 1 之间，斜率大一些和截距大一些很难区分。
"""

import keras
import numpy as np

from solutions.shared import pictures, training

PROGRAM = {
    "title": {"en": "Keras fits a line", "zh": "拟合线性函数"},
    "data": ["line"],
    "epochs": 2001,
    "counts": {"en": "steps", "zh": "步"},
    "minutes": 0.1,
    "uses": ["ch05/fit_line"],
    "metrics": {
        "cost_0": {"en": "cost at step 0", "zh": "第 0 步的代价", "book": 0.33022374},
        "cost_500": {"en": "… 500", "zh": "……第 500 步", "book": 0.0003510235},
        "cost_1000": {"en": "… 1000", "zh": "……第 1000 步", "book": 9.941429e-05},
        "cost_1500": {"en": "… 1500", "zh": "……第 1500 步", "book": 9.440048e-05},
        "cost_2000": {"en": "… 2000", "zh": "……第 2000 步", "book": 9.430057e-05},
        "smallest_cost": {"en": "smallest possible cost", "zh": "可能的最小代价"},
        "line": {"en": "slope and intercept", "zh": "斜率与截距"},
        "best_line": {"en": "those of least squares", "zh": "最小二乘的斜率与截距"},
        "difference": {"en": "difference of fit_line's costs", "zh": "与 fit_line 的代价之差"},
    },
}
LEARNING_RATE = 0.03
SLOPE, INTERCEPT, NOISE = 0.1, 0.2, 0.01
RECORDED = (0, 500, 1000, 1500, 2000)


def points(rng):
    """Return a hundred points near the line."""
    x = rng.uniform(0, 1, 100)
    return x, SLOPE * x + INTERCEPT + rng.normal(0, NOISE, x.shape)


def build():
    """Return the network: one number in, one unit, no activation."""
    return keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])


def run(settings):
    """Fit the line twice, with Keras and with `fit_line`."""
    fit_line = settings.functions("ch05/fit_line").fit_line

    training.start(settings.seed)
    x, y = points(np.random.default_rng(settings.seed))
    model = build()
    model.compile(keras.optimizers.SGD(LEARNING_RATE), loss="mse")
    start = [float(array.item()) for array in model.get_weights()]

    costs = []
    with settings.progress(settings.epochs, "steps") as tick:
        for _ in range(settings.epochs):
            costs.append(float(model.train_on_batch(x[:, None], y[:, None])))
            tick(cost=costs[-1])
    line = [float(array.item()) for array in model.get_weights()]
    *_, own_costs = fit_line(x, y, LEARNING_RATE, settings.epochs, *start)
    best_line, (smallest, *_), *_ = np.polyfit(x, y, 1, full=True)

    ends = np.array([0.0, 1.0])
    lines = {"at first": start, "Keras": line, "least squares": best_line}
    drawn = {name: (ends, slope * ends + intercept) for name, (slope, intercept) in lines.items()}
    history = {"cost": costs, "smallest_possible_cost": [smallest / len(x)] * len(costs)}
    return {
        "metrics": {
            **{f"cost_{step}": costs[step] if step < len(costs) else None for step in RECORDED},
            "smallest_cost": smallest / len(x),
            "line": line,
            "best_line": best_line,
            "difference": np.max(np.abs(np.array(costs) - own_costs)),
        },
        "history": {"cost": costs},
        "pictures": {
            "line": pictures.chart(drawn, "A line through a hundred points", x="x", y="y", points=(x, y)),
            "cost": pictures.curves(history, "Full-batch SGD, 0.03", unit="step", logarithmic=True),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
