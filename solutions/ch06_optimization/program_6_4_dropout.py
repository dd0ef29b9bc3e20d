"""Program 6-4: a network with dropout beside one without (section 6.5).

Two networks of 784, 200, 100 and 10 units begin with the same weights and meet the same batches. In one of
them 40 % of the hidden units are silent at every step, others each time, so that no unit can rely on
another.

Dropout did not help in the book's own run: 0.9773 on the test images with it, 0.9818 without. Expect no
better here. Such differences are small, so look at how many test images only the one network gets right,
and how many only the other: if that is 5 and 2, another seed may turn it round. What dropout does for
certain is to slow learning down: in 30 epochs the network without it has its training images by heart, the
other not quite. Its training figures are taken while units are silent, and so look worse than it is; hence
the one with all at work.

The book passes one optimizer object to both models, which Keras now refuses; here each has its own. The
book validates on the test images; here they are looked at once, at the end.

中文：两个 784-200-100-10 的网络，初始权值相同，数据批次相同。其中一个在每一步让 40% 的隐藏单元不工作，每次都
换一批，使得任何单元都不能依赖别的单元。在书中的运行里 Dropout 并没有帮助：测试准确率用了是 0.9773，不用是
0.9818；这里也不要期待它更好。差别很小，所以要看有多少张测试图片只有这个网络认对，多少张只有那个认对：如果是 5
张对 2 张，换一个随机种子就可能反过来。可以肯定的只是 Dropout 使学习变慢：30 个周期里，不用它的网络把训练集都
记住了，用了的还差一点。它的训练数字是在一部分单元不工作时测的，看上去比实际差，所以另列出全部单元工作时的训练
准确率。书中两个模型共用一个优化器对象，现在的 Keras 会报错；这里各用各的。书中用测试集作验证集；这里测试集只
在最后用一次。
"""

import keras
import numpy as np

from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "A network with dropout beside one without", "zh": "Dropout 的使用与否"},
    "data": ["digits", "mnist", "file"],
    "epochs": 30,
    "minutes": 0.2,
    "book": {"data": "mnist", "epochs": 30},
    "metrics": {
        "parameters": {"en": "parameters of each", "zh": "每个网络的参数个数", "book": 178_110},
        "dropout_loss": {"en": "with dropout: training loss", "zh": "用 Dropout：训练损失", "book": 0.1006},
        "dropout_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 0.9689},
        "dropout_whole_accuracy": {"en": "… with all units at work", "zh": "……全部单元工作时"},
        "dropout_test_loss": {"en": "… test loss", "zh": "……测试损失", "book": 0.0824},
        "dropout_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9773},
        "plain_loss": {"en": "without: training loss", "zh": "不用：训练损失", "book": 4.9737e-4},
        "plain_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 1.0},
        "plain_test_loss": {"en": "… test loss", "zh": "……测试损失", "book": 0.0667},
        "plain_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9818},
        "only_dropout": {"en": "test images right only with it", "zh": "只有用了才认对的测试图片"},
        "only_plain": {"en": "… right only without it", "zh": "……只有不用才认对的"},
    },
}
UNITS = (200, 100)
RATES = {"dropout": 0.4, "plain": 0.0}
LEARNING_RATE = 0.2
BATCH = 32


def build(classes, rate):
    """Return the network, which silences the share `rate` of its hidden units in training."""
    hidden = [
        layer
        for units in UNITS
        for layer in (keras.layers.Dense(units, activation="tanh"), keras.layers.Dropout(rate))
    ]
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            *hidden,
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )


def run(settings):
    """Train both networks, and see which images that they have not met each of them gets right."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()

    models = {}
    for name, rate in RATES.items():
        models[name] = build(images.classes, rate)
        optimizer = keras.optimizers.SGD(LEARNING_RATE)
        models[name].compile(optimizer, loss="categorical_crossentropy", metrics=["accuracy"])
    histories = training.side_by_side(models, images, settings, batch_size=BATCH)

    metrics = {"parameters": models["plain"].count_params()}
    for name, model in models.items():
        test_loss, test_accuracy = model.evaluate(*images.test, verbose=0)
        metrics |= {
            f"{name}_loss": histories[name]["loss"][-1],
            f"{name}_accuracy": histories[name]["accuracy"][-1],
            f"{name}_test_loss": test_loss,
            f"{name}_test_accuracy": test_accuracy,
        }
    metrics["dropout_whole_accuracy"] = training.right(models["dropout"], images.train).mean()
    dropout, plain = (training.right(models[name], images.test) for name in ("dropout", "plain"))
    return {
        "metrics": metrics | {"only_dropout": sum(dropout & ~plain), "only_plain": sum(plain & ~dropout)},
        "history": training.flat(histories),
        "pictures": {"curves": pictures.side_by_side(histories, "784-200-100-10, with dropout and without")},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
