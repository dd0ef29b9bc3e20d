"""Program 6-6: targets that are a little less sure (section 6.7).

Two networks of 784, 200, 100 and 10 units begin with the same weights and meet the same batches. One learns
that an image is a 3 and nothing else; for the other `smooth_labels` deals out a tenth of that to all ten
classes, so that its target is 0.91 for the 3 and 0.01 for each other digit.

Mind what is compared. The loss by smoothed labels cannot become less than 0.500288, which a network pays
whose outputs are the labels themselves: beside the other's loss it looks bad whatever the network is like.

It made no difference in the book's own run: 0.9817 of the test images with it, 0.9816 without. Expect none
here. Count how many test images only the one network gets right, and how many only the other. What it
changes for certain is in the second picture: how sure the network is of its answers, the wrong ones too.

The book passes one optimizer object to both models, which Keras now refuses; here each has its own. The
book validates on the test images; here they are looked at once, at the end.

中文：两个 784-200-100-10 的网络，初始权值相同，数据批次相同。一个学到的是“这张图是 3，不是别的”；另一个的标签
经过 `smooth_labels`，从 1 里拿出十分之一平分给十个类别，于是 3 的目标是 0.91，其余数字各 0.01。比较时要小心：
用平滑后的标签算损失，不可能低于 0.500288，网络的输出与标签完全相同时正好付出这么多；拿它与另一个网络的损失相
比，不管网络好坏都显得差。在书中的运行里标签平滑没有带来差别：测试准确率用了是 0.9817，不用是 0.9816；这里也不
要期待差别。请数一数有多少张测试图片只有这个网络认对，多少张只有那个认对。它肯定会改变的在第二张图里：网络对自
己的答案有多大把握，错误的答案也不例外。书中两个模型共用一个优化器对象，现在的 Keras 会报错；这里各用各的。书
中用测试集作验证集；这里测试集只在最后用一次。
"""

import keras
import numpy as np

from solutions.ch06_optimization.program_6_4_dropout import build
from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "Targets that are a little less sure", "zh": "标签平滑"},
    "data": ["digits", "mnist", "file"],
    "epochs": 30,
    "minutes": 0.2,
    "uses": ["ch06/label_smoothing"],
    "book": {"data": "mnist", "epochs": 30},
    "metrics": {
        "floor": {"en": "least loss by smoothed labels", "zh": "平滑标签下损失的最小值", "book": 0.500288},
        "smoothed_loss": {"en": "smoothed labels: training loss", "zh": "平滑标签：训练损失", "book": 0.5127},
        "smoothed_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 0.9996},
        "smoothed_test_loss": {"en": "… test loss", "zh": "……测试损失", "book": 0.5527},
        "smoothed_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9817},
        "smoothed_sureness": {"en": "… probability of its answers", "zh": "……所给答案的平均概率"},
        "plain_loss": {"en": "plain labels: training loss", "zh": "普通标签：训练损失", "book": 4.9963e-4},
        "plain_accuracy": {"en": "… training accuracy", "zh": "……训练准确率"},
        "plain_test_loss": {"en": "… test loss", "zh": "……测试损失", "book": 0.0720},
        "plain_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9816},
        "plain_sureness": {"en": "… probability of its answers", "zh": "……所给答案的平均概率"},
        "only_smoothed": {
            "en": "test images right only with smoothing",
            "zh": "只有用了平滑才认对的测试图片",
        },
        "only_plain": {"en": "… right only without it", "zh": "……只有不用才认对的"},
    },
}
EPSILON = 0.1
LEARNING_RATE = 0.2
BATCH = 32


def floor(targets):
    """Return the least cross-entropy that there can be with these targets: that of the targets themselves."""
    return -np.sum(targets * np.log(targets), axis=1).mean()


def run(settings):
    """Train both networks, and see what they answer to images that they have not met, and how surely."""
    smooth_labels = settings.functions("ch06/label_smoothing").smooth_labels
    training.start(settings.seed)
    plain = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()
    parts = [data.Part(part.images, np.asarray(smooth_labels(part.labels, EPSILON))) for part in plain[:3]]
    images = {"smoothed": data.Images(*parts, plain.classes), "plain": plain}

    models = {}
    for name in images:
        models[name] = build(plain.classes, rate=0)
        optimizer = keras.optimizers.SGD(LEARNING_RATE)
        models[name].compile(optimizer, loss="categorical_crossentropy", metrics=["accuracy"])
    histories = training.side_by_side(models, images, settings, batch_size=BATCH)

    metrics = {"floor": floor(images["smoothed"].test.labels.astype(float))}
    sureness, right = {}, {}
    for name, model in models.items():
        test_loss, test_accuracy = model.evaluate(*images[name].test, verbose=0)
        sureness[name] = training.outputs(model, plain.test.images).max(axis=1)
        right[name] = training.right(model, plain.test)
        metrics |= {
            f"{name}_loss": histories[name]["loss"][-1],
            f"{name}_accuracy": histories[name]["accuracy"][-1],
            f"{name}_test_loss": test_loss,
            f"{name}_test_accuracy": test_accuracy,
            f"{name}_sureness": sureness[name].mean(),
        }
    metrics["only_smoothed"] = sum(right["smoothed"] & ~right["plain"])
    metrics["only_plain"] = sum(right["plain"] & ~right["smoothed"])

    curves = pictures.side_by_side(histories, "784-200-100-10, with smoothed labels and plain ones")
    curves.axes[0].axhline(metrics["floor"], color="gray", linestyle=":", label="least with smoothed labels")
    curves.axes[0].legend()
    sure = pictures.histograms(
        sureness, "How sure of its answers to test images", "probability of the answer"
    )
    return {
        "metrics": metrics,
        "history": training.flat(histories),
        "pictures": {"curves": curves, "sureness": sure},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
