"""A graph of operations, and a run of it (sections 5.1.2, 5.4 and 5.5.2)."""

import numpy as np

OPERATIONS = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "matmul": np.matmul,
    "square": np.square,
}


def run_graph(nodes, feeds, fetch):
    """Return the value of one node of a graph, and which nodes had to be computed for it.

    A graph says what is to be computed, and computes nothing. It is a dict: each node has a name, an
    operation, and the names of its inputs, one or two. Here y = (x - a)²::

        nodes = {"difference": ("subtract", "x", "a"), "y": ("square", "difference")}

    Only a run computes, and only what was asked for. The value of a name is::

        feeds[name]                                      if the name is fed
        OPERATIONS[operation](value of each input)       if it is a node: its inputs in the order of the tuple

    A name that is fed has the fed value, though it may be a node as well: then that node is not computed.
    What `fetch` does not need, directly or through others, is not computed either, and may be unknown, part
    of a cycle, or of shapes that do not fit. No node is computed twice in a run, however many others use it.
    The inputs of a node are computed in their order, each with all that it needs before the next, and the
    node right after the last. The order of the dict says nothing: a node may stand before its inputs.

    Each run begins anew: nothing is kept from the runs before.

    Parameters
    ----------
    nodes : dict of str to tuple of str
        For each node (operation, name of an input, …); the operations are the keys of `OPERATIONS`. "square"
        has one input, all others have two, which may be the same.
    feeds : dict of str to float or ndarray
        The values of names that are not to be computed.
    fetch : str
        The name whose value is wanted; it may be fed itself.

    Returns
    -------
    value : float or ndarray
        The value of `fetch`.
    computed : list of str
        The names of the nodes that were computed, in that order; empty if `fetch` is fed.

    Raises
    ------
    KeyError
        If `fetch`, or a name that it needs, is neither fed nor a node.
    ValueError
        If `fetch` needs a node that needs its own value, through others or directly. Where both are so,
        either error is right.

    Examples
    --------
    The book's program 5-3: a variable less a constant, and the variable again. Nobody asks for "more".

    >>> x, a = np.array([1, 2]), np.array([3, 3])
    >>> nodes = {"sum": ("add", "x", "less"), "less": ("subtract", "x", "a"), "more": ("square", "sum")}
    >>> run_graph(nodes, {"x": x, "a": a}, "sum")
    (array([-1,  1]), ['less', 'sum'])
    >>> run_graph(nodes, {"x": 5.0, "less": 0.5}, "sum")
    (np.float64(5.5), ['sum'])
    """
    raise NotImplementedError("find the values of a node's inputs, then its own, unless it is known; refuse a cycle")
