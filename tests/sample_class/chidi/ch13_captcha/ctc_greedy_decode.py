import numpy as np


def ctc_collapse(path, blank):
    frames = np.asarray(path, np.float32)
    changes = np.abs(np.diff(frames, prepend=np.float32(-1))) > 0.5
    return frames[changes & (frames != blank)].astype(np.int32)


def ctc_greedy_decode(probabilities, length, blank):
    scores = np.asarray(probabilities, np.float32)[:length]
    return ctc_collapse(scores.argmax(axis=-1), blank)
