"""A docstring as Markdown: what is asked in a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import docstring_parser

from gradcheck.words import _

_LITERAL: Final = re.compile(r"[ ]?::\n\n((?:[ ]{4}[^\n]*\n|\n)+)")
_DOUBLE: Final = re.compile(r"(?<!`)``(?!`)([^`]+)``(?!`)")


def markdown(name: str, docstring: str, formula: str = "") -> str:
    """Return a function's docstring as Markdown.

    Parameters
    ----------
    name : str
        The function.
    docstring : str
        In numpydoc's form, without indentation.
    formula : str
        What it computes, in LaTeX.
    """
    parsed = docstring_parser.parse(docstring, style=docstring_parser.DocstringStyle.NUMPYDOC)
    parts = [f"## {name}", _prose(parsed.short_description or "")]
    parts += [f"$$\n{formula.strip()}\n$$"] if formula else []
    parts += [_prose(parsed.long_description or "")]
    for heading, metas in (
        (_("What it takes"), parsed.params),
        (_("What it returns"), parsed.many_returns),
        (_("What it raises"), parsed.raises),
    ):
        if metas:
            parts += [f"### {heading}", "\n".join(_items(metas))]
    examples = [meta for meta in parsed.examples if meta.snippet or meta.description]
    parts += ["### " + _("For example")] if examples else []
    for meta in examples:
        if meta.snippet is None:
            parts.append(_prose(meta.description or ""))
        else:
            parts.append(f"```python\n{meta.snippet}\n{meta.description or ''}".rstrip() + "\n```")
    sources = [meta.description for meta in parsed.meta if meta.args[:1] == ["references"]]
    parts += ["### " + _("Where it comes from"), *map(_prose, filter(None, sources))] if sources else []
    return "\n\n".join(part for part in parts if part)


def _items(metas: Sequence[docstring_parser.common.DocstringMeta]) -> Iterator[str]:
    for meta in metas:
        name = getattr(meta, "arg_name", None) or getattr(meta, "return_name", None)
        told = [f"**{name}**" if name else "", getattr(meta, "type_name", None) or ""]
        line = " : ".join(part.replace("*S", r"\*S") for part in told if part)
        text = _prose(meta.description or "").replace("\n", "\n    ")
        yield f"- {line}  \n    {text}" if text else f"- {line}"


def _prose(text: str) -> str:
    """Return text with its literal blocks fenced."""
    text = _LITERAL.sub(lambda found: f":\n\n```text\n{_dedented(found[1])}\n```\n\n", text + "\n\n")
    return _DOUBLE.sub(r"`\1`", text).strip()


def _dedented(block: str) -> str:
    return re.sub(r"^ {4}", "", block, flags=re.MULTILINE).strip("\n")
