"""Program 5-7: a classifier of handwritten digits, with Keras (section 5.6.4).

One layer, from 784 pixels to ten classes, with softmax: each class has a weight for every pixel. `compile`
says what is to become small and how, `fit` does it.

It is the network of program 5-6, trained on the same division of the images with the same learning rate;
only the first weights differ, and `fit` shuffles the batches. So the two can be compared, as the book's
cannot.

The loss is the squared distance from one-hot labels, as in the book, and this is its cost: for the wrong
answers that the network is surest of, softmax's slope is nearly zero and they hardly move. Program 6-1
replaces it by the cross-entropy.

The book's run gives `fit` the test images as validation data. Here some of the training images are held
back for that, and the test images are looked at once, at the end.

中文：用 Keras 训练一个单层的手写数字分类器。784 个像素直接连到 10 个类别，再经过 softmax。网络、图片划分和
学习率都与程序 5-6 相同，只是初始权值不同，而且 `fit` 会打乱批次，所以两者可以比较，书中的两个程序则不能。损
失函数沿用书中的均方误差；对于网络最有把握的错误答案，softmax 的导数接近零，这些错误很难得到纠正，程序 6-1
会换成交叉熵。书中把测试集当作验证集；这里从训练集中分出验证集，测试集只在最后用一次。
"""

import keras
import numpy as np

from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "Handwritten digits with Keras", "zh": "MNIST 数据集分类模型：Keras 高级封装"},
    "data": ["digits", "mnist", "file"],
    "epochs": 10,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 10},
    "metrics": {
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 7850},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0138},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.9137},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0131},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.9184},
    },
}
LEARNING_RATE = 0.2
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


def run(settings):
    """Train the network, and see how it does on images that it has not met."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()

    model = build(images.classes)
    model.compile(keras.optimizers.SGD(LEARNING_RATE), loss="mse", metrics=["accuracy"])
    history = training.fit(model, images, settings, batch_size=BATCH)

    test_loss, test_accuracy = model.evaluate(*images.test, verbose=0)
    shown = images.test.images[:16]
    answers = model.predict(shown, verbose=0).argmax(axis=1)
    return {
        "metrics": {
            "parameters": model.count_params(),
            "loss": history["loss"][-1],
            "accuracy": history["accuracy"][-1],
            "test_loss": test_loss,
            "test_accuracy": test_accuracy,
        },
        "history": history,
        "pictures": {
            "curves": pictures.curves(history, "One softmax layer, squared error"),
            "samples": pictures.samples(shown, [f"taken for {answer}" for answer in answers], "Test images"),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
