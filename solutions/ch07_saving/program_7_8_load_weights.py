"""Program 7-8: saved weights come into a network that was built for them (section 7.4.2).

The code of program 7-5 builds the network once more, with random weights; `load_weights` puts those of 7-7
in their place. The picture has each probability as 7-7's network gave it and as this one gives it, before
loading and after: a cloud, and then a line. The network has never been compiled: answering needs no loss
and no optimizer.

A network of other shapes refuses the file. One whose shapes happen to fit takes it without a word: had one
left out the tanh, only the answers would tell.

The book's program looks for an `.h5` file that its 7-7 does not write, and prints nothing. Here the pair
agrees on a name, and the answers are compared.

中文：把保存的权值载入为它们建立的网络。用程序 7-5 的代码再建立一次网络，权值是随机的；`load_weights` 换上
7-7 的权值。图中每个点是一个概率，横轴是 7-7 的网络给出的值，纵轴是这个网络给出的值：载入之前是一片散点，载
入之后是一条直线。这个网络没有编译过：推断不需要损失函数和优化器。形状不同的网络会拒绝这个文件；形状恰好相符
的网络则会一声不响地接受，假如漏写了 tanh，只有比较输出才能发现。书中的程序要读的 `.h5` 文件，它的 7-7 并没
有写出，也没有任何输出；这里两个程序使用同一个文件名，并且比较输出。
"""

import numpy as np

from solutions.ch07_saving.program_7_5_save_architecture import build
from solutions.shared import data, pictures, saving, training

PROGRAM = {
    "title": {"en": "Loading the weights", "zh": "载入模型参数"},
    "data": ["digits", "mnist", "file"],
    "minutes": 0.1,
    "metrics": {
        "difference_before": {"en": "largest difference of answers before", "zh": "载入之前输出的最大差别"},
        "difference": {"en": "… and after loading", "zh": "载入之后输出的最大差别"},
        "accuracy_before": {"en": "test accuracy before", "zh": "载入之前的测试准确率"},
        "test_accuracy": {"en": "… and after loading", "zh": "载入之后的测试准确率"},
    },
}


def run(settings):
    """Build the network, load the weights, and compare before and after."""
    left = saving.left_by(settings, "7-7")
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed))
    model = build(images.classes)

    difference_before, accuracy_before = left.difference(model), np.mean(training.right(model, images.test))
    before = saving.answers_of(model, left.images)
    model.load_weights(settings.saved_by("7-7", "network.weights.h5"))
    return {
        "metrics": {
            "difference_before": difference_before,
            "difference": left.difference(model),
            "accuracy_before": accuracy_before,
            "test_accuracy": np.mean(training.right(model, images.test)),
        },
        "pictures": {
            "answers": pictures.agreement(
                {
                    "before loading": (left.answers, before),
                    "after": (left.answers, saving.answers_of(model, left.images)),
                },
                "The weights come back",
                x="probability when saved",
                y="probability here",
            )
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
