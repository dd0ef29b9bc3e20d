"""Program 9-1: an LSTM reads a digit row by row (section 9.8).

To an LSTM an image is a sequence: 28 rows of 28 pixels, from top to bottom, one at each step. What it
remembers of them are 50 numbers; after the last row a softmax layer answers from these alone. The weights
are the same at every step: 4 (28 + 50 + 1) 50 = 15,800 for the four gates, and 510 of the softmax layer.

The network is asked after the last row only. But the softmax layer can be put behind every row, with the
weights as they are: `reading` shows what it would answer on the way, `rows` how often it would be right.
Nobody has trained it to answer early. Halfway it does no better than a guess, and what it has remembered
comes out in the last ten rows.

These images are small digits enlarged: each of eight rows stands three times, between two margins. So the
LSTM reads everything three times over.

The book's `Adam(lr=…)` is refused by today's Keras; it is `learning_rate` now. The book validates on the
test images; here they are looked at once, at the end.

中文：对 LSTM 来说，一张图片就是一个序列：从上到下 28 行，每行 28 个像素，每一步读一行。它记住的只有 50 个数，
读完最后一行之后，softmax 层只凭这些数作答。每一步用的权值都相同：四个门共 4 (28 + 50 + 1) 50 = 15,800 个，
softmax 层 510 个。训练时只在最后一行之后提问；但也可以把 softmax 层原样放到每一行之后：图 `reading` 画出一路
上它会怎样回答，图 `rows` 画出它答对的比例。没有人训练过它提前回答：读到一半时它和瞎猜差不多，记住的东西到最后
十行才显示出来。这些图片由小图放大而来：八行中的每一行重复三次，上下各有一道空边，所以 LSTM 把同样的内容读了三
遍。书中的 `Adam(lr=…)` 现在的 Keras 不再接受，参数名改为 `learning_rate`。书中用测试集作验证集；这里测试集只
在最后用一次。
"""

import keras
import numpy as np

from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "An LSTM reads a digit row by row", "zh": "LSTM 网络应用于 MNIST 数据集分类"},
    "data": ["digits", "mnist", "file"],
    "epochs": 20,
    "minutes": 0.2,
    "book": {"data": "mnist", "epochs": 10},
    "metrics": {
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 16_310},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0486},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.9852},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0644},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.9803},
        "half_accuracy": {"en": "… after half of the rows", "zh": "……只读一半的行"},
    },
}
UNITS = 50
LEARNING_RATE = 0.001
BATCH = 64
SHOWN = 8


def build(classes, every_row=False):
    """Return the network: rows of pixels in, one probability for each class out, at the end or every row."""
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.LSTM(UNITS, return_sequences=every_row),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )


def run(settings):
    """Train the network, and see what it makes of images that it has not met, row by row."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()

    model = build(images.classes)
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    model.compile(optimizer, loss="categorical_crossentropy", metrics=["accuracy"])
    history = training.fit(model, images, settings, batch_size=BATCH)

    test_loss, test_accuracy = model.evaluate(*images.test, verbose=0)
    on_the_way = build(images.classes, every_row=True)
    on_the_way.set_weights(model.get_weights())
    beliefs = training.outputs(on_the_way, images.test.images)
    by_row = np.mean(beliefs.argmax(axis=2) == images.test.labels.argmax(axis=1)[:, np.newaxis], axis=0)

    rows = np.arange(1, len(by_row) + 1)
    wide = np.repeat(beliefs[:SHOWN], 3, axis=2)
    names = [f"a {label}" for label in images.test.labels[:SHOWN].argmax(axis=1)]
    answers = [f"read as {answer}" for answer in beliefs[:SHOWN, -1].argmax(axis=1)]
    reading = pictures.samples(
        [*images.test.images[:SHOWN], *wide],
        names + answers,
        "What it believes after each row, from 0 (left) to 9 (right)",
        columns=SHOWN,
    )
    return {
        "metrics": {
            "parameters": model.count_params(),
            "loss": history["loss"][-1],
            "accuracy": history["accuracy"][-1],
            "test_loss": test_loss,
            "test_accuracy": test_accuracy,
            "half_accuracy": by_row[len(by_row) // 2 - 1],
        },
        "history": {**history, "test_accuracy_by_row": by_row},
        "pictures": {
            "curves": pictures.curves(history, "An LSTM of 50 units"),
            "reading": reading,
            "rows": pictures.chart(
                {"LSTM": (rows, by_row)}, "Asked before the end", x="rows read", y="test accuracy"
            ),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
