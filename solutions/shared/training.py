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
    settings : gradcheck.running.Settings
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


def side_by_side(models, data, settings, **options):
    """Train models from the same weights, on the same batches in the same order.

    Parameters
    ----------
    models : dict of str to keras.Model
        Compiled, each with an optimizer of its own. All begin with the weights of the first, so their layers
        have the same shapes.
    data : Images or dict of str to Images
        For all models, or for each its own.
    settings, **options
        As `fit` takes them.

    Returns
    -------
    dict of str to dict
        For each model what `fit` returns.
    """
    weights = next(iter(models.values())).get_weights()
    histories = {}
    for name, model in models.items():
        model.set_weights(weights)
        keras.utils.set_random_seed(settings.seed)  # from which the order of the batches is drawn
        own = data[name] if isinstance(data, dict) else data
        histories[name] = fit(model, own, settings, **options)
    return histories


def flat(histories):
    """Return the histories of several models as one, with the models' names before the numbers' names."""
    return {
        f"{name}_{kind}": values for name, history in histories.items() for kind, values in history.items()
    }


def outputs(model, images):
    """Return what a model makes of images, as an ndarray.

    For one look at some thousand images this is quicker than `model.predict`, which first builds a graph.
    """
    return keras.ops.convert_to_numpy(model(images, training=False))


def right(model, part):
    """Return for which images a model finds the right class.

    Parameters
    ----------
    model : keras.Model
        With one output for each class.
    part : Part
        Images, and labels as numbers or one-hot.

    Returns
    -------
    ndarray of bool, shape (N,)
        Two models' answers side by side say more than their accuracies: the images that only one gets right.
    """
    labels = part.labels if part.labels.ndim == 1 else part.labels.argmax(axis=1)
    return outputs(model, part.images).argmax(axis=1) == labels
