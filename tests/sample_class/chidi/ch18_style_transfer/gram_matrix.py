import numpy as np


def gram_matrix(features):
    features = np.asarray(features, dtype=np.float32)
    locations = np.float32(features.shape[1] * features.shape[2])
    return np.einsum("bhwc,bhwd->bcd", features / locations, features, dtype=np.float32)
