"""Right answers to ``ch16/viterbi`` in other styles; at ties they choose differently."""

VARIANTS = {
    "float32": """
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
""",
    "loops": """
def viterbi(log_emissions, log_transitions, log_start, log_end):
    emissions, transitions = log_emissions.tolist(), log_transitions.tolist()
    start, end = log_start.tolist(), log_end.tolist()
    states = range(len(start))
    table = [{j: start[j] + emissions[0][j] for j in states}]
    paths = {j: [j] for j in states}
    for row in emissions[1:]:
        reached, longer = {}, {}
        for j in states:
            score, i = max((table[-1][i] + transitions[i][j], i) for i in states)
            reached[j] = score + row[j]
            longer[j] = paths[i] + [j]
        table.append(reached)
        paths = longer
    score, last = max((table[-1][j] + end[j], j) for j in states)
    return paths[last], score
""",
    "vectorised": """
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
""",
    "recursion": """
from functools import lru_cache


def viterbi(log_emissions, log_transitions, log_start, log_end):
    states = range(len(log_start))

    @lru_cache(maxsize=None)
    def best(t, j):
        if t == 0:
            return log_start[j] + log_emissions[0, j], (j,)
        score, path = max((best(t - 1, i)[0] + log_transitions[i, j], best(t - 1, i)[1]) for i in states)
        return score + log_emissions[t, j], path + (j,)

    last = len(log_emissions) - 1
    score, path = max((best(last, j)[0] + log_end[j], best(last, j)[1]) for j in states)
    return list(path), score
""",
    "very negative numbers for -inf": """
import numpy as np


def viterbi(log_emissions, log_transitions, log_start, log_end):
    emissions, transitions, start, end = (
        np.maximum(part, -1e5) for part in (log_emissions, log_transitions, log_start, log_end)
    )
    frames, states = emissions.shape
    best = np.empty((frames, states))
    origin = np.full((frames, states), -1)
    best[0] = start + emissions[0]
    for t in range(1, frames):
        for j in range(states):
            arriving = best[t - 1] + transitions[:, j]
            origin[t, j] = np.argmax(arriving)
            best[t, j] = arriving[origin[t, j]] + emissions[t, j]
    best[-1] += end
    path = np.zeros(frames, dtype=np.int32)
    path[-1] = np.argmax(best[-1])
    for t in range(frames - 2, -1, -1):
        path[t] = origin[t + 1, path[t + 1]]
    return path, best[-1].max()
""",
}
