"""Reference trainer: the digits network of chapter 4, with Keras' optimisers (section 6.8).

Data, layers, batches and loss are those of `trainer_digits`, and the gradients TensorFlow's, all in float64.
`walk` trains the same network with any function that moves an array by its gradient, and `beside` puts the
two next to each other after every step::

    for stage in beside("adam", move):
        for name, found, right in stage.arrays:
            assert np.allclose(found, right, rtol=1e-9), name

Halfway the learning rate is halved: PyTorch's velocity, which leaves it out, would part from Keras' there.

All seven of the chapter's optimisers can be held to Keras at every step. Where the conventions of Keras 3 and
those of an exercise part, and how they are brought together:

========  ===================================================  ==========================================
exercise  beside Keras                                         brought together by
========  ===================================================  ==========================================
sgd       the same
momentum  the same: sign and learning rate in the velocity
nesterov  the same: the weights are the place ahead
adagrad   the same, epsilon inside the root; but Keras begins  passing an accumulator of 0.1 before the
          with an accumulator of 0.1, the paper with 0         first step, which is the caller's to choose
adadelta  the same, epsilon inside both roots; but Keras'      a learning rate of 1 for both
          learning rate is 0.001 by default, the paper's is 1
rmsprop   the same: epsilon inside the root, no correction
adam      epsilon is elsewhere: where v is not corrected yet,  passing epsilon / √(1 - beta2ᵗ) at step t:
          the exercise divides by √(v / (1 - beta2ᵗ)) +        the two are then the same at every step,
          epsilon, as the paper does, and Keras by             however small the gradients are
          (√v + epsilon) / √(1 - beta2ᵗ)
========  ===================================================  ==========================================

Only rounding then tells them apart, if the settings are numbers that float32 holds. For whatever the dtype of
the weights is, Keras rounds learning rates to float32, and so the momentum of SGD, the first accumulator of
AdaGrad, and the betas in Adam's corrections, though not in its averages. With a learning rate of 0.1, steps
would differ in the ninth digit, with a beta2 of 0.999 in the sixth: hence `single`.

Only the digits need scikit-learn, and only `keras_optimizer` and `train` TensorFlow. To train with each of
the seven and print a log: ``python -m solutions.ch06_optimization.trainer_optimizers``.
"""

import functools
import os
from dataclasses import dataclass

import numpy as np

from solutions.ch04_backpropagation import trainer_digits
from solutions.ch04_backpropagation.backprop import backprop


def single(number):
    """Return the number of float32 that is nearest to a number.

    Parameters
    ----------
    number : float
        Any.

    Returns
    -------
    float
        Which float32 holds exactly.
    """
    return float(np.float32(number))


KERAS = {
    "sgd": ("SGD", {"learning_rate": 1.0}),
    "momentum": ("SGD", {"learning_rate": 0.5, "momentum": single(0.9)}),
    "nesterov": ("SGD", {"learning_rate": 0.5, "momentum": single(0.9), "nesterov": True}),
    "adagrad": (
        "Adagrad",
        {"learning_rate": single(0.1), "epsilon": 1e-7, "initial_accumulator_value": single(0.1)},
    ),
    "rmsprop": ("RMSprop", {"learning_rate": single(0.01), "rho": 0.9, "epsilon": 1e-7}),
    "adadelta": ("Adadelta", {"learning_rate": 1.0, "rho": 0.95, "epsilon": 1e-7}),
    "adam": (
        "Adam",
        {"learning_rate": single(0.01), "beta_1": single(0.9), "beta_2": single(0.999), "epsilon": 1e-7},
    ),
}
"""For each exercise, Keras' name and settings; betas, rho and epsilon are those that Keras has by default."""

STATES = {
    "sgd": (),
    "momentum": (0.0,),
    "nesterov": (0.0,),
    "adagrad": (single(0.1),),
    "rmsprop": (0.0,),
    "adadelta": (0.0, 0.0),
    "adam": (0.0, 0.0),
}
"""For each exercise, what the arrays of its state are filled with before the first step."""

HALVED_AFTER = 15
"""After how many steps the learning rate is halved."""


