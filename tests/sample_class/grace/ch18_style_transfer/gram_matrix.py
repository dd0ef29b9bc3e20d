import numpy as np


def gram_matrix(features):
    batch, height, width, channels = features.shape
    locations = features.reshape(batch * height * width, channels)
    return locations.T @ locations / len(locations)
