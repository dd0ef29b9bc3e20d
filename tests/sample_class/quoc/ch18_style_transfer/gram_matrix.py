import numpy as np


def gram_matrix(features):
    batch, height, width, channels = features.shape
    locations = features.reshape(batch, height * width, channels)
    locations = locations / np.linalg.norm(locations, axis=1, keepdims=True)
    return np.swapaxes(locations, 1, 2) @ locations
