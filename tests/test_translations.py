"""The engine's messages in Chinese: all there, none left over, the same placeholders."""

from __future__ import annotations

import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from gradcheck import explain
from gradcheck.example import TITLE
from gradcheck.words import use_language
from tests.helpers import ROOT

PO = ROOT / "gradcheck" / "locale" / "zh" / "LC_MESSAGES" / "gradcheck.po"


@pytest.fixture(scope="module")
def messages():
    places = [("**.py", "python"), ("**.j2", "jinja2")]
    found = extract_from_dir(ROOT / "gradcheck", method_map=places, keywords={"_": None})
    written = {message for _file, _line, message, _comments, _context in found}
    return written | {TITLE} | {name for name, _transform in explain.TRANSFORMATIONS}


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="zh") if message.id}


def test_every_message_is_translated(messages, catalogue):
    assert sorted(messages - set(catalogue)) == []
    assert [message for message in messages if not catalogue[message].strip()] == []


def test_no_translation_is_left_of_a_message_that_is_gone(messages, catalogue):
    assert sorted(set(catalogue) - messages) == []


def test_placeholders_are_the_same(catalogue):
    for message, translated in catalogue.items():
        fields = re.compile(r"\{[^}]*\}")
        assert set(fields.findall(message)) == set(fields.findall(translated)), message


def test_no_message_hides_from_the_extraction_inside_an_f_string():
    for path in (ROOT / "gradcheck").rglob("*.py"):
        assert not re.search(r"""f["'][^"'\n]*\{_\(""", path.read_text(encoding="utf-8")), path


def test_the_locale_decides_unless_told_otherwise(monkeypatch):
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    try:
        monkeypatch.setenv("LANG", "zh_CN.UTF-8")
        assert use_language(None) == "zh"
        assert use_language("en") == "en"
        monkeypatch.setenv("LANG", "C.UTF-8")
        assert use_language(None) == "en"
    finally:
        use_language("en")
