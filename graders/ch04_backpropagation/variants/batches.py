"""Right answers to ``ch04/batches`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def batches(inputs, targets, batch_size, rng):
    order = np.arange(len(inputs), dtype=np.int32)
    rng.shuffle(order)
    inputs, targets = inputs.astype(np.float32)[order], targets.astype(np.float32)[order]
    cuts = range(batch_size, len(order), batch_size)
    return tuple(zip(np.split(inputs, cuts), np.split(targets, cuts)))
""",
    "loops": """
def batches(inputs, targets, batch_size, rng):
    left = list(range(len(inputs)))
    epoch = []
    while left:
        rows = []
        while left and len(rows) < batch_size:
            rows.append(left.pop(int(rng.integers(len(left)))))
        epoch.append([[list(map(float, array[row])) for row in rows] for array in (inputs, targets)])
    return epoch
""",
    "vectorised": """
import numpy as np

def batches(inputs, targets, batch_size, rng):
    rows = rng.choice(np.concatenate([inputs, targets], axis=1), len(inputs), replace=False)
    width = inputs.shape[1]
    pieces = np.split(rows, np.arange(batch_size, len(rows), batch_size))
    return [(piece[:, :width], piece[:, width:]) for piece in pieces]
""",
    "by random keys": """
import numpy as np

def batches(inputs, targets, batch_size, rng):
    order = np.argsort(rng.random(len(inputs)))
    count = -(-len(order) // batch_size)
    return [
        (np.take(inputs, order[n * batch_size : (n + 1) * batch_size], axis=0),
         np.take(targets, order[n * batch_size : (n + 1) * batch_size], axis=0))
        for n in range(count)
    ]
""",
}
