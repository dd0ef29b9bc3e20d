import numpy as np


def viterbi(log_emissions, log_transitions, log_start, log_end):
    emissions, transitions, start, end = (
        np.asarray(part, dtype=np.float32) for part in (log_emissions, log_transitions, log_start, log_end)
    )
    rows, origins = [start + emissions[0]], []
    for emission in emissions[1:]:
        arriving = rows[-1][:, None] + transitions
        origins.append(np.argmax(arriving, axis=0))
        rows.append(np.max(arriving, axis=0) + emission)
    last = rows[-1] + end
    path = [np.argmax(last)]
    for origin in reversed(origins):
        path.insert(0, origin[path[0]])
    return np.array(path), np.max(last)
