"""Program 7-6: a network is built as a saved text says (section 7.3.2).

`model_from_json` reads what program 7-5 wrote, and builds a network with the same layers, shapes and
numbers of parameters: 157,000, 20,100 and 1,010; `summary.txt` has the table. But it is another network.
Its weights are drawn anew, and the picture shows what that means: each point is one probability, as 7-5's
network gave it and as this one does. If they were the same network, all points would lie on the line; see
program 7-8.

(From the same seed, the same weights would be drawn again, and it would look as if they had been saved. So
this program draws from the next seed.)

中文：按照保存的文本建立网络。`model_from_json` 读取程序 7-5 写下的内容，建立一个层、形状和参数个数都相同的
网络：157,000、20,100 和 1,010，表格在 `summary.txt` 中。但它是另一个网络：权值是重新随机产生的。图中每个点
是一个概率，横轴是 7-5 的网络给出的值，纵轴是这个网络给出的值；如果是同一个网络，所有点都应当落在直线上（见
程序 7-8）。用同样的种子会产生同样的权值，看起来就好像权值也被保存了，所以这里使用下一个种子。
"""

import keras

from solutions.shared import pictures, saving, training

PROGRAM = {
    "title": {"en": "Loading the architecture", "zh": "载入模型结构"},
    "data": ["digits", "mnist", "file"],
    "minutes": 0.1,
    "metrics": {
        "parameters_by_layer": {
            "en": "parameters by layer",
            "zh": "各层的参数个数",
            "book": [157_000, 20_100, 1_010],
        },
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 178_110},
        "difference": {"en": "largest difference of answers", "zh": "输出的最大差别"},
    },
}


def run(settings):
    """Build a network from the text, and compare it with the one that was written down."""
    left = saving.left_by(settings, "7-5")
    training.start(settings.seed + 1)
    text = settings.saved_by("7-5", "architecture.json").read_text(encoding="utf-8")
    model = keras.models.model_from_json(text)

    lines = []
    model.summary(print_fn=lines.append)
    (settings.out / "summary.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

    answers = saving.answers_of(model, left.images)
    return {
        "metrics": {
            "parameters_by_layer": [layer.count_params() for layer in model.layers if layer.weights],
            "parameters": model.count_params(),
            "difference": left.difference(model),
        },
        "pictures": {
            "answers": pictures.agreement(
                {"no weights were saved": (left.answers, answers)},
                "The same architecture, another network",
                x="probability before",
                y="probability after",
            )
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
