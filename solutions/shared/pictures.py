"""What the programs draw. Each function returns a figure; whoever runs the program saves it.

The figures stand by themselves, without pyplot: nothing is shown, nothing is left open. Their labels are
English, because matplotlib brings no Chinese font.
"""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

INCHES = 4.0


def curves(history, title, *, at=None, unit="epoch", logarithmic=False):
    """Draw numbers that develop, in one panel for each kind.

    Parameters
    ----------
    history : dict of str to list of float
        One line each. ``validation_loss`` goes into the panel of ``loss``, and so for any other name that
        ends in that of another.
    title : str
        Above all panels.
    at : sequence of int, optional
        Where the numbers belong; by default 1, 2, 3, …
    unit : str
        What `at` counts.
    logarithmic : bool
        Whether the numbers stand on a logarithmic scale.

    Returns
    -------
    Figure
        What was drawn.
    """
    kinds = [name for name in history if not any(name.endswith(f"_{other}") for other in history)]
    figure, panels = _panels(len(kinds), title)
    for panel, kind in zip(panels, kinds, strict=True):
        for name, values in history.items():
            if name == kind or name.endswith(f"_{kind}"):
                label = name.removesuffix(kind).rstrip("_").replace("_", " ") or "training"
                panel.plot(range(1, len(values) + 1) if at is None else at, values, label=label)
        panel.set(xlabel=unit, ylabel=kind.replace("_", " "))
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
        if logarithmic:
            panel.set_yscale("log")
        if len(panel.lines) > 1:
            panel.legend()
    return figure


def samples(images, titles, title, *, columns=8):
    """Draw images in a grid.

    Parameters
    ----------
    images : ndarray, shape (N, height, width) or (N, height, width, 3)
        From 0 to 1; those without colour are drawn as ink on paper.
    titles : sequence of str
        What stands above each.
    title : str
        What stands above all.
    columns : int
        How many stand side by side.

    Returns
    -------
    Figure
        What was drawn.
    """
    rows = -(-len(images) // columns)
    figure = Figure(figsize=(1.1 * columns, 1.35 * rows + 0.5), layout="constrained")
    figure.suptitle(title)
    for panel, image, words in zip(figure.subplots(rows, columns, squeeze=False).flat, images, titles):  # noqa: B905 - the last row may not be full
        panel.imshow(image, cmap="gray_r", vmin=0, vmax=1)
        panel.set_title(words, fontsize=9)
    for panel in figure.axes:
        panel.axis("off")
    return figure


def confusion(matrix, title):
    """Draw a confusion matrix.

    Parameters
    ----------
    matrix : ndarray of int, shape (K, K)
        Row: the right class; column: the class that was answered.
    title : str
        Above it.

    Returns
    -------
    Figure
        What was drawn.
    """
    figure, (panel,) = _panels(1, title)
    panel.imshow(matrix, cmap="Blues")
    panel.set(xlabel="answered", ylabel="right", xticks=range(len(matrix)), yticks=range(len(matrix)))
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            colour = "white" if count > np.max(matrix) / 2 else "black"
            panel.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=7)
    return figure


def plane(points, labels, title, *, lines=()):
    """Draw points of two classes in the plane, and lines between them.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
        Where they are.
    labels : ndarray, shape (N,)
        Their classes: above zero or not.
    title : str
        Above it.
    lines : sequence of (x, y, name)
        Each `x` and `y` an ndarray of shape (M,); where `y` is not a number there is no line.

    Returns
    -------
    Figure
        What was drawn.
    """
    figure, (panel,) = _panels(1, title)
    for above, marker, colour in ((True, "o", "tab:blue"), (False, "s", "tab:orange")):
        chosen = (np.asarray(labels) > 0) == above
        panel.plot(*np.asarray(points)[chosen].T, marker, color=colour, markersize=9)
    for x, y, name in lines:
        panel.plot(x, y, label=name)
    if lines:
        panel.legend()
    margin = 1.0
    low, high = np.min(points, axis=0) - margin, np.max(points, axis=0) + margin
    panel.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="x1", ylabel="x2")
    return figure


def _panels(count, title):
    figure = Figure(figsize=(1.2 * INCHES * count, INCHES), layout="constrained")
    figure.suptitle(title)
    return figure, figure.subplots(1, count, squeeze=False)[0]
