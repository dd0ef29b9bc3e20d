"""What the programs draw. Each function returns a figure; whoever runs the program saves it.

The figures stand by themselves, without pyplot: nothing is shown, nothing is left open. Their labels are
English, because matplotlib brings no Chinese font.
"""

import numpy as np
from matplotlib.colors import CenteredNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

INCHES = 4.0
_LINES = ("black", "tab:red", "tab:green")


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


def side_by_side(histories, title, *, kinds=("loss", "accuracy"), at=None, unit="epoch", logarithmic=False):
    """Draw how several models develop, in one panel for each kind of number.

    Parameters
    ----------
    histories : dict of str to dict of str to list of float
        For each model its numbers. Where there are a ``loss`` and a ``validation_loss``, the first is dashed.
    title : str
        Above all panels.
    kinds : sequence of str
        Which numbers to draw.
    at : sequence of float, optional
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
    figure, panels = _panels(len(kinds), title)
    for panel, kind in zip(panels, kinds, strict=True):
        for number, (model, history) in enumerate(histories.items()):
            lines = [(kind, "-", model)]
            if f"validation_{kind}" in history:
                lines = [
                    (kind, "--", f"{model}, training"),
                    (f"validation_{kind}", "-", f"{model}, validation"),
                ]
            for name, style, label in lines:
                places = range(1, len(history[name]) + 1) if at is None else at
                panel.plot(places, history[name], style, color=f"C{number}", label=label)
        panel.set(xlabel=unit, ylabel=kind.replace("_", " "))
        if at is None or isinstance(at, range):
            panel.xaxis.set_major_locator(MaxNLocator(integer=True))
        if logarithmic:
            panel.set_yscale("log")
        panel.legend()
    return figure


def histograms(values, title, name, *, logarithmic=False):
    """Draw how several sets of numbers are spread.

    Parameters
    ----------
    values : dict of str to ndarray of any shape
        The sets.
    title : str
        Above it.
    name : str
        What the numbers are.
    logarithmic : bool
        Whether the counts stand on a logarithmic scale.

    Returns
    -------
    Figure
        What was drawn.
    """
    figure, (panel,) = _panels(1, title)
    sets = [np.ravel(numbers) for numbers in values.values()]
    bins = np.linspace(min(map(np.min, sets)), max(map(np.max, sets)), 101)
    for numbers, label in zip(sets, values, strict=True):
        panel.hist(numbers, bins, histtype="step", linewidth=1.5, log=logarithmic, label=label)
    panel.set(xlabel=name, ylabel="how many")
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
        panel.set_title(words, fontsize=9, y=1)  # at a fixed height: to look for a free one takes long
    for panel in figure.axes:
        panel.axis("off")
    return figure


def confusion(matrix, title, *, names=None):
    """Draw a confusion matrix.

    Parameters
    ----------
    matrix : ndarray of int, shape (K, K)
        Row: the right class; column: the class that was answered.
    title : str
        Above it.
    names : sequence of str, optional
        The classes'; by default their numbers.

    Returns
    -------
    Figure
        What was drawn.
    """
    figure, (panel,) = _panels(1, title)
    panel.imshow(matrix, cmap="Blues")
    panel.set(xlabel="answered", ylabel="right", xticks=range(len(matrix)), yticks=range(len(matrix)))
    if names is not None:
        panel.set_xticklabels(names, rotation=90)
        panel.set_yticklabels(names)
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            colour = "white" if count > np.max(matrix) / 2 else "black"
            panel.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=7)
    return figure


def plane(points, labels, title, *, lines=(), surfaces=()):
    """Draw points of two classes in the plane, and what lies between them.

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
    surfaces : sequence of (function, name)
        Each function takes places, an ndarray of shape (M, 2), and returns a number for each. A line is drawn
        where it is zero; the first one also colours the plane, in its points' colours.

    Returns
    -------
    Figure
        What was drawn.
    """
    figure, (panel,) = _panels(1, title)
    margin = 1.0
    low, high = np.min(points, axis=0) - margin, np.max(points, axis=0) + margin
    across, up = np.meshgrid(np.linspace(low[0], high[0], 241), np.linspace(low[1], high[1], 241))
    for number, (function, name) in enumerate(surfaces):
        heights = np.reshape(function(np.column_stack([across.ravel(), up.ravel()])), across.shape)
        if number == 0:
            shown = panel.pcolormesh(across, up, heights, cmap="PuOr", norm=CenteredNorm(), alpha=0.5)
            figure.colorbar(shown, ax=panel)
        if heights.min() < 0 < heights.max():
            panel.contour(across, up, heights, levels=[0], colors=[_LINES[number]])
            panel.plot([], [], color=_LINES[number], label=name)
    for above, marker, colour in ((True, "o", "tab:blue"), (False, "s", "tab:orange")):
        chosen = (np.asarray(labels) > 0) == above
        panel.plot(*np.asarray(points)[chosen].T, marker, color=colour, markersize=9, markeredgecolor="white")
    for x, y, name in lines:
        panel.plot(x, y, label=name)
    if names := panel.get_legend_handles_labels()[1]:
        figure.legend(loc="outside lower center", ncols=len(names))
    panel.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="x1", ylabel="x2")
    return figure


def chart(lines, title, *, x, y, points=None, markers=False, level=None):
    """Draw lines, and points if there are any, in one panel.

    Parameters
    ----------
    lines : dict of str to (ndarray, ndarray)
        For each line its horizontal and its vertical numbers.
    title : str
        Above it.
    x, y : str
        What the numbers are.
    points : (ndarray, ndarray), optional
        Where the points are: what was measured, as a rule.
    markers : bool
        Whether each number is marked on its line.
    level : float, optional
        A height that matters: drawn as a thin line across.

    Returns
    -------
    Figure
        What was drawn.
    """
    figure, (panel,) = _panels(1, title)
    if points is not None:
        panel.plot(*points, ".", color="silver")
    if level is not None:
        panel.axhline(level, color="gray", linewidth=0.8)
    for name, (across, up) in lines.items():
        panel.plot(across, up, "o-" if markers else "-", label=name)
    if markers:
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    panel.set(xlabel=x, ylabel=y)
    panel.legend()
    return figure


def graph(nodes, title):
    """Draw what is computed from what: a box for each node, and an arrow from each of its inputs.

    Parameters
    ----------
    nodes : dict of str to (str, sequence of str)
        For each node what stands below its name, such as its operation or its value, and the names of the
        nodes that it is computed from.
    title : str
        Above it.

    Returns
    -------
    Figure
        What was drawn, each node to the right of all that it needs.
    """
    columns = {}

    def column(name):
        if name not in columns:
            columns[name] = 1 + max((column(other) for other in nodes[name][1]), default=-1)
        return columns[name]

    for name in nodes:
        column(name)
    widest = max(list(columns.values()).count(number) for number in columns.values())
    figure = Figure(figsize=(2.6 * (max(columns.values()) + 1), 1.2 * widest + 0.8), layout="constrained")
    figure.suptitle(title)
    panel = figure.subplots()
    boxes = {}
    for number in sorted(set(columns.values())):
        names = [name for name in nodes if columns[name] == number]
        for row, name in enumerate(names):
            words = f"{name}\n{nodes[name][0]}"
            place = number, (len(names) - 1) / 2 - row
            box = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": "tab:blue"}
            boxes[name] = panel.text(*place, words, ha="center", va="center", bbox=box, zorder=2)
    arrow = {"arrowstyle": "->", "color": "gray"}
    for name, (_words, inputs) in nodes.items():
        for other in inputs:
            ends = {"xytext": boxes[other].get_position(), "xy": boxes[name].get_position()}
            hidden = {"patchA": boxes[other].get_bbox_patch(), "patchB": boxes[name].get_bbox_patch()}
            panel.annotate("", **ends, arrowprops=arrow | hidden, zorder=1)
    panel.set(xlim=(-0.5, max(columns.values()) + 0.5), ylim=(-widest / 2, widest / 2))
    panel.axis("off")
    return figure


def mark(figure, at, words):
    """Draw a dashed line across every panel where something happened.

    Parameters
    ----------
    figure : Figure
        Of `curves`.
    at : float
        Where.
    words : str
        What happened.

    Returns
    -------
    Figure
        The same.
    """
    for panel in figure.axes:
        panel.axvline(at, color="gray", linestyle="--", label=words)
        panel.legend()
    return figure


def ring(figure, at, words):
    """Draw a ring around some points of each panel's last curve.

    Parameters
    ----------
    figure : Figure
        Of `curves`.
    at : sequence of int
        Where the points are on the horizontal axis.
    words : str
        What they are.

    Returns
    -------
    Figure
        The same.
    """
    for panel in figure.axes:
        x, y = panel.lines[-1].get_data()
        ringed = np.isin(x, at)
        panel.plot(
            np.asarray(x)[ringed], np.asarray(y)[ringed], "o", color="tab:red", fillstyle="none", label=words
        )
        panel.legend()
    return figure


def bars(sizes, title, *, unit="bytes"):
    """Draw how large things are, on a logarithmic scale.

    Parameters
    ----------
    sizes : dict of str to int
        What there is, from top to bottom.
    title : str
        Above it.
    unit : str
        What is counted.

    Returns
    -------
    Figure
        What was drawn.
    """
    figure = Figure(figsize=(2 * INCHES, 0.35 * len(sizes) + 1.2), layout="constrained")
    figure.suptitle(title)
    panel = figure.subplots()
    drawn = panel.barh(list(sizes), list(sizes.values()), color="tab:blue")
    panel.bar_label(drawn, [f" {size:,}" for size in sizes.values()], fontsize=9)
    panel.invert_yaxis()
    panel.set(xscale="log", xlabel=unit, xlim=(1, 10 * max(sizes.values())))
    return figure


def weights(arrays, titles, title, *, columns=5):
    """Draw weights where the pixels are that they belong to: red where ink speaks for, blue where against.

    Parameters
    ----------
    arrays : ndarray, shape (N, height, width)
        The weights of N units.
    titles : sequence of str
        What stands above each.
    title : str
        What stands above all.
    columns : int
        How many stand side by side.

    Returns
    -------
    Figure
        What was drawn, all units on one scale of colours.
    """
    rows = -(-len(arrays) // columns)
    figure = Figure(figsize=(1.4 * columns + 1, 1.6 * rows + 0.5), layout="constrained")
    figure.suptitle(title)
    most = np.max(np.abs(arrays))
    panels = figure.subplots(rows, columns, squeeze=False)
    for panel, array, words in zip(panels.flat, arrays, titles):  # noqa: B905 - the last row may not be full
        shown = panel.imshow(array, cmap="RdBu_r", vmin=-most, vmax=most)
        panel.set_title(words, fontsize=9, y=1)  # at a fixed height: to look for a free one takes long
    for panel in panels.flat:
        panel.axis("off")
    figure.colorbar(shown, ax=panels, shrink=0.8)
    return figure


def agreement(pairs, title, *, x, y):
    """Draw numbers against numbers that should be the same: on the diagonal they are.

    Parameters
    ----------
    pairs : dict of str to (ndarray, ndarray)
        One panel each: its name, its horizontal and its vertical numbers.
    title : str
        Above all panels.
    x, y : str
        What the numbers are.

    Returns
    -------
    Figure
        What was drawn.
    """
    figure, panels = _panels(len(pairs), title)
    numbers = np.concatenate([np.ravel(part) for pair in pairs.values() for part in pair])
    margin = 0.05 * np.ptp(numbers)
    limits = numbers.min() - margin, numbers.max() + margin
    for panel, (name, (across, up)) in zip(panels, pairs.items(), strict=True):
        panel.plot(limits, limits, color="lightgray")
        panel.plot(np.ravel(across), np.ravel(up), ".")
        panel.set(xlabel=x, ylabel=y, title=name, xlim=limits, ylim=limits, aspect="equal")
    return figure


def _panels(count, title):
    figure = Figure(figsize=(1.2 * INCHES * count, INCHES), layout="constrained")
    figure.suptitle(title)
    return figure, figure.subplots(1, count, squeeze=False)[0]
