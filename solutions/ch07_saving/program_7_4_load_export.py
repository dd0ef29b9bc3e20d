"""Program 7-4: an exported classifier answers, and its weights go on learning elsewhere (section 7.2).

`tf.saved_model.load` brings back the graph of program 7-3; `serve` is what it can do, and to the same
images it gives the same answers to the last bit. This is all that an export is made for.

To train on, three things are needed that are not in the export: layers, a loss and an optimizer. The first
two and the optimizer's settings are in `config.json`, of which `model_from_json` builds a new, compiled
model; the export gives it its weights. What the optimizer had in memory is nowhere: it begins at zero
updates. For the plain gradient descent of 7-3 that changes nothing, for it remembers no more than the
count; Adam would begin without its averages. Whoever means to train on saves a `.keras` file (program 7-1)
or a checkpoint (7-10).

The book loads its SavedModel as a Keras model, with `load_model(folder)`, which Keras 3 refuses.

中文：导出的分类器给出输出，它的权值在另一个模型里继续学习。`tf.saved_model.load` 载入程序 7-3 的计算图，
`serve` 是它唯一会做的事，对同样的图片输出逐位相同；导出的模型就是为此准备的。要继续训练，还需要导出文件中没
有的三样东西：层、损失函数和优化器。前两样以及优化器的设置在 `config.json` 里，`model_from_json` 由它建立一
个已编译的新模型，权值从导出的模型中取得。优化器记住的内容则哪里也没有：更新次数从零开始。对于 7-3 使用的普
通梯度下降，这没有影响，因为它只记住次数；换成 Adam 就会丢失它的滑动平均。打算继续训练的人应当保存 `.keras`
文件（程序 7-1）或检查点（程序 7-10）。书中用 `load_model(文件夹)` 把 SavedModel 载入为 Keras 模型，Keras 3
不再支持。
"""

import keras
import tensorflow as tf

from solutions.ch07_saving.program_7_2_load_keras import train_on
from solutions.shared import saving, training

PROGRAM = {
    "title": {"en": "Loading a SavedModel", "zh": "SavedModel 模型载入"},
    "data": ["digits", "mnist", "file"],
    "epochs": 5,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 5},
    "metrics": {
        "difference": {"en": "largest difference of answers, export", "zh": "导出模型输出的最大差别"},
        "difference_rebuilt": {"en": "… of the model that is trained on", "zh": "……用于继续训练的模型"},
        "updates_found": {"en": "updates before this run", "zh": "载入时已更新的次数"},
        "first_loss": {"en": "training loss, first epoch", "zh": "第一个周期的训练损失"},
        "first_accuracy": {"en": "… accuracy, first epoch", "zh": "第一个周期的训练准确率"},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0138},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.9141},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0130},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.9172},
    },
}


def rebuilt(config, exported):
    """Return a model that can be trained: made as the text `config` says, with the weights of an export."""
    model = keras.models.model_from_json(config)
    model.set_weights([variable.numpy() for variable in exported.variables])
    return model


def run(settings):
    """Load the export, prove that it answers as before, and train its weights on in a new model."""
    left = saving.left_by(settings, "7-3")
    training.start(settings.seed)
    exported = tf.saved_model.load(settings.saved_by("7-3", "exported"))
    config = settings.saved_by("7-3", "config.json").read_text(encoding="utf-8")
    model = rebuilt(config, exported)

    differences = left.difference(exported.serve), left.difference(model)
    updates = int(model.optimizer.iterations.numpy())
    metrics, history, curves = train_on(settings, model, left)
    return {
        "metrics": {
            "difference": differences[0],
            "difference_rebuilt": differences[1],
            "updates_found": updates,
            **metrics,
        },
        "history": history,
        "pictures": {"curves": curves},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
