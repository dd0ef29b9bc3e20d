"""Program 6-2: twenty pictures out of one (section 6.3).

A photograph that is turned, moved, leaned, stretched, mirrored or darkened a little shows the same thing.
Whoever trains on such copies tells the network what does not matter. Here twenty are made of one
photograph, and each is saved; `contact_sheet.png` shows all of them, with the original first.

Each copy has a matrix of its own, the product of a turn, a lean and a zoom, and a shift. The matrix says
for each place of the copy where its pixel comes from, `affine_warp` fetches it, and what lies outside is
filled with the nearest pixel of the edge: look for the streaks. `random_augment` then mirrors and
brightens.

Not everything keeps what a picture shows: a mirrored temple is a temple, a mirrored 2 is no digit. The
ranges are the book's, and for digits they would be too wide. In Keras, the layers RandomRotation,
RandomTranslation, RandomZoom, RandomFlip and RandomBrightness do the same inside a model.

The book's `image.jpg` is not in its repository, and its ImageDataGenerator is no longer in Keras; here one
of scikit-learn's photographs stands in, or any of yours with `--data my.jpg`.

中文：把一张照片稍微旋转、平移、错切、缩放、翻转或改变亮度，照片里的东西并没有变。用这样的副本训练，就是告诉网
络哪些变化无关紧要。本程序由一张照片生成 20 张，逐张保存；`contact_sheet.png` 把它们排在一起，第一张是原图。每
张副本有自己的矩阵：旋转、错切、缩放三者的乘积，再加上平移。矩阵说明新图每个位置的像素取自原图何处，由
`affine_warp` 取来，落在图外的用最近的边缘像素填充（图中可以看到条纹）；`random_augment` 再做翻转和亮度变化。
并非所有变化都不改变内容：寺庙的镜像还是寺庙，2 的镜像却不是数字。变化范围沿用书中的设置，对手写数字来说太大
了。书中的 `image.jpg` 不在其代码仓库里，ImageDataGenerator 也已不在 Keras 中；这里用 scikit-learn 自带的照
片，也可以用 `--data my.jpg` 换成自己的。
"""

import numpy as np
from PIL import Image
from sklearn.datasets import load_sample_image

from solutions.shared import pictures

PROGRAM = {
    "title": {"en": "Twenty pictures out of one", "zh": "图像数据增强"},
    "data": ["china", "flower", "file"],
    "minutes": 0.1,
    "uses": ["ch06/affine_warp", "ch06/random_augment"],
    "metrics": {
        "pictures": {"en": "pictures made", "zh": "生成的图片数", "book": 20},
        "different": {"en": "different warps among them", "zh": "其中互不相同的变形"},
        "height": {"en": "height in pixels", "zh": "高（像素）"},
        "width": {"en": "width in pixels", "zh": "宽（像素）"},
        "change": {"en": "mean change of a number", "zh": "像素值的平均变化"},
        "darkest": {"en": "darkest: brightness by that before", "zh": "最暗的一张：亮度与调整前之比"},
        "brightest": {"en": "brightest", "zh": "最亮的一张"},
    },
}
COPIES = 20
ROTATION = 40.0  # degrees, either way
SHIFT = 0.2  # of height and width
SHEAR = 30.0  # degrees
ZOOM = 0.2
DARKEST, BRIGHTEST = 0.7, 1.3
LONGEST_SIDE = 240


def photograph(name):
    """Return a photograph as numbers from 0 to 1, its longest side no longer than `LONGEST_SIDE`."""
    if name in ("china", "flower"):
        image = Image.fromarray(load_sample_image(f"{name}.jpg"))
    else:
        with Image.open(name) as opened:
            image = opened.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return np.asarray(image) / 255


def random_matrix(rotation_matrix, size, rng):
    """Return where the pixels of a copy come from, as `affine_warp` takes it, and the angle of its turn."""
    angle = rng.uniform(-ROTATION, ROTATION)
    turn = rotation_matrix(angle)[:, :2]
    lean = np.array([[1, 0], [np.tan(np.radians(rng.uniform(-SHEAR, SHEAR))), 1]])
    zoom = np.diag(rng.uniform(1 - ZOOM, 1 + ZOOM, 2))
    shift = rng.uniform(-SHIFT, SHIFT, 2) * size
    return np.column_stack([turn @ lean @ zoom, shift]), angle


def run(settings):
    """Make the copies, save each, and draw them beside the original."""
    warping = settings.functions("ch06/affine_warp")
    random_augment = settings.functions("ch06/random_augment").random_augment

    rng = np.random.default_rng(settings.seed)
    original = photograph(settings.data)
    chosen = [random_matrix(warping.rotation_matrix, original.shape[:2], rng) for _ in range(COPIES)]
    warped = np.array([warping.affine_warp(original, matrix) for matrix, _ in chosen])
    copies = np.asarray(random_augment(warped, DARKEST, BRIGHTEST, True, rng))

    for number, copy in enumerate(copies, 1):
        Image.fromarray((255 * copy).round().astype(np.uint8)).save(settings.out / f"copy_{number:02}.jpg")
    brightness = copies.mean(axis=(1, 2, 3)) / warped.mean(axis=(1, 2, 3))
    titles = ["original", *(f"turned by {round(angle)}°" for _, angle in chosen)]
    sheet = pictures.samples([original, *copies], titles, "One photograph, twenty copies", columns=7)
    sheet.set_size_inches(12, 5)
    return {
        "metrics": {
            "pictures": len(copies),
            "different": len(np.unique(warped.reshape(COPIES, -1), axis=0)),
            "height": copies.shape[1],
            "width": copies.shape[2],
            "change": np.abs(copies - original).mean(),
            "darkest": brightness.min(),
            "brightest": brightness.max(),
        },
        "pictures": {"contact_sheet": sheet},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
