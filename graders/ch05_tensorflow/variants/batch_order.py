"""Right answers to ``ch05/batch_order`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def batch_order(count, batch_size, epochs, order="repeat_batch", drop_remainder=False):
    if order not in ("repeat_batch", "batch_repeat"):
        raise ValueError(order)
    together = epochs if order == "repeat_batch" else 1
    row = np.tile(np.arange(count, dtype=np.float32), together).astype(np.int32)
    batches = np.split(row, np.arange(batch_size, len(row), batch_size))
    if drop_remainder and len(batches[-1]) < batch_size:
        batches = batches[:-1]
    return batches * (epochs // together)
""",
    "loops": """
def batch_order(count, batch_size, epochs, order="repeat_batch", drop_remainder=False):
    if order not in ("repeat_batch", "batch_repeat"):
        raise ValueError("unknown order")
    batches = []
    batch = []
    for epoch in range(epochs):
        for example in range(count):
            batch.append(example)
            if len(batch) == batch_size:
                batches.append(tuple(batch))
                batch = []
        if order == "batch_repeat":
            if batch and not drop_remainder:
                batches.append(tuple(batch))
            batch = []
    if batch and not drop_remainder:
        batches.append(tuple(batch))
    return batches
""",
    "vectorised": """
import numpy as np

def batch_order(count, batch_size, epochs, order="repeat_batch", drop_remainder=False):
    match order:
        case "repeat_batch":
            length, times = count * epochs, 1
        case "batch_repeat":
            length, times = count, epochs
        case _:
            raise ValueError(order)
    number = length // batch_size if drop_remainder else -(-length // batch_size)
    starts = np.arange(number) * batch_size
    return times * [np.arange(s, min(s + batch_size, length)) % count for s in starts]
""",
    "itertools": """
from itertools import chain, repeat


def batch_order(count, batch_size, epochs, order="repeat_batch", drop_remainder=False):
    def batch(things):
        things = iter(things)
        while piece := list(zip(range(batch_size), things)):
            piece = [thing for _, thing in piece]
            if len(piece) == batch_size or not drop_remainder:
                yield piece

    def again(things):
        return chain.from_iterable(repeat(list(things), epochs))

    steps = {"repeat_batch": lambda x: batch(again(x)), "batch_repeat": lambda x: again(batch(x))}
    if order not in steps:
        raise ValueError(order)
    return list(steps[order](range(count)))
""",
}
