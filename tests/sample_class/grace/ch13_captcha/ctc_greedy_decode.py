import numpy as np


def ctc_collapse(path, blank):
    labelling = []
    previous = None
    for symbol in path:
        if symbol != previous:
            labelling.append(int(symbol))
        previous = symbol
    while labelling and labelling[0] == blank:
        labelling.pop(0)
    while labelling and labelling[-1] == blank:
        labelling.pop()
    return labelling


def ctc_greedy_decode(probabilities, length, blank):
    best_path = np.argmax(probabilities[:length], axis=1)
    return ctc_collapse(best_path, blank)
