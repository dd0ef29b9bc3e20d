import numpy as np


def ctc_collapse(path, blank):
    labelling = []
    previous = None
    for symbol in path:
        if symbol != blank:
            labelling.append(int(symbol))
        previous = symbol
    return labelling


def ctc_greedy_decode(probabilities, length, blank):
    best_path = np.argmax(probabilities[:length], axis=1)
    return ctc_collapse(best_path, blank)
