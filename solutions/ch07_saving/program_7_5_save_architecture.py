"""Program 7-5: the make of a network is saved, without its weights (section 7.3.1).

The network of program 6-4, 784-200-100-10 with dropout, is written down as JSON: which layers there are, in
which order, with which settings. In `architecture.json` one finds shapes, activations, the share that is
dropped, and how weights are to be drawn; one does not find a single weight. A few thousand bytes are enough
for that, where the weights themselves would take 178,110 times four.

`answers.npz` has what this network, drawn at random and never trained, answers to some test images. Program
7-6 builds a network from the JSON and asks it the same.

The book's program ends in an unfinished `for`, a syntax error. It also encodes twice: `to_json` returns
text, which `json.dump` then packs as one string of a second JSON; here the text is written as it is. And it
makes one array of all weights, whose shapes differ, which NumPy now refuses: here the shapes are a list.

中文：保存网络的结构，不保存权值。把程序 6-4 的网络（784-200-100-10，带 Dropout）写成 JSON：有哪些层、什么顺
序、什么设置。`architecture.json` 里有形状、激活函数、丢弃的比例以及权值的初始化方法，却没有一个权值；几千个
字节就够了，而权值本身需要 178,110 乘 4 个字节。`answers.npz` 保存这个随机初始化、从未训练的网络对几张测试图
片的输出，程序 7-6 由 JSON 建立网络，再问同样的问题。书中的程序以一个没有写完的 `for` 结尾，是语法错误；它还
编码了两次：`to_json` 返回的已经是文本，`json.dump` 又把它当作一个字符串再包装成 JSON，这里直接写入文本。书
中把形状不同的权值放进同一个数组，新版 NumPy 不再允许，这里用列表保存形状。
"""

import numpy as np

from solutions.ch06_optimization import program_6_4_dropout
from solutions.shared import data, pictures, saving, training

PROGRAM = {
    "title": {"en": "Saving the architecture", "zh": "保存模型结构"},
    "data": ["digits", "mnist", "file"],
    "minutes": 0.1,
    "metrics": {
        "shapes": {
            "en": "shapes",
            "zh": "各数组的形状",
            "book": [[784, 200], [200], [200, 100], [100], [100, 10], [10]],
        },
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 178_110},
        "architecture_bytes": {"en": "bytes of the JSON", "zh": "JSON 的字节数"},
        "weights_bytes": {"en": "bytes of the weights", "zh": "权值的字节数"},
    },
}
DROPOUT = 0.4


def build(classes):
    """Return the network: 784 pixels, 200 and 100 hidden units, one probability for each class."""
    return program_6_4_dropout.build(classes, DROPOUT)


def run(settings):
    """Build the network, and write its make down."""
    training.start(settings.seed)
    images = data.load(settings.data, np.random.default_rng(settings.seed))
    model = build(images.classes)

    architecture = settings.out / "architecture.json"
    architecture.write_text(model.to_json(indent=1), encoding="utf-8")
    saving.leave(settings, model, images.test.images)

    written = architecture.stat().st_size
    arrays = {f"{v.path}  {tuple(v.shape)}": v.numpy().nbytes for v in model.weights}
    return {
        "metrics": {
            "shapes": [list(array.shape) for array in model.get_weights()],
            "parameters": model.count_params(),
            "architecture_bytes": written,
            "weights_bytes": sum(arrays.values()),
        },
        "pictures": {
            "bytes": pictures.bars(
                {"architecture.json": written}
                | {f"not saved: {name}": size for name, size in arrays.items()},
                "What the architecture takes, and what the weights would take",
            )
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
