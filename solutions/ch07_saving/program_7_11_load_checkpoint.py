"""Program 7-11: a training goes on from a checkpoint as if it had never stopped (section 7.6.2).

The latest checkpoint of program 7-10 is restored, model, optimizer and count of epochs, and
`assert_consumed` makes sure that everything in the file found its place. Then the training goes on.

Three runs are compared. One was never interrupted. One was restored: from there on its weights are those of
the first, to the last bit. And one got back its weights alone, with an optimizer that has forgotten where
it was going. It is a little behind, and from then on it is another training: whoever wants to go on as
before has to save more than the weights.

The book's program has the slips of its 7-10: a vector for a loss, metrics that are never reset. Its figures
do not go on from those that it recorded for 7-10 either.

中文：训练从检查点继续，就像从未中断过一样。恢复程序 7-10 最近的检查点：模型、优化器和周期数，
`assert_consumed` 保证文件里的每样东西都找到了位置，然后继续训练。这里比较三次训练：一次从未中断；一次从检查
点恢复，此后它的权值与前者逐位相同；还有一次只恢复权值，优化器忘记了原来的运动方向，稍稍落后，从此成为另一次
训练。想要原样继续，只保存权值是不够的。书中的程序有与 7-10 相同的问题：对损失向量求导，评价指标从不清零；它
记录的数值也不是从 7-10 的结果继续的。
"""

import numpy as np
import tensorflow as tf

from solutions.ch07_saving.program_7_10_save_checkpoint import measured, new_state, train
from solutions.shared import data, pictures, saving, training

PROGRAM = {
    "title": {"en": "Going on from a checkpoint", "zh": "Checkpoint 模型载入"},
    "data": ["digits", "mnist", "file"],
    "epochs": 5,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 5},
    "metrics": {
        "difference": {"en": "largest difference of answers", "zh": "输出的最大差别"},
        "epochs_found": {"en": "epochs before this run", "zh": "载入时已完成的周期"},
        "updates_found": {"en": "updates before this run", "zh": "载入时已更新的次数"},
        "restored_difference": {
            "en": "largest difference of weights to an uninterrupted run",
            "zh": "与从未中断的训练相比，权值的最大差别",
        },
        "weights_only_difference": {"en": "… with the weights alone", "zh": "……只恢复权值时"},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0103},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.936},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0116},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.925},
    },
}


def weights_only(latest, classes):
    """Return a state with the weights of a checkpoint, and an optimizer that remembers nothing."""
    state = new_state(classes)
    tf.train.Checkpoint(model=state.model, epoch=state.epoch).restore(latest).expect_partial()
    return state


def run(settings):
    """Restore the latest checkpoint, train on, and compare with a training that was never interrupted."""
    left = saving.left_by(settings, "7-10")
    latest = tf.train.latest_checkpoint(settings.saved_by("7-10", "checkpoints"))
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed)).one_hot()
    uninterrupted = new_state(images.classes)  # first of all, so that it begins with 7-10's weights
    restored = new_state(images.classes)
    restored.restore(latest).assert_consumed()
    difference = left.difference(restored.model)
    epochs_found, updates_found = int(restored.epoch), int(restored.optimizer.iterations)

    states = {
        "uninterrupted": (uninterrupted, epochs_found + settings.epochs),
        "weights alone": (weights_only(latest, images.classes), settings.epochs),
        "restored": (restored, settings.epochs),
    }
    histories = {}
    with settings.progress(sum(epochs for _, epochs in states.values()), "epochs") as tick:
        for name, (state, epochs) in states.items():
            figures = []
            for figure in train(state, images, epochs, settings.seed):
                figures.append(figure)
                tick(**figure)
            histories[name] = {key: [figure[key] for figure in figures] for key in figures[0]}
    history = histories["restored"]
    losses = {name: np.array(figures["loss"][-settings.epochs :]) for name, figures in histories.items()}
    since = {
        name: {"loss": loss, "loss above that of the uninterrupted run": loss - losses["uninterrupted"]}
        for name, loss in losses.items()
    }
    curves = pictures.side_by_side(
        since,
        "Training goes on from the checkpoint",
        kinds=list(since["restored"]),
        at=range(epochs_found + 1, epochs_found + settings.epochs + 1),
    )
    for panel in curves.axes:
        panel.lines[0].set(linewidth=8, alpha=0.3)  # else the restored run would hide it
        panel.legend()
    return {
        "metrics": {
            "difference": difference,
            "epochs_found": epochs_found,
            "updates_found": updates_found,
            "restored_difference": _apart(uninterrupted, restored),
            "weights_only_difference": _apart(uninterrupted, states["weights alone"][0]),
            "loss": history["loss"][-1],
            "accuracy": history["accuracy"][-1],
            **measured("test", restored.model, images.test),
        },
        "history": history,
        "pictures": {"curves": curves},
    }


def _apart(one, other):
    pairs = zip(one.model.get_weights(), other.model.get_weights(), strict=True)
    return max(float(np.abs(a - b).max()) for a, b in pairs)


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
