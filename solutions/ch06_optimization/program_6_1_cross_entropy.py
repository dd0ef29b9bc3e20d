"""Program 6-1: what the cross-entropy does that the squared error does not (section 6.1).

Two softmax layers begin with the same weights and meet the same batches. One makes the squared error small,
the other the cross-entropy; nothing else differs. After one epoch the second reads most digits, the first
few.

The second picture says why. Where the right class has the probability p and the nine others share the rest
alike, its logit is pushed up by 1 - p with the cross-entropy, by 2/9 p (1 - p)² with the squared error. So
the surest mistakes, p near 0, are pushed hardest by the one and hardly at all by the other.

Be fair to the loser: where all outputs are alike its push is 50 times weaker, so that at the same learning
rate it takes shorter steps. Give it 2.0, and it does as well on these digits in 8 epochs. Give it 5.0,
which makes up for the 50, and some runs are thrown among sure mistakes and sit there for epochs: nothing
pushes.

The book passes one optimizer object to both models, which Keras now refuses; here each has its own. The
book validates on the test images; here they are looked at once, at the end.

中文：两个单层 softmax 网络，初始权值相同，数据批次也相同，只有损失函数不同：一个用均方误差，一个用交叉熵。一
个周期之后，后者已能认出大多数数字，前者只认出少数。第二张图说明原因：设正确类别的概率为 p，其余九类平分剩下的
概率，则交叉熵对正确类别 logit 的推力为 1 - p，均方误差只有 2/9 p (1 - p)²。p 接近 0 时是最有把握的错误，前者
推得最用力，后者几乎不推。不过也要公平：输出均匀时均方误差的推力弱 50 倍，学习率相同，步子就更短。把它的学习率
改成 2.0，8 个周期后在这些数字上并不比交叉熵差；改成 5.0，正好抵消 50 倍，有些运行却会落入“有把握的错误”，好几
个周期出不来，因为那里几乎没有推力。书中两个模型共用一个优化器对象，现在的 Keras 会报错；这里各用各的。书中用
测试集作验证集；这里测试集只在最后用一次。
"""

import keras
import numpy as np

from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "Cross-entropy against squared error", "zh": "交叉熵与均方误差"},
    "data": ["digits", "mnist", "file"],
    "epochs": 8,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 8},
    "metrics": {
        "mse_first_accuracy": {
            "en": "squared error: training accuracy in epoch 1",
            "zh": "均方误差：第 1 周期训练准确率",
            "book": 0.6711,
        },
        "mse_loss": {"en": "… training loss", "zh": "……训练损失", "book": 0.0162},
        "mse_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 0.9020},
        "mse_test_loss": {"en": "… test loss", "zh": "……测试损失", "book": 0.0150},
        "mse_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9091},
        "cross_entropy_first_accuracy": {
            "en": "cross-entropy: training accuracy in epoch 1",
            "zh": "交叉熵：第 1 周期训练准确率",
            "book": 0.8858,
        },
        "cross_entropy_loss": {"en": "… training loss", "zh": "……训练损失", "book": 0.2713},
        "cross_entropy_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 0.9244},
        "cross_entropy_test_loss": {"en": "… test loss", "zh": "……测试损失", "book": 0.2736},
        "cross_entropy_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9233},
    },
}
LOSSES = {"mse": "mean_squared_error", "cross_entropy": "categorical_crossentropy"}
LEARNING_RATES = {"mse": 0.1, "cross_entropy": 0.1}
BATCH = 32


def build(classes):
    """Return the network: 28 x 28 pixels in, one probability for each class out."""
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )


def pushes(p, classes=10):
    """Return how hard each loss pushes the right class's logit up where that class has the probability p.

    The other classes share the rest alike. This is the loss's slope by the logit, negated.
    """
    return {"mse": 2 / (classes - 1) * p * (1 - p) ** 2, "cross_entropy": 1 - p}


def run(settings):
    """Train both networks, and see how each does on images that it has not met."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()

    models = {}
    for name, loss in LOSSES.items():
        models[name] = build(images.classes)
        optimizer = keras.optimizers.SGD(LEARNING_RATES[name])
        models[name].compile(optimizer, loss=loss, metrics=["accuracy"])
    histories = training.side_by_side(models, images, settings, batch_size=BATCH)

    metrics = {}
    for name, model in models.items():
        test_loss, test_accuracy = model.evaluate(*images.test, verbose=0)
        metrics |= {
            f"{name}_first_accuracy": histories[name]["accuracy"][0],
            f"{name}_loss": histories[name]["loss"][-1],
            f"{name}_accuracy": histories[name]["accuracy"][-1],
            f"{name}_test_loss": test_loss,
            f"{name}_test_accuracy": test_accuracy,
        }
    p = np.linspace(0.001, 0.999, 999)
    push = pictures.chart(
        {name: (p, strength) for name, strength in pushes(p, images.classes).items()},
        "How hard a loss pushes the right class",
        x="probability that it has",
        y="push on its logit",
    )
    push.axes[0].set_yscale("log")
    return {
        "metrics": metrics,
        "history": training.flat(histories),
        "pictures": {
            "accuracy": pictures.side_by_side(histories, "The same steps, two losses", kinds=["accuracy"]),
            "push": push,
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
