"""Program 7-7: the weights of a network are saved, without its make (section 7.4.1).

The network of program 7-5 learns for a few epochs, and `save_weights` writes its arrays into
`network.weights.h5`: three times a matrix of weights and a vector of biases, by the place of their layer.
Dropout has none. Whoever wants to load them must have built the same network before; the file cannot tell
how the arrays belong together. (Keras 3 also puts in what the optimizer remembers, if there is one.)

Look at the first layer's weights: each image is one hidden unit, and shows what the training has added
where. No unit stands for a digit. They are strokes and contrasts, of which the next layers make digits.

The book saves the network untrained, as drawn at random. Here it learns first, so that 7-8 can show on test
images that what was learned has come back. The book's name for the file lacks the ending `.weights.h5`,
without which Keras 3 refuses it; what the book's program writes is a TensorFlow checkpoint, and its 7-8
asks for an `.h5`. And it makes one array of arrays of different shapes, which NumPy now refuses.

中文：保存网络的权值，不保存结构。程序 7-5 的网络训练几个周期，`save_weights` 把它的数组写入
`network.weights.h5`：三个权值矩阵和三个偏置向量，按所在的层存放，Dropout 没有参数。要载入它们，必须先建立同
样的网络：文件里没有说明这些数组怎样连在一起。（如果有优化器，Keras 3 也会存入它记住的变量。）看看第一层的权
值：每张图是一个隐藏单元，显示训练在哪里增加了什么；没有一个单元对应某个数字，它们是笔画和明暗的对比，后面的
层再由此组成数字。书中保存的是未经训练的随机权值；这里先训练，使 7-8 能在测试图片上看到学到的内容确实回来
了。书中的文件名没有 Keras 3 要求的 `.weights.h5` 结尾，写出的是 TensorFlow 检查点，而 7-8 要读的是 `.h5`，
找不到它。书中还把形状不同的数组放进同一个数组，新版 NumPy 不再允许。
"""

import keras
import numpy as np

from solutions.ch07_saving.program_7_5_save_architecture import build
from solutions.shared import data, pictures, saving, training

PROGRAM = {
    "title": {"en": "Saving the weights", "zh": "保存模型参数"},
    "data": ["digits", "mnist", "file"],
    "epochs": 3,
    "minutes": 0.1,
    "metrics": {
        "shapes": {
            "en": "shapes",
            "zh": "各数组的形状",
            "book": [[784, 200], [200], [200, 100], [100], [100, 10], [10]],
        },
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 178_110},
        "loss": {"en": "training loss", "zh": "训练损失"},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率"},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率"},
    },
}
LEARNING_RATE = 0.2
BATCH = 32
UNITS_SHOWN = 15


def run(settings):
    """Train the network, and save its weights."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()
    model = build(images.classes)
    drawn = model.get_weights()[0]
    model.compile(keras.optimizers.SGD(LEARNING_RATE), loss="categorical_crossentropy", metrics=["accuracy"])
    history = training.fit(model, images, settings, batch_size=BATCH)

    file = settings.out / "network.weights.h5"
    model.save_weights(file)
    saving.leave(settings, model, images.test.images)

    added = (model.get_weights()[0] - drawn).T
    most = np.argsort(-np.square(added).sum(axis=1))[:UNITS_SHOWN]
    return {
        "metrics": {
            "shapes": [list(array.shape) for array in model.get_weights()],
            "parameters": model.count_params(),
            "loss": history["loss"][-1],
            "accuracy": history["accuracy"][-1],
            "test_accuracy": np.mean(training.right(model, images.test)),
        },
        "history": history,
        "pictures": {
            "file": pictures.bars(saving.contents(file), "What is in network.weights.h5"),
            "units": pictures.weights(
                added[most].reshape(-1, *images.test.images.shape[1:]),
                [f"unit {unit}" for unit in most],
                "What the training has added to the first layer: the units that moved most",
            ),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
