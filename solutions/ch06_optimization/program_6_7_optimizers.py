"""Program 6-7: seven ways downhill (section 6.8).

One softmax layer and the squared error, seven times from the same weights on the same batches. Each of the
chapter's seven functions says where one step leads, `run_optimizer` takes the steps, and the gradients are
those of chapter 5. The book's program compares two of the seven in Keras, Adam and plain gradient descent.
Keras is beside them here as well, on the same weights and batches: its black dots should lie on your own
two lines.

Read the picture with care: it compares methods *with a learning rate each*. The squared error's gradients
are small behind a softmax (program 6-1), and those methods that divide by their size hardly feel it, while
for plain gradient descent 0.1 is too little. Give it 2.0, and it ends about where Adam does; give AdaGrad
0.1 for its 0.01, and it gets nowhere. The book's finding, Adam before plain gradient descent, is one about
0.001 and 0.1.

Keras' Adam adds its epsilon where the average is not corrected yet, the paper's and yours where it is.
Where gradients are as small as here this shows: the last figure of the table says by how much its weights
differ from yours.

The book validates on the test images; here they are looked at once, at the end.

中文：一个单层 softmax 网络，损失为均方误差，从同样的权值出发，在同样的批次上训练七遍。本章的七个函数各自决定
一步走到哪里，`run_optimizer` 负责走步，梯度由第 5 章的函数给出。书中的程序用 Keras 比较了其中两种：Adam 和普
通梯度下降。这里也有 Keras，用同样的权值和批次，画成黑点，应当落在你自己的那两条曲线上。看图时要小心：比较的是
“方法加学习率”。均方误差经过 softmax 之后梯度很小（见程序 6-1），会除以梯度大小的那几种方法几乎感觉不到，而对
普通梯度下降来说 0.1 就太小了：换成 2.0，它最后与 Adam 差不多；把 AdaGrad 的 0.01 换成 0.1，它就寸步难行。书中
“Adam 好于普通梯度下降”的结论，说的是 0.001 与 0.1。Keras 的 Adam 把 epsilon 加在未校正的平均值上，论文和你的
函数加在校正之后，梯度像这里这样小的时候就看得出来：表中最后一个数字就是两者权值的最大差别。书中用测试集作验证
集；这里测试集只在最后用一次。
"""

import keras
import numpy as np

from solutions.ch06_optimization.program_6_1_cross_entropy import build
from solutions.shared import data, pictures, training

PROGRAM = {
    "title": {"en": "Seven ways downhill", "zh": "优化器"},
    "data": ["digits", "mnist", "file"],
    "epochs": 20,
    "minutes": 0.2,
    "uses": [
        "ch05/softmax_regression_gradients",
        "ch06/sgd",
        "ch06/momentum",
        "ch06/nesterov",
        "ch06/adagrad",
        "ch06/rmsprop",
        "ch06/adadelta",
        "ch06/adam",
        "ch06/run_optimizer",
    ],
    "book": {"data": "mnist", "epochs": 6},
    "metrics": {
        "sgd_loss": {"en": "plain gradient descent: training loss", "zh": "普通梯度下降：训练损失"},
        "sgd_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9033},
        "momentum_loss": {"en": "momentum: training loss", "zh": "动量法：训练损失"},
        "momentum_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率"},
        "nesterov_loss": {"en": "Nesterov: training loss", "zh": "Nesterov：训练损失"},
        "nesterov_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率"},
        "adagrad_loss": {"en": "AdaGrad: training loss", "zh": "AdaGrad：训练损失"},
        "adagrad_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率"},
        "rmsprop_loss": {"en": "RMSprop: training loss", "zh": "RMSprop：训练损失"},
        "rmsprop_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率"},
        "adadelta_loss": {"en": "Adadelta: training loss", "zh": "Adadelta：训练损失"},
        "adadelta_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率"},
        "adam_loss": {"en": "Adam: training loss", "zh": "Adam：训练损失"},
        "adam_test_accuracy": {"en": "… test accuracy", "zh": "……测试准确率", "book": 0.9316},
        "sgd_from_keras": {
            "en": "largest difference to Keras' weights, plain",
            "zh": "与 Keras 权值的最大差别，普通梯度下降",
        },
        "adam_from_keras": {"en": "… Adam", "zh": "……Adam"},
    },
}
BATCH = 32
OPTIONS = {
    "sgd": {"learning_rate": 0.1},
    "momentum": {"learning_rate": 0.1, "momentum": 0.9},
    "nesterov": {"learning_rate": 0.1, "momentum": 0.9},
    "adagrad": {"learning_rate": 0.01},
    "rmsprop": {"learning_rate": 0.001},
    "adadelta": {"learning_rate": 1.0},
    "adam": {"learning_rate": 0.001, "epsilon": 1e-7},
}
STATES = {"sgd": 0, "momentum": 1, "nesterov": 1, "adagrad": 1, "rmsprop": 1, "adadelta": 2, "adam": 2}
KERAS = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}


