"""Program 7-9: the best epochs are saved as the training goes (section 7.5).

After each epoch `ModelCheckpoint` looks at the accuracy on the validation images, and saves the model if it
is higher than ever before: equal is not enough. The file's name says which epoch and which accuracy.
`CSVLogger` writes every epoch's figures into `history.csv`. At the end the last file holds the best model,
whatever the epochs after it did.

Look at the rings in the picture: an epoch is kept for its accuracy, though the validation loss may fall for
long after. With few validation images the accuracy moves in steps, and many epochs are equal.

The book chooses the epoch by the accuracy on the test images, and then has nothing left to test the choice
on: the best of several looks flatters. Here the validation part chooses, and the test images are looked at
once, at the end. Beside the test accuracy of the best model, loaded from its file, stands that of the last
epoch's model: with so few images the training is not over after six epochs, and the last was as good or
better for every seed that we tried. What is kept is insurance, no improvement.

中文：训练过程中自动保存最好的模型。每个周期之后，`ModelCheckpoint` 查看验证集准确率，只有比以前都高才保存，
相等不算；文件名里有周期数和准确率。`CSVLogger` 把每个周期的数据写入 `history.csv`。训练结束时，最后一个文件
就是最好的模型，不管后面的周期怎样。看图中的圆圈：保存与否由准确率决定，而验证损失可能此后还一直下降；验证图
片不多，准确率是一格一格变化的，许多周期相等。书中按测试集准确率选择，之后就没有数据可以检验这个选择，几次中
最好的一次总是偏高。这里由验证集选择，测试集只在最后用一次。从文件载入的最好模型的测试准确率旁边，列出最后一
个周期的模型的准确率：图片这样少，六个周期后训练还没有结束，我们试过的每个种子，最后一个周期都不比最好的差。
保存最好的模型是一种保险，而不是改进。
"""

import keras
import numpy as np

from solutions.ch05_tensorflow.program_5_7_digits_keras import BATCH, build
from solutions.shared import data, pictures, saving, training

PROGRAM = {
    "title": {"en": "Saving the best epochs by themselves", "zh": "ModelCheckpoint 自动保存模型"},
    "data": ["digits", "mnist", "file"],
    "epochs": 6,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 6},
    "metrics": {
        "saved_epochs": {"en": "epochs that were saved", "zh": "保存的周期", "book": [1, 2, 3, 4]},
        "best_validation_accuracy": {
            "en": "best validation accuracy",
            "zh": "最高验证准确率",
            "book": 0.9263,
        },
        "test_accuracy": {"en": "test accuracy of the best", "zh": "最好模型的测试准确率"},
        "last_test_accuracy": {"en": "… of the last", "zh": "最后一个周期模型的测试准确率"},
        "difference": {"en": "file against log: accuracy", "zh": "文件中的模型与记录的准确率之差"},
    },
}
LEARNING_RATE = 0.003
NAME = "{epoch:02d}-{val_accuracy:.4f}.keras"


def checkpointing(folder):
    """Return what saves the model after every epoch whose validation accuracy is the highest so far."""
    return keras.callbacks.ModelCheckpoint(
        folder / NAME, monitor="val_accuracy", mode="max", save_best_only=True
    )


def run(settings):
    """Train the classifier, and load the best of its epochs."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()
    model = build(images.classes)
    model.compile(keras.optimizers.Adam(LEARNING_RATE), loss="categorical_crossentropy", metrics=["accuracy"])

    folder = saving.empty(settings.out / "checkpoints")
    log = keras.callbacks.CSVLogger(settings.out / "history.csv")
    history = training.fit(model, images, settings, batch_size=BATCH, callbacks=[checkpointing(folder), log])

    saved = {int(file.name.partition("-")[0]): file for file in folder.iterdir()}
    best = keras.models.load_model(saved[max(saved)])
    again = best.evaluate(*images.validation, verbose=0)[1]
    curves = pictures.curves(history, "Kept: each epoch that was better than all before it")
    return {
        "metrics": {
            "saved_epochs": sorted(saved),
            "best_validation_accuracy": again,
            "test_accuracy": best.evaluate(*images.test, verbose=0)[1],
            "last_test_accuracy": model.evaluate(*images.test, verbose=0)[1],
            "difference": abs(again - max(history["validation_accuracy"])),
        },
        "history": history,
        "pictures": {"curves": pictures.ring(curves, list(saved), "saved")},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
