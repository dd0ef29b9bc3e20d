"""Program 6-3: stopping when it gets no better (section 6.4).

After each epoch the network is measured on validation images. When 5 epochs in a row have brought no better
accuracy, training stops, and the weights of the best epoch come back. Who decides is `early_stop`: it is
shown all accuracies so far and says whether to stop, and which epoch was the best.

The book measures on the test images, and so takes for its result the best of 36 looks at them. Here
validation images are held back from training for that, and the test images are looked at once, at the end.

Look at the validation accuracy: it goes in stairs. Of the digits 144 are for validation, one of them is 0.7
%, and 5 epochs without one more right answer are soon there, though the loss still falls. Nothing is
over-fitted here; the rule stops because it cannot see so little progress. More validation images, more
patience, or the loss for a measure would let it run on.

中文：每个周期之后在验证集上测一次准确率；连续 5 个周期没有提高就停止训练，并恢复最好那个周期的权值。由
`early_stop` 作决定：它看到迄今所有的准确率，回答是否停止、哪个周期最好。书中是在测试集上测的，等于把 36 次测
试中最好的一次当作结果；这里从训练集中分出验证集，测试集只在最后用一次。请看验证准确率的曲线，它像楼梯：数字数
据的验证集只有 144 张图片，一张就是 0.7%，很容易连续 5 个周期一张也没有多认出来，而损失其实还在下降。这里并没
有过拟合，只是这条规则看不到这么小的进步。更大的验证集、更大的耐心，或者改看损失，都会让它训练得更久。
"""

import keras
import numpy as np

from solutions.ch06_optimization.program_6_1_cross_entropy import build
from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "Stopping when it gets no better", "zh": "Early-Stopping 提前停止训练"},
    "data": ["digits", "mnist", "file"],
    "epochs": 100,
    "minutes": 0.1,
    "uses": ["ch06/early_stop"],
    "book": {"data": "mnist", "epochs": 100},
    "metrics": {
        "stop_epoch": {"en": "epoch after which it stopped", "zh": "停止时的周期", "book": 36},
        "best_epoch": {"en": "best epoch", "zh": "最好的周期", "book": 31},
        "validation_accuracy": {"en": "validation accuracy then", "zh": "当时的验证准确率", "book": 0.9299},
        "last_loss": {
            "en": "training loss in the last epoch",
            "zh": "最后一个周期的训练损失",
            "book": 0.0106,
        },
        "last_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 0.9347},
        "last_validation_accuracy": {"en": "… validation accuracy", "zh": "……验证准确率", "book": 0.9299},
        "test_accuracy": {"en": "test accuracy of the best epoch", "zh": "最好周期的测试准确率"},
    },
}
LEARNING_RATE = 0.5
BATCH = 32
PATIENCE = 5
LOWEST_DRAWN = 0.85  # stairs are small


class StopEarly(keras.callbacks.Callback):
    """Asks after each epoch whether to go on, and at the end brings the best weights back.

    Parameters
    ----------
    early_stop : function
        As in ``ch06/early_stop``.
    """

    def __init__(self, early_stop):
        super().__init__()
        self.early_stop = early_stop
        self.values, self.weights, self.best_epoch = [], [], 0

    def on_epoch_end(self, epoch, logs):
        """Take down how good the network is, and stop if it is time."""
        self.values.append(logs["val_accuracy"])
        self.weights.append(self.model.get_weights())
        stop_epoch, self.best_epoch = self.early_stop(np.array(self.values), PATIENCE, "max")
        self.model.stop_training = stop_epoch is not None

    def on_train_end(self, logs=None):
        """Bring the best weights back."""
        self.model.set_weights(self.weights[self.best_epoch])


def run(settings):
    """Train until it gets no better, and see how the best weights do on images that they have not met."""
    early_stop = settings.functions("ch06/early_stop").early_stop
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()

    model = build(images.classes)
    model.compile(keras.optimizers.SGD(LEARNING_RATE), loss="mse", metrics=["accuracy"])
    stopping = StopEarly(early_stop)
    history = training.fit(model, images, settings, callbacks=[stopping], batch_size=BATCH)
    np.savez(settings.out / "best_weights.npz", *model.get_weights())

    stop_epoch, best_epoch = len(history["loss"]), stopping.best_epoch + 1  # people count from 1
    curves = pictures.curves(history, f"Best epoch {best_epoch}, stopped after epoch {stop_epoch}")
    pictures.mark(curves, best_epoch, "best epoch")
    curves.axes[0].set_ylim(LOWEST_DRAWN, 1)
    return {
        "metrics": {
            "stop_epoch": stop_epoch,
            "best_epoch": best_epoch,
            "validation_accuracy": stopping.values[stopping.best_epoch],
            "last_loss": history["loss"][-1],
            "last_accuracy": history["accuracy"][-1],
            "last_validation_accuracy": history["validation_accuracy"][-1],
            "test_accuracy": training.right(model, images.test).mean(),
        },
        "history": history,
        "pictures": {"curves": curves},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
