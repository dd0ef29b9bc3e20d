"""Program 4-4: the digits again, with scikit-learn's network (section 4.13).

The division is that of program 4-3, so with the same seed both read the same 450 test images. The rest is
scikit-learn's: two hidden layers of 100 and 20 rectified units, cross-entropy instead of squared errors,
Adam instead of plain gradient descent, and a stop by itself when the loss has not fallen by 0.0001 for ten
epochs in a row. That takes about 200 epochs of the 500 it may have. So it is a network, a loss and an
optimizer that differ from program 4-3, and nothing here says which of them it is that helps.

中文：用 scikit-learn 的神经网络识别同样的数字。数据划分与程序 4-3 相同，因此随机种子相同时，两者读的是同样
的 450 张测试图片。其余都用 scikit-learn 的：两个隐藏层，分别有 100 和 20 个 ReLU 单元；交叉熵代替平方误差；
Adam 代替普通的梯度下降；损失连续十个周期没有下降 0.0001 就自动停止，大约在 500 个周期中的第 200 个。网络、
损失和优化器都与程序 4-3 不同，从这里看不出究竟是哪一项起了作用。
"""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from solutions.ch04_backpropagation import trainer_digits
from solutions.ch04_backpropagation.program_4_3_digits import misread
from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "Digits with scikit-learn's network", "zh": "sklearn 手写数字识别"},
    "data": ["digits"],
    "epochs": 500,
    "minutes": 0.1,
    "metrics": {
        "epochs": {"en": "epochs until it stopped", "zh": "停止时的周期数"},
        "converged": {"en": "stopped by itself", "zh": "自动停止"},
        "parameters": {"en": "parameters", "zh": "参数个数"},
        "loss": {"en": "training loss", "zh": "训练损失"},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.98},
        "precision": {"en": "mean precision", "zh": "平均精确率", "book": 0.98},
        "recall": {"en": "mean recall", "zh": "平均召回率", "book": 0.98},
        "f1": {"en": "mean F1", "zh": "平均 F1", "book": 0.98},
    },
}


def build(epochs, seed):
    """Return the network: 64 pixels, 100 and 20 hidden units, ten classes."""
    return MLPClassifier(hidden_layer_sizes=(100, 20), max_iter=epochs, random_state=seed)


def run(settings):
    """Train the network, and count what it takes for what."""
    data = trainer_digits.digits(np.random.default_rng(settings.seed))
    model = build(settings.epochs, settings.seed)
    with (
        settings.progress(1, "network") as tick,
        threadpool_limits(1),  # matrices as small as these only wait for each other's threads
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is one of the metrics
        model.fit(data.train_inputs, data.train_targets.argmax(axis=1))
        tick()
    answers = model.predict(data.test_inputs)
    precision, recall, f1, _ = precision_recall_fscore_support(
        data.test_labels, answers, average="macro", zero_division=0
    )
    history = {"loss": model.loss_curve_}
    return {
        "metrics": {
            "epochs": model.n_iter_,
            "converged": model.n_iter_ < settings.epochs,
            "parameters": sum(array.size for array in (*model.coefs_, *model.intercepts_)),
            "loss": model.loss_,
            "test_accuracy": np.mean(answers == data.test_labels),
            "precision": precision,
            "recall": recall,
            "f1": f1,
        },
        "history": history,
        "pictures": {
            "loss": pictures.curves(history, "64-100-20-10 on digits", logarithmic=True),
            "confusion": pictures.confusion(
                confusion_matrix(data.test_labels, answers, labels=range(10)), "What was taken for what"
            ),
            "misread": misread(data.test_inputs, data.test_labels, answers),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
