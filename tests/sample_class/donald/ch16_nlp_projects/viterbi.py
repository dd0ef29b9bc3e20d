import numpy as np


def viterbi(log_emissions, log_transitions, log_start, log_end):
    frames, states = log_emissions.shape
    origins = np.zeros((frames, states), dtype=int)
    best = log_start + log_emissions[0]
    path = []
    for t in range(1, frames):
        path.append(int(best.argmax()))
        arriving = best[:, np.newaxis] + log_transitions
        origins[t] = arriving.argmax(axis=0)
        best = arriving.max(axis=0) + log_emissions[t]
    best = best + log_end
    path.append(int(best.argmax()))
    return path, float(best.max())
