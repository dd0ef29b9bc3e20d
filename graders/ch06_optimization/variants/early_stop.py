"""Right answers to ``ch06/early_stop`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def early_stop(values, patience, mode, min_delta=0.0):
    values = np.asarray(values, np.float32) * np.float32(-1 if mode == "min" else 1)
    best, best_epoch, wait = np.float32(-np.inf), 0, 0
    for epoch in range(len(values)):
        wait += 1
        if values[epoch] - np.float32(min_delta) > best:
            best, best_epoch, wait = values[epoch], epoch, 0
        if wait >= patience:
            return np.int32(epoch), np.int32(best_epoch)
    return None, np.int32(best_epoch)
""",
    "loops": """
def early_stop(values, patience, mode, min_delta=0.0):
    best_epoch, best = 0, values[0]
    wait = 0
    for epoch in range(1, len(values)):
        if mode == "min":
            improved = values[epoch] < best - min_delta
        else:
            improved = values[epoch] > best + min_delta
        if improved:
            best_epoch, best = epoch, values[epoch]
            wait = 0
        else:
            wait = wait + 1
            if wait == patience:
                return [epoch, best_epoch]
    return [None, best_epoch]
""",
    "vectorised": """
import numpy as np

def early_stop(values, patience, mode, min_delta=0.0):
    gains = np.subtract.outer(values, values) * (1 if mode == "max" else -1)
    best = 0
    while True:
        later = np.flatnonzero(gains[best + 1 : best + patience + 1, best] > min_delta)
        if later.size:
            best += 1 + int(later[0])
        elif best + patience < len(values):
            return best + patience, best
        else:
            return None, best
""",
}
