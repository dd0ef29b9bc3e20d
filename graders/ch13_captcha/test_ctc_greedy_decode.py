"""What right CTC greedy decoding is.

Every case is built from the labelling that it must give, so no check needs the solution.
"""

from dataclasses import dataclass, field

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import check, holds, labels, probability_rows, same_labels, unchanged

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Alignment:
    """A path, and the labelling that it was made to spell."""

    path: np.ndarray
    blank: int
    labelling: list[int] = field(repr=False)


@dataclass(frozen=True)
class Frames:
    """Probabilities whose first `length` rows were made to spell a labelling."""

    length: int
    blank: int
    probabilities: np.ndarray
    labelling: list[int] = field(repr=False)


def spelled(labelling, blank, gaps, runs):
    """Return the path in which label i comes after ``gaps[i]`` blanks and lasts for ``runs[i]`` frames."""
    path = []
    for label, gap, run in zip(labelling, gaps, runs, strict=False):
        path += [blank] * gap + [label] * run
    return np.array(path + [blank] * gaps[len(labelling)], dtype=int)


@st.composite
def alignments(draw, classes=None, longest_run=3, longest_gap=2, most_labels=4):
    """Alignments of short labellings over one frame or more; equal neighbours have a blank between them."""
    classes = classes or draw(st.integers(2, 5))
    blank = draw(st.integers(0, classes - 1))
    others = [symbol for symbol in range(classes) if symbol != blank]
    labelling = []
    if others:
        fewest = 0 if longest_gap else 1
        labelling = draw(st.lists(st.sampled_from(others), min_size=fewest, max_size=most_labels))
    if not longest_gap:
        labelling = [label for i, label in enumerate(labelling) if i == 0 or label != labelling[i - 1]]
    places = range(len(labelling) + 1)
    gaps = [draw(st.integers(0, longest_gap)) for _ in places]
    runs = [draw(st.integers(1, longest_run)) for _ in places]
    if not labelling:
        gaps[0] = max(gaps[0], 1)
    for i in range(1, len(labelling)):
        if labelling[i] == labelling[i - 1]:
            gaps[i] = max(gaps[i], 1)
    return Alignment(spelled(labelling, blank, gaps, runs), blank, labelling)


@st.composite
def frames(draw, most_padding=0):
    """Frames whose best path is an alignment, by much or by little, and rows of any kind after them."""
    classes = draw(st.integers(1, 4))
    alignment = draw(alignments(classes, longest_run=2, longest_gap=1, most_labels=2))
    length = len(alignment.path)
    rows = draw(probability_rows(length + draw(st.integers(0, most_padding)), classes))
    for row, symbol in zip(rows, alignment.path, strict=False):
        best = row.argmax()
        row[[best, symbol]] = row[[symbol, best]]
    doubt = draw(st.sampled_from([0.0, 0.875]))
    rows = (1 - doubt) * rows + doubt / classes
    return Frames(length, alignment.blank, rows, alignment.labelling)


@st.composite
def undecided_frames(draw):
    """Frames of one letter, less probable each time than the blank, perhaps after a letter beyond doubt."""
    chance = draw(st.sampled_from([0.4, 0.45, 0.35]))
    count, before = draw(st.integers(2, 3)), draw(st.integers(0, 1))
    rows = np.array([[0.1, 0.8, 0.1]] * before + [[chance, 0.0, 1 - chance]] * count)
    return Frames(len(rows), 2, rows, [1] * before)


def decoded(impl, case):
    """Return what the decoder makes of `case`."""
    return impl.ctc_greedy_decode(case.probabilities, case.length, case.blank)


@check("contract", points=0.5)
@given(case=alignments())
@example(case=Alignment(np.array([1, 2, 0, 2]), 2, [1, 0]))
def test_the_collapse_returns_integers_and_leaves_the_path(impl, case):
    """ctc_collapse returns one list of integers, and the path stays as it was."""
    found = labels(impl.ctc_collapse(case.path, case.blank))
    of_blanks = labels(impl.ctc_collapse(np.full(2, case.blank), case.blank), part="blanks alone")
    unchanged(impl)
    same_labels(of_blanks, [], part="blanks alone")
    holds(bool(len(found)) == bool(case.labelling), labels=found)


@check("contract", points=0.5)
@given(case=frames(most_padding=2))
@example(case=Frames(1, 0, np.array([[0.25, 0.75], [0.75, 0.25]]), [1]))
def test_the_decoder_returns_integers_and_leaves_the_probabilities(impl, case):
    """ctc_greedy_decode returns one list of integers, and the probabilities stay as they were."""
    found = labels(decoded(impl, case))
    of_nothing = labels(impl.ctc_greedy_decode(case.probabilities, 0, case.blank), part="no frames")
    unchanged(impl)
    same_labels(of_nothing, [], part="no frames")
    holds(bool(len(found)) == bool(case.labelling), labels=found)


@check("values", points=1)
@given(case=alignments(longest_gap=0, most_labels=5))
@example(case=Alignment(np.array([1, 1, 2, 1]), 0, [1, 2, 1]))
@example(case=Alignment(np.array([0, 1, 0]), 2, [0, 1, 0]))
def test_a_run_is_one_label(impl, case):
    """A symbol that lasts for several frames is one label, and it may come back later."""
    same_labels(impl.ctc_collapse(case.path, case.blank), case.labelling)


