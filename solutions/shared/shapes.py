"""Coloured figures on coloured grounds, drawn: images to classify where there is no network.

What a figure is called depends on its outline alone. Where it lies, how large it is, how it is turned and
squashed, both colours, the light and the noise are random and say nothing about the class. The figure is
always the brighter one: with grounds of either kind a small network needs many more images to learn anything.
"""

import numpy as np

RADII = (0.5, 0.8)
"""Of half the image."""
PLACE = 0.5
"""How far from the middle, of the way at whose end the figure would touch the margin."""
TURN = 0.4
"""Radians, to either side."""
SQUASH = 1.25
GROUND, BRIGHTER = (0.0, 0.5), (0.1, 0.6)
LIGHT = 0.3
"""How much brighter one margin is than the middle."""
NOISE = (0.05, 0.2)
"""Standard deviations."""


def _turns(x, y, corners):
    """Return radius, and angle from the middle of the nearest of `corners` sectors; one points down."""
    sector = 2 * np.pi / corners
    return np.hypot(x, y), (np.arctan2(x, y) + sector / 2) % sector - sector / 2


def _polygon(x, y, corners):
    radius, angle = _turns(x, y, corners)
    return radius * np.cos(angle) - np.cos(np.pi / corners)


def _box(x, y, width, height):
    return np.maximum(np.abs(x) - width, np.abs(y) - height)


def _disc(x, y, radius=1.0):
    return np.hypot(x, y) - radius


def _star(x, y, points=5, waist=0.42):
    radius, angle = _turns(x, -y, points)
    along, across = radius * np.cos(angle), radius * np.abs(np.sin(angle))
    inner = waist * np.array([np.cos(np.pi / points), np.sin(np.pi / points)])
    normal = np.array([inner[1], 1 - inner[0]]) / np.hypot(inner[1], 1 - inner[0])
    return normal[0] * (along - 1) + normal[1] * across


def _flower(x, y, petals):
    radius, angle = np.hypot(x, y), np.arctan2(x, -y)
    return 0.8 * (radius - 0.65 - 0.33 * np.cos(petals * angle))


def _heart(x, y):
    x, y = 0.18 + 0.7 * (x - y), 0.18 - 0.7 * (x + y)
    lobes = np.minimum(_disc(x, y - 0.5, 0.5), _disc(x - 0.5, y, 0.5))
    return np.minimum(_box(x, y, 0.5, 0.5), lobes)


def _arrow(x, y):
    head = np.maximum(-x, 0.7 * x + 0.7 * np.abs(y) - 0.65)
    return np.minimum(head, _box(x + 0.45, y, 0.5, 0.25))


FIGURES = {
    "disc": _disc,
    "ring": lambda x, y: np.abs(_disc(x, y, 0.75)) - 0.2,
    "triangle": lambda x, y: _polygon(x, y, 3),
    "square": lambda x, y: _polygon(x, y, 4),
    "pentagon": lambda x, y: _polygon(x, y, 5),
    "star": _star,
    "cross": lambda x, y: np.minimum(_box(x, y, 0.95, 0.3), _box(x, y, 0.3, 0.95)),
    "heart": _heart,
    "crescent": lambda x, y: np.maximum(_disc(x, y), 0.8 - np.hypot(x - 0.5, y)),
    "half disc": lambda x, y: np.maximum(_disc(x, y + 0.4), -y - 0.4),
    "bar": lambda x, y: _box(x, y, 1, 0.35),
    "frame": lambda x, y: np.abs(_box(x, y, 0.62, 0.62)) - 0.17,
    "arrow": _arrow,
    "angle": lambda x, y: np.minimum(_box(x + 0.55, y, 0.25, 0.85), _box(x, y + 0.6, 0.8, 0.25)),
    "three petals": lambda x, y: _flower(x, y, 3),
    "four petals": lambda x, y: _flower(x, y, 4),
    "six petals": lambda x, y: _flower(x, y, 6),
}
"""How far a point is outside each figure of radius 1; less than 0 inside. x points right, y down."""

NAMES = tuple(FIGURES)


def draw(rng, count=3000, *, size=32, classes=10):
    """Return images of figures.

    Parameters
    ----------
    rng : numpy.random.Generator
        What everything is drawn from.
    count : int
        How many images, as equally divided among the classes as may be.
    size : int
        Height and width in pixels.
    classes : int
        How many of `NAMES`, at most 17.

    Returns
    -------
    images : ndarray of float32, shape (count, size, size, 3)
        From 0 to 1.
    labels : ndarray of int, shape (count,)
        Places in `NAMES`, in random order.
    """
    labels = rng.permutation(np.arange(count) % classes)
    images = np.empty((count, size, size, 3), np.float32)
    for label, name in enumerate(NAMES[:classes]):
        rows = np.flatnonzero(labels == label)
        images[rows] = _painted(rng, FIGURES[name], len(rows), size)
    return images, labels


def _painted(rng, figure, count, size):
    def uniform(low, high, *more):
        return rng.uniform(low, high, (count, *more, 1, 1)).astype(np.float32)

    pixels = (np.arange(size, dtype=np.float32) + 0.5) / size * 2 - 1
    radius, turn, squash = uniform(*RADII), uniform(-TURN, TURN), uniform(1 / SQUASH, SQUASH)
    x, y = (pixel - uniform(-PLACE, PLACE) * (1 - radius) for pixel in (pixels, pixels[:, None]))
    u, v = (np.cos(turn) * x + np.sin(turn) * y) * squash, (np.cos(turn) * y - np.sin(turn) * x) / squash
    inside = np.clip(0.5 - figure(u / radius, v / radius) * radius * size / 2, 0, 1)  # soft over one pixel

    ground = rng.uniform(*GROUND, (count, 1, 1, 3)).astype(np.float32)
    brighter = rng.uniform(*BRIGHTER, (count, 1, 1, 3)).astype(np.float32)
    light = 1 + uniform(-LIGHT, LIGHT) * pixels + uniform(-LIGHT, LIGHT) * pixels[:, None]
    images = rng.standard_normal((count, size, size, 3), np.float32)
    images *= uniform(*NOISE, 1)
    images += (ground + brighter * inside[..., None]) * light[..., None]
    return np.clip(images, 0, 1, out=images)
