"""Right answers to ``ch18/gram_matrix`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def gram_matrix(features):
    features = np.asarray(features, dtype=np.float32)
    locations = np.float32(features.shape[1] * features.shape[2])
    return np.einsum("bhwc,bhwd->bcd", features / locations, features, dtype=np.float32)
""",
    "loops": """
def gram_matrix(features):
    answer = []
    for picture in features.tolist():
        pixels = [pixel for row in picture for pixel in row]
        channels = range(len(pixels[0]))
        answer.append([[sum(p[c] * p[d] for p in pixels) / len(pixels) for d in channels] for c in channels])
    return answer
""",
    "vectorised": """
import numpy as np


def gram_matrix(features):
    batch, height, width, channels = np.shape(features)
    first = np.transpose(features, (0, 3, 1, 2)).reshape(batch, channels, -1)
    scaled = first / np.sqrt(height * width)
    return np.matmul(scaled, scaled.transpose(0, 2, 1))
""",
    "outer": """
import numpy as np


def gram_matrix(features):
    return np.mean(features[..., :, None] * features[..., None, :], axis=(1, 2))
""",
    "one at a time": """
import numpy as np


def gram_matrix(features):
    result = np.zeros((features.shape[0], features.shape[3], features.shape[3]))
    for b in range(features.shape[0]):
        for row in range(features.shape[1]):
            for column in range(features.shape[2]):
                result[b] += np.outer(features[b, row, column], features[b, row, column])
        result[b] /= features.shape[1] * features.shape[2]
    return result
""",
}
