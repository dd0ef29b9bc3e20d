"""Program 4-3: a network of one's own reads handwritten digits (section 4.12).

64 pixels, 100 hidden units, ten outputs, sigmoids throughout. Every update takes 50 images, drawn with
replacement, and one step against the gradient that back-propagation finds. `backprop` does the whole of the
learning; the rest is counting.

Watch the outputs that are stuck. With weights between -1 and 1 a sum over 100 hidden units is easily so far
from zero that its sigmoid is flat, and then the output says the same of every image and hardly learns. The
accuracy rises by about a tenth whenever one comes free, and with one start in twenty (seed 13) a digit is
never found in all 30,002 updates. Smaller first weights for the last layer would do away with it.

The loss that the book prints is the squared difference of class *indices*, as if an 8 were nearer to a 9
than to a 3, and is not what the network is trained for; here it is the training loss itself, half the
squared distance between outputs and one-hot targets. Its comment says that pixels go up to 255, but in
these data it is 16. It scales by the smallest and the largest pixel of all images, the test's too; here
they are divided by 16, which comes to the same. And it looks at the test images all along; here only once,
at the end.

中文：自己编写的 BP 网络识别手写数字。64 个像素，100 个隐藏单元，10 个输出，全部使用 sigmoid。每次更新有放回
地抽取 50 张图片，沿 `backprop` 求出的梯度的反方向走一步。注意那些“卡住”的输出：权值在 -1 到 1 之间，100 个
隐藏单元的加权和很容易离零很远，那里的 sigmoid 是平的，于是这个输出对所有图片说同样的话，也几乎学不动。每有
一个输出脱困，准确率就上升大约十分之一；二十个起点里有一个（种子 13），直到 30,002 次更新结束，仍有一个数字
从未被认出。把最后一层的初始权值取小一些就没有这个问题。书中打印的“损失”是类别编号之差的平方，好像 8 离 9 比
离 3 更近，它并不是网络训练的目标；这里打印的是真正的训练损失，即输出与独热标签之差的平方和的一半。书中的注
释说像素最大为 255，而这份数据里是 16。书中用全部图片（包括测试集）的最小和最大像素缩放；这里一律除以 16，结
果相同。书中训练时一直在看测试集；这里只在最后看一次。
"""

import numpy as np
from threadpoolctl import threadpool_limits

from solutions.ch04_backpropagation import trainer_digits
from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "A network of one's own on digits", "zh": "BP 网络完成手写数字识别"},
    "data": ["digits"],
    "epochs": 30_002,
    "counts": {"en": "updates", "zh": "次更新"},
    "minutes": 0.1,
    "uses": ["ch04/backprop", "ch04/confusion_matrix", "ch04/precision_recall_f1"],
    "metrics": {
        "loss": {"en": "training loss", "zh": "训练损失"},
        "stuck": {"en": "outputs that are stuck", "zh": "卡住的输出个数"},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.971},
        "right": {"en": "right of 450", "zh": "450 个中正确的个数", "book": 437},
        "precision": {"en": "mean precision", "zh": "平均精确率", "book": 0.97},
        "recall": {"en": "mean recall", "zh": "平均召回率", "book": 0.97},
        "f1": {"en": "mean F1", "zh": "平均 F1", "book": 0.97},
    },
}
BATCH = 50
LEARNING_RATE = 0.1
LOOKS = 60
CLASSES = 10


def train(backprop, layers, inputs, targets, chosen):
    """Yield the layers after each update."""
    for rows in chosen:
        gradients = backprop(layers, inputs[rows], targets[rows])
        layers = [
            (weights - LEARNING_RATE * by_weights, biases - LEARNING_RATE * by_biases, activation)
            for (weights, biases, activation), (by_weights, by_biases) in zip(layers, gradients, strict=True)
        ]
        yield layers


def stuck(outputs):
    """Return how many outputs say yes, or no, to every image."""
    yes = np.mean(outputs > 0.5, axis=0)
    return int(np.sum((yes == 0) | (yes == 1)))


def misread(inputs, labels, answers):
    """Draw images that were taken for another digit."""
    wrong = np.flatnonzero(answers != labels)[:16]
    if len(wrong) == 0:
        return pictures.samples(np.zeros((1, 8, 8)), [""], "Not one was misread")
    titles = [f"{labels[row]} taken for {answers[row]}" for row in wrong]
    return pictures.samples(inputs[wrong].reshape(-1, 8, 8), titles, "Misread test images")


def run(settings):
    """Train the network, and count what it takes for what."""
    backprop = settings.functions("ch04/backprop").backprop
    confusion_matrix = settings.functions("ch04/confusion_matrix").confusion_matrix
    precision_recall_f1 = settings.functions("ch04/precision_recall_f1").precision_recall_f1

    rng = np.random.default_rng(settings.seed)
    data = trainer_digits.digits(rng)
    start = trainer_digits.initial_layers(rng)
    chosen = trainer_digits.batches(rng, len(data.train_inputs), settings.epochs, BATCH)
    inputs, targets, labels = data.train_inputs, data.train_targets, data.train_targets.argmax(axis=1)

    history = {"loss": [], "accuracy": [], "stuck": []}
    every = max(1, settings.epochs // LOOKS)
    with (
        settings.progress(settings.epochs, "updates") as tick,
        threadpool_limits(1),  # matrices as small as these only wait for each other's threads
    ):
        for number, layers in enumerate(train(backprop, start, inputs, targets, chosen), 1):
            if number % every == 0:
                history["loss"].append(trainer_digits.loss_of(layers, inputs, targets))
                history["accuracy"].append(trainer_digits.accuracy_of(layers, inputs, labels))
                history["stuck"].append(stuck(trainer_digits.outputs_of(layers, inputs)))
                tick(every, loss=history["loss"][-1], accuracy=history["accuracy"][-1])
    np.savez(settings.out / "weights.npz", *(array for layer in layers for array in layer[:2]))

    answers = trainer_digits.outputs_of(layers, data.test_inputs).argmax(axis=1)
    matrix = np.asarray(confusion_matrix(data.test_labels, answers, CLASSES))
    precision, recall, f1 = precision_recall_f1(data.test_labels, answers, CLASSES)
    at = range(every, settings.epochs + 1, every)
    return {
        "metrics": {
            "loss": trainer_digits.loss_of(layers, inputs, targets),
            "stuck": stuck(trainer_digits.outputs_of(layers, inputs)),
            "test_accuracy": np.mean(answers == data.test_labels),
            "right": np.trace(matrix),
            "precision": np.mean(precision),
            "recall": np.mean(recall),
            "f1": np.mean(f1),
        },
        "history": history,
        "pictures": {
            "curves": pictures.curves(history, "64-100-10 sigmoids on digits", at=at, unit="update"),
            "confusion": pictures.confusion(matrix, "What was taken for what"),
            "misread": misread(data.test_inputs, data.test_labels, answers),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
