"""Program 8-2: the network of program 8-1 reads photographs (section 8.11).

A network reads what looks like the images that it has learned from: bright ink on black, the digit in the
middle and nearly as tall as the image. A photograph shows dark ink on uneven grey paper, and a digit
somewhere on it. It is prepared in three steps, and the answers after each are shown:

1. as in the book: made 28 x 28, inverted, and scaled to numbers between 0 and 1;
2. the paper taken away: the light on it is taken for a plane, and only what is much darker is left;
3. scaled and centred as MNIST's digits were: 20 pixels tall or wide, the centre of mass in the middle.

The book stops after the first step, and its one photograph was read rightly all the same. Here, where the
digits do not stand in the middle, the first two steps get hardly more right than guessing would; it is the
third that counts. Even then some digits are misread: the network has learned handwriting, by default at no
more than 8 x 8 pixels, and these are printed.

The ten photographs are drawn by the program, and saved so that one can look at them. `--data path/6.jpg`
reads a photograph of one's own; a digit at the beginning of its name is taken for what it shows.

中文：用程序 8-1 的网络识别照片。网络只认得与训练图片相像的东西：黑底白字，数字居中，几乎与图片一样高；照片
却是明暗不匀的灰纸上写着深色的字，位置也不定。这里分三步处理，每一步之后的识别结果都列出来：一、照书中的做法，
缩成 28×28，反色，再变为 0 到 1 之间的数；二、去掉纸：把纸上的光当作一个平面，只留下比它暗得多的部分；三、照
MNIST 的做法，缩放到 20 像素，并把重心移到正中。书中只做第一步，它唯一的一张照片还是认对了。这里的数字不在正
中，前两步之后认对的几乎不比乱猜多，起作用的是第三步。即使这样也会认错一些：网络学的是手写数字，默认数据还只
有 8×8 像素，而这些是印刷体。默认的十张照片由程序画出并存下来；`--data 路径/6.jpg` 识别自己拍的照片，文件名
开头的数字当作正确答案。
"""

from pathlib import Path

import keras
import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from solutions.shared import pictures, training

PROGRAM = {
    "title": {"en": "Reading photographs of digits", "zh": "识别自己写的数字图片"},
    "data": ["drawn", "file"],
    "minutes": 0.1,
    "book": {"data": "6.jpg"},
    "metrics": {
        "digits": {"en": "what the photographs show", "zh": "照片上的数字", "book": [6]},
        "as_in_the_book": {
            "en": "read as: prepared as in the book",
            "zh": "照书中的做法：识别为",
            "book": [6],
        },
        "without_paper": {"en": "… the paper taken away", "zh": "去掉纸：识别为"},
        "centred": {"en": "… scaled and centred, too", "zh": "再缩放并居中：识别为"},
        "accuracy_as_in_the_book": {"en": "right: prepared as in the book", "zh": "照书中的做法：准确率"},
        "accuracy_without_paper": {"en": "… the paper taken away", "zh": "去掉纸：准确率"},
        "accuracy_centred": {"en": "… scaled and centred, too", "zh": "再缩放并居中：准确率"},
    },
}
SIDE, TALL = 28, 20
PHOTO = 240
FONT = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
DARKER_THAN_PAPER, INK = 0.1, 0.4


def photograph(digit, rng):
    """Return a photograph of a digit: turned, not in the middle, in uneven light, with a camera's noise."""
    page = Image.new("L", (PHOTO, PHOTO))
    font = ImageFont.truetype(FONT, rng.integers(90, 150))
    place = PHOTO / 2 + rng.uniform(-35, 35, 2)
    ImageDraw.Draw(page).text(tuple(place), str(digit), 255, font, anchor="mm", stroke_width=2)
    ink = np.asarray(page.rotate(rng.uniform(-10, 10), Image.Resampling.BICUBIC)) / 255
    y, x = np.mgrid[-1 : 1 : PHOTO * 1j, -1 : 1 : PHOTO * 1j]
    along, down = rng.uniform(-0.2, 0.2, 2)
    light = rng.uniform(0.6, 0.75) + along * x + down * y + 0.02 * np.sin(6 * x + rng.uniform(0, 2 * np.pi))
    colour = np.stack([light, 0.97 * light, 0.9 * light], axis=-1) * (1 - 0.8 * ink[..., None])
    grains = rng.normal(0, 0.02, colour.shape)
    return Image.fromarray((255 * np.clip(colour + grains, 0, 1)).astype(np.uint8))


