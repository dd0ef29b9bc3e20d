"""Right answers to ``ch06/random_augment`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def flip_and_brighten(images, flips, factors):
    result = images.astype(np.float32)
    for n in np.flatnonzero(flips):
        result[n] = np.fliplr(result[n])
    result *= factors.astype(np.float32)[:, None, None, None]
    return np.clip(result, 0, 1)

def random_augment(images, low, high, training, rng):
    if training:
        factors = rng.uniform(low, high, size=len(images)).astype(np.float32)
        return flip_and_brighten(images, rng.random(len(images)) < 0.5, factors)
    return images.astype(np.float32)
""",
    "loops": """
def flip_and_brighten(images, flips, factors):
    result = []
    for image, flip, factor in zip(images.tolist(), flips, factors):
        rows = [list(reversed(row)) if flip else row for row in image]
        result.append([[[min(float(factor) * v, 1.0) for v in pixel] for pixel in row] for row in rows])
    return result

def random_augment(images, low, high, training, rng):
    if not training:
        return images.tolist()
    flips, factors = [], []
    for _ in images:
        factors.append(rng.uniform(low, high))
        flips.append(rng.choice([True, False]))
    return flip_and_brighten(images, flips, factors)
""",
    "vectorised": """
import numpy as np

def flip_and_brighten(images, flips, factors):
    columns = np.arange(images.shape[2])
    order = np.where(np.asarray(flips, bool)[:, None], columns[::-1], columns)
    mirrored = np.take_along_axis(images, order[:, None, :, None], axis=2)
    return np.einsum("nhwc,n->nhwc", mirrored, factors).clip(max=1.0)

def random_augment(images, low, high, training, rng):
    count = len(images) if training else 0
    result = images.copy()
    result[:count] = flip_and_brighten(
        images[:count], rng.permuted(rng.random(count)) > 0.5, rng.uniform(low, high, count)
    )
    return result
""",
}