def settings(name, step, halved_after=HALVED_AFTER):
    """Return what an exercise's function is passed by keyword to take the step that Keras takes.

    Parameters
    ----------
    name : str
        The exercise.
    step : int
        Number of the step, from 1.
    halved_after : int
        Number of the last step with the whole learning rate.

    Returns
    -------
    dict of str to number
        In the exercise's own names.
    """
    options = dict(KERAS[name][1])
    rate = options.pop("learning_rate")
    if step > halved_after:
        rate /= 2
    if name == "adam":
        beta1, beta2 = options["beta_1"], options["beta_2"]
        epsilon = options["epsilon"] / np.sqrt(1 - beta2**step)
        return {"step": step, "learning_rate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}
    of_keras_alone = ("nesterov", "initial_accumulator_value")
    return {"learning_rate": rate} | {key: options[key] for key in options if key not in of_keras_alone}


def _tensorflow():
    # Sums in one order on every machine, and no notices in the log. Too late where it is loaded already.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    return tf


def keras_optimizer(name, halved_after=HALVED_AFTER):
    """Return Keras' optimiser for an exercise.

    Parameters
    ----------
    name : str
        The exercise.
    halved_after : int
        Number of the last step with the whole learning rate.

    Returns
    -------
    keras.optimizers.Optimizer
        A new one, which has taken no step.
    """
    optimizers = _tensorflow().keras.optimizers
    kind, options = KERAS[name]
    rate = options["learning_rate"]
    # A schedule is asked before each step for how many there have been.
    rates = optimizers.schedules.PiecewiseConstantDecay([halved_after - 1], [rate, rate / 2])
    return getattr(optimizers, kind)(**options | {"learning_rate": rates})


@dataclass(frozen=True)
class Task:
    """What to train, and on what.

    Attributes
    ----------
    digits : trainer_digits.Digits
        The examples.
    layers : list of (weights, biases, "sigmoid")
        Where to begin.
    chosen : ndarray of int, shape (steps, size)
        Which examples each step is taken on.
    """

    digits: trainer_digits.Digits
    layers: list
    chosen: np.ndarray

    @property
    def arrays(self):
        """The weights and biases to begin with, layer by layer."""
        return [array for weights, biases, _ in self.layers for array in (weights, biases)]

    @property
    def batches(self):
        """The inputs and targets of each step."""
        return [(self.digits.train_inputs[rows], self.digits.train_targets[rows]) for rows in self.chosen]

    def loss(self, layers):
        """Return the loss of some layers on all examples to train on.

        Parameters
        ----------
        layers : list of (weights, biases, "sigmoid")
            The network.

        Returns
        -------
        float
            The mean over the rows of half the squared distance between outputs and targets.
        """
        return trainer_digits.loss_of(layers, self.digits.train_inputs, self.digits.train_targets)


@functools.cache
def digits_task(steps=30, seed=6):
    """Return a network of 64, 100 and 10 units, and batches of 50 digits to train it on.

    Parameters
    ----------
    steps : int
        How many batches there are.
    seed : int
        What the data's division, the weights and the batches are drawn from.

    Returns
    -------
    Task
        The same one for the same arguments: its arrays are for reading only.
    """
    rng = np.random.default_rng(seed)
    digits = trainer_digits.digits(rng)
    layers = trainer_digits.initial_layers(rng)
    return Task(digits, layers, trainer_digits.batches(rng, len(digits.train_inputs), steps))


def _layers(arrays):
    return [(*pair, "sigmoid") for pair in zip(arrays[::2], arrays[1::2], strict=True)]


def train(optimizer, task):
    """Train with an optimiser of Keras, and the gradients that TensorFlow finds by itself.

    Parameters
    ----------
    optimizer : keras.optimizers.Optimizer
        One that has taken no step.
    task : Task
        What to train; its arrays stay as they are.

    Returns
    -------
    trajectory : list of layers
        The layers after each step, in the form of the task's.
    """
    tf = _tensorflow()
    variables = [tf.Variable(array, dtype=tf.float64) for array in task.arrays]
    optimizer.build(variables)

    @tf.function
    def step(outputs, targets):
        with tf.GradientTape() as tape:
            for weights, biases, _ in _layers(variables):
                outputs = tf.sigmoid(outputs @ weights + biases)
            loss = tf.reduce_mean(tf.reduce_sum((outputs - targets) ** 2, axis=1)) / 2
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))

    trajectory = []
    for inputs, targets in task.batches:
        step(tf.constant(inputs), tf.constant(targets))
        trajectory.append(_layers([variable.numpy() for variable in variables]))
    return trajectory


