"""What the programs that train with Keras share: a seed for everything, progress, and a history."""

import keras


def start(seed):
    """Forget every model of this process, and draw everything that is random from `seed`.

    Parameters
    ----------
    seed : int
        Python's, NumPy's, TensorFlow's and Keras' generators are seeded with it.
    """
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)


class Told(keras.callbacks.Callback):
    """Tells of every epoch.

    Parameters
    ----------
    tick : callable
        ``tick(loss=…, accuracy=…)``, of `settings.progress`.
    """

    def __init__(self, tick):
        super().__init__()
        self._tick = tick

    def on_epoch_end(self, epoch, logs=None):
        """Pass the epoch's numbers on."""
        self._tick(**{spelt(name): value for name, value in (logs or {}).items()})


def spelt(name):
    """Return Keras' name of a number in full: ``validation_loss`` for ``val_loss``."""
    return name.replace("val_", "validation_")


def fit(model, data, settings, *, callbacks=(), **options):
    """Train a model, with progress.

    Parameters
    ----------
    model : keras.Model
        Compiled.
    data : Images
        Its training and validation parts are used.
    settings : gradcheck.programs.Settings
        How many epochs, and whom to tell.
    callbacks : sequence of keras.callbacks.Callback
        Besides the progress.
    **options
        As `model.fit` takes them: ``batch_size`` and the rest.

    Returns
    -------
    dict of str to list of float
        For each epoch ``loss``, ``accuracy`` (of the weights as they moved during the epoch),
        ``validation_loss``, ``validation_accuracy`` (of those at its end).
    """
    with settings.progress(settings.epochs, "epochs") as tick:
        history = model.fit(
            data.train.images,
            data.train.labels,
            validation_data=data.validation,
            epochs=settings.epochs,
            callbacks=[Told(tick), *callbacks],
            verbose=0,
            **options,
        )
    return {spelt(name): values for name, values in history.history.items()}
