import numpy as np


def viterbi(log_emissions, log_transitions, log_start, log_end):
    onward = np.array(log_end)
    rest = [onward]
    for t in range(len(log_emissions) - 1, 0, -1):
        onward = (log_transitions + (log_emissions[t] + onward)).max(axis=1)
        rest.append(onward)
    scores = log_start + log_emissions[0] + rest[-1]
    path = [np.argmax(scores)]
    for t in range(1, len(log_emissions)):
        path.append(np.argmax(log_transitions[path[-1]] + log_emissions[t] + rest[-1 - t]))
    return tuple(path), scores.max()
