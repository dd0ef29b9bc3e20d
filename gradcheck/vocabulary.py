"""What graders are written with, in one place: ``from gradcheck.vocabulary import check, same, …``."""

from gradcheck.checks import check
from gradcheck.compare import (
    holds,
    labels,
    numbers,
    parts,
    raises,
    same,
    same_flag,
    same_labels,
    same_text,
    unchanged,
)
from gradcheck.numerics import same_gradient
from gradcheck.strategies import (
    arrays,
    log_probability_rows,
    magnitudes,
    probability_rows,
    quarters,
    shapes,
    sizes,
)

__all__ = [
    "arrays",
    "check",
    "holds",
    "labels",
    "log_probability_rows",
    "magnitudes",
    "numbers",
    "parts",
    "probability_rows",
    "quarters",
    "raises",
    "same",
    "same_flag",
    "same_gradient",
    "same_labels",
    "same_text",
    "shapes",
    "sizes",
    "unchanged",
]