def walk(name, move, task):
    """Train with any function that moves an array, and the gradients that chapter 4's `backprop` finds.

    Each gradient is taken where the function itself has led. Each array has a state of its own.

    Parameters
    ----------
    name : str
        The exercise, which decides what the states begin with.
    move : function
        ``move(step, gradient, array, *state)`` returns the new array and the arrays of its new state, one
        after the other; `step` counts from 1.
    task : Task
        What to train; its arrays stay as they are.

    Yields
    ------
    list of (weights, biases, "sigmoid")
        The layers after each step.
    """
    arrays = task.arrays
    states = [[np.full(array.shape, begin) for begin in STATES[name]] for array in arrays]
    for step, batch in enumerate(task.batches, start=1):
        gradients = [gradient for pair in backprop(_layers(arrays), *batch) for gradient in pair]
        moved = [
            move(step, gradient, array, *state)
            for gradient, array, state in zip(gradients, arrays, states, strict=True)
        ]
        arrays, states = [array for array, *_ in moved], [state for _, *state in moved]
        yield _layers(arrays)


@functools.cache
def keras_way(name):
    """Return Keras' way through the digits' task.

    Parameters
    ----------
    name : str
        The exercise.

    Returns
    -------
    list of layers
        See `train`. The same one for the same name: it is for reading only.
    """
    return train(keras_optimizer(name), digits_task())


@dataclass(frozen=True)
class Stage:
    """How far a network has come after some steps, beside Keras'.

    Attributes
    ----------
    task : Task
        What is trained.
    steps : int
        How many steps that was.
    layers, right : list of (weights, biases, "sigmoid")
        The layers of the network, and those that Keras has come to.
    """

    task: Task
    steps: int
    layers: list
    right: list

    @property
    def arrays(self):
        """What each array of the layers is called, is, and should be; the last layer comes first."""
        pairs = enumerate(zip(self.layers, self.right, strict=True), start=1)
        return [
            (f"{kind} of layer {number} after step {self.steps}", mine[place], keras[place])
            for number, (mine, keras) in reversed(list(pairs))
            for place, kind in enumerate(("weights", "biases"))
        ]

    @property
    def losses(self):
        """The losses on all examples to train on, before the first step and now."""
        return self.task.loss(self.task.layers), self.task.loss(self.layers)


def beside(name, move):
    """Go through the digits' task with any function that moves an array, beside Keras.

    Parameters
    ----------
    name, move
        As of `walk`.

    Yields
    ------
    Stage
        Where the two are after each step.
    """
    task = digits_task()
    ways = zip(walk(name, move, task), keras_way(name), strict=True)
    for steps, (layers, right) in enumerate(ways, start=1):
        yield Stage(task, steps, layers, right)


def main(steps=200, every=50, seed=0):
    """Train with each of the seven, and print how the loss falls and what accuracy it ends with.

    Parameters
    ----------
    steps : int
        How many steps to take, half of them with the whole learning rate.
    every : int
        A column is printed for every so many steps.
    seed : int
        What the data's division, the weights and the batches are drawn from.
    """
    task = digits_task(steps, seed)
    digits = task.digits
    print(
        f"{'training loss after':<19}", *(f"{step:>7}" for step in range(0, steps + 1, every)), "   accuracy"
    )
    for name in KERAS:
        way = [task.layers, *train(keras_optimizer(name, steps // 2), task)]
        accuracy = trainer_digits.accuracy_of(way[-1], digits.test_inputs, digits.test_labels)
        print(f"{name:<19}", *(f"{task.loss(layers):>7.3f}" for layers in way[::every]), f"{accuracy:>11.1%}")


if __name__ == "__main__":
    main()
