"""All that a student reads is there, in both languages, and as new as what it is about."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from gradcheck import source
from gradcheck.audit.evidence import Evidence
from gradcheck.course import HINTS
from gradcheck.example import NAME as EXAMPLE
from gradcheck.words import LANGUAGES, _

if TYPE_CHECKING:
    from gradcheck.audit.gates import Miss

POINTS: Final = 10
_HINT_WORDS: Final = 60


def words(evidence: Evidence) -> Iterator[Miss]:
    """All that a student reads is there, in both languages, and as new as what it is about."""
    exercise, file = evidence.exercise, evidence.words_file
    found = exercise.words
    hints = {number: found.get("hints", {}).get(str(number), {}) for number in range(1, HINTS + 1)}
    checks = [check for check in exercise.checks if check.name != EXAMPLE]
    title = ast.get_docstring(ast.parse(evidence.solution))
    if found.get("title", {}).get("en") != title:
        text = _("title.en is not the solution's docstring, {title!r}")
        yield text.format(title=title), _("Write it as [title] en in {file}.").format(file=file)
    spoken: dict[str, Mapping[str, Any]] = {name: found.get(name, {}) for name in ("title", "afterwards")}
    spoken |= {f"hints.{number}": texts for number, texts in hints.items()}
    for check in checks:
        texts = found.get("checks", {}).get(check.name, {})
        spoken |= {f"checks.{check.name}": texts, f"checks.{check.name}.why": texts.get("why", {})}
        if texts.get("en") != check.title:
            text = _("checks.{name}.en is not the check's docstring")
            yield text.format(name=check.name), _("Write: {title}").format(title=check.title)
    for name in found.get("checks", {}):
        if name not in {check.name for check in checks}:
            mend = _("Take its words out of {file}.").format(file=file)
            yield _("there is no check {name}").format(name=name), mend
    spoken |= {f"misconceptions.{id}": texts for id, texts in found.get("misconceptions", {}).items()}
    spoken |= _statements(evidence)
    problems: dict[str, list[str]] = {}
    for name, texts in spoken.items():
        for problem in _problems_of(texts):
            problems.setdefault(problem, []).append(name)
    for problem, names in problems.items():
        mend = _("Write it in {file}; a statement's English is the docstring.")
        yield f"{problem}: {', '.join(names)}", mend.format(file=file)
    for attribute, name in (("title", _("title")), ("name", _("name"))):
        if len({getattr(check, attribute) for check in checks}) < len(checks):
            yield _("two checks have the same {name}").format(name=name), _("Say how they differ.")
    for number, texts in hints.items():
        if len(str(texts.get("en", "")).split()) > _HINT_WORDS:
            text = _("hint {number} has more than {most} words")
            yield text.format(number=number, most=_HINT_WORDS), _("Say less.")
    body = evidence.body
    if len(body) > 1 and any(all(line in str(text) for line in body) for text in hints[HINTS].values()):
        yield _("the last hint is the whole solution"), _("Keep all but one line of it back.")
    if (total := sum(check.points for check in checks)) != POINTS:
        text = _("the checks are worth {total:g} points together, not {points}")
        yield text.format(total=total, points=POINTS), _("Change the `points` of some.")
    for name, docstring in source.docstrings(evidence.solution).items():
        statement = found.get("statement", {}).get(name, {})
        if statement.get("of") != source.mark_of(docstring):
            text = _("the translation of {name} is not of this docstring")
            mend = _('Translate what changed, then write of = "{mark}".')
            yield text.format(name=name), mend.format(mark=source.mark_of(docstring))
        elif statement.get("zh") and source.examples(statement["zh"]) != source.examples(docstring):
            yield _("the translation of {name} has other examples").format(name=name), _("Take the same.")


def _statements(evidence: Evidence) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what each function's stub says, and what it says is to be done."""
    for node in ast.parse(evidence.solution).body:
        if isinstance(node, ast.FunctionDef) and node.name in evidence.exercise.functions:
            zh = evidence.exercise.words.get("statement", {}).get(node.name, {})
            yield f"statement.{node.name}", {"en": ast.get_docstring(node), "zh": zh.get("zh")}
            code = ast.get_source_segment(evidence.solution, node) or ""
            if todo := re.search(rf"{source.BEGIN}(.*)", code):
                yield f"statement.{node.name}.todo", {"en": todo[1], "zh": zh.get("todo_zh")}


def _problems_of(texts: Mapping[str, Any]) -> Iterator[str]:
    for lang in LANGUAGES:
        if not str(texts.get(lang) or "").strip():
            yield _("nothing in {lang}").format(lang=lang)
        elif re.search(r"\bTODO\b", str(texts[lang])):
            yield _("still to be written in {lang}").format(lang=lang)
    if texts.get("zh") and not re.search(r"[\u4e00-\u9fff]", str(texts["zh"])):
        yield _("no Chinese in zh")
    if len({tuple(_placeholders(str(texts.get(lang, "")))) for lang in LANGUAGES}) > 1:
        yield _("placeholders that differ")


def _placeholders(text: str) -> list[str]:
    try:
        return sorted(field for _text, field, _spec, _how in string.Formatter().parse(text) if field)
    except ValueError:  # braces of a formula
        return []
