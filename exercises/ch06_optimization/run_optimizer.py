"""Running an optimiser (section 6.8.8)."""

import numpy as np


def run_optimizer(step_function, state, gradient_function, weights, steps):
    """Let an optimiser take some steps, and return all weights that it passes.

    Every optimiser of this chapter is a function that takes one step, and a state that it wants back at the
    next: nothing, a velocity, two moments. Who runs it need not know which optimiser it is::

        path[0] = weights
        path[k], new state = step_function(path[k - 1], state, gradient_function(path[k - 1]), k)

    for k = 1, …, `steps`. The state that one step returns is passed to the next, as it is. All that the path
    depends on is in the arguments: a second run knows nothing of the first.

    Parameters
    ----------
    step_function : function
        ``step_function(weights, state, gradient, step)`` returns the weights and the state after a step, and
        leaves those before it as they were. It is called once for each step, with four arguments in this
        order; `step` is the number of the step that is taken: 1, 2, 3, …
    state : object
        What the first step is passed as its state, of whatever kind: None, a number, an array, a tuple, a
        dict. Only the step function looks into it.
    gradient_function : function
        ``gradient_function(weights)`` returns the gradient there, in the shape of the weights. It is called
        once for each step.
    weights : ndarray, any shape (*S,)
        Where the path begins.
    steps : int
        How many steps to take, 0 or more.

    Returns
    -------
    ndarray, shape (steps + 1, *S)
        The weights at the start and after each step, in this order. `weights` and `state` stay as they were.

    Examples
    --------
    A ball in the bowl weights² gains speed, rolls through its lowest point and up on the other side:

    >>> def step_with_momentum(weights, state, gradient, step):
    ...     velocity = 0.5 * state - 0.25 * gradient
    ...     return weights + velocity, velocity
    >>> def gradient_function(weights):
    ...     return 2 * weights
    >>> run_optimizer(step_with_momentum, np.zeros(1), gradient_function, np.array([8.0]), steps=3)
    array([[ 8.],
           [ 4.],
           [ 0.],
           [-2.]])
    """
    raise NotImplementedError("begin with the start, then add the weights of one step after the other")
