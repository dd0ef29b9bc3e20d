import numpy as np


def gram_matrix(features):
    batch, height, width, channels = np.shape(features)
    first = np.transpose(features, (0, 3, 1, 2)).reshape(batch, channels, -1)
    scaled = first / np.sqrt(height * width)
    return np.matmul(scaled, scaled.transpose(0, 2, 1))
