"""Program 4-2: the handwritten digits that come with scikit-learn (section 4.12).

Nothing is trained here. Before a network reads them, look at them yourself: 1797 images of 8 x 8 pixels,
each in one row of 64 numbers from 0, paper, to 16, ink, and for each the digit that it shows. Even at this
size some are hard to tell. The mean of all images of a digit says what they have in common, and how much
they differ: where it is grey, only some of them have ink.

中文：scikit-learn 自带的手写数字数据集。这里不训练任何模型。在让网络识别之前，先自己看一看：1797 张 8 x 8
像素的图片，每张是一行 64 个数，从 0（纸）到 16（墨），每张都有它所写的数字。这么小的图片，有些连人也难以辨
认。每个数字所有图片的平均，显示了它们的共同之处和差别：灰色的地方只有一部分图片有墨。
"""

import numpy as np
from sklearn.datasets import load_digits

from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "The handwritten digits of scikit-learn", "zh": "手写数字数据集介绍"},
    "data": ["digits"],
    "minutes": 0.1,
    "metrics": {
        "data_shape": {"en": "shape of the data", "zh": "数据的形状", "book": [1797, 64]},
        "target_shape": {"en": "shape of the targets", "zh": "标签的形状", "book": [1797]},
        "pixels": {"en": "smallest and largest pixel", "zh": "最小与最大的像素值"},
        "of_each_digit": {"en": "images of each digit, 0 to 9", "zh": "数字 0 到 9 各有多少张"},
    },
}


def run(settings):
    """Count the images, and draw some."""
    digits = load_digits()
    shown = 32
    images = digits.images / digits.images.max()
    means = [images[digits.target == digit].mean(axis=0) for digit in digits.target_names]
    return {
        "metrics": {
            "data_shape": digits.data.shape,
            "target_shape": digits.target.shape,
            "pixels": [digits.data.min(), digits.data.max()],
            "of_each_digit": np.bincount(digits.target),
        },
        "pictures": {
            "samples": pictures.samples(images[:shown], digits.target[:shown], "The first images"),
            "means": pictures.samples(means, digits.target_names, "The mean image of each digit", columns=5),
        },
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
