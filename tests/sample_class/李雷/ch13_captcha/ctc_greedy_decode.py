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
