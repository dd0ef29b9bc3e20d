"""What a slug is."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, same_text

WORDS = st.lists(st.text("abcxyzABCXYZ0189", min_size=1, max_size=4), min_size=1, max_size=4)
BETWEEN = st.lists(st.sampled_from([" ", "-", ", ", " & ", "——", "\n"]), min_size=5, max_size=5)


@check("contract", points=4)
@given(title=st.text(" -aZ0é!", max_size=8))
@example(title="--Hello, World!")
def test_only_letters_digits_and_single_hyphens_are_left(impl, title):
    """Only letters, digits and single hyphens between them are left, in lower case."""
    slug = impl.slugify(title)
    holds(isinstance(slug, str) and re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug), answer=slug)
    holds(impl.slugify(title + "q") != slug, answer=slug)


@check("values", points=6)
@given(words=WORDS, between=BETWEEN)
@example(words=["Hello", "World"], between=[" ", ", ", "-", "-", "-"])
def test_the_words_stay_in_their_order(impl, words, between):
    """The words stay, in their order, with one hyphen between any two."""
    title = between[-1] + "".join(word + gap for word, gap in zip(words, between, strict=False))
    same_text(impl.slugify(title), "-".join(words).lower())
