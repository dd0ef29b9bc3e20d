"""Rows of CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io

from gradcheck.report.escape import cell


def heading(*names: str) -> str:
    """Return a row with quotes only where they are needed, as others' headers are written."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(map(cell, names))
    return text.getvalue()


def row(*values: str | float) -> str:
    """Return a row with all text in quotes and no number."""
    text = io.StringIO()
    cells = (cell(value) if isinstance(value, str) else value for value in values)
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).writerow(cells)
    return text.getvalue()
