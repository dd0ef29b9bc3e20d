"""Right answers to ``ch13/ctc_greedy_decode`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def ctc_collapse(path, blank):
    frames = np.asarray(path, np.float32)
    changes = np.abs(np.diff(frames, prepend=np.float32(-1))) > 0.5
    return frames[changes & (frames != blank)].astype(np.int32)


def ctc_greedy_decode(probabilities, length, blank):
    scores = np.asarray(probabilities, np.float32)[:length]
    return ctc_collapse(scores.argmax(axis=-1), blank)
""",
    "loops": """
from itertools import groupby


def ctc_collapse(path, blank):
    return tuple(symbol for symbol, run in groupby(path) if symbol != blank)


def ctc_greedy_decode(probabilities, length, blank):
    labelling = []
    before = blank
    for t in range(length):
        best = 0
        for c in range(len(probabilities[t])):
            if probabilities[t][c] > probabilities[t][best]:
                best = c
        if best != before and best != blank:
            labelling.append(best)
        before = best
    return labelling
""",
    "vectorised": """
import numpy as np


def ctc_collapse(path, blank):
    path = np.asarray(path)
    begins = np.append(True, path[1:] != path[:-1])[: path.size]
    merged = path[begins]
    return merged[merged != blank]


def ctc_greedy_decode(probabilities, length, blank):
    with np.errstate(divide="ignore"):
        logs = np.log(probabilities)
    order = np.argsort(-logs, axis=1, kind="stable")
    return ctc_collapse(order[:, 0][np.arange(len(logs)) < length], blank)
""",
}
