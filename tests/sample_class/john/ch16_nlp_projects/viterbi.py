import numpy as np


def viterbi(log_emissions, log_transitions, log_start, log_end):
    frames, states = log_emissions.shape
    origins = np.zeros((frames, states), dtype=int)
    best = log_start + log_emissions[0]
    for t in range(1, frames):
        arriving = best[:, np.newaxis] + log_transitions
        origins[t] = arriving.argmax(axis=0)
        best = arriving.max(axis=0) + log_emissions[t]
    best = best + log_end
    path = [int(best.argmax())]
    for t in range(frames - 1, 0, -1):
        path.append(int(origins[t - 1, path[-1]]))
    return path[::-1], float(best.max())
