import numpy as np


def ctc_collapse(path, blank):
    labelling = []
    previous = None
    for symbol in path:
        if symbol != previous and symbol != blank:
            labelling.append(int(symbol))
        previous = symbol
    return labelling


def ctc_greedy_decode(probabilities, length, blank):
    chances = {((), None): 1.0}
    for frame in probabilities[:length]:
        longer = {}
        for (labelling, previous), chance in chances.items():
            for symbol in np.flatnonzero(frame).tolist():
                spelled = labelling + (symbol,) * (symbol not in (previous, blank))
                longer[spelled, symbol] = longer.get((spelled, symbol), 0.0) + chance * frame[symbol]
        chances = longer
    totals = {}
    for (labelling, _), chance in chances.items():
        totals[labelling] = totals.get(labelling, 0.0) + chance
    return list(max(totals, key=totals.get))
