import numpy as np


def gram_matrix(features):
    batch, height, width, channels = features.shape
    locations = features.reshape(batch, channels, height * width)
    return locations @ np.swapaxes(locations, 1, 2) / (height * width)
