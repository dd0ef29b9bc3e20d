"""What is printed in a terminal, as HTML: the same words, the same order."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from gradcheck.words import _

STYLE: Final = """
.gradcheck { font: 14px/1.5 system-ui, sans-serif; max-width: 60rem; }
.gradcheck h4 { font-size: 1em; margin: 0 0 .5em; }
.gradcheck h5 { font-size: 1em; font-weight: 600; margin: .9em 0 .2em; }
.gradcheck p { margin: 0 0 .2em; }
.gradcheck pre { background: rgb(127 127 127 / 12%); border-radius: 4px; margin: 0; padding: .5em .8em;
  font: 13px/1.5 ui-monospace, monospace; overflow-x: auto; white-space: pre-wrap; }
.gradcheck .passed h4 { color: #1a7f37; }
.gradcheck .failed h4 { color: #cf222e; }
.gradcheck ul { list-style: none; margin: 0 0 .5em; padding: 0; }
"""
"""Colours that are read on light and on dark; no verdict is told by its colour alone."""

_BODY: Final = 4


def message(text: str) -> str:
    """Return a message as HTML: its verdict, then each of its sections.

    Parameters
    ----------
    text : str
        As the commands print it, in blocks between empty lines: the verdict at the margin, headings indented
        by two, bodies by four or more.
    """
    kind = "passed" if text.startswith("✓") else "failed" if text.startswith("✗") else "other"
    blocks = [block.splitlines() for block in re.split(r"\n\s*\n", text.strip("\n"))]
    verdict, *others = blocks
    # The ladder is the last line of a verdict that has more than one; a long verdict goes on above it.
    head, ladder = (verdict[:-1], verdict[-1:]) if len(verdict) > 1 else (verdict, [])
    made = [f"<h4>{_joined(head)}</h4>", *(f"<p>{_joined([line])}</p>" for line in ladder)]
    return f'<div class="{kind}">{"".join([*made, *map(_block, others)])}</div>'


def _block(lines: list[str]) -> str:
    heading = [line for line in lines[:1] if len(lines) > 1 and _indent(line) < _BODY <= _indent(lines[1])]
    body = lines[len(heading) :]
    made = f"<h5>{_joined(heading)}</h5>" if heading else ""
    prose = heading and _joined(heading) != escape(_("Smallest case"))
    if prose or _indent(body[0]) < _BODY:
        return f"{made}<p>{_joined(body)}</p>"
    margin = min(map(_indent, body))
    return f"{made}<pre>{escape(chr(10).join(line[margin:] for line in body))}</pre>"


def _joined(lines: list[str]) -> str:
    return escape(" ".join(line.strip() for line in lines))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def styled(body: str) -> str:
    """Return HTML that stands by itself in a notebook's output."""
    return f'<style>{STYLE}</style><div class="gradcheck">{body}</div>'
