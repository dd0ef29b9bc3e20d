"""The solution of ``ch06/early_stop`` against Keras' callback, driven by hand."""

import numpy as np
import pytest

from solutions.ch06_optimization.early_stop import early_stop


def brute_force(values, patience, mode, min_delta):
    """Every prefix by itself: stop at the first whose last improvement lies far enough back."""
    signed = [value if mode == "max" else -value for value in values]
    for end in range(1, len(signed) + 1):
        record, best = signed[0], 0
        for epoch, value in enumerate(signed[:end]):
            if value - record > min_delta:
                record, best = value, epoch
        if end - 1 - best >= patience:
            return end - 1, best
    return None, best


def runs(count):
    rng = np.random.default_rng(6)
    for _ in range(count):
        values = rng.integers(-8, 9, rng.integers(1, 20)) / 8
        patience, mode = int(rng.integers(1, 5)), str(rng.choice(["min", "max"]))
        yield values, patience, mode, float(rng.choice([0.0, 0.125, 0.5]))


def test_every_prefix_by_itself_gives_the_same():
    for case in runs(500):
        assert early_stop(*case) == brute_force(*case)


@pytest.mark.tensorflow
def test_keras_stops_after_the_same_epoch():
    pytest.importorskip("tensorflow")
    import keras

    class Model:
        stop_training = False

    for values, patience, mode, min_delta in runs(200):
        callback = keras.callbacks.EarlyStopping(
            monitor="measure", patience=patience, mode=mode, min_delta=min_delta
        )
        callback.set_model(Model())
        callback.on_train_begin()
        stopped = None
        for epoch, value in enumerate(values):
            callback.on_epoch_end(epoch, {"measure": value})
            if callback.model.stop_training:
                stopped = epoch
                break
        assert early_stop(values, patience, mode, min_delta) == (stopped, callback.best_epoch)
