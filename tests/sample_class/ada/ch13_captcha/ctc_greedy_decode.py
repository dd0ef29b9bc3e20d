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