def step_function(name, move):
    """Return an exercise's function as `run_optimizer` wants it; the state is a tuple of arrays."""

    def step(weights, state, gradient, number):
        counted = {"step": number} if name == "adam" else {}
        moved = move(weights, *state, gradient, **counted, **OPTIONS[name])
        return (moved, ()) if name == "sgd" else (moved[0], tuple(moved[1:]))

    return step


def gradient_function(gradients_of, part, batches):
    """Return a function of the weights: at each call the gradient of the next batch's squared error."""
    upcoming = iter(batches)

    def gradient(weights):
        rows = next(upcoming)
        inputs, targets = (array[rows].reshape(len(rows), -1).astype(float) for array in part)
        return np.vstack(gradients_of(inputs, targets, weights[:-1], weights[-1], "mse"))

    return gradient


def with_keras(optimizer, start, images, orders):
    """Return the weights that Keras passes, at the start and after each epoch."""
    model = build(images.classes)
    model.compile(optimizer, loss="mse")
    model.set_weights([start[:-1], start[-1]])
    path = [start]
    for order in orders:
        model.fit(*(array[order] for array in images.train), batch_size=BATCH, shuffle=False, verbose=0)
        path.append(np.vstack(model.get_weights()))
    return path


def loss_and_accuracy(weights, part):
    """Return the squared error of a softmax layer, the last row of whose weights are the biases."""
    logits = part.images.reshape(len(part.images), -1) @ weights[:-1] + weights[-1]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    outputs = powers / powers.sum(axis=1, keepdims=True)
    right = outputs.argmax(axis=1) == part.labels.argmax(axis=1)
    return np.mean((outputs - part.labels) ** 2), right.mean()


def run(settings):
    """Go all seven ways, and two of them with Keras."""
    gradients_of = settings.functions("ch05/softmax_regression_gradients").softmax_regression_gradients
    run_optimizer = settings.functions("ch06/run_optimizer").run_optimizer
    training.start(settings.seed)
    rng = np.random.default_rng(settings.seed)
    images = data.load(settings.data, rng).one_hot()

    pixels = images.train.images[0].size
    limit = np.sqrt(6 / (pixels + images.classes))  # as Keras would begin
    start = np.vstack([rng.uniform(-limit, limit, (pixels, images.classes)), np.zeros(images.classes)])
    orders = [rng.permutation(len(images.train.images)) for _ in range(settings.epochs)]
    batches = [rows for order in orders for rows in np.split(order, range(BATCH, len(order), BATCH))]

    paths = {}
    with settings.progress(len(OPTIONS) + len(KERAS), "optimizers") as tick:
        for name in OPTIONS:
            move = getattr(settings.functions(f"ch06/{name}"), f"{name}_step")
            state = tuple(np.zeros_like(start) for _ in range(STATES[name]))
            gradient = gradient_function(gradients_of, images.train, batches)
            path = run_optimizer(step_function(name, move), state, gradient, start, len(batches))
            paths[name] = np.array(path[:: len(batches) // settings.epochs])  # so that the rest is forgotten
            tick()
        beside = {}
        for name, optimizer in KERAS.items():
            beside[name] = with_keras(optimizer(**OPTIONS[name]), start, images, orders)
            tick()

    metrics, histories = {}, {}
    for name, path in paths.items():
        losses, _ = zip(*(loss_and_accuracy(weights, images.train) for weights in path), strict=True)
        _, accuracies = zip(*(loss_and_accuracy(weights, images.validation) for weights in path), strict=True)
        histories[name] = {"loss": losses, "validation_accuracy": accuracies}
        metrics[f"{name}_loss"] = losses[-1]
        metrics[f"{name}_test_accuracy"] = loss_and_accuracy(path[-1], images.test)[1]
    metrics |= {f"{name}_from_keras": np.abs(paths[name][-1] - beside[name][-1]).max() for name in KERAS}

    epochs = range(settings.epochs + 1)
    ways = pictures.side_by_side(
        histories, "Seven ways downhill", kinds=["loss"], at=epochs, logarithmic=True
    )
    for name, path in beside.items():
        losses = [loss_and_accuracy(weights, images.train)[0] for weights in path]
        ways.axes[0].plot(epochs, losses, "k.", label="Keras" if name == "adam" else None)
    ways.axes[0].get_legend().remove()  # no corner of the panel is free
    ways.legend(loc="outside right center")
    return {"metrics": metrics, "history": training.flat(histories), "pictures": {"ways": ways}}


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