@check("values", points=1)
@given(case=alignments(longest_run=1))
@example(case=Alignment(np.array([2, 1, 2, 0, 2]), 2, [1, 0]))
@example(case=Alignment(np.array([0, 2, 0, 1, 0]), 0, [2, 1]))
@example(case=Alignment(np.array([1, 2, 1, 0, 1]), 1, [2, 0]))
def test_blanks_are_no_labels(impl, case):
    """Blanks are no labels, wherever they stand and whichever class they are."""
    same_labels(impl.ctc_collapse(case.path, case.blank), case.labelling)


@check("values", points=1)
@given(
    symbols=st.permutations(range(4)),
    times=st.integers(2, 4),
    run=st.integers(1, 2),
    gap=st.integers(1, 2),
)
@example(symbols=[1, 0, 2, 3], times=2, run=1, gap=1)
def test_a_blank_keeps_equal_symbols_apart(impl, symbols, times, run, gap):
    """Equal symbols with a blank between them are as many labels: so a double letter is spelled."""
    label, blank = symbols[:2]
    path = spelled([label] * times, blank, [0, *[gap] * (times - 1), 0], [run] * times)
    same_labels(impl.ctc_collapse(path, blank), [label] * times)


@check("values", points=1, cases=50)
@given(case=alignments(most_labels=6))
@example(case=Alignment(np.array([1, 1, 2, 1, 0, 0]), 2, [1, 1, 0]))
def test_every_path_collapses_to_the_labelling_that_it_spells(impl, case):
    """Runs and blanks together: every path collapses to the labelling that it was made to spell."""
    same_labels(impl.ctc_collapse(case.path, case.blank), case.labelling)


@check("values", points=1)
@given(case=undecided_frames())
@example(case=Frames(2, 1, np.array([[0.4, 0.6], [0.4, 0.6]]), []))
def test_the_best_path_decides(impl, case):
    """The most probable path decides, even where another labelling is more probable."""
    same_labels(decoded(impl, case), case.labelling)


@check("values", points=1, cases=40)
@given(case=frames())
@example(case=Frames(3, 0, np.array([[0.1, 0.7, 0.2], [0.7, 0.1, 0.2], [0.1, 0.9, 0.0]]), [1, 1]))
@example(case=Frames(3, 1, np.array([[0.7, 0.2, 0.1], [0.2, 0.3, 0.5], [0.1, 0.7, 0.2]]), [0, 2]))
def test_each_frame_gives_its_most_probable_class(impl, case):
    """The decoder collapses each frame's most probable class."""
    same_labels(decoded(impl, case), case.labelling)


@check("values", points=1)
@given(case=frames(most_padding=3))
@example(case=Frames(3, 1, np.array([[0.8, 0.2], [0.1, 0.9], [0.7, 0.3], [0.1, 0.9], [0.9, 0.1]]), [0, 0]))
@example(case=Frames(2, 2, np.array([[0.2, 0.7, 0.1], [0.6, 0.3, 0.1], [0.1, 0.8, 0.1]]), [1, 0]))
def test_frames_after_length_are_not_read(impl, case):
    """Exactly the first `length` frames are read."""
    same_labels(decoded(impl, case), case.labelling)


@check("edges", points=1)
@given(blank=st.integers(0, 3), letters_after=st.integers(1, 2), count=st.integers(1, 4))
@example(blank=1, letters_after=1, count=3)
def test_short_and_empty_paths(impl, blank, letters_after, count):
    """No frames and blanks alone give the empty list, one frame of a letter gives the letter."""
    letter, rows = blank + 1, np.eye(blank + 1 + letters_after)
    paths = (("no frames", [], []), ("blanks alone", [blank] * count, []), ("one letter", [letter], [letter]))
    for name, path, labelling in paths:
        found = impl.ctc_collapse(np.array(path, dtype=int), blank)
        same_labels(found, labelling, part=f"collapse, {name}")
    for name, path, labelling in paths:
        found = impl.ctc_greedy_decode(rows[[*path, letter]], len(path), blank)
        same_labels(found, labelling, part=f"decode, {name}")


@dataclass(frozen=True)
class Captcha:
    """A text, and a path that spells it."""

    text: str
    path: list[int]


@st.composite
def captchas(draw):
    """Captchas of the letters and the ten frames of the book's programs, or of more frames."""
    text = draw(st.text(LETTERS, max_size=5))
    gaps = [draw(st.integers(0, 1)) for _ in range(len(text) + 1)]
    gaps[1:-1] = [max(gap, int(a == b)) for gap, a, b in zip(gaps[1:-1], text, text[1:], strict=False)]
    runs = [draw(st.integers(1, 2)) for _ in text]
    path = spelled([LETTERS.index(letter) for letter in text], 62, gaps, runs).tolist()
    return Captcha(text, path + [62] * (10 - len(path)))


@check("use", points=1, cases=20)
@given(captcha=captchas())
@example(captcha=Captcha("a0b1C3", [10, 0, 11, 1, 38, 3, 62, 62, 62, 62]))
@example(captcha=Captcha("aa", [10, 62, 10, 10, 62, 62, 62, 62, 62, 62]))
def test_captchas_are_read(impl, captcha):
    """The captchas of the book are read: 62 characters, the blank last, ten frames or more."""
    found = impl.ctc_greedy_decode(np.eye(63)[captcha.path], len(captcha.path), 62)
    same_labels(found, [LETTERS.index(letter) for letter in captcha.text])
