"""Program 6-5: a penalty on large weights (section 6.6).

Two networks of 784, 200, 100 and 10 units begin with the same weights and meet the same batches. One of
them also pays for its weights: 0.0003 times the sum of the squares of all three kernels is part of its
loss, so a weight stays large only where the data make up for it.

Mind what is compared. Keras' `loss` is the cross-entropy *and* the penalty, in training, validation and
test alike; beside a loss without penalty it looks bad whatever the network is like. Here both parts are
shown.

What the penalty does for certain is to make weights smaller. A weight that the data have no use for, such
as that of a pixel without ink, keeps 1 - 2 * 0.2 * 0.0003 of itself at each step: after 30 epochs of 41
steps, 86 %. In the second picture the box is what is left of the initial weights, and with the penalty it
is narrower.

It did not help in the book's own run: 0.9796 on the test images with it, 0.9817 without. Expect no better
here. Count how many test images only the one network gets right, and how many only the other.

The book passes one optimizer object to both models, which Keras now refuses; here each has its own. The
book validates on the test images; here they are looked at once, at the end.

中文：两个 784-200-100-10 的网络，初始权值相同，数据批次相同。其中一个还要为权值“付费”：三层权值平方和的
0.0003 倍加进损失，只有数据能补偿时，权值才会保持很大。比较时要小心：Keras 的 `loss` 等于交叉熵加惩罚项，训
练、验证、测试都如此；拿它与不含惩罚项的损失相比，不管网络好坏都显得差。这里把两部分分开列出。惩罚项肯定会有的
作用是使权值变小：数据用不着的权值，例如从来没有笔画的像素的权值，每一步只留下 1 - 2 * 0.2 * 0.0003，30 个周
期、每个周期 41 步之后剩 86%。第二张图中的方框就是初始权值留下来的部分，有惩罚项时它更窄。在书中的运行里它并没
有帮助：测试准确率用了是 0.9796，不用是 0.9817；这里也不要期待它更好。请数一数有多少张测试图片只有这个网络认
对，多少张只有那个认对。书中两个模型共用一个优化器对象，现在的 Keras 会报错；这里各用各的。书中用测试集作验证
集；这里测试集只在最后用一次。
"""

import keras
import numpy as np

from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "A penalty on large weights", "zh": "L2 正则化"},
    "data": ["digits", "mnist", "file"],
    "epochs": 30,
    "minutes": 0.2,
    "uses": ["ch06/weight_penalty"],
    "book": {"data": "mnist", "epochs": 30},
    "metrics": {
        "l2_loss": {
            "en": "with L2: training loss, penalty and all",
            "zh": "用 L2：训练损失（含惩罚项）",
            "book": 0.1380,
        },
        "l2_data_loss": {"en": "… of that, of the data", "zh": "……其中数据的损失"},
        "l2_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 0.9835},
        "l2_test_loss": {
            "en": "… test loss, penalty and all",
            "zh": "……测试损失（含惩罚项）",
            "book": 0.1492,
        },
        "l2_test_data_loss": {"en": "… of that, of the data", "zh": "……其中数据的损失"},
        "l2_penalty": {"en": "… of that, the penalty", "zh": "……其中的惩罚项"},
        "l2_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9796},
        "plain_loss": {"en": "without: training loss", "zh": "不用：训练损失", "book": 4.9372e-4},
        "plain_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 1.0},
        "plain_test_loss": {"en": "… test loss", "zh": "……测试损失", "book": 0.0765},
        "plain_penalty": {"en": "… the penalty that it does not pay", "zh": "……它没有付的惩罚项"},
        "plain_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9817},
        "only_l2": {"en": "test images right only with it", "zh": "只有用了才认对的测试图片"},
        "only_plain": {"en": "… right only without it", "zh": "……只有不用才认对的"},
    },
}
UNITS = (200, 100)
L2 = 0.0003
LEARNING_RATE = 0.2
BATCH = 32
DRAWN = 0.2  # a few weights are larger


def build(classes, l2):
    """Return the network; the squares of its kernels, times `l2`, are part of its loss."""

    def dense(units, activation):
        return keras.layers.Dense(
            units, activation=activation, kernel_regularizer=keras.regularizers.L2(l2) if l2 else None
        )

    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            *(dense(units, "tanh") for units in UNITS),
            dense(classes, "softmax"),
        ]
    )


def kernels(model):
    """Return the weights of each layer, without the biases."""
    return [layer.get_weights()[0] for layer in model.layers if layer.weights]


def run(settings):
    """Train both networks, and take their losses apart."""
    weight_penalty = settings.functions("ch06/weight_penalty").weight_penalty
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()

    models = {}
    for name, l2 in {"l2": L2, "plain": 0.0}.items():
        models[name] = build(images.classes, l2)
        models[name].compile(
            keras.optimizers.SGD(LEARNING_RATE),
            loss="categorical_crossentropy",
            metrics=["accuracy", keras.metrics.CategoricalCrossentropy(name="data_loss")],
        )
    histories = training.side_by_side(models, images, settings, batch_size=BATCH)

    metrics = {}
    for name, model in models.items():
        test_loss, test_accuracy, test_data_loss = model.evaluate(*images.test, verbose=0)
        metrics |= {
            f"{name}_loss": histories[name]["loss"][-1],
            f"{name}_accuracy": histories[name]["accuracy"][-1],
            f"{name}_penalty": weight_penalty(kernels(model), 0.0, L2)[0],
            f"{name}_test_loss": test_loss,
            f"{name}_test_accuracy": test_accuracy,
        }
        if name == "l2":
            metrics |= {"l2_data_loss": histories["l2"]["data_loss"][-1], "l2_test_data_loss": test_data_loss}
    with_l2, plain = (training.right(models[name], images.test) for name in ("l2", "plain"))
    weights = {name: np.concatenate([k.ravel() for k in kernels(model)]) for name, model in models.items()}
    spread = pictures.histograms(weights, "All weights after training", "weight")
    spread.axes[0].set_xlim(-DRAWN, DRAWN)
    return {
        "metrics": metrics | {"only_l2": sum(with_l2 & ~plain), "only_plain": sum(plain & ~with_l2)},
        "history": training.flat(histories),
        "pictures": {
            "curves": pictures.side_by_side(
                histories,
                "784-200-100-10, with L2 and without",
                kinds=["loss", "data_loss", "accuracy"],
            ),
            "weights": spread,
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
