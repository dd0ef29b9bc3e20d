"""Lines that fit, with no word in two."""

from __future__ import annotations

import pytest

from gradcheck.report.wrap import WIDTH, columns, wrapped

CHINESE = "这看起来是用输出减去目标：docstring 里的 learning_rate 与 `perceptron_update` 的参数同名，"


@pytest.mark.parametrize("times", [1, 2, 5])
@pytest.mark.parametrize("indent", ["", "    "])
def test_chinese_lines_fit_and_keep_latin_words_whole(times, indent):
    lines = wrapped(CHINESE * times, indent)
    assert all(columns(line) <= WIDTH + 2 for line in lines)  # closing punctuation may stand outside
    assert all(line.startswith(indent) and not line.removeprefix(indent).startswith(" ") for line in lines)
    for word in ("docstring", "learning_rate", "`perceptron_update`"):
        assert sum(line.count(word) for line in lines) == times
    assert "".join(line.strip() for line in lines).replace(" ", "") == (CHINESE * times).replace(" ", "")


def test_a_word_longer_than_a_line_is_broken():
    assert all(columns(line) <= WIDTH for line in wrapped("字" + "x" * 300))
    assert all(len(line) <= WIDTH for line in wrapped("x" * 300))


def test_paragraphs_stay_apart():
    assert wrapped("one\n\ntwo") == ["one", "", "two"]
    assert wrapped("一\n\n二") == ["一", "", "二"]
