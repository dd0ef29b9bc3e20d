"""Program 7-1: a trained classifier is saved whole (section 7.1).

The classifier of program 5-7 learns for a few epochs and goes into one file, `model.keras`. That is a zip
file: `config.json` says of which layers the model consists, how it was compiled and with what;
`model.weights.h5` holds every array, those of the optimizer too; `metadata.json` says which Keras wrote it.
So program 7-2 needs nothing else, not even the code that built the model. `answers.npz` has some test
images and what the model answers to them: with it 7-2 proves that it got the same model back.

Look at what the training has added to the weights, each where its pixel is. Ink on a red pixel speaks for
the digit, on a blue one against it. At the margin nothing was added: no training image has ink there, so
its weights are saved as they were drawn.

The published program does not run: its line with the number of epochs is a syntax error. It saves the older
format `model.h5`, which Keras now calls legacy: Keras 3.15 cannot load such a file together with its loss
if that was named "mse", and once a model has been saved like this, a `.keras` file of it loads with another
optimizer.

中文：把训练好的分类器完整地保存下来。程序 5-7 的分类器训练几个周期后存入一个文件 `model.keras`。它其实是一
个 zip 文件：`config.json` 记录模型由哪些层组成、用什么参数编译；`model.weights.h5` 保存所有数组，包括优化器
的变量；`metadata.json` 记录由哪个版本的 Keras 写成。所以程序 7-2 不需要别的东西，连建立模型的代码也不需要。
`answers.npz` 保存几张测试图片和模型对它们的输出，7-2 用它证明载入的是同一个模型。看看训练给权值增加了什么：
笔迹落在红色像素上支持这个数字，落在蓝色像素上则反对它；边缘没有任何增加，因为训练图片在那里从来没有笔迹，那
里的权值保存的仍是初始的随机数。书中的程序在周期数那一行有语法错误，不能运行。书中保存的是旧格式
`model.h5`：如果损失函数写作 "mse"，Keras 3.15 无法把这种文件连同损失函数一起载入；而且一个模型存过 `.h5` 之
后，再存的 `.keras` 文件载入后会换成另一个优化器。
"""

import keras
import numpy as np

from solutions.ch05_tensorflow.program_5_7_digits_keras import BATCH, LEARNING_RATE, build
from solutions.shared import data, pictures, saving, training

PROGRAM = {
    "title": {"en": "Saving a whole model with Keras", "zh": "Keras 模型保存"},
    "data": ["digits", "mnist", "file"],
    "epochs": 5,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 5},
    "metrics": {
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 7850},
        "updates": {"en": "updates so far", "zh": "已更新的次数"},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0156},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.9043},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0145},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.9098},
    },
}


def trained(settings):
    """Return the classifier, trained, the images, how the training went, and the weights before it."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()
    model = build(images.classes)
    model.compile(keras.optimizers.SGD(LEARNING_RATE), loss="mse", metrics=["accuracy"])
    start = model.get_weights()
    return model, images, training.fit(model, images, settings, batch_size=BATCH), start


def figures(model, images, history):
    """Return the closing figures of a training: of its last epoch, and on the test images."""
    test_loss, test_accuracy = model.evaluate(*images.test, verbose=0)
    last = {"loss": history["loss"][-1], "accuracy": history["accuracy"][-1]}
    return last | {"test_loss": test_loss, "test_accuracy": test_accuracy}


def run(settings):
    """Train the classifier, and save it."""
    model, images, history, (drawn, _zeros) = trained(settings)
    model.save(settings.out / "model.keras")
    saving.leave(settings, model, images.test.images)

    kernel, _biases = model.get_weights()
    added = (kernel - drawn).T.reshape(images.classes, *images.test.images.shape[1:])
    return {
        "metrics": {
            "parameters": model.count_params(),
            "updates": int(model.optimizer.iterations.numpy()),
            **figures(model, images, history),
        },
        "history": history,
        "pictures": {
            "file": pictures.bars(saving.contents(settings.out / "model.keras"), "What is in model.keras"),
            "weights": pictures.weights(
                added, range(images.classes), "What the training has added to the weights"
            ),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
