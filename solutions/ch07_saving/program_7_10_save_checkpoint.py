"""Program 7-10: a training loop of one's own saves its whole state (section 7.6.1).

`tf.train.Checkpoint` takes whatever the training would need to go on, and names it: the model, the
optimizer, the number of epochs gone through. `CheckpointManager` saves after each epoch and keeps the last
three. The loop is written out, as in program 5-6; here with `GradientTape`.

The optimizer has a momentum of 0.9: for every weight it remembers where it was going. The book's plain
gradient descent remembers nothing but the number of its updates, so whether its state was saved makes no
difference; here program 7-11 shows that it does. What cannot be put into a checkpoint is made to need none:
the order of the images is drawn from the seed and the number of the epoch, not from a generator that would
have to be saved too.

The book differentiates the vector of the images' losses, which is their sum over the batch: its learning
rate of 0.1 acts like 3.2. Here the loss is their mean, one number. The book's metrics are never reset, so
each of its lines is an average since the beginning; here each epoch's figures are its own. It numbers its
checkpoints from 0; here `ckpt-5` is what epoch 5 left.

中文：自己编写的训练循环保存全部状态。`tf.train.Checkpoint` 收下继续训练所需的一切：模型、优化器、已经完成的
周期数；`CheckpointManager` 每个周期保存一次，只保留最近三个。训练循环与程序 5-6 一样自己编写，这里使用
`GradientTape`。优化器带有 0.9 的动量，它为每个权值记住运动的方向。书中的普通梯度下降除了更新次数什么也不
记，所以是否保存它的状态没有区别；程序 7-11 会显示这里有区别。不能放进检查点的东西就让它不需要保存：图片的顺
序由种子和周期数决定，而不是来自一个还要另外保存的随机数发生器。书中对各图片损失组成的向量求导，等于对整批求
和，0.1 的学习率相当于 3.2；这里的损失是平均值，是一个数。书中的评价指标从不清零，每行都是从头开始的平均；这
里每个周期单独统计。书中的检查点从 0 编号，这里 `ckpt-5` 就是第 5 个周期之后的状态。
"""

import keras
import numpy as np
import tensorflow as tf

from solutions.ch05_tensorflow.program_5_7_digits_keras import BATCH, build
from solutions.shared import data, pictures, saving, training

PROGRAM = {
    "title": {"en": "Saving checkpoints from one's own loop", "zh": "Checkpoint 模型保存"},
    "data": ["digits", "mnist", "file"],
    "epochs": 5,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 5},
    "metrics": {
        "kept": {"en": "checkpoints kept", "zh": "保留的检查点"},
        "updates": {"en": "updates so far", "zh": "已更新的次数"},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0119},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.924},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0122},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.92},
    },
}
LEARNING_RATE, MOMENTUM = 0.1, 0.9
KEPT = 3


def new_state(classes):
    """Return all that a training needs to go on, as it stands before the first epoch."""
    model = build(classes)
    optimizer = keras.optimizers.SGD(LEARNING_RATE, momentum=MOMENTUM)
    optimizer.build(model.trainable_variables)  # else its variables would come only with the first update
    return tf.train.Checkpoint(model=model, optimizer=optimizer, epoch=tf.Variable(0, dtype=tf.int64))


def train(state, images, epochs, seed):
    """Go on from `state` for some epochs, and yield the figures of each."""
    loss_of = keras.losses.MeanSquaredError()
    counts = {"loss": keras.metrics.MeanSquaredError(), "accuracy": keras.metrics.CategoricalAccuracy()}

    @tf.function(reduce_retracing=True)
    def update(inputs, targets):
        with tf.GradientTape() as tape:
            outputs = state.model(inputs, training=True)
            loss = loss_of(targets, outputs)
        gradients = tape.gradient(loss, state.model.trainable_variables)
        state.optimizer.apply_gradients(zip(gradients, state.model.trainable_variables, strict=True))
        for count in counts.values():
            count.update_state(targets, outputs)

    for _ in range(epochs):
        for count in counts.values():
            count.reset_state()
        order = np.random.default_rng([seed, int(state.epoch)]).permutation(len(images.train.images))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            update(images.train.images[rows], images.train.labels[rows])
        state.epoch.assign_add(1)
        figures = {name: float(count.result()) for name, count in counts.items()}
        yield figures | measured("validation", state.model, images.validation)


def measured(name, model, part):
    """Return the loss and the accuracy of a model on images that it does not learn from."""
    answers = training.outputs(model, part.images)
    right = answers.argmax(axis=1) == part.labels.argmax(axis=1)
    return {
        f"{name}_loss": float(np.square(answers - part.labels).mean()),
        f"{name}_accuracy": float(right.mean()),
    }


def run(settings):
    """Train the classifier, with a checkpoint after each epoch."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()
    state = new_state(images.classes)
    folder = saving.empty(settings.out / "checkpoints")
    manager = tf.train.CheckpointManager(state, folder, max_to_keep=KEPT)

    epochs = []
    with settings.progress(settings.epochs, "epochs") as tick:
        for figures in train(state, images, settings.epochs, settings.seed):
            manager.save(checkpoint_number=state.epoch)
            epochs.append(figures)
            tick(**figures)
    saving.leave(settings, state.model, images.test.images)

    history = {name: [figures[name] for figures in epochs] for name in epochs[0]}
    kept = [int(path.rpartition("-")[2]) for path in manager.checkpoints]
    curves = pictures.curves(history, f"A checkpoint after each epoch, the last {KEPT} kept")
    return {
        "metrics": {
            "kept": kept,
            "updates": int(state.optimizer.iterations.numpy()),
            "loss": history["loss"][-1],
            "accuracy": history["accuracy"][-1],
            **measured("test", state.model, images.test),
        },
        "history": history,
        "pictures": {"curves": pictures.ring(curves, kept, "kept")},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
