"""Program 7-3: a classifier is exported for use, and its make is written down (section 7.2).

`model.export` writes a SavedModel: a folder with the graph that computes the answers, `saved_model.pb`, and
the weights that it needs (in two copies, under two names). TensorFlow can run it in any program, on a
server or a telephone, without the code that built it and without Keras. It is for answering only: there are
no layers in it any more, no loss and no optimizer, and what a layer does in training alone, such as
dropout, was left out when the graph was made.

So the make of the model is written beside it, as JSON: each layer with its settings, and how the model was
compiled. There one can read what the book's run printed: the weights are drawn by GlorotUniform, the biases
are zeros. With both, program 7-4 can answer, and train on as well.

The book saves with `model.save(folder)`, which Keras 3 refuses: `export` has taken its place.

中文：导出分类器供使用，并把它的结构写下来。`model.export` 生成一个 SavedModel 文件夹：`saved_model.pb` 是计
算输出的计算图，旁边是它需要的权值（用两个名字各存一份）。TensorFlow 可以在任何程序、服务器或手机上运行它，
不需要建立模型的代码，也不需要 Keras。它只用于推断：里面不再有层、损失函数和优化器；只在训练时起作用的部分
（例如 Dropout）在生成计算图时就已经去掉。所以这里另外用 JSON 写下模型的结构：每一层的设置以及编译参数，其中
可以看到书中打印的内容：权值由 GlorotUniform 初始化，偏置为零。有了这两样，程序 7-4 既能推断，也能继续训练。
书中用 `model.save(文件夹)` 保存，Keras 3 不再支持，由 `export` 代替。
"""

from solutions.ch07_saving.program_7_1_save_keras import figures, trained
from solutions.shared import pictures, saving

PROGRAM = {
    "title": {"en": "Exporting a SavedModel", "zh": "SavedModel 模型保存"},
    "data": ["digits", "mnist", "file"],
    "epochs": 5,
    "minutes": 0.1,
    "book": {"data": "mnist", "epochs": 5},
    "metrics": {
        "parameters": {"en": "parameters", "zh": "参数个数", "book": 7850},
        "loss": {"en": "training loss", "zh": "训练损失", "book": 0.0156},
        "accuracy": {"en": "training accuracy", "zh": "训练准确率", "book": 0.9038},
        "test_loss": {"en": "test loss", "zh": "测试损失", "book": 0.0145},
        "test_accuracy": {"en": "test accuracy", "zh": "测试准确率", "book": 0.9093},
    },
}


def run(settings):
    """Train the classifier, export it, and write its make beside it."""
    model, images, history, _start = trained(settings)
    exported = saving.empty(settings.out / "exported")
    model.export(exported, verbose=False)
    make = settings.out / "config.json"
    make.write_text(model.to_json(indent=1), encoding="utf-8")
    saving.leave(settings, model, images.test.images)

    files = [make, *sorted(path for path in exported.rglob("*") if path.is_file())]
    sizes = {path.relative_to(settings.out).as_posix(): path.stat().st_size for path in files}
    return {
        "metrics": {"parameters": model.count_params(), **figures(model, images, history)},
        "history": history,
        "pictures": {
            "files": pictures.bars(sizes, "What program 7-4 finds"),
            "curves": pictures.curves(history, "Until the export"),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
