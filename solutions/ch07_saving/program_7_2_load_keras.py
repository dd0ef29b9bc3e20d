"""Program 7-2: a saved classifier is loaded and goes on learning (section 7.1).

`load_model` returns what program 7-1 saved: layers, weights, loss, metrics, and an optimizer that knows how
many updates it has made. Three things show that nothing was lost: to the same images it gives the same
answers to the last bit, its count of updates goes on from where it was, and the curves of 5 epochs more
carry on where those of 7-1 broke off.

The images are divided as 7-1 divided them, from the same seed; else what is tested on here might have been
learned there. The book reads `model.h5`; see 7-1 for why this is `model.keras`.

中文：载入保存的分类器并继续训练。`load_model` 返回程序 7-1 保存的全部内容：层、权值、损失函数、评价指标，以
及记得已经更新了多少次的优化器。有三点说明什么也没有丢失：对同样的图片，输出逐位相同；更新次数接着原来的数；
再训练 5 个周期，曲线从 7-1 中断的地方继续。图片按照 7-1 的方式（同一个种子）划分，否则这里的测试图片可能已
经在那里训练过。书中读取的是 `model.h5`，这里为什么用 `model.keras`，见 7-1。
"""

import keras
import numpy as np

from solutions.ch05_tensorflow.program_5_7_digits_keras import BATCH
from solutions.ch07_saving.program_7_1_save_keras import figures
from solutions.shared import data, pictures, saving, training

PROGRAM = {
    "title": {"en": "Loading a model and training on", "zh": "Keras 模型载入"},
    "data": ["digits", "mnist", "file"],
    "epochs": 5,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 5},
    "metrics": {
        "difference": {"en": "largest difference of answers", "zh": "输出的最大差别"},
        "updates_found": {"en": "updates before this run", "zh": "载入时已更新的次数"},
        "first_loss": {"en": "training loss, first epoch", "zh": "第一个周期的训练损失", "book": 0.0150},
        "first_accuracy": {"en": "… accuracy, first epoch", "zh": "第一个周期的训练准确率", "book": 0.9073},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0137},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.9139},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0130},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.9180},
    },
}


def train_on(settings, model, left):
    """Train a loaded model on; return its figures, how it went, and the curves since before it was saved."""
    keras.utils.set_random_seed(settings.seed)  # from which the order of the batches is drawn
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()
    history = training.fit(model, images, settings, batch_size=BATCH)
    first = {"first_loss": history["loss"][0], "first_accuracy": history["accuracy"][0]}
    whole = {name: left.history[name] + values for name, values in history.items()}
    curves = pictures.curves(whole, "Before it was saved, and since it was loaded")
    saved_after = len(left.history["loss"]) + 0.5
    return (
        first | figures(model, images, history),
        history,
        pictures.mark(curves, saved_after, "saved, loaded"),
    )


def run(settings):
    """Load the classifier, prove that it is the same one, and train it on."""
    left = saving.left_by(settings, "7-1")
    training.start(settings.seed)
    model = keras.models.load_model(settings.saved_by("7-1", "model.keras"))
    difference = left.difference(model)
    updates = int(model.optimizer.iterations.numpy())
    metrics, history, curves = train_on(settings, model, left)
    return {
        "metrics": {"difference": difference, "updates_found": updates, **metrics},
        "history": history,
        "pictures": {"curves": curves},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
