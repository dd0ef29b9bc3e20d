"""Program 8-3: a deeper convolutional network on colour images (section 8.12).

Three times two convolutions of 3 x 3, each pair with pooling and dropout behind it: the image becomes
smaller, 32 to 16 to 8 to 4, and has more channels, 32, 64, 128. Two kernels of 3 x 3, one after the other,
see 5 x 5 pixels with fewer weights than one of that size. The plan is VGG's; the network has 307,498 weights,
less than a tenth of program 8-1's, most of them in the convolutions.

Offline there is no CIFAR-10, so the program draws its images itself: figures in ten outlines, whose place,
size, turn and colours say nothing about the class. Look at the curves: in the first epoch hardly anything
seems to be learned, and then it goes quickly. Accuracy is at first higher on the validation images than in
training, where dropout is at work and where the earlier, poorer weights of an epoch count as well. Look at
the mistakes, too: many of them are about the pentagon, which is nearly a square or, when it is small and
noisy, a disc.

The book trains for 100 epochs with a learning rate of 0.0001 and batches of 64, and so does `--full`. By
default there are fewer images and 8 epochs, with a learning rate of 0.001 and batches of 32. The book's run
gives `fit` the test images as validation data; here they are looked at once, at the end.

中文：用更深的卷积网络识别彩色图片。三组卷积，每组两个 3×3 卷积层，后接池化和 Dropout：图片从 32 缩小到 16、
8、4，通道从 32 个增加到 64、128 个。两个 3×3 的卷积核接连使用，能看到 5×5 个像素，参数却比一个 5×5 的少。结
构仿照 VGG，共 307,498 个参数，不到程序 8-1 的十分之一，大部分在卷积层里。没有联网就没有 CIFAR-10，所以默认
的图片由程序画出：十种轮廓的图形，位置、大小、方向和颜色都与类别无关。请看曲线：第一个周期好像没学到什么，接
着进步很快。开始时验证准确率高于训练准确率：训练时有 Dropout，而且周期中较早、较差的权值也算在内。也请看认错
的图片：很多与五边形有关，它和正方形相差不多，又小又有噪声时也像圆。书中用学习率 0.0001、每批 64 张训练 100
个周期，`--full` 也这样；默认图片较少，只训练 8 个周期，学习率 0.001，每批 32 张。书中把测试集当作验证集；这
里测试集只在最后用一次。
"""

from typing import NamedTuple

import keras
import numpy as np

from solutions.shared import data, pictures, shapes, training

PROGRAM = {
    "title": {"en": "A deeper network on colour images", "zh": "CIFAR-10 数据集分类"},
    "data": ["shapes", "cifar10", "file"],
    "epochs": 8,
    "minutes": 0.5,
    "book": {"data": "cifar10", "epochs": 100},
    "metrics": {
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 307_498},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.2822},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.8979},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.5498},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.8278},
    },
}
CIFAR10 = ("plane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
NAMES = {"shapes": shapes.NAMES[:10]}
SHOWN = 24


class Recipe(NamedTuple):
    """How to train: `images` is how many shapes to draw."""

    learning_rate: float
    batch: int
    images: int


QUICK, BOOK = Recipe(1e-3, 32, 3_000), Recipe(1e-4, 64, 15_000)


def build(classes):
    """Return the network: 32 x 32 pixels in three colours in, one probability for each class out."""
    layers = keras.layers
    stack = [keras.Input((32, 32, 3))]
    for filters, dropped in ((32, 0.2), (64, 0.3), (128, 0.4)):
        stack += [
            layers.Conv2D(filters, 3, padding="same", activation="relu"),
            layers.Conv2D(filters, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(dropped),
        ]
    return keras.Sequential([*stack, layers.Flatten(), layers.Dense(classes, activation="softmax")])


def run(settings):
    """Train the network, and see what it takes for what."""
    training.start(settings.seed)
    recipe = BOOK if settings.full else QUICK
    images = data.load(settings.data, np.random.default_rng(settings.seed), count=recipe.images)

    model = build(images.classes)
    model.compile(
        keras.optimizers.Adam(recipe.learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = training.fit(model, images, settings, batch_size=recipe.batch)

    test_loss, test_accuracy = model.evaluate(*images.test, verbose=0)
    labels, names = images.test.labels, NAMES.get(settings.data, CIFAR10)
    answers = model.predict(images.test.images, verbose=0).argmax(axis=1)
    counts = np.zeros((images.classes, images.classes), int)
    np.add.at(counts, (labels, answers), 1)
    wrong_first = np.argsort(answers == labels, kind="stable")[:SHOWN]
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
            "curves": pictures.curves(history, "Six convolutions on colour images"),
            "wrong": pictures.samples(
                images.test.images[wrong_first],
                [f"{names[labels[row]]}:\n{names[answers[row]]}?" for row in wrong_first],
                "What it takes for something else",
            ),
            "confusion": pictures.confusion(counts, "What was taken for what", names=names),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