def as_in_the_book(photo):
    """Return a photograph as 28 x 28 numbers, its dark places near 1."""
    return 1 - np.asarray(photo.convert("L").resize((SIDE, SIDE)), np.float32) / 255


def ink_of(photo):
    """Return for each pixel of a photograph how much ink there is, from 0, paper, to 1."""
    grey = np.asarray(photo.convert("L"), float) / 255
    y, x = np.mgrid[-1 : 1 : grey.shape[0] * 1j, -1 : 1 : grey.shape[1] * 1j]
    plane = np.stack([np.ones_like(x), x, y], axis=-1)
    paper = np.full(grey.shape, True)
    for _ in range(5):
        light = plane @ np.linalg.lstsq(plane[paper], grey[paper], rcond=None)[0]
        paper = light - grey < DARKER_THAN_PAPER
    if paper.all():
        raise OSError("there is nothing on the photograph that is darker than its paper")
    dark = (light - grey) / np.percentile((light - grey)[~paper], 90)
    return np.where(dark > INK, dark, 0).clip(0, 1)


def small(ink, height=SIDE, width=SIDE):
    """Return ink in another size, each new pixel the mean of the old ones that it covers."""
    page = Image.fromarray(ink.astype(np.float32))
    return np.asarray(page.resize((width, height), Image.Resampling.BOX))


def centred(ink):
    """Return ink as 28 x 28 numbers: cut out, 20 pixels tall or wide, its centre of mass in the middle."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = np.maximum(1, np.round(np.array(cut.shape) * TALL / max(cut.shape)).astype(int))
    digit, image = small(cut, height, width), np.zeros((SIDE, SIDE), np.float32)
    down, along = (
        (np.arange(n) + 0.5) @ digit.sum(1 - axis) / digit.sum() for axis, n in enumerate(digit.shape)
    )
    top = int(np.clip(round(SIDE / 2 - down), 0, SIDE - height))
    left = int(np.clip(round(SIDE / 2 - along), 0, SIDE - width))
    image[top : top + height, left : left + width] = digit
    return image


def photographs(settings):
    """Return photographs, and the digits that they show as far as that is known."""
    if settings.data == "drawn":
        rng = np.random.default_rng(settings.seed)
        photos = [photograph(digit, rng) for digit in range(10)]
        for digit, photo in enumerate(photos):
            photo.save(settings.out / f"{digit}.png")
        return photos, list(range(10))
    photo = ImageOps.exif_transpose(Image.open(settings.data)).convert("RGB")
    photo.thumbnail((PHOTO, PHOTO))
    return [photo], [int(first) for first in Path(settings.data).name[:1] if first in "0123456789"]


def run(settings):
    """Read photographs, prepared in three ways."""
    model = keras.saving.load_model(settings.saved_by("8-1", "mnist.keras"))
    photos, digits = photographs(settings)
    ink = [ink_of(photo) for photo in photos]
    prepared = {
        "as_in_the_book": [as_in_the_book(photo) for photo in photos],
        "without_paper": [small(each) for each in ink],
        "centred": [centred(each) for each in ink],
    }
    answers = {
        way: training.outputs(model, np.stack(images)).argmax(axis=1) for way, images in prepared.items()
    }

    shown, titles = [np.asarray(photo) / 255 for photo in photos], [str(digit) for digit in digits or "?"]
    for way, images in prepared.items():
        shown += images
        titles += [f"read as {answer}" for answer in answers[way]]
    about = "Photographs; prepared as in the book; the paper taken away; scaled and centred"
    columns = len(photos) if len(photos) > 1 else 4
    return {
        "metrics": {
            "digits": digits,
            **answers,
            **{
                f"accuracy_{way}": np.mean(each == digits) if digits else None
                for way, each in answers.items()
            },
        },
        "pictures": {"prepared": pictures.samples(shown, titles, about, columns=columns)},
    }


if __name__ == "__main__":
    from gradcheck.programs import main

    main(__file__)
