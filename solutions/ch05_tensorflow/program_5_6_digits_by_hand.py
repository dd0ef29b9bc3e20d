"""Program 5-6: a classifier of handwritten digits, step by step (section 5.6.3).

One layer from 784 pixels to ten classes, with softmax and squared errors, as program 5-7 has Keras do it.
Here every step is visible: tf.data deals out batches, `tape_gradients` gives the gradients, two lines move
the weights, and `streaming_mean` keeps up the loss and the accuracy of an epoch.

The book's program asks the tape for the gradient of a vector, the loss of each image, and gets that of
their sum, without a word: its learning rate of 0.1 acts like 3.2 on the mean of 32 images. So its figures
cannot be compared with those of program 5-7, 0.2 on the mean, and it looks as if Keras learnt more slowly.
Here the mean is trained with 0.2 as well, on the same division of the images: now the two programs differ
as two runs of one program do, by their first weights and the order of their batches. The second run is the
book's way, the sum, from the same weights. On these few images it is much quicker; it is also a rate so
large that with one start in ten (seed 4) a digit is never answered. The picture has what the mean added to
the weights: a digit that is pale there has hardly been learnt yet.

The book's metrics are never reset, so what it prints for an epoch is the mean since the first; here each
epoch begins anew. It looks at the test images after every epoch; here it is validation images, and the test
images once.

中文：一步一步地训练手写数字分类器。784 个像素直接连到 10 个类别，softmax 加平方误差，与程序 5-7 里 Keras 所
做的相同。这里每一步都看得见：tf.data 分发批次，`tape_gradients` 求梯度，两行代码更新权值，`streaming_mean`
累计每个周期的损失和准确率。书中的程序对一个向量（每张图片的损失）求梯度，得到的其实是它们之和的梯度，而
TensorFlow 不会提示：学习率 0.1 相当于对 32 张图片的平均值用 3.2。因此它的数与程序 5-7（平均值，0.2）无法比
较，看上去好像 Keras 学得更慢。这里同样对平均值用 0.2 训练，图片的划分也相同：两个程序的差别，只相当于同一个
程序的两次运行，即初始权值和批次顺序不同。第二次运行从同样的权值出发，按书中的方式求和。在这么少的图片上它快
得多；但这样的学习率也太大，十个起点里有一个（种子 4），某个数字从未被答出。图中画的是求平均时权值的增量：颜
色很淡的数字还几乎没有学到。书中的指标从不清零，每个周期打印的都是自第一周期以来的平均；这里每个周期重新开
始。书中每个周期都看测试集；这里看的是验证集，测试集只在最后看一次。
"""

import numpy as np
import tensorflow as tf

from solutions.shared import data, pictures

PROGRAM = {
    "title": {"en": "Handwritten digits, step by step", "zh": "MNIST 数据集分类模型：没有高级封装"},
    "data": ["digits", "mnist", "file"],
    "epochs": 10,
    "minutes": 0.2,
    "uses": ["ch05/tape_gradients", "ch05/streaming_mean"],
    "book": {"data": "mnist", "epochs": 10},
    "metrics": {
        "loss": {"en": "training loss", "zh": "训练损失"},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率"},
        "test_loss": {"en": "test loss", "zh": "测试损失"},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率"},
        "sum_loss": {"en": "the sum's training loss", "zh": "求和：训练损失", "book": 0.0119},
        "sum_accuracy": {"en": "… training accuracy", "zh": "……训练准确率", "book": 0.924},
        "sum_test_loss": {"en": "… test loss", "zh": "……测试损失", "book": 0.0122},
        "sum_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.92},
    },
}
LEARNING_RATE = 0.2
OF_THE_SUM = 0.1
BATCH = 32


def initial_weights(rng, pixels, classes):
    """Return weights as Keras draws them, and biases of 0."""
    limit = np.sqrt(6 / (pixels + classes))
    return rng.uniform(-limit, limit, (pixels, classes)), np.zeros(classes)


def rows(part):
    """Return each image as one row, and the targets, both in float64 as `tape_gradients` wants them."""
    return part.images.reshape(len(part.images), -1).astype(float), part.labels.astype(float)


def run(settings):
    """Train the network on the mean of the losses, and again on their sum."""
    tape_gradients = settings.functions("ch05/tape_gradients").tape_gradients
    streaming = settings.functions("ch05/streaming_mean")

    def look(part, weights, biases):
        inputs, targets = rows(part)
        losses, *_ = tape_gradients(weights, biases, inputs, targets)
        right = streaming.is_correct(inputs @ weights + biases, targets.argmax(axis=1))
        return float(np.mean(losses)), float(np.mean(right))

    def train(weights, biases, learning_rate, *, of_the_sum):
        batches = tf.data.Dataset.from_tensor_slices(rows(images.train)).batch(BATCH)
        history = {"loss": [], "accuracy": [], "validation_loss": [], "validation_accuracy": []}
        for _ in range(settings.epochs):
            loss, accuracy = streaming.start(), streaming.start()
            for inputs, targets in batches.as_numpy_iterator():
                right = streaming.is_correct(inputs @ weights + biases, targets.argmax(axis=1))
                losses, by_weights, by_biases = tape_gradients(weights, biases, inputs, targets)
                step = learning_rate * (len(inputs) if of_the_sum else 1)
                weights = weights - step * by_weights
                biases = biases - step * by_biases
                loss, accuracy = streaming.update(loss, losses), streaming.update(accuracy, right)
            now = (
                streaming.result(loss),
                streaming.result(accuracy),
                *look(images.validation, weights, biases),
            )
            for numbers, number in zip(history.values(), now, strict=True):
                numbers.append(float(number))
            tick(loss=history["loss"][-1], accuracy=history["accuracy"][-1])
        return history, (weights, biases)

    rng = np.random.default_rng(settings.seed)
    images = data.load(settings.data, rng).one_hot()
    start = initial_weights(rng, images.train.images[0].size, images.classes)
    with settings.progress(2 * settings.epochs, "epochs") as tick:
        mean, learnt = train(*start, LEARNING_RATE, of_the_sum=False)
        total, learnt_of_the_sum = train(*start, OF_THE_SUM, of_the_sum=True)
    test_loss, test_accuracy = look(images.test, *learnt)
    sum_test_loss, sum_test_accuracy = look(images.test, *learnt_of_the_sum)
    histories = {f"mean, {LEARNING_RATE}": mean, f"sum, {OF_THE_SUM}": total}
    added = (learnt[0] - start[0]).T.reshape(images.classes, *images.train.images.shape[1:])
    return {
        "metrics": {
            "loss": mean["loss"][-1],
            "accuracy": mean["accuracy"][-1],
            "test_loss": test_loss,
            "test_accuracy": test_accuracy,
            "sum_loss": total["loss"][-1],
            "sum_accuracy": total["accuracy"][-1],
            "sum_test_loss": sum_test_loss,
            "sum_test_accuracy": sum_test_accuracy,
        },
        "history": mean | {f"sum_{name}": numbers for name, numbers in total.items()},
        "pictures": {
            "curves": pictures.side_by_side(histories, "The same network, a mean and a sum"),
            "weights": pictures.weights(added, range(images.classes), "What the mean added to the weights"),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
