"""Program 8-1: a convolutional network reads handwritten digits (section 8.10).

Two convolutions, each with a pooling behind it, turn 28 x 28 pixels into 64 numbers at each of 7 x 7 places;
two dense layers make ten probabilities of them. A convolution uses its kernels at every place. That is why
both together have 52,096 of the 3,274,634 weights, and the first dense layer, with weights of its own for
every place, has 3,212,288.

On the small digits the convolutions are no advantage yet: these digits all stand in the middle of their
images, and the two dense layers alone get about as many right. Look at the kernels, too. After so few and so
small steps they are nearly the noise that they were drawn as, and yet their maps show strokes and edges: it
matters less which way each kernel looks than that there are many.

The book's run gives `fit` the test images as validation data. Here some of the training images are held back
for that, and the test images are looked at once, at the end. The network is saved as `mnist.keras`; program
8-2 reads photographs with it.

中文：用卷积神经网络识别手写数字。两个卷积层各接一个池化层，把 28×28 个像素变成 7×7 个位置，每个位置 64 个数；
两个全连接层再由此得到 10 个概率。同一个卷积核用在所有位置上，所以两个卷积层合计只有 52,096 个参数，而为每个
位置单独设权值的第一个全连接层有 3,212,288 个。在默认的小数字图片上卷积还显不出优势：数字都已居中，只用两个
全连接层认对的也差不多。也请看卷积核：步数少、步子小，它们几乎还是初始化时的随机样子，可是特征图上已能看出笔
画和边缘；要紧的不是每个卷积核朝哪个方向，而是有很多个。书中把测试集当作验证集；这里从训练集中分出验证集，测
试集只在最后用一次。模型存为 `mnist.keras`，程序 8-2 用它识别照片。
"""

import keras
import numpy as np

from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "A convolutional network on digits", "zh": "卷积神经网络应用于 MNIST 数据集分类"},
    "data": ["digits", "mnist", "file"],
    "epochs": 20,
    "minutes": 0.4,
    "book": {"data": "mnist", "epochs": 10},
    "metrics": {
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 3_274_634},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0222},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.9929},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0215},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.9928},
        "kernels_as_drawn": {
            "en": "first kernels now and at the start: correlation",
            "zh": "第一层卷积核与初始值的相关系数",
        },
    },
}
LEARNING_RATE = 1e-4
BATCH = 64
MODEL = "mnist.keras"
SHOWN = 24


def build(classes):
    """Return the network: 28 x 28 pixels in, one probability for each class out."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Reshape((28, 28, 1)),  # images without colour have one channel
            layers.Conv2D(32, 5, padding="same", activation="relu"),
            layers.MaxPooling2D(2, padding="same"),
            layers.Conv2D(64, 5, padding="same", activation="relu"),
            layers.MaxPooling2D(2, padding="same"),
            layers.Flatten(),
            layers.Dense(1024, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def run(settings):
    """Train the network, save it, and see how it does on images that it has not met."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed))

    model = build(images.classes)
    _, first, *_ = model.layers
    drawn = first.kernel.numpy()
    model.compile(
        keras.optimizers.Adam(LEARNING_RATE), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    history = training.fit(model, images, settings, batch_size=BATCH)
    model.save(settings.out / MODEL)

    test_loss, test_accuracy = model.evaluate(*images.test, verbose=0)
    kernels = first.kernel.numpy()
    return {
        "metrics": {
            "parameters": model.count_params(),
            "loss": history["loss"][-1],
            "accuracy": history["accuracy"][-1],
            "test_loss": test_loss,
            "test_accuracy": test_accuracy,
            "kernels_as_drawn": np.corrcoef(drawn.ravel(), kernels.ravel())[0, 1],
        },
        "history": history,
        "pictures": {
            "curves": pictures.curves(history, "Two convolutions, two dense layers"),
            "hardest": hardest(model, images.test),
            "kernels": pictures.weights(
                kernels[:, :, 0].transpose(2, 0, 1), range(1, 33), "The kernels of the first layer", columns=8
            ),
            "maps": maps(keras.Sequential(model.layers[:2]), images.test.images[:1]),
        },
    }


def hardest(model, part):
    """Draw the images for whose right class the network has the lowest probabilities."""
    probabilities = model.predict(part.images, verbose=0)
    rows = np.argsort(probabilities[np.arange(len(part.labels)), part.labels])[:SHOWN]
    titles = [f"{part.labels[row]} read as {probabilities[row].argmax()}" for row in rows]
    return pictures.samples(part.images[rows], titles, "What it is least sure of")


def maps(first, image):
    """Draw what each kernel makes of one image."""
    activations = training.outputs(first, image)[0].transpose(2, 0, 1)
    each = [image[0], *(activations / activations.max())]
    return pictures.samples(each, ["the image", *range(1, 33)], "What each kernel makes of it", columns=11)


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
